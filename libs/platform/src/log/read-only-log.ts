import type { Log, LogRecord, Position } from '@homeroom/contracts';
import type { Pool } from 'pg';
import { RECORD_COLUMNS, recordFromRow } from './log-record';

/** Values as PostgreSQL prints them: nothing is converted that might come back as other bytes. */
const rawTypes = { getTypeParser: () => (value: string) => value } as never;

/** A log in PostgreSQL as its readers see it: the own service's, or another's under the reader role. */
export class ReadOnlyLog {
  /** @param pool whose connections see this log's county, see `logPool` */
  constructor(readonly log: Log, protected readonly pool: Pool) {}

  /** Position of the last record; 0 of an empty log. */
  async head(): Promise<Position> {
    const { rows } = await this.pool.query<{ position: string }>({ name: 'head', text: 'select position from events where county = $1 order by position desc limit 1', values: [this.log.county] });
    return Number(rows[0]?.position ?? 0);
  }

  /** How many records there are: as many as the last position says, if none is missing. */
  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>('select count(*) as count from events where county = $1', [this.log.county]);
    return Number(rows[0]!.count);
  }

  /** Records after a position, in order, at most so many. */
  async after(position: Position, limit: number): Promise<LogRecord[]> {
    return this.records(`county = $1 and position > $2 order by position limit ${limit}`, `after_${limit}`, [this.log.county, position]);
  }

  async stream(stream: string, after: number): Promise<LogRecord[]> {
    return this.records('county = $1 and stream = $2 and version > $3 order by version', 'stream', [this.log.county, stream, after]);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private async records(where: string, name: string, values: unknown[]): Promise<LogRecord[]> {
    const { rows } = await this.pool.query({ name, text: `select ${RECORD_COLUMNS} from events where ${where}`, values, rowMode: 'array', types: rawTypes });
    return rows.map((row) => recordFromRow(this.log, row as never));
  }
}
