import type { County } from '@homeroom/contracts';
import type { Pool } from 'pg';
import { inCounty } from './county-transaction';

/** A holder that dies leaves its work to another after so long. */
const LEASE_MS = 5_000;

/**
 * Lets one process at a time do what only one needs to do. Economy, not safety: two holders at once do double work and
 * no harm. Uses the database's clock, never the replay clock.
 */
export class Lease {
  private renewedAt = -Infinity;

  constructor(private readonly pool: Pool, readonly county: County, readonly name: string, private readonly holder: string) {}

  /** As {@link held}, asking the database only when it is time to renew. */
  async stillHeld(): Promise<boolean> {
    if (performance.now() - this.renewedAt < Lease.renewMs) return true;
    if (!await this.held()) return false;
    this.renewedAt = performance.now();
    return true;
  }

  /** Takes or renews it. @returns whether this process holds it now */
  async held(): Promise<boolean> {
    return inCounty(this.pool, this.county, async (client) => {
      const { rowCount } = await client.query({
        name: 'take lease',
        text: `insert into leases (county, name, holder, until) values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
          on conflict (county, name) do update set holder = excluded.holder, until = excluded.until where leases.holder = excluded.holder or leases.until < clock_timestamp()`,
        values: [this.county, this.name, this.holder, LEASE_MS],
      });
      return rowCount === 1;
    });
  }

  /** Hands it back, so that another need not wait. */
  async release(): Promise<void> {
    await inCounty(this.pool, this.county, (client) => client.query('delete from leases where county = $1 and name = $2 and holder = $3', [this.county, this.name, this.holder]));
  }

  /** How often to renew. */
  static readonly renewMs = LEASE_MS / 3;
}
