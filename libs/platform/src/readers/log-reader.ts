import { type Catalogue, type Log, logName, type Position, type Recorded } from '@homeroom/contracts';
import type { ReaderHealth } from '../runtime';
import { isPassing } from '../log/connections';
import { openRecord, UnknownEvent } from '../log/log-record';
import type { Batch, LogSource } from './log-source';
import { pause } from './pause';

/** Where a sink stands in a log, and where to look for what follows. */
export interface Place {
  readonly position: Position;
  readonly hint?: string;
  /** Which server of its effects, and which start of it, it was found on: on another one, where the log may have another history, it counts for nothing. */
  readonly server?: string;
}

/** Handles the records of one log in order, and keeps its place beside its effect. */
export interface Sink {
  readonly name: string;
  /** Its durable place, read again after every interruption. */
  place(log: Log): Promise<Place>;
  /** Handles events that directly follow its place. @returns where it stands now: at `to`, or elsewhere if another process moved it */
  take(log: Log, events: readonly Recorded[], to: Place): Promise<Position>;
}

/** What readers tell whoever measures them. */
export interface ReaderObserver {
  moved(sink: string, log: Log, position: Position, recordedAt?: string): void;
  duplicates(sink: string, log: Log, count: number): void;
  gap(sink: string, log: Log): void;
  /** It waits for a person from here on. */
  halted(sink: string, log: Log, error: unknown): void;
}

/** No later try will do: whoever reads halts and waits for a person. */
export class Halting extends Error {
  override readonly name: string = 'Halting';
}

interface Follower {
  readonly sink: Sink;
  position: Position;
  hint?: string;
  server?: string;
  state: ReaderHealth['state'];
  says?: string;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/**
 * Reads one log for several sinks: after their places, in batches, each sink at its own position. A record at or before
 * it is a duplicate and dropped; the one after it is taken; anything later is a gap: the reader says so and waits for the
 * missing one. It never skips. What passes is retried, what does not halts the sink with a message, and only that sink.
 */
export class LogReader {
  private readonly followers: Follower[];
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private round = new AbortController();

  constructor(private readonly source: LogSource, readonly log: Log, private readonly catalogue: Catalogue<any>, sinks: readonly Sink[], private readonly observer: ReaderObserver, private readonly placed: (sink: string, log: Log, position: Position) => void = () => undefined) {
    this.followers = sinks.map((sink) => ({ sink, position: 0, state: 'starting' }));
  }

  start(): void {
    this.running ??= this.run(this.stopping.signal);
  }

  /** Looks for the places again: the database came back after it was gone, perhaps with an earlier state. */
  refresh(): void {
    this.round.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  health(): ReaderHealth[] {
    return this.followers.map(({ sink, position, state, says }) => ({ reader: sink.name, log: logName(this.log), position, state, ...(says && { says }) }));
  }

  private async run(signal: AbortSignal): Promise<void> {
    let wait = FIRST_RETRY_MS;
    while (!signal.aborted && this.active().length > 0) {
      const before = this.active().map(({ position }) => position).join();
      // From before the places are looked for: asked to look again meanwhile, what was found may be of the database as it was.
      const round = (this.round = new AbortController());
      try {
        await this.findPlaces();
        await this.follow(AbortSignal.any([signal, round.signal]));
      } catch (error) {
        if (error instanceof UnknownEvent || error instanceof Halting) this.active().forEach((follower) => this.halt(follower, error));
        else this.active().forEach((follower) => { if (follower.state !== 'gap') Object.assign(follower, { state: 'retrying', says: messageOf(error) }); });
      } finally {
        round.abort();
      }
      wait = before === this.active().map(({ position }) => position).join() ? Math.min(wait * 2, LAST_RETRY_MS) : FIRST_RETRY_MS;
      await pause(wait, signal);
    }
  }

  private active(): Follower[] {
    return this.followers.filter(({ state }) => state !== 'halted');
  }

  private async findPlaces(): Promise<void> {
    await Promise.all(this.active().map(async (follower) => {
      const { position, hint, server } = await follower.sink.place(this.log);
      Object.assign(follower, { position, hint, server });
      this.placed(follower.sink.name, this.log, position);
    }));
  }

  /** Until the signal aborts, or a sink has to go back: then the log is followed again from where the last of them stands. */
  private async follow(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const last = this.active().reduce((a, b) => (a.position <= b.position ? a : b));
    // A hint that led to a gap may be wrong, as after a topic was made anew: the whole log is looked through.
    const hint = last.state === 'gap' ? undefined : last.hint;
    for (const follower of this.active()) if (follower.state !== 'gap') Object.assign(follower, { state: 'following', says: undefined });
    for await (const batch of this.source.follow(this.log, last.position, signal, hint)) {
      if (signal.aborted) return;
      const events = batch.records.map((record) => openRecord(record, this.catalogue));
      const done = await Promise.all(this.active().map((follower) => this.deliver(follower, batch, events)));
      if (!done.every(Boolean) || this.active().length === 0) return;
    }
  }

  /** @returns false when this sink has to read again from its place */
  private async deliver(follower: Follower, { records, hint }: Batch, events: readonly Recorded[]): Promise<boolean> {
    const { sink } = follower;
    const from = firstAfter(records, follower.position);
    if (from > 0) this.observer.duplicates(sink.name, this.log, from);
    if (from === records.length) return true;
    const until = endOfRun(records, from, follower.position);
    if (until === from) return this.gap(follower, records[from]!.position);
    const to = records[until - 1]!.position;
    try {
      // The hint leads behind the whole batch: a place within it must not skip the rest.
      follower.position = await sink.take(this.log, events.slice(from, until), { position: to, ...(until === records.length && { hint }), server: follower.server });
    } catch (error) {
      if (isPassing(error)) Object.assign(follower, { state: 'retrying', says: messageOf(error) });
      else this.halt(follower, error);
      return follower.state === 'halted';
    }
    Object.assign(follower, { state: 'following', says: undefined });
    this.placed(sink.name, this.log, follower.position);
    this.observer.moved(sink.name, this.log, follower.position, records[until - 1]!.recordedAt);
    if (follower.position < to) return false;
    return until === records.length || this.deliver(follower, { records: records.slice(until), hint }, events.slice(until));
  }

  private halt(follower: Follower, error: unknown): void {
    Object.assign(follower, { state: 'halted', says: messageOf(error) });
    this.observer.halted(follower.sink.name, this.log, error);
  }

  private gap(follower: Follower, found: Position): boolean {
    if (follower.state !== 'gap') this.observer.gap(follower.sink.name, this.log);
    Object.assign(follower, { state: 'gap', says: `${logName(this.log)}:${follower.position + 1} is missing; the next record there is ${found}. Waiting for it.` });
    return false;
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const firstAfter = (records: Batch['records'], position: Position): number => {
  if (records[0]!.position > position) return 0;
  const index = records.findIndex((record) => record.position > position);
  return index < 0 ? records.length : index;
};

/** End (exclusive) of the run position + 1, position + 2, … that begins at `from`; duplicates inside a run end it. */
const endOfRun = (records: Batch['records'], from: number, position: Position): number => {
  let until = from;
  while (until < records.length && records[until]!.position === position + 1 + until - from) until++;
  return until;
};
