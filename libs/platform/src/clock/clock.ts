import type { Instant } from '@homeroom/contracts';

/** The service's time: what deciders are told, and when deadlines fall due. Never used for tokens, leases or diagnostics. */
export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/**
 * The clock of the local stack: stands where it is put, or runs on from there. Only the local stack has it; the
 * environment refuses it elsewhere.
 */
export class ReplayClock implements Clock {
  private base: number;
  private since: number | undefined;

  /** @param at stands at this instant until it is put elsewhere or let run */
  constructor(at: Instant) {
    this.base = Date.parse(at);
  }

  now(): Instant {
    return new Date(this.since === undefined ? this.base : this.base + performance.now() - this.since).toISOString();
  }

  /** Stands still at this instant. It may go back only by being put there by a person: logs keep their order all the same. */
  put(at: Instant): void {
    this.base = Date.parse(at);
    this.since = undefined;
  }

  /** Runs on from where it stands. */
  run(): void {
    this.base = Date.parse(this.now());
    this.since = performance.now();
  }
}
