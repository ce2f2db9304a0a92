import type { Uuid } from '@homeroom/contracts';
import { type Append, type Appended, MAX_EVENTS, type Written } from '@homeroom/eventsourcing';
import { isPassing } from './connections';
import { type ConnectLane, type LaneAnswer, type LaneConnection, latest, type SerializedAppend, type StoredResult } from './lane-connection';
import type { LogTail, SentRecord } from './log-tail';

/** The log cannot be written in time, or refuses to be written. Nothing is known to be written: repeat with the same command id. HTTP answers 503. */
export class LaneUnavailable extends Error {
  override readonly name = 'LaneUnavailable';
}

/** What the lane tells whoever measures it. */
export interface LaneObserver {
  batch(events: number, seconds: number): void;
}

/** An append waits at most so long for its answer, connection losses and repetitions included. */
const PATIENCE_MS = 10_000;
/** Appends of one batch: more only makes the first ones wait for the last. */
const BATCH_APPENDS = 256;
/** Text of one batch, in characters: keeps one statement far below a second. */
const BATCH_CHARACTERS = 4_000_000;
const RECONNECT_MS = 50;

interface Waiting extends SerializedAppend {
  readonly size: number;
  readonly until: number;
  readonly settle: (appended: Appended) => void;
  readonly fail: (error: unknown) => void;
}

/** As the port wants it. */
export const repeatedResult = ({ position, events, fingerprint }: StoredResult): Extract<Appended, { status: 'repeated' }> => ({
  status: 'repeated', first: { position, events: events.map(([stream, version]) => ({ stream, version })) }, ...(fingerprint && { fingerprint }),
});

/**
 * The append lane of one log in one process. Concurrent appends travel as one batch: one statement, one commit, and a
 * result for each. A refused append never harms its neighbours. After a lost connection the batch is sent again: the
 * command ids make that safe.
 */
export class AppendLane {
  private waiting: Waiting[] = [];
  private connection: Promise<LaneConnection> | undefined;
  private server: string | undefined;
  private busy = false;
  private lastBatch = 1;
  private refusal: string | undefined;
  private closed = false;

  /**
   * @param tail learns what is written; `written` is called after each batch
   * @param elsewhere called when the lane leads to another server than before, or to another start of it, before anything is
   * written there: what the log holds may be an earlier state
   */
  constructor(private readonly connect: ConnectLane, private readonly observer: LaneObserver, private readonly tail: LogTail, private readonly written: () => void, private readonly elsewhere: () => void = () => undefined) {}

  /** Learns which server it leads to; without this, the first append does. */
  async open(): Promise<void> {
    await this.connected();
  }

  /** Refuses every append from now on, saying why; `undefined` lifts it. What already waits goes on waiting. */
  refuse(says: string | undefined): void {
    this.refusal = says;
  }

