/** What was found wrong, with what shows it: positions, command ids, a seed that replays it. */
export interface Violation {
  /** The sentence that should hold, such as an invariant's. */
  readonly promise: string;
  readonly evidence: string;
}

/** How long and from which seed; the same seed makes the same choices, as far as real processes allow it. */
export interface CampaignOptions {
  readonly minutes: number;
  readonly seed: number;
  /** One line of progress. */
  say(line: string): void;
  /** Aborted when the campaign should end: it stops what it started and tells what it has seen so far. */
  readonly signal: AbortSignal;
}

export interface CampaignResult {
  /** What was done and seen, by name in the order of the telling: faults, seeds, requests, milliseconds. */
  readonly figures: Readonly<Record<string, number | string>>;
  /** Empty when every promise held. */
  readonly violations: readonly Violation[];
}

/** A search for broken promises: it does to the real thing what the world does, and looks with checkers that can fail. */
export interface Campaign {
  /** As on the command line. */
  readonly name: string;
  readonly says: string;
  /** Minutes when none are given. */
  readonly minutes: number;
  run(options: CampaignOptions): Promise<CampaignResult>;
}
