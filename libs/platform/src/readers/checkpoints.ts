import type { Log, Position } from '@homeroom/contracts';
import type { Place } from './log-reader';
import type { Move, PlaceStore } from './place-store';
import { keyOf } from './places';

/** A place that need not be written with an effect is written down after so long. */
const WRITE_DOWN_MS = 100;

/** Places of readers, in the database of their effects. */
export class Checkpoints {
  private unwritten = new Map<string, Move>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: PlaceStore) {}

  /** The reader's durable place in a log; made if it has none yet. `begin` says where a new one starts. */
  async find(reader: string, log: Log, begin: () => Promise<Position> = async () => 0): Promise<Place> {
    const place = await this.store.find(reader, log) ?? await this.store.begin(reader, log, await begin());
    // The reader goes on from here, not from where it wanted to be.
    this.unwritten.delete(keyOf(reader, log));
    return place;
  }

  /**
   * Writes the move down within {@link WRITE_DOWN_MS} and together with others: for a reader that has nothing else to write,
   * because it ignored the events or because handling them again is harmless.
   */
  moveLater(move: Move): void {
    this.unwritten.set(keyOf(move.reader, move.log), move);
    this.timer ??= setTimeout(() => void this.settle().catch(() => undefined), WRITE_DOWN_MS).unref();
  }

  /** Writes down every place that only this process knows, one transaction a county. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = this.unwritten;
    this.unwritten = new Map();
    let failed: unknown;
    for (const [county, moves] of Map.groupBy(waiting.values(), ({ log }) => log.county)) {
      await this.store.move(county, moves).catch((error: unknown) => {
        failed = error;
        // Nothing else may come that would move them: tried again, unless they have gone on meanwhile.
        for (const move of moves) if (!this.unwritten.has(keyOf(move.reader, move.log))) this.moveLater(move);
      });
    }
    if (failed !== undefined) throw failed;
  }
}
