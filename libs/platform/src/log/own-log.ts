import type { Catalogue, County, Log, LogRecord, Position, Recorded, Uuid } from '@homeroom/contracts';
import type { Append, Appended, EventStore } from '@homeroom/eventsourcing';
import type { ReadableLog } from '../readers/postgres-source';
import { AppendLane, type LaneObserver, repeatedResult } from './append-lane';
import type { ConnectLane, StoredResult } from './lane-connection';
import { openRecord } from './log-record';
import { LogTail } from './log-tail';

/** A log's table as the service that owns it reads it. */
export interface LogTable extends ReadableLog {
  /** Records of a stream after a version, in order. */
  stream(stream: string, after: number): Promise<LogRecord[]>;
  /** The first result of a command id; `null` for an unknown one. */
  result(commandId: Uuid): Promise<StoredResult | null>;
  close(): Promise<void>;
}

/** A log that this process writes: its table, its lane, and the end of it that the process still knows. */
export class OwnLog implements LogTable {
  readonly lane: AppendLane;
  private readonly tail: LogTail;

  constructor(private readonly table: LogTable, connect: ConnectLane, observer: LaneObserver, written: () => void, elsewhere?: () => void) {
    this.tail = new LogTail(table.log);
    this.lane = new AppendLane(connect, observer, this.tail, written, elsewhere);
  }

  get log(): Log {
    return this.table.log;
  }

  head(): Promise<Position> {
    return this.table.head();
  }

  /** Where this process knows the log to end; the table is asked only where it knows nothing. */
  async knownEnd(): Promise<Position> {
    return this.tail.end ?? this.head();
  }

  /** Records after a position that this process wrote and still knows, at most so many; none says nothing about the table. */
  recent(position: Position, limit: number): LogRecord[] {
    return this.tail.after(position, limit);
  }

  async after(position: Position, limit: number): Promise<LogRecord[]> {
    const records = await this.table.after(position, limit);
    if (records.length < limit && (records.length > 0 || position === 0)) this.tail.seen(records.at(-1));
    return records;
  }

  stream(stream: string, after: number): Promise<LogRecord[]> {
    return this.table.stream(stream, after);
  }

  result(commandId: Uuid): Promise<StoredResult | null> {
    return this.table.result(commandId);
  }

  /** The database was away and is back, perhaps with an earlier state. */
  forgetRecent(): void {
    this.tail.forget();
  }

  async close(): Promise<void> {
    await this.lane.close();
    await this.table.close();
  }
}

/** The event store over the logs of the counties that a process serves. */
export class LogStore implements EventStore {
  constructor(private readonly logs: ReadonlyMap<County, OwnLog>, private readonly catalogue: Catalogue<any>) {}

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

  private of(county: County): OwnLog {
    const log = this.logs.get(county);
    if (!log) throw new Error(`This deployment does not hold the county ${county}.`);
    return log;
  }
}
