import { type Log, logName, type LogRecord, type Position } from '@homeroom/contracts';
import type { Batch, LogSource } from './log-source';
import { type Waited, waited } from './pause';
import type { Wake } from './wake';

/** What the source needs of a log in PostgreSQL. */
export interface ReadableLog {
  readonly log: Log;
  after(position: Position, limit: number): Promise<LogRecord[]>;
  /** Of these, what this process wrote itself and still knows. */
  recent?(position: Position, limit: number): LogRecord[];
  head(): Promise<Position>;
}

/** Records of one page: large enough that the round trip does not count, small enough to hold some in memory. */
export const PAGE = 2_000;
/**
 * Pages that are on their way while one is handled, for a reader that is behind. Positions are dense, so the page after
 * the next is known before the next is there; with two, the reader never waits for the server.
 */
const AHEAD = 2;
/** A wake-up may be lost with a connection; nobody waits longer than this for a record that is there. */
const LOOK_AGAIN_MS = 500;

/** Logs read from their tables: a service's own, and every rebuild. */
export class PostgresSource implements LogSource {
  readonly kind = 'postgres';

  /** @param wake tells when a log grows; absent for logs of other services, which are looked at from time to time */
  constructor(private readonly logs: readonly ReadableLog[], private readonly wake?: Wake, private readonly lookAgainMs = LOOK_AGAIN_MS) {}

  async *follow(log: Log, after: Position, signal: AbortSignal): AsyncIterable<Batch> {
    const table = this.of(log);
    let ahead: Promise<LogRecord[]>[] = [];
    // What memory gave has nothing before it in the table, and what follows wakes the reader.
    let look = true;
    while (!signal.aborted) {
      const known = table.recent?.(after, PAGE) ?? [];
      // It listens before it looks into the table: what is written in between is not missed. Memory is looked at in no time.
      const woken = known.length > 0 ? undefined : this.wait(log, signal);
      const early = known.length > 0 ? undefined : ahead.shift();
      const records = known.length > 0 || !look ? known : await (early ?? table.after(after, PAGE));
      look = known.length === 0;
      if (records.length > 0 || early) woken?.cancel();
      else await woken?.promise;
      if (records.length < PAGE || known.length > 0) ahead = [];
      if (records.length === 0) continue;
      after = records.at(-1)!.position;
      while (known.length === 0 && records.length === PAGE && ahead.length < AHEAD) {
        const page = table.after(after + ahead.length * PAGE, PAGE);
        page.catch(() => undefined);
        ahead.push(page);
      }
      yield { records };
    }
  }

  head(log: Log): Promise<Position> {
    return this.of(log).head();
  }

  private wait(log: Log, signal: AbortSignal): Waited {
    return this.wake ? this.wake.wait(log, this.lookAgainMs, signal) : waited(Math.min(this.lookAgainMs, 50), signal);
  }

  private of(log: Log): ReadableLog {
    const found = this.logs.find((each) => each.log.service === log.service && each.log.county === log.county);
    if (!found) throw new Error(`No table of ${logName(log)} is known here.`);
    return found;
  }
}
