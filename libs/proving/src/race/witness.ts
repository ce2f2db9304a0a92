import { createHash, type Hash } from 'node:crypto';
import type { Log, Position, Recorded } from '@homeroom/contracts';
import type { Place, Sink } from '@homeroom/platform';

/** What a witness saw: how far, and a hash over every event in the order in which it came. */
export interface Testimony {
  readonly position: Position;
  readonly hash: string;
  /** What did not come as 1, 2, 3, …; empty when all did. */
  readonly wrong: readonly string[];
}

/**
 * A reader that only looks: each event must come once, at the position after the last. It keeps its place in memory, so that
 * the machinery's own places cannot hide a record from it.
 */
export class Witness implements Sink {
  private position = 0;
  private readonly hash: Hash = createHash('sha256');
  private readonly wrong: string[] = [];

  constructor(readonly name: string) {}

  async place(): Promise<Place> {
    return { position: this.position };
  }

  async take(_: Log, events: readonly Recorded[], to: Place): Promise<Position> {
    for (const { position, eventId } of events) {
      if (position !== this.position + 1 && this.wrong.length < 5) this.wrong.push(`${this.name}: ${position} came after ${this.position}`);
      this.position = position;
      this.hash.update(`${position} ${eventId}\n`);
    }
    if (this.position !== to.position && this.wrong.length < 5) this.wrong.push(`${this.name}: it was led to ${to.position} and has ${this.position}`);
    return to.position;
  }

  /** The position it has read up to. */
  get stands(): Position {
    return this.position;
  }

  testimony(): Testimony {
    return { position: this.position, hash: this.hash.copy().digest('hex'), wrong: this.wrong };
  }
}
