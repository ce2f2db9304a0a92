import { randomUUID } from 'node:crypto';
import { type CommandName, type CommandOf, type Decider, handle, type Handled } from '@homeroom/eventsourcing';
import { bindery, book, eventually, library, repair, testDatabases, type TestDatabases } from '@homeroom/testing';
import { systemClock } from '../clock/clock';
import { migrate } from '../log/migrate';
import { type RuntimeDefinition, ServiceRuntime, silent } from '../service-runtime';

const COUNTY = '370786';
let ours: TestDatabases;
let theirs: TestDatabases;
const running: ServiceRuntime[] = [];

/** One process of a service; the other service's log is read from its database. */
const start = async (definition: RuntimeDefinition, databases: TestDatabases, peers: Record<string, string>): Promise<ServiceRuntime> => {
  const runtime = new ServiceRuntime(definition, { counties: [COUNTY], databaseUrl: databases.app, peerDatabaseUrls: peers, clock: systemClock, observer: silent, watchDeadlines: true });
  await runtime.start();
  running.push(runtime);
  return runtime;
};
const startLibrary = (): Promise<ServiceRuntime> => start(library, ours, { bindery: theirs.reader });
const startBindery = (): Promise<ServiceRuntime> => start(bindery, theirs, { library: ours.reader });

const stop = async (runtime: ServiceRuntime): Promise<void> => {
  running.splice(running.indexOf(runtime), 1);
  await runtime.stop();
};

const command = <D extends Decider, K extends CommandName<D>>({ log }: ServiceRuntime, of: D, id: string, name: K, data: CommandOf<D, K>): Promise<Handled> =>
  handle(log, { county: COUNTY, commandId: randomUUID(), by: { personId: 'p', role: 'r' }, at: new Date().toISOString(), correlationId: randomUUID() }, (d) => d.decide(of, id, name, data));

const types = async ({ log }: ServiceRuntime, stream: string): Promise<string[]> => (await log.store.read(COUNTY, stream, 0)).map(({ type }) => type);

beforeEach(async () => {
  [ours, theirs] = [await testDatabases('library'), await testDatabases('bindery')];
  await Promise.all([migrate(ours.migrator, library.views), migrate(theirs.migrator, bindery.views)]);
});

afterEach(() => Promise.all(running.splice(0).map((runtime) => runtime.stop())));

describe('several processes of one service', () => {
  it('fire each deadline once, also when the one that fires is gone', async () => {
    const [one, two] = [await startLibrary(), await startLibrary()];
    const ids = Array.from({ length: 20 }, () => randomUUID());
    const lend = async (on: ServiceRuntime, id: string): Promise<void> => {
      await command(on, book, id, 'AcquireBook', { title: 'T' });
      await command(on, book, id, 'LendBook', { to: 'x', dueAt: '2020-01-01T00:00:00.000Z' });
    };
    await Promise.all(ids.slice(0, 10).map((id, i) => lend(i % 2 ? one : two, id)));
    for (const id of ids.slice(0, 10)) await eventually(async () => expect(await types(one, `book-${id}`)).toEqual(['BookAcquired', 'BookLent', 'LoanOverdue']));
    await stop(one);
    await Promise.all(ids.slice(10).map((id) => lend(two, id)));
    for (const id of ids.slice(10)) await eventually(async () => expect(await types(two, `book-${id}`)).toEqual(['BookAcquired', 'BookLent', 'LoanOverdue']));
    for (const id of ids) expect((await types(two, `book-${id}`)).filter((type) => type === 'LoanOverdue')).toHaveLength(1);
  });

  it('fire after a restart what fell due while none ran', async () => {
    const before = await startLibrary();
    const id = randomUUID();
    const dueAt = new Date(Date.now() + 1_500).toISOString();
    await command(before, book, id, 'AcquireBook', { title: 'T' });
    await command(before, book, id, 'LendBook', { to: 'x', dueAt });
    await stop(before);
    await eventually(() => expect(new Date().toISOString() > dueAt).toBe(true));
    const after = await startLibrary();
    await eventually(async () => expect(await types(after, `book-${id}`)).toEqual(['BookAcquired', 'BookLent', 'LoanOverdue']));
  });

  it('react to each event once, also when the one that reacts is gone', async () => {
    const lib = await startLibrary();
    const [one, two] = [await startBindery(), await startBindery()];
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const damage = async (id: string): Promise<void> => {
      await command(lib, book, id, 'AcquireBook', { title: 'T' });
      await command(lib, book, id, 'LendBook', { to: 'x', dueAt: '2099-01-01T00:00:00.000Z' });
      await command(lib, book, id, 'ReturnBook', { damaged: true });
    };
    await Promise.all(ids.slice(0, 15).map(damage));
    await eventually(async () => expect((await two.health()).heads[`bindery/${COUNTY}`]).toBeGreaterThan(0));
    await stop(one);
    await Promise.all(ids.slice(15).map(damage));
    await eventually(async () => expect((await two.health()).heads[`bindery/${COUNTY}`]).toBe(30));
    const [another] = await Promise.all([startBindery(), command(two, repair, randomUUID(), 'OrderRepair', { bookId: 'asked by hand' })]);
    await eventually(async () => expect((await another.health()).readers.every(({ reader, log, position }) => !reader.startsWith('reaction:') || log !== `library/${COUNTY}` || position === 90)).toBe(true));
    expect((await another.health()).heads[`bindery/${COUNTY}`]).toBe(31);
  });
});
