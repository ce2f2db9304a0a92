import type { Catalogue, County, Log, LogRecord, Position, Recorded, Uuid } from '@homeroom/contracts';
import type { Append, Appended, EventStore } from '@homeroom/eventsourcing';
import type { Pool } from 'pg';
import { AppendLane, type LaneObserver, repeatedResult, type StoredResult } from './append-lane';
import { logPool } from './connections';
import { openRecord, RECORD_COLUMNS, recordFromRow } from './log-record';

/** Values as PostgreSQL prints them: nothing is converted that might come back as other bytes. */
const rawTypes = { getTypeParser: () => (value: string) => value } as never;

/** One log in PostgreSQL: its lane, and reading it. */
export class PostgresLog {
  readonly lane: AppendLane;
  private readonly pool: Pool;

  constructor(readonly log: Log, url: string, observer: LaneObserver, written: () => void) {
    this.lane = new AppendLane(url, log.county, observer, written);
    this.pool = logPool(url, log.county);
  }

  /** Position of the last record; 0 of an empty log. */
  async head(): Promise<Position> {
    const { rows } = await this.pool.query<{ position: string }>({ name: 'head', text: 'select position from events where county = $1 order by position desc limit 1', values: [this.log.county] });
    return Number(rows[0]?.position ?? 0);
  }

  /** Records after a position, in order, at most so many. */
  async after(position: Position, limit: number): Promise<LogRecord[]> {
    return this.records(`county = $1 and position > $2 order by position limit ${limit}`, `after_${limit}`, [this.log.county, position]);
  }

  async stream(stream: string, after: number): Promise<LogRecord[]> {
    return this.records('county = $1 and stream = $2 and version > $3 order by version', 'stream', [this.log.county, stream, after]);
  }

  async result(commandId: Uuid): Promise<StoredResult | null> {
    const { rows } = await this.pool.query<{ result: StoredResult | null }>({ name: 'result', text: 'select lane_result($1, $2) as result', values: [this.log.county, commandId] });
    return rows[0]!.result;
  }

  async close(): Promise<void> {
    await this.lane.close();
    await this.pool.end();
  }

  private async records(where: string, name: string, values: unknown[]): Promise<LogRecord[]> {
    const { rows } = await this.pool.query({ name, text: `select ${RECORD_COLUMNS} from events where ${where}`, values, rowMode: 'array', types: rawTypes });
    return rows.map((row) => recordFromRow(this.log, row as never));
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