  append(append: Append): Promise<Appended> {
    if (this.refusal) return Promise.reject(new LaneUnavailable(this.refusal));
    if (this.closed) return Promise.reject(new LaneUnavailable('The service is stopping.'));
    check(append);
    return new Promise((settle, fail) => {
      const data = append.events.map((e) => JSON.stringify(e.data));
      const meta = append.events.map((e) => JSON.stringify(e.meta));
      const size = data.reduce((sum, text, i) => sum + text.length + meta[i]!.length, 0);
      this.waiting.push({ append, data, meta, size, until: Date.now() + PATIENCE_MS, settle, fail });
      if (this.busy) return;
      this.busy = true;
      // A lone client is answered at once; where many wait, the rest of this turn of the event loop joins the batch.
      if (this.lastBatch === 1) void this.drain();
      else setImmediate(() => void this.drain());
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const connection = await this.connection?.catch(() => undefined);
    await connection?.close().catch(() => undefined);
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.nextBatch();
      this.lastBatch = batch.length;
      const started = performance.now();
      await this.send(batch);
      this.observer.batch(batch.reduce((sum, { data }) => sum + data.length, 0), (performance.now() - started) / 1000);
      this.written();
    }
    this.busy = false;
  }

  /** In order of arrival, up to the limits; a command id twice: the second waits for the next batch. */
  private nextBatch(): Waiting[] {
    const ids = new Set<Uuid>();
    let size = 0;
    let n = 0;
    for (; n < this.waiting.length && n < BATCH_APPENDS; n++) {
      const { append, size: more } = this.waiting[n]!;
      if (ids.has(append.commandId) || (n > 0 && size + more > BATCH_CHARACTERS)) break;
      ids.add(append.commandId);
      size += more;
    }
    return this.waiting.splice(0, n);
  }

  /** Sends until it is answered. A batch the server cannot digest is sent append by append, so that a poisonous one fails alone. */
  private async send(batch: readonly Waiting[]): Promise<void> {
    for (;;) {
      const late = batch.filter(({ until }) => Date.now() > until);
      for (const { fail } of late) fail(new LaneUnavailable('The log could not be written in time.'));
      batch = batch.filter((waiting) => !late.includes(waiting));
      if (batch.length === 0) return;
      try {
        const connection = await this.connected();
        if (this.refusal) {
          await later();
          continue;
        }
        if (!await this.sendLone(connection, batch)) answer(batch, await connection.batch(batch), this.tail);
        return;
      } catch (error) {
        this.tail.forget();
        if (isPassing(error)) {
          await this.reconnectLater();
        } else if (batch.length > 1) {
          for (const waiting of batch) await this.send([waiting]);
          return;
        } else {
          batch[0]!.fail(error);
          return;
        }
      }
    }
  }

  /** A lone append that the cheaper statement may take. False: ask the general one. */
  private async sendLone(connection: LaneConnection, [waiting, ...others]: readonly Waiting[]): Promise<boolean> {
    const { append } = waiting!;
    if (others.length > 0 || append.events.length !== 1 || append.checks.length !== 1 || append.fingerprint) return false;
    const position = await connection.one(waiting!);
    if (position === undefined) return false;
    const first = written(append, position);
    this.tail.grow(position - 1, append.at, sentOf(waiting!, first.events));
    waiting!.settle({ status: 'written', first });
    return true;
  }

  private async connected(): Promise<LaneConnection> {
    this.connection ??= this.connect(() => {
      this.connection = undefined;
      // The database has gone, and may come back with less than was written.
      this.tail.forget();
    });
    const connection = await this.connection;
    if (this.server !== undefined && this.server !== connection.server) this.elsewhere();
    this.server = connection.server;
    return connection;
  }

  private async reconnectLater(): Promise<void> {
    const connection = await this.connection?.catch(() => undefined);
    this.connection = undefined;
    await connection?.close().catch(() => undefined);
    await later();
  }
}

const later = (): Promise<void> => new Promise((resume) => setTimeout(resume, RECONNECT_MS));

/** Mistakes of the program, not of its caller: they must not reach a batch. */
const check = ({ events, checks, commandId }: Append): void => {
  if (events.length === 0 || events.length > MAX_EVENTS) throw new RangeError(`An append has 1 to ${MAX_EVENTS} events, not ${events.length} (command ${commandId}).`);
  const checked = new Set(checks.map(({ stream }) => stream));
  if (checked.size !== checks.length) throw new Error(`A stream is checked twice (command ${commandId}).`);
  for (const { stream, expected } of checks) if (/[\n\0]/.test(stream) || stream.length > 200 || expected < 0) throw new Error(`Not a stream to append to: ${JSON.stringify(stream)} at ${expected}.`);
  for (const { stream } of events) if (!checked.has(stream)) throw new Error(`${stream} is written but not checked (command ${commandId}).`);
};

const answer = (batch: readonly Waiting[], { head, status, firsts }: LaneAnswer, tail: LogTail): void => {
  let position = head;
  const sent: SentRecord[] = [];
  const outcomes = batch.map((waiting, a): Appended => {
    const { append } = waiting;
    const outcome = status?.[a] ?? 0;
    if (outcome === 1) return { status: 'conflict' };
    if (outcome === 2) return repeatedResult(firsts![append.commandId]!);
    position += append.events.length;
    const first = written(append, position);
    sent.push(...sentOf(waiting, first.events));
    return { status: 'written', first };
  });
  // Readers find the records here as soon as their writers know of them.
  tail.grow(head, latest(batch), sent);
  batch.forEach(({ settle }, a) => settle(outcomes[a]!));
};

const sentOf = ({ append: { events, commandId }, data, meta }: Waiting, places: Written['events']): SentRecord[] => events.map(({ stream, eventId, type }, nth) => (
  { stream, version: places[nth]!.version, eventId, commandId, nth, type, data: data[nth]!, meta: meta[nth]! }));

const written = ({ checks, events }: Append, position: number): Written => {
  const versions = new Map(checks.map(({ stream, expected }) => [stream, expected]));
  return {
    position,
    events: events.map(({ stream }) => {
      const version = versions.get(stream)! + 1;
      versions.set(stream, version);
      return { stream, version };
    }),
  };
};
