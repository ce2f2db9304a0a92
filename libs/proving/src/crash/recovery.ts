import type { Random } from '../faults/random';
import type { ClientJournal } from '../journal/client-journal';

/** A server that starts beside other work takes its time. */
const PATIENCE_MS = 120_000;

/** Milliseconds, and what they say together. */
export class Durations {
  private readonly all: number[] = [];

  add(ms: number): void {
    this.all.push(ms);
  }

  get count(): number {
    return this.all.length;
  }

  /** The value that this share of all does not exceed; 0 of none. */
  percentile(share: number): number {
    const sorted = this.all.toSorted((a, b) => a - b);
    return Math.round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  }

  toString(): string {
    return `p50 ${this.percentile(0.5)} ms, p99 ${this.percentile(0.99)} ms, of ${this.count}`;
  }
}

/** Kills something and starts it again under load: from the kill to the first command that was asked after it and acknowledged. */
export const untilAcknowledged = async (journal: ClientJournal, into: Durations, kill: () => Promise<void>, start: () => Promise<void>): Promise<void> => {
  const killed = performance.now();
  await kill();
  const first = journal.nextAcknowledged(PATIENCE_MS);
  // Its failure is told when it is waited for.
  first.catch(() => undefined);
  await start();
  into.add(await first - killed);
};

/** Goes on beside everything else: cuts connections of clients and of services, several a second, and counts. */
export class Flicker {
  private running: Promise<void> | undefined;
  private going = false;

  constructor(private readonly cuts: readonly (readonly [name: string, cut: () => number])[], private readonly random: Random, private readonly everyMs: readonly [number, number], private readonly counted: (name: string) => void) {}

  start(): void {
    this.going = true;
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.running;
    this.running = undefined;
  }

  private async run(): Promise<void> {
    while (this.going) {
      await new Promise((wait) => setTimeout(wait, this.random.whole(...this.everyMs)));
      const [name, cut] = this.random.pick(this.cuts);
      if (this.going && cut() > 0) this.counted(name);
    }
  }
}
