import type { Log } from '@homeroom/contracts';
import { type LibraryEvent, recorded, shelf, tags, testDatabases, type TestDatabases } from '@homeroom/testing';
import { Client, type Pool } from 'pg';
import { viewPool } from '../log/connections';
import { inCounty } from '../log/county-transaction';
import { migrate } from '../log/migrate';
import { Checkpoints } from '../readers/checkpoints';
import { PostgresPlaces } from '../readers/postgres-places';
import { PostgresViews } from './postgres-views';
import type { ViewDefinition } from './view';
import { ViewSink } from './view-sink';
import { ViewTable } from './view-table';
import { ViewWriter } from './view-writer';

const LOG: Log = { service: 'library', county: '370786' };
const ELSEWHERE: Log = { service: 'library', county: '370784' };
let databases: TestDatabases;
let pools: Pool[];
let checkpoints: Checkpoints;

const acquired = (bookId: string, labels: string[] = []): LibraryEvent => ({ type: 'BookAcquired', data: { bookId, title: `"${bookId}" \\ {},\n班主任`, tags: labels } });
const lent = (bookId: string): LibraryEvent => ({ type: 'BookLent', data: { bookId, to: 'x', dueAt: '2025-10-01T08:00:00.000Z' } });
const noted: LibraryEvent = { type: 'RepairNoted', data: { bookId: 'a' } };

/** As another process would have it. */
const sinks = (...views: ViewDefinition[]): ViewSink[] => {
  const pool = viewPool(databases.app, 2);
  pools.push(pool);
  checkpoints = new Checkpoints(new PostgresPlaces(pool));
  const writer = new ViewWriter(new PostgresViews(pool));
  return views.map((view) => new ViewSink(view, writer, checkpoints));
};
const sink = (view: ViewDefinition = shelf): ViewSink => sinks(view)[0]!;
/** A shelf whose fold leaves out a field. */
const badShelf = { ...shelf, on: { BookAcquired: (_: unknown, e: { data: { bookId: string } }) => ({ bookId: e.data.bookId }) } } as never;
const rows = (log = LOG, view: ViewDefinition = shelf): Promise<object[]> => inCounty(pools[0]!, log.county, (client) => new ViewTable(view).all(client, log.county));
const events = recorded([acquired('a', ['x', 'y "{},\\']), lent('a'), acquired('b'), noted, lent('a'), lent('b')]);

beforeEach(async () => {
  databases = await testDatabases('library');
  await migrate(databases.migrator, [shelf, tags]);
  pools = [];
});

afterEach(() => Promise.all(pools.map((pool) => pool.end())));

