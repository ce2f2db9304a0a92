import { randomUUID } from 'node:crypto';
import { derivedId } from '@homeroom/contracts';
import { type CommandName, type CommandOf, type Decider, handle, type Handled } from '@homeroom/eventsourcing';
import { bindery, book, eventually, library, repair, repairBoard, shelf, tags, testDatabases, type TestDatabases, testKafka } from '@homeroom/testing';
import { Client } from 'pg';
import { KafkaClient } from './kafka/kafka-client';
import { LaneUnavailable } from './log/append-lane';
import { migrate } from './log/migrate';
import { postgresServers } from './postgres-servers';
import type { Servers } from './servers';
import { systemClock } from './clock/clock';
import { type RuntimeDefinition, ServiceRuntime, silent } from './service-runtime';

const COUNTIES = ['370786', '370784'];
const [COUNTY] = COUNTIES as [string];
const running: ServiceRuntime[] = [];

const runtime = async (definition: RuntimeDefinition, databases: TestDatabases, peers: { kafka?: string; databases?: Record<string, string> }): Promise<ServiceRuntime> => {
  await migrate(databases.migrator, definition.views);
  const made = new ServiceRuntime(definition, {
    counties: COUNTIES, databaseUrl: databases.app, ...(peers.kafka ? { kafka: { brokers: [peers.kafka] } } : { peerDatabaseUrls: peers.databases }),
    clock: systemClock, observer: silent, watchDeadlines: true,
  });
  await made.start();
  running.push(made);
  return made;
};

const command = <D extends Decider, K extends CommandName<D>>(on: ServiceRuntime, of: D, id: string, name: K, data: CommandOf<D, K>, county = COUNTY): Promise<Handled> =>
  handle(on.log, { county, commandId: randomUUID(), by: { personId: 'p', role: 'r' }, at: new Date().toISOString(), correlationId: randomUUID() }, (d) => d.decide(of, id, name, data));

afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

describe.each(['postgres', 'kafka'] as const)('two services that read each other from %s', (kind) => {
  // A topic is named after its service, and tests share a broker: each test gets services of its own name.
  const names = { library: `library-${kind}`, bindery: `bindery-${kind}` };
  const renamed = (definition: RuntimeDefinition): RuntimeDefinition => {
    const rename = <C extends { service: string }>(c: C): C => ({ ...c, service: names[c.service as 'library'] });
    return { ...definition, name: names[definition.name as 'library'], events: rename(definition.events), peers: definition.peers.map(rename) };
  };

  const both = async (): Promise<[ServiceRuntime, ServiceRuntime] | undefined> => {
    const kafka = kind === 'kafka' ? await testKafka() : undefined;
    if (kind === 'kafka' && !kafka) return undefined;
    if (kafka) await new KafkaClient([kafka], 'test').ensureTopics(Object.values(names));
    const [one, two] = [await testDatabases('library'), await testDatabases('bindery')];
    await Promise.all([migrate(one.migrator, library.views), migrate(two.migrator, bindery.views)]);
    return [
      await runtime(renamed(library), one, { kafka, databases: { [names.bindery]: two.reader } }),
      await runtime(renamed(bindery), two, { kafka, databases: { [names.library]: one.reader } }),
    ];
  };

  it('folds own and foreign events, reacts in both directions, elapses deadlines, keeps counties apart', async () => {
    const pair = await both();
    if (!pair) return console.warn('skipped: this machine has no Kafka');
    const [lib, bind] = pair;
    const id = randomUUID();
    await eventually(() => command(lib, book, id, 'AcquireBook', { title: '道德经 "Dao"\n', tags: ['a', 'b{},"'] }));
    await command(lib, book, id, 'LendBook', { to: 'x', dueAt: '2099-01-01T00:00:00.000Z' });
    const { first } = await command(lib, book, id, 'ReturnBook', { damaged: true });
    expect(await lib.waitFor(shelf, COUNTY, { service: lib.service, position: first!.position }, 5_000)).toBe('current');
    expect(await lib.read(COUNTY, (m) => m.findBy(shelf.row, {}))).toEqual([{ bookId: id, title: '道德经 "Dao"\n', tags: ['a', 'b{},"'], lent: false, dueAt: null, loans: 1 }]);
    expect(await lib.read(COUNTIES[1]!, (m) => m.findBy(shelf.row, {}))).toEqual([]);

    const returned = (await lib.log.store.read(COUNTY, `book-${id}`, 2))[0]!;
    const repairId = derivedId('order-repairs-of-damaged-books', returned.eventId, 'new', 0);
    await eventually(async () => expect(await bind.log.store.read(COUNTY, `repair-${repairId}`, 0)).toMatchObject([
      { type: 'RepairOrdered', data: { bookId: id }, meta: { causationId: returned.eventId, correlationId: returned.meta.correlationId, actor: { role: 'system' } } },
    ]));
    await command(bind, repair, repairId, 'FinishRepair', { bookId: id });
    await eventually(async () => expect(await bind.read(COUNTY, (m) => m.findBy(repairBoard.row, {}))).toEqual([{ bookId: id, damages: 1, done: 1 }]));
    await eventually(async () => expect((await lib.log.store.read(COUNTY, `book-${id}`, 3)).map((e) => e.type)).toEqual(['RepairNoted']));

    await command(lib, book, id, 'LendBook', { to: 'x', dueAt: '2020-01-01T00:00:00.000Z' });
    await eventually(async () => expect((await lib.log.store.read(COUNTY, `book-${id}`, 5)).map((e) => e.type)).toEqual(['LoanOverdue']));
    expect(await lib.read(COUNTY, (m) => m.findBy(tags.row, {}))).toEqual([{ tag: 'a', books: 1 }, { tag: 'b{},"', books: 1 }]);
    await eventually(async () => expect((await lib.health()).ready).toBe(true));
  });
});

