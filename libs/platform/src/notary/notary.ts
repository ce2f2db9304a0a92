import { type Checkpoint, type County, type Log, leafHash, logName, openCheckpoint, type Position, type Recorded, signCheckpoint } from '@homeroom/contracts';
import { recordOf } from '../log/log-record';
import { Halting, type Place, type Sink } from '../readers/log-reader';
import { pause, turnOfTheLoop } from '../readers/pause';
import { PAGE } from '../readers/postgres-source';
import { GrowingTiles, rootAt } from './growing-tiles';
import type { KeptCheckpoints } from './kept-checkpoints';
import type { NotaryKeys } from './notary-keys';
import { NOTARY, type TreeStore } from './tree-store';

/** A log that grows fast is written and signed this often: a signature for many records instead of one for each. */
const REST_MS = 100;
/** So many records are hashed in one go, a fifth of a millisecond: the lane hears its answers in between, and writes on. */
const SLICE = 64;
/** How often a process that does not sign looks whether the one that does has got further, or is gone. */
const WATCH_MS = 250;

/** A log no longer begins with what was signed: nothing more is signed until a person has decided which history holds. */
export class Rewritten extends Halting {
  override readonly name = 'Rewritten';
}

interface Book {
  readonly tree: GrowingTiles;
  /** What the tree must come to: checkpoints that were signed before for a size that it does not have yet. */
  promised: readonly Checkpoint[];
  /** The size signed last. */
  signed: Position;
  /** When it was last written. */
  written: number;
}

/**
 * Hashes every record of a log into its Merkle tree and signs what the tree has come to. It signs only extensions of what
 * it signed before, by the database or by the copy outside, whichever is further. Its effect outside the database is that
 * copy, written first; a crash in between leaves a copy of what the same records come to again.
 */
export class Notary implements Sink {
  readonly name = NOTARY;
  private readonly books = new Map<string, Book>();

  /** @param mine whether this process signs for the county; others only watch its place move */
  constructor(private readonly store: TreeStore, private readonly keys: NotaryKeys, private readonly kept: KeptCheckpoints, private readonly mine: (county: County) => Promise<boolean>) {}

  async place(log: Log): Promise<Place> {
    const size = await this.store.size(log);
    const notes = [await this.store.lastNote(log), this.kept.read(log)].filter((note) => note !== undefined);
    const signed = notes.map((note) => this.own(log, note));
    const past = signed.filter((one) => one.size <= size);
    const read = await this.store.tilesOf(log, [size, ...past.map((one) => one.size)].map((to) => ({ from: 0, to })));
    for (const { size: at, root } of past) if (!rootAt(at, read).equals(root)) throw rewritten(log, at);
    if (!this.books.has(logName(log))) await this.kept.publish(log, this.keys.keys(log));
    this.books.set(logName(log), { tree: new GrowingTiles(size, read), promised: signed.filter((one) => one.size > size), signed: Math.max(0, ...signed.map((one) => one.size)), written: -Infinity });
    return { position: size };
  }

  async take(log: Log, events: readonly Recorded[], { position: to }: Place): Promise<Position> {
    while (!await this.mine(log.county)) {
      const position = await this.store.size(log);
      if (position >= to) return position;
      await pause(WATCH_MS);
    }
    const from = events[0]!.position - 1;
    // Another process has been at it since.
    if (this.books.get(logName(log))?.tree.size !== from) await this.place(log);
    const book = this.books.get(logName(log))!;
    if (book.tree.size !== from) return book.tree.size;
    await this.grow(log, book, events);
    const stands = await this.sign(log, book, from);
    await rest(book, events.length);
    return stands;
  }

  private own(log: Log, note: string): Checkpoint {
    try {
      return openCheckpoint(note, this.keys.keys(log));
    } catch (error) {
      throw new Halting(`The last checkpoint of ${logName(log)} was not signed under a NOTARY_KEY that this process was given: ${(error as Error).message}`);
    }
  }

  private async grow(log: Log, { tree, promised }: Book, events: readonly Recorded[]): Promise<void> {
    for (const event of events) {
      tree.add(leafHash(recordOf(event)));
      if (tree.size % SLICE === 0) await turnOfTheLoop();
      if (promised.some(({ size, root }) => size === tree.size && !root.equals(tree.root))) {
        this.books.delete(logName(log));
        throw rewritten(log, tree.size);
      }
    }
  }

  private async sign(log: Log, book: Book, from: Position): Promise<Position> {
    const { tree: { size, root }, signed } = book;
    // A database that lost what was signed for this very size signs it again: the same bytes.
    const note = size >= signed ? signCheckpoint(this.keys.signer(log), { size, root }) : undefined;
    try {
      const stands = await this.store.write(log, { from, to: size, tiles: book.tree.changed(), ...(note && { note }) }, async () => { if (note) await this.kept.write(log, note); });
      if (stands !== size) this.books.delete(logName(log));
      else Object.assign(book, { promised: book.promised.filter((one) => one.size > size), signed: Math.max(signed, size) });
      return stands;
    } catch (error) {
      this.books.delete(logName(log));
      throw error;
    }
  }
}

/** After a whole page at once there is more to be done. */
const rest = async (book: Book, records: number): Promise<void> => {
  const left = book.written + REST_MS - performance.now();
  if (records < PAGE && left > 0) await pause(left);
  book.written = performance.now();
};

const rewritten = (log: Log, size: Position): Rewritten =>
  new Rewritten(`${logName(log)} no longer begins with the ${size} records that a signed checkpoint tells of: its history is another one. Nothing is signed until a person has decided which one holds.`);
