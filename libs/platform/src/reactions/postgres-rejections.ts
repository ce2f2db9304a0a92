import { logName } from '@homeroom/contracts';
import type { Pool } from 'pg';
import { inCounty } from '../log/county-transaction';
import type { Rejection, RejectionStore } from './reaction-sink';

/** Rejections in their table. With fsync, other than what else readers write: no fold brings one back once the reaction's place has passed it. */
export class PostgresRejections implements RejectionStore {
  constructor(private readonly pool: Pool) {}

  async record({ reaction, log, position, target, code }: Rejection): Promise<void> {
    await inCounty(this.pool, log.county, async (client) => {
      await client.query('set local synchronous_commit to on');
      await client.query(
        'insert into reaction_rejections (county, reaction, log, position, target, code) values ($1, $2, $3, $4, $5, $6) on conflict do nothing',
        [log.county, reaction, logName(log), position, target, code],
      );
    });
  }
}
