import { type County, type Log, logName, type Position } from '@homeroom/contracts';
import type { ClientBase, Pool } from 'pg';
import { inCounty } from '../log/county-transaction';
import type { Place } from './log-reader';

interface CheckpointRow { readonly log: string; readonly position: string; readonly hint: string | null }

/** A place that need not be written with an effect is written down after so long. */
const WRITE_DOWN_MS = 100;

/** Places of readers, in the database of their effects. */
export class Checkpoints {
  private readonly unwritten = new Map<string, { reader: string; log: Log; place: Place; from: Position }>();
  private timer: NodeJS.Timeout | undefined;

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

  /**
   * As {@link move}, within {@link WRITE_DOWN_MS} and together with other places: for a reader that has nothing else to write,
   * because it ignored the events or because handling them again is harmless.
   */
  moveLater(reader: string, log: Log, place: Place, from: Position): void {
    this.unwritten.set(`${reader} ${logName(log)}`, { reader, log, place, from: this.unwritten.get(`${reader} ${logName(log)}`)?.from ?? from });
    this.timer ??= setTimeout(() => void this.settle().catch(() => undefined), WRITE_DOWN_MS).unref();
  }

  /** Writes down every place that only this process knows, one transaction a county. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = [...this.unwritten.values()];
    this.unwritten.clear();
    for (const county of new Set(waiting.map(({ log }) => log.county))) {
      // In one order, so that two processes that write down the same places cannot wait for each other.
      const own = waiting.filter(({ log }) => log.county === county).sort((a, b) => (`${a.reader} ${logName(a.log)}` < `${b.reader} ${logName(b.log)}` ? -1 : 1));
      await inCounty(this.pool, county, async (client) => { for (const { reader, log, place, from } of own) await this.move(reader, log, place, from, client); });
    }
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
