import type { Log, Uuid } from '@homeroom/contracts';
import type { LaneObserver } from './append-lane';
import { logPool } from './connections';
import type { StoredResult } from './lane-connection';
import { type LogTable, OwnLog } from './own-log';
import { postgresLane } from './postgres-lane';
import { ReadOnlyLog } from './read-only-log';

/** A service's own log in PostgreSQL, under the app role. */
export class PostgresTable extends ReadOnlyLog implements LogTable {
  async result(commandId: Uuid): Promise<StoredResult | null> {
    const { rows } = await this.pool.query<{ result: StoredResult | null }>({ name: 'result', text: 'select lane_result($1, $2) as result', values: [this.log.county, commandId] });
    return rows[0]!.result;
  }
}

/** One log in PostgreSQL, to be written and read. @param written called after each batch of the lane */
export const postgresLog = (log: Log, url: string, observer: LaneObserver, written: () => void): OwnLog =>
  new OwnLog(new PostgresTable(log, logPool(url, log.county)), postgresLane(url, log.county), observer, written);
