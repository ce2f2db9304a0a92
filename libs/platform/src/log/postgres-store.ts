import type { Catalogue, County, Log, LogRecord, Position, Recorded, Uuid } from '@homeroom/contracts';
import type { Append, Appended, EventStore } from '@homeroom/eventsourcing';
import { AppendLane, type LaneObserver, repeatedResult, type StoredResult } from './append-lane';
import { logPool } from './connections';
import { openRecord } from './log-record';
import { LogTail } from './log-tail';
import { ReadOnlyLog } from './read-only-log';

/** One log in PostgreSQL: its lane, and reading it. */
export class PostgresLog extends ReadOnlyLog {
  readonly lane: AppendLane;
  private readonly tail: LogTail;

  constructor(log: Log, url: string, observer: LaneObserver, written: () => void) {
    super(log, logPool(url, log.county));
    this.tail = new LogTail(log);
    this.lane = new AppendLane(url, log.county, observer, this.tail, written);
  }

  /** Records after a position that this process wrote and still knows, at most so many; none says nothing about the table. */
  recent(position: Position, limit: number): LogRecord[] {
    return this.tail.after(position, limit);
  }

  override async after(position: Position, limit: number): Promise<LogRecord[]> {
    const records = await super.after(position, limit);
    if (records.length < limit && (records.length > 0 || position === 0)) this.tail.seen(records.at(-1));
    return records;
  }

  /** The database was away and is back, perhaps with an earlier state. */
  forgetRecent(): void {
    this.tail.forget();
  }

  async result(commandId: Uuid): Promise<StoredResult | null> {
    const { rows } = await this.pool.query<{ result: StoredResult | null }>({ name: 'result', text: 'select lane_result($1, $2) as result', values: [this.log.county, commandId] });
    return rows[0]!.result;
  }

  override async close(): Promise<void> {
    await this.lane.close();
    await super.close();
  }
}

/** The event store over the logs of the counties that a process serves. */
export class PostgresStore implements EventStore {
  constructor(private readonly logs: ReadonlyMap<County, PostgresLog>, private readonly catalogue: Catalogue<any>) {}

  async read(county: County, stream: string, after: number): Promise<readonly Recorded[]> {
    return (await this.of(county).stream(stream, after)).map((record) => openRecord(record, this.catalogue));
  }

  append(county: County, append: Append): Promise<Appended> {
    return this.of(county).lane.append(append);
  }

  async result(county: County, commandId: Uuid): Promise<Extract<Appended, { status: 'repeated' }> | undefined> {
    const stored = await this.of(county).result(commandId);
    return stored ? repeatedResult(stored) : undefined;
  }

  private of(county: County): PostgresLog {
    const log = this.logs.get(county);
    if (!log) throw new Error(`This deployment does not hold the county ${county}.`);
    return log;
  }
}
