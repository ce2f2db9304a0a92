import { type County, type Log, logName, type Position } from '@homeroom/contracts';
import { type ClientBase, escapeLiteral, type Pool } from 'pg';
import { beginInCounty, inCounty, onConnection } from '../log/county-transaction';
import type { Place } from './log-reader';

interface CheckpointRow { readonly log: string; readonly position: string; readonly hint: string | null }

/** A reader's new place in a log. `from`: moves only a place that stands there or after it; an earlier one fell back in a crash, and what follows it is read again. */
export interface Move {
  readonly reader: string;
  readonly log: Log;
  readonly place: Place;
  readonly from: Position;
}

/** A place that need not be written with an effect is written down after so long. */
const WRITE_DOWN_MS = 100;

/** Places of readers, in the database of their effects. */
export class Checkpoints {
  private readonly unwritten = new Map<string, Move>();
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
   * Writes the move down within {@link WRITE_DOWN_MS} and together with others: for a reader that has nothing else to write,
   * because it ignored the events or because handling them again is harmless.
   */
  moveLater({ reader, log, place, from }: Move): void {
    this.unwritten.set(`${reader} ${logName(log)}`, { reader, log, place, from: this.unwritten.get(`${reader} ${logName(log)}`)?.from ?? from });
    this.timer ??= setTimeout(() => void this.settle().catch(() => undefined), WRITE_DOWN_MS).unref();
  }

  /** Writes down every place that only this process knows, one transaction a county. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const waiting = [...this.unwritten.values()];
    this.unwritten.clear();
    for (const [county, moves] of Map.groupBy(waiting, ({ log }) => log.county)) {
      await onConnection(this.pool, (client) => client.query([this.locking(county, moves), ...this.moving(county, moves), 'commit'].join('; ')));
    }
  }

  /** SQL that begins a transaction and holds the places of these readers in it: one writer at a time. The last result is for {@link locked}. */
  locking(county: County, readers: readonly { readonly reader: string }[]): string {
    // In one order, so that two processes that lock the same places cannot wait for each other.
    return `${beginInCounty(county)}; select reader, log, position from checkpoints
      where county = '${county}' and reader in (${readers.map(({ reader }) => escapeLiteral(reader)).join(', ')}) order by reader, log for update`;
  }

  /** Places from the rows of {@link locking}, in array mode. */
  locked(rows: readonly (readonly (string | null)[])[]): (reader: string, log: Log) => Position {
    const places = new Map(rows.map(([reader, log, position]) => [`${reader} ${log}`, Number(position)]));
    return (reader, log) => places.get(`${reader} ${logName(log)}`) ?? 0;
  }

  /** SQL that moves places forward, never back. */
  moving(county: County, moves: readonly Move[]): string[] {
    return moves.length === 0 ? [] : [`update checkpoints c set position = greatest(c.position, v.position), hint = coalesce(v.hint, c.hint)
      from (values ${moves.map(valuesOf).join(', ')}) v(reader, log, position, hint, base)
      where c.county = '${county}' and c.reader = v.reader and c.log = v.log and c.position >= v.base`];
  }

  private async read(client: ClientBase, reader: string, log: Log): Promise<Place | undefined> {
    const { rows: [row] } = await client.query<CheckpointRow>('select log, position, hint from checkpoints where county = $1 and reader = $2 and log = $3', [log.county, reader, logName(log)]);
    return row && { position: Number(row.position), hint: row.hint ?? undefined };
  }
}

const valuesOf = ({ reader, log, place: { position, hint }, from }: Move): string =>
  `(${escapeLiteral(reader)}, ${escapeLiteral(logName(log))}, ${position}::bigint, ${hint === undefined ? 'null' : escapeLiteral(hint)}::text, ${from}::bigint)`;
