import { type Catalogue, type County, logName, type Position } from '@homeroom/contracts';
import { Client } from 'pg';
import { beginInCounty } from '../log/county-transaction';
import { COUNTY_SETTING } from '../log/log-schema';
import type { LogSource } from '../readers/log-source';
import type { RuntimeDefinition } from '../service-runtime';
import type { ViewDefinition } from '../views/view';
import { viewReader } from '../views/view-sink';
import { RAW_ROWS, ViewTable } from '../views/view-table';
import { foldLog, type RowStore, ViewFold } from './fold-log';
import { type OperationSettings, OperationSources } from './settings';

type Vector = Map<string, Position>;

/** The logs that hold events of a view. */
export const cataloguesOf = (definition: RuntimeDefinition, view: ViewDefinition): readonly Catalogue<any>[] =>
  [definition.events, ...definition.peers].filter((catalogue) => Object.keys(view.on).some((type) => type in catalogue.types));

/**
 * Builds a view anew from its logs, beside the one that is being read, and puts it in its place in one transaction under
 * the view's lock. Whoever reads sees the old rows until then, and the new ones from then on.
 */
export const rebuild = async (definition: RuntimeDefinition, views: readonly ViewDefinition[], from: LogSource['kind'], settings: OperationSettings): Promise<void> => {
  const sources = new OperationSources(definition, settings);
  const client = new Client({ connectionString: settings.migratorUrl, application_name: 'homeroom rebuild', options: '-c timezone=UTC -c synchronous_commit=off -c jit=off' });
  // Lost between two statements: the next one says so.
  client.on('error', () => undefined);
  await client.connect();
  try {
    for (const view of views) await rebuildOne(definition, view, from, settings, sources, client);
  } finally {
    await client.end();
    await sources.close();
  }
};

const rebuildOne = async (definition: RuntimeDefinition, view: ViewDefinition, from: LogSource['kind'], settings: OperationSettings, sources: OperationSources, client: Client): Promise<void> => {
  const started = performance.now();
  const table = new ViewTable(view, `${view.table}_rebuild`);
  await client.query([`drop table if exists ${table.table}`, ...table.ddl(), table.preparing].join('; '));
  const vectors = new Map<County, Vector>();
  const folds = new Map<County, ViewFold>();
  let events = 0;
  let swapping = false;
  const advance = async (county: County, target: (catalogue: Catalogue<any>, source: LogSource) => Promise<Position>): Promise<void> => {
    const vector = vectors.get(county) ?? new Map<string, Position>();
    const fold = folds.get(county) ?? new ViewFold(view, inTable(client, table, county, () => swapping));
    vectors.set(county, vector);
    folds.set(county, fold);
    for (const catalogue of cataloguesOf(definition, view)) {
      const source = sources.source(from, catalogue, county);
      const start = vector.get(catalogue.service) ?? 0;
      const to = await target(catalogue, source);
      if (to > start) await foldLog(source, catalogue, county, [{ fold, from: start, to }], () => events++);
      vector.set(catalogue.service, Math.max(start, to));
    }
    await fold.flush();
  };
  for (const county of settings.counties) await advance(county, (catalogue, source) => source.head({ service: catalogue.service, county }));
  swapping = true;
  await swap(client, view, table, settings.counties, vectors, (county, live) =>
    advance(county, async (catalogue) => live.get(logName({ service: catalogue.service, county })) ?? 0));
  settings.say(`${view.name} v${view.version}: ${events} events from ${from} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
};

/** Each load and write is a transaction of its own until the swap, and part of the swap's from then on. */
const inTable = (client: Client, table: ViewTable, county: County, swapping: () => boolean): RowStore => {
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    if (swapping()) {
      await client.query(`select set_config('${COUNTY_SETTING}', $1, true)`, [county]);
      return work();
    }
    await client.query(beginInCounty(county));
    const result = await work();
    await client.query('commit');
    return result;
  };
  return {
    load: (keys) => within(async () => table.rowsOf((await client.query({ text: table.loading(county, keys), ...RAW_ROWS })).rows as unknown as string[][])),
    write: (changes) => within(async () => { for (const statement of table.writing(county, changes)) await client.query(statement); }),
  };
};

/** Under the locks of all counties' places: catches up with the live view, then changes the tables' names. */
const swap = async (client: Client, view: ViewDefinition, table: ViewTable, counties: readonly County[], vectors: ReadonlyMap<County, Vector>, catchUp: (county: County, live: Vector) => Promise<void>): Promise<void> => {
  await client.query('begin');
  try {
    for (const county of counties) {
      await client.query(`select set_config('${COUNTY_SETTING}', $1, true)`, [county]);
      const { rows } = await client.query<{ log: string; position: string }>('select log, position from checkpoints where county = $1 and reader = $2 order by log for update', [county, viewReader(view)]);
      await catchUp(county, new Map(rows.map(({ log, position }) => [log, Number(position)])));
      await client.query(`select set_config('${COUNTY_SETTING}', $1, true)`, [county]);
      for (const [service, position] of vectors.get(county)!) {
        await client.query(`insert into checkpoints (county, reader, log, position) values ($1, $2, $3, $4)
          on conflict (county, reader, log) do update set position = excluded.position`, [county, viewReader(view), logName({ service, county }), position]);
      }
    }
    await client.query(`drop table if exists ${view.table}; alter table ${table.table} rename to ${view.table}; commit`);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