describe('a service with a topic', () => {
  /** A service whose topic answers when it is told to, and whose lane says which server it leads to. */
  const made = async () => {
    const databases = await testDatabases('library');
    await migrate(databases.migrator, library.views);
    const settings = { counties: [COUNTY], databaseUrl: databases.app, clock: systemClock, observer: silent, watchDeadlines: false };
    const questions: ((none: undefined) => void)[] = [];
    const topics: Servers['topics'] = {
      kind: 'kafka', follow: async function* () {}, head: async () => 0, publisher: () => ({ send: async () => undefined, close: async () => undefined }),
      last: () => new Promise((answer) => questions.push(answer)),
    };
    const database = { server: 'first' };
    const real = postgresServers(library, settings);
    const servers: Servers = { ...real, topics, lane: (log) => async (ended) => Object.assign(await real.lane(log)(ended), database) };
    const service = new ServiceRuntime(library, settings, () => [], servers);
    running.push(service);
    return { service, questions, database, databases, acquire: () => command(service, book, randomUUID(), 'AcquireBook', { title: 'T' }) };
  };

  it('writes nothing before the topic was asked what it knows, from its first moment on', async () => {
    const { service, questions, acquire } = await made();
    await expect(acquire()).rejects.toThrow(LaneUnavailable);
    await service.start();
    await expect(acquire()).rejects.toThrow(LaneUnavailable);
    await eventually(() => questions[0]!(undefined));
    expect((await eventually(acquire)).first?.position).toBe(1);
  });

  it('asks it again before it writes to a database that another server, or another start of it, has: it may have been put back to an earlier state', async () => {
    const { service, questions, acquire, database, databases } = await made();
    await service.start();
    await eventually(() => questions[0]!(undefined));
    await eventually(acquire);
    database.server = 'second';
    const admin = new Client({ connectionString: databases.superuser });
    await admin.connect();
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'homeroom append lane' and datname = current_database()`);
    const waiting = acquire();
    await eventually(() => expect(questions).toHaveLength(2));
    expect((await service.health()).heads).toEqual({ [`library/${COUNTY}`]: 1 });
    questions[1]!(undefined);
    expect((await waiting).first?.position).toBe(2);
    await admin.end();
  });
});
