import { type County, type Log, logName, type Position } from '@homeroom/contracts';
import { type ClientBase, escapeLiteral, type Pool } from 'pg';
import { serverOf } from '../log/connections';
import { beginInCounty, inCounty, onConnection } from '../log/county-transaction';
import type { Place } from './log-reader';
import { isOf, type Move, type PlaceStore } from './place-store';

interface CheckpointRow { readonly position: string; readonly hint: string | null }

/** Places in the table `checkpoints`. */
export class PostgresPlaces implements PlaceStore {
  constructor(private readonly pool: Pool) {}

  find(reader: string, log: Log): Promise<Place | undefined> {
    return inCounty(this.pool, log.county, (client) => read(client, reader, log));
  }

  begin(reader: string, log: Log, position: Position): Promise<Place> {
    return inCounty(this.pool, log.county, async (client) => {
      await client.query('insert into checkpoints (county, reader, log, position) values ($1, $2, $3, $4) on conflict do nothing', [log.county, reader, logName(log), position]);
      return (await read(client, reader, log))!;
    });
  }

  async move(county: County, moves: readonly Move[]): Promise<void> {
    await onConnection(this.pool, async (client) => {
      const server = await serverOf(client);
      const here = moves.filter(({ place }) => isOf(place, server));
      if (here.length > 0) await client.query([lockPlaces(county, here), ...movePlaces(county, here), 'commit'].join('; '));
    });
  }
}

/** SQL that begins a transaction and holds the places of these readers in it: one writer at a time. The last result is for {@link placesOf}. */
export const lockPlaces = (county: County, readers: readonly { readonly reader: string }[]): string =>
  // In one order, so that two processes that lock the same places cannot wait for each other.
  `${beginInCounty(county)}; select reader, log, position from checkpoints
    where county = '${county}' and reader in (${readers.map(({ reader }) => escapeLiteral(reader)).join(', ')}) order by reader, log for update`;

/** Places from the rows of {@link lockPlaces}, in array mode. */
export const placesOf = (rows: readonly (readonly (string | null)[])[]): (reader: string, log: Log) => Position | undefined => {
  const places = new Map(rows.map(([reader, log, position]) => [`${reader} ${log}`, Number(position)]));
  return (reader, log) => places.get(`${reader} ${logName(log)}`);
};

/** SQL that moves places forward, never back. */
export const movePlaces = (county: County, moves: readonly Move[]): string[] => (moves.length === 0 ? [] : [`update checkpoints c set position = greatest(c.position, v.position), hint = coalesce(v.hint, c.hint)
  from (values ${moves.map(valuesOf).join(', ')}) v(reader, log, position, hint, base)
  where c.county = '${county}' and c.reader = v.reader and c.log = v.log and c.position >= v.base`]);

const valuesOf = ({ reader, log, place: { position, hint }, from }: Move): string =>
  `(${escapeLiteral(reader)}, ${escapeLiteral(logName(log))}, ${position}::bigint, ${hint === undefined ? 'null' : escapeLiteral(hint)}::text, ${from}::bigint)`;

const read = async (client: ClientBase, reader: string, log: Log): Promise<Place | undefined> => {
  const { rows: [row] } = await client.query<CheckpointRow>('select position, hint from checkpoints where county = $1 and reader = $2 and log = $3', [log.county, reader, logName(log)]);
  return row && { position: Number(row.position), hint: row.hint ?? undefined, server: await serverOf(client) };
};
