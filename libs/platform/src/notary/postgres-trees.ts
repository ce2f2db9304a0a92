import { type County, type Leaves, type Log, type Position, type ReadTile, type Tile, tilesFor, TILE_WIDTH } from '@homeroom/contracts';
import { type ClientBase, escapeLiteral, type Pool } from 'pg';
import { inCounty, onConnection } from '../log/county-transaction';
import { lockPlaces, movePlaces, placesOf, PostgresPlaces } from '../readers/postgres-places';
import { RAW_ROWS } from '../views/view-table';
import type { StoredTile } from './growing-tiles';
import { NOTARY, type TreeStep, type TreeStore } from './tree-store';

const keyOf = ({ level, index }: Tile): string => `${level}/${index}`;

/** Trees in the tables `tree_tiles` and `tree_checkpoints`. */
export class PostgresTrees implements TreeStore {
  private readonly places: PostgresPlaces;

  constructor(private readonly pool: Pool) {
    this.places = new PostgresPlaces(pool);
  }

  async size(log: Log): Promise<Position> {
    return (await this.places.find(NOTARY, log) ?? await this.places.begin(NOTARY, log, 0)).position;
  }

  async lastNote(log: Log): Promise<string | undefined> {
    return (await this.last(log))?.note;
  }

  /** The checkpoint that was signed last, and of how many records. */
  async last({ county }: Log): Promise<{ size: Position; note: string } | undefined> {
    const { rows: [row] } = await inCounty(this.pool, county, (client) => client.query<{ size: string; note: string }>('select size, note from tree_checkpoints where county = $1 order by block desc limit 1', [county]));
    return row && { size: Number(row.size), note: row.note };
  }

  /** Every checkpoint that is kept, in order: of each 256 records the last one. */
  async notes({ county }: Log): Promise<string[]> {
    const { rows } = await inCounty(this.pool, county, (client) => client.query<{ note: string }>('select note from tree_checkpoints where county = $1 order by block', [county]));
    return rows.map(({ note }) => note);
  }

  async tilesOf(log: Log, leaves: readonly Leaves[]): Promise<ReadTile> {
    return this.tiles(log, tilesFor(leaves));
  }

  async tiles({ county }: Log, wanted: readonly Tile[]): Promise<ReadTile> {
    const rows = await this.rows(county, '(level, index) in (select * from unnest($2::smallint[], $3::bigint[]))', [wanted.map(({ level }) => level), wanted.map(({ index }) => index)]);
    const found = new Map(rows.map((tile) => [keyOf(tile), tile.hashes]));
    return (tile) => found.get(keyOf(tile));
  }

  /** Every tile of a log's tree. */
  all({ county }: Log): Promise<StoredTile[]> {
    return this.rows(county, 'true', []);
  }

  async write(log: Log, { from, to, tiles, note }: TreeStep, keep: () => Promise<void>): Promise<Position> {
    return onConnection(this.pool, async (client) => {
      const stands = await this.lock(client, log);
      if (stands !== from) {
        await client.query('rollback');
        return stands;
      }
      await keep();
      await client.query([...writeTiles(log, tiles), ...(note === undefined ? [] : [writeNote(log, to, note)]), ...movePlaces(log.county, [{ reader: NOTARY, log, place: { position: to }, from }]), 'commit'].join('; '));
      return to;
    });
  }

  private async rows(county: County, where: string, values: readonly unknown[]): Promise<StoredTile[]> {
    const { rows } = await inCounty(this.pool, county, (client) => client.query<{ level: number; index: string; hashes: Buffer }>(
      `select level, index, hashes from tree_tiles where county = $1 and ${where} order by level, index`, [county, ...values]));
    return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
  }

  private async lock(client: ClientBase, log: Log): Promise<Position> {
    const results = await client.query({ text: lockPlaces(log.county, [{ reader: NOTARY }]), ...RAW_ROWS }) as unknown as { rows: string[][] }[];
    return placesOf(results.at(-1)!.rows)(NOTARY, log) ?? 0;
  }
}

const writeTiles = ({ county }: Log, tiles: readonly StoredTile[]): string[] => (tiles.length === 0 ? [] : [
  `insert into tree_tiles (county, level, index, hashes) values ${tiles.map(({ level, index, hashes }) => `('${county}', ${level}, ${index}, '\\x${hashes.toString('hex')}')`).join(', ')}
   on conflict (county, level, index) do update set hashes = excluded.hashes`]);

const writeNote = ({ county }: Log, size: Position, note: string): string =>
  `insert into tree_checkpoints (county, block, size, note) values ('${county}', ${Math.floor((size - 1) / TILE_WIDTH)}, ${size}, ${escapeLiteral(note)})
   on conflict (county, block) do update set size = excluded.size, note = excluded.note`;
