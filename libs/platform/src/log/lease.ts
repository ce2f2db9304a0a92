import type { County } from '@homeroom/contracts';

/** A holder that dies leaves its work to another after so long. */
const LEASE_MS = 5_000;

/** Where leases are kept, by the database's clock. Each call is one transaction. PostgreSQL is one, the simulation another. */
export interface LeaseStore {
  /** Takes it if it is free or over, renews it if the holder has it. @returns whether the holder has it now */
  take(county: County, name: string, holder: string, ms: number): Promise<boolean>;
  release(county: County, name: string, holder: string): Promise<void>;
}

/**
 * Lets one process at a time do what only one needs to do. Economy, not safety: two holders at once do double work and
 * no harm. Uses the database's clock, never the replay clock.
 */
export class Lease {
  private renewedAt = -Infinity;

  constructor(private readonly store: LeaseStore, readonly county: County, readonly name: string, private readonly holder: string) {}

  /** As {@link held}, asking the database only when it is time to renew. */
  async stillHeld(): Promise<boolean> {
    if (performance.now() - this.renewedAt < Lease.renewMs) return true;
    if (!await this.held()) return false;
    this.renewedAt = performance.now();
    return true;
  }

  /** Takes or renews it. @returns whether this process holds it now */
  async held(): Promise<boolean> {
    return this.store.take(this.county, this.name, this.holder, LEASE_MS);
  }

  /** Hands it back, so that another need not wait. */
  async release(): Promise<void> {
    await this.store.release(this.county, this.name, this.holder);
  }

  /** How often to renew. */
  static readonly renewMs = LEASE_MS / 3;
}
