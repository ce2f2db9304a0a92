import { type County, type Log, logName, type Position } from '@homeroom/contracts';
import type { ClientBase, Pool } from 'pg';
import { inCounty } from '../log/county-transaction';
import type { Place } from './log-reader';

interface CheckpointRow { readonly log: string; readonly position: string; readonly hint: string | null }

/** Places of readers, in the database of their effects. */
export class Checkpoints {
  constructor(private readonly pool: Pool) {}

  /** The reader's durable place in a log; made if it has none yet. `begin` says where a new one starts. */
  async find(reader: string, log: Log, begin: () => Promise<Position> = async () => 0): Promise<Place> {
    const found = await inCounty(this.pool, log.county, (client) => this.read(client, reader, log));
    if (found) return found;
    const position = await begin();
    return inCounty(this.pool, log.county, async (client) => {
      await client.query('insert into checkpoints (county, reader, log, position) values ($1, $2, $3, $4) on conflict do nothing', [log.county, reader, logName(log), position]);
      return (await this.read(client, reader, log))!;
    });
  }

  /**
   * Moves a place forward, never back.
   * @param from moves only a place that stands at or after this one: an earlier one fell back in a crash, and what follows it must be read again
   */
  async move(reader: string, log: Log, { position, hint }: Place, from: Position, client?: ClientBase): Promise<void> {
    if (!client) return inCounty(this.pool, log.county, (own) => this.move(reader, log, { position, hint }, from, own));
    await client.query({
      name: 'move checkpoint',
      text: 'update checkpoints set position = greatest(position, $4), hint = coalesce($5, hint) where county = $1 and reader = $2 and log = $3 and position >= $6',
      values: [log.county, reader, logName(log), position, hint, from],
    });
  }

  /** Locks a reader's places in all its logs until the transaction ends: one writer at a time. */
  async lock(client: ClientBase, county: County, reader: string): Promise<Map<string, Position>> {
    const { rows } = await client.query<CheckpointRow>({
      name: 'lock checkpoints', text: 'select log, position from checkpoints where county = $1 and reader = $2 order by log for update', values: [county, reader],
    });
    return new Map(rows.map(({ log, position }) => [log, Number(position)]));
  }

  private async read(client: ClientBase, reader: string, log: Log): Promise<Place | undefined> {
    const { rows: [row] } = await client.query<CheckpointRow>('select log, position, hint from checkpoints where county = $1 and reader = $2 and log = $3', [log.county, reader, logName(log)]);
    return row && { position: Number(row.position), hint: row.hint ?? undefined };
  }
}