describe('a view in its table', () => {
  it('holds what its fold says, written in bulk, read back the same', async () => {
    const one = sink();
    expect(await one.place(LOG)).toMatchObject({ position: 0 });
    expect(await one.take(LOG, events, { position: 6, hint: '6' })).toBe(6);
    const title = (id: string): string => `"${id}" \\ {},\n班主任`;
    expect(await rows()).toEqual([
      { bookId: 'a', title: title('a'), tags: ['x', 'y "{},\\'], lent: true, dueAt: '2025-10-01T08:00:00.000Z', loans: 2 },
      { bookId: 'b', title: title('b'), tags: [], lent: true, dueAt: '2025-10-01T08:00:00.000Z', loans: 1 },
    ]);
    expect(await rows(ELSEWHERE)).toEqual([]);
    expect(await one.place(LOG)).toMatchObject({ position: 6, hint: '6' });
  });

  it('finds rows by the values of their fields, of one county, in one round trip', async () => {
    const one = sink();
    await one.place(LOG);
    await one.take(LOG, recorded([acquired('a'), lent('a'), acquired('b\'\\'), acquired('c')]), { position: 4 });
    const views = new PostgresViews(pools[0]!);
    const found = async (where: object, log = LOG) => (await views.find(log.county, new ViewTable(shelf), where) as { bookId: string }[]).map(({ bookId }) => bookId).sort();
    expect(await found({ lent: true })).toEqual(['a']);
    expect(await found({ dueAt: '2025-10-01T08:00:00.000Z', loans: 1 })).toEqual(['a']);
    expect(await found({ dueAt: null, lent: undefined })).toEqual(["b'\\", 'c']);
    expect(await found({ bookId: "b'\\" })).toEqual(["b'\\"]);
    expect(await found({}, ELSEWHERE)).toEqual([]);
    expect(await views.find(LOG.county, new ViewTable(shelf), { bookId: 'a' })).toEqual([(await rows())[0]]);
    await expect(found({ tags: [] })).rejects.toThrow('rows are not found by tags');
    await expect(found({ nothing: 1 })).rejects.toThrow('rows are not found by nothing');
  });

  it('folds each event once, whichever of several processes gets there first', async () => {
    const [one, two] = [sink(), sink()];
    await Promise.all([one.place(LOG), two.place(LOG)]);
    for (let i = 0; i < events.length; i++) {
      const taken = await Promise.all([one, two].map((each) => each.take(LOG, [events[i]!], { position: i + 1 })));
      expect(taken).toEqual([i + 1, i + 1]);
    }
    expect(await rows()).toMatchObject([{ bookId: 'a', loans: 2 }, { bookId: 'b', loans: 1 }]);
  });

  it('drops what another process folded from a batch that overlaps', async () => {
    const [one, two] = [sink(), sink()];
    await Promise.all([one.place(LOG), two.place(LOG)]);
    await one.take(LOG, events.slice(0, 2), { position: 2 });
    expect(await two.take(LOG, events, { position: 6 })).toBe(6);
    expect(await rows()).toMatchObject([{ bookId: 'a', loans: 2 }, { bookId: 'b', loans: 1 }]);
    expect(await one.take(LOG, events.slice(2, 4), { position: 4 })).toBe(6);
  });

  it('goes back to its place when a crash of the database took rows and place back together', async () => {
    const one = sink();
    await one.place(LOG);
    await one.take(LOG, events.slice(0, 3), { position: 3 });
    const admin = new Client({ connectionString: databases.superuser });
    await admin.connect();
    await admin.query(`update checkpoints set position = 1; update shelf_v1 set lent = false, loans = 0, due_at = null where book_id = 'a'; delete from shelf_v1 where book_id = 'b'`);
    await admin.end();
    expect(await one.take(LOG, events.slice(3), { position: 6 })).toBe(1);
    await one.place(LOG);
    expect(await one.take(LOG, events.slice(1), { position: 6 })).toBe(6);
    expect(await rows()).toMatchObject([{ bookId: 'a', loans: 2 }, { bookId: 'b', loans: 1 }]);
  });

  it('folds nothing while its place itself is gone with a crash, and then everything once', async () => {
    const one = sink();
    await one.place(LOG);
    const admin = new Client({ connectionString: databases.superuser });
    await admin.connect();
    await admin.query('delete from checkpoints');
    await admin.end();
    expect(await one.take(LOG, events, { position: 6 })).toBe(0);
    expect(await rows()).toEqual([]);
    expect(await one.place(LOG)).toMatchObject({ position: 0 });
    expect(await one.take(LOG, events, { position: 6 })).toBe(6);
    expect(await rows()).toMatchObject([{ bookId: 'a', loans: 2 }, { bookId: 'b', loans: 1 }]);
  });

  it('takes nothing, and moves nowhere, when its place was found on another server: the log may have another history there (simulated story 40004359)', async () => {
    const one = sink();
    const { server } = await one.place(LOG);
    expect(await one.take(LOG, events, { position: 6, server: 'before the database was put back' })).toBe(0);
    await one.take(LOG, [events[3]!], { position: 4, server: 'before the database was put back' });
    await checkpoints.settle();
    expect(await rows()).toEqual([]);
    expect(await one.place(LOG)).toMatchObject({ position: 0, server });
    expect(await one.take(LOG, events, { position: 6, server: server! })).toBe(6);
  });

  it('never writes down a place past rows that a crash took back', async () => {
    const one = sink();
    await one.place(LOG);
    await one.take(LOG, events.slice(0, 3), { position: 3 });
    expect(await one.take(LOG, [events[3]!], { position: 4 })).toBe(4);
    const admin = new Client({ connectionString: databases.superuser });
    await admin.connect();
    await admin.query(`update checkpoints set position = 1`);
    await admin.end();
    await checkpoints.settle();
    expect(await one.place(LOG)).toMatchObject({ position: 1 });
  });

  it('writes down its place past events that it does not care for', async () => {
    const one = sink(tags);
    await one.place(LOG);
    await one.take(LOG, events.slice(1, 2), { position: 2 });
    await checkpoints.settle();
    expect(await sink(tags).place(LOG)).toMatchObject({ position: 2 });
  });

  it('halts on a fold that leaves out a field, and leaves rows and place as they were', async () => {
    const bad = sink(badShelf);
    await bad.place(LOG);
    await expect(bad.take(LOG, events.slice(0, 1), { position: 1 })).rejects.toThrow('lacks title');
    expect(await rows()).toEqual([]);
    expect(await bad.place(LOG)).toMatchObject({ position: 0 });
  });

  it('shares a transaction with the views beside it, and does not hold them up when it halts', async () => {
    const [bad, labels] = sinks(badShelf, tags);
    await Promise.all([bad!.place(LOG), labels!.place(LOG)]);
    const [halted, taken] = await Promise.allSettled([bad!, labels!].map((each) => each.take(LOG, [recorded([acquired('a', ['x'])])[0]!], { position: 1 })));
    expect(halted).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('lacks title') as string } });
    expect(taken).toEqual({ status: 'fulfilled', value: 1 });
    expect(await rows(LOG, tags)).toHaveLength(1);
    expect(await labels!.place(LOG)).toMatchObject({ position: 1 });
    expect(await bad!.place(LOG)).toMatchObject({ position: 0 });
  });

  it('digests rows in memory and in the table alike', async () => {
    const one = sink();
    await one.place(LOG);
    await one.take(LOG, events, { position: 6 });
    const table = new ViewTable(shelf as ViewDefinition);
    const stored = await rows();
    expect(table.digest(stored)).toBe(table.digest(JSON.parse(JSON.stringify(stored)) as object[]));
    expect(table.digest(stored)).not.toBe(table.digest(stored.slice(1)));
  });
});
