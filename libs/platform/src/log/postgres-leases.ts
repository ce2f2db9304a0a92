import type { County } from '@homeroom/contracts';
import type { Pool } from 'pg';
import { inCounty } from './county-transaction';
import type { LeaseStore } from './lease';

/** Leases in their table. */
export class PostgresLeases implements LeaseStore {
  constructor(private readonly pool: Pool) {}

  take(county: County, name: string, holder: string, ms: number): Promise<boolean> {
    return inCounty(this.pool, county, async (client) => {
      const { rowCount } = await client.query({
        name: 'take lease',
        text: `insert into leases (county, name, holder, until) values ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
          on conflict (county, name) do update set holder = excluded.holder, until = excluded.until where leases.holder = excluded.holder or leases.until < clock_timestamp()`,
        values: [county, name, holder, ms],
      });
      return rowCount === 1;
    });
  }

  async release(county: County, name: string, holder: string): Promise<void> {
    await inCounty(this.pool, county, (client) => client.query('delete from leases where county = $1 and name = $2 and holder = $3', [county, name, holder]));
  }
}
