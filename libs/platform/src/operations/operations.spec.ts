import { randomUUID } from 'node:crypto';
import { type CommandName, type CommandOf, type Decider, handle, type Handled } from '@homeroom/eventsourcing';
import { bindery, book, eventually, library, repair, repairBoard, shelf, testDatabases, type TestDatabases, testKafka } from '@homeroom/testing';
import { Client } from 'pg';
import { systemClock } from '../clock/clock';
import { KafkaClient } from '../kafka/kafka-client';
import { migrate } from '../log/migrate';
import { type RuntimeDefinition, ServiceRuntime, silent } from '../service-runtime';
import { heal } from './heal';
import type { Proof } from './proof';
import { rebuild } from './rebuild';
import type { OperationSettings } from './settings';
import { standingView, verify } from './verify';

const COUNTY = '370786';
const running: ServiceRuntime[] = [];

interface Standing { definition: RuntimeDefinition; runtime: ServiceRuntime; settings: OperationSettings; databases: TestDatabases }

const startOn = async (definition: RuntimeDefinition, { databaseUrl, brokers }: OperationSettings): Promise<ServiceRuntime> => {
  const runtime = new ServiceRuntime(definition, { counties: [COUNTY], databaseUrl, kafka: { brokers: brokers! }, clock: systemClock, observer: silent, watchDeadlines: false });
  await runtime.start();
  running.push(runtime);
  return runtime;
};

const stopAll = async (): Promise<void> => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
};

/** Both services, on Kafka, under names of this test alone. */
const standing = async (): Promise<{ lib: Standing; bind: Standing } | undefined> => {
  const kafka = await testKafka();
  if (!kafka) return void console.warn('skipped: this machine has no Kafka');
  const suffix = randomUUID().slice(0, 8);
  const rename = <C extends { service: string }>(c: C): C => ({ ...c, service: `${c.service}-${suffix}` });
  const made = await Promise.all([library, bindery].map(async (each) => {
    const definition = { ...each, name: `${each.name}-${suffix}`, events: rename(each.events), peers: each.peers.map(rename) };
    const databases = await testDatabases(each.name);
    await migrate(databases.migrator, definition.views);
    return { definition, databases };
  }));
  await new KafkaClient([kafka], 'test').ensureTopics(made.map(({ definition }) => definition.name));
  const [lib, bind] = await Promise.all(made.map(async ({ definition, databases }, i): Promise<Standing> => {
    const peer = made[1 - i]!;
    const settings: OperationSettings = { counties: [COUNTY], databaseUrl: databases.app, migratorUrl: databases.migrator, brokers: [kafka], peerDatabaseUrls: { [peer.definition.name]: peer.databases.reader }, say: () => undefined };
    return { definition, databases, settings, runtime: await startOn(definition, settings) };
  }));
  return { lib: lib!, bind: bind! };
};

const command = <D extends Decider, K extends CommandName<D>>({ runtime }: Standing, of: D, id: string, name: K, data: CommandOf<D, K>): Promise<Handled> =>
  handle(runtime.log, { county: COUNTY, commandId: randomUUID(), by: { personId: 'p', role: 'r' }, at: new Date().toISOString(), correlationId: randomUUID() }, (d) => d.decide(of, id, name, data));

const live = async ({ lib, bind }: { lib: Standing; bind: Standing }): Promise<void> => {
  await eventually(async () => expect((await lib.runtime.health()).refusing).toBeUndefined());
  await eventually(async () => expect((await bind.runtime.health()).refusing).toBeUndefined());
  await Promise.all(Array.from({ length: 30 }, async (_, i) => {
    const id = randomUUID();
    await command(lib, book, id, 'AcquireBook', { title: `Book ${i}`, tags: ['a', `t${i % 3}`] });
    await command(lib, book, id, 'LendBook', { to: 'x', dueAt: '2030-01-01T00:00:00.000Z' });
    await command(lib, book, id, 'ReturnBook', { damaged: i % 2 === 0 });
  }));
  await eventually(async () => expect((await bind.runtime.health()).heads[`${bind.definition.name}/${COUNTY}`]).toBe(15));
  for (const { data } of (await bind.runtime.read(COUNTY, async () => (await allOf(bind)).filter((e) => e.type === 'RepairOrdered')))) await command(bind, repair, data.repairId, 'FinishRepair', { bookId: data.bookId });
  await eventually(async () => expect((await lib.runtime.health()).heads[`${lib.definition.name}/${COUNTY}`]).toBe(105));
};

const allOf = async ({ databases }: Standing): Promise<{ type: string; data: { repairId: string; bookId: string } }[]> => {
  const client = new Client({ connectionString: databases.superuser });
  await client.connect();
  const { rows } = await client.query('select type, data from events order by position');
  await client.end();
  return rows;
};

const asSuperuser = async ({ databases }: Standing, ...statements: string[]): Promise<void> => {
  const client = new Client({ connectionString: databases.superuser });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
};

const violations = async (standing_: Standing): Promise<string[]> => (await verify(standing_.definition, standing_.settings)).flatMap((finding) => finding.violations.map((each) => `${finding.check}: ${each}`));

const quiet = async ({ lib, bind }: { lib: Standing; bind: Standing }): Promise<void> => eventually(async () => {
  for (const { runtime } of [lib, bind]) {
    const heads = { ...(await lib.runtime.health()).heads, ...(await bind.runtime.health()).heads };
    for (const { log, position } of (await runtime.health()).readers) expect(position).toBe(heads[log]);
  }
});

afterEach(stopAll);

describe('a running pair of services', () => {
  it('verifies; rebuilds every view from either source to the same digest, while it goes on', async () => {
    const pair = await standing();
    if (!pair) return;
    await live(pair);
    await quiet(pair);
    expect(await violations(pair.lib)).toEqual([]);
    expect(await violations(pair.bind)).toEqual([]);
    const before = await standingView(shelf, COUNTY, pair.lib.settings);
    const writing = (async () => { for (let i = 0; i < 20; i++) await command(pair.lib, book, randomUUID(), 'AcquireBook', { title: 'Later' }); })();
    await rebuild(pair.lib.definition, pair.lib.definition.views, 'kafka', pair.lib.settings);
    await writing;
    await rebuild(pair.lib.definition, pair.lib.definition.views, 'postgres', pair.lib.settings);
    await rebuild(pair.bind.definition, [repairBoard], 'kafka', pair.bind.settings);
    await quiet(pair);
    expect((await standingView(shelf, COUNTY, pair.lib.settings)).rows).toBe(before.rows + 20);
    expect(await violations(pair.lib)).toEqual([]);
    expect(await violations(pair.bind)).toEqual([]);
  });

  it('is checked for what it promises of its history, over rows that the logs alone give', async () => {
    const pair = await standing();
    if (!pair) return;
    await live(pair);
    await quiet(pair);
    await asSuperuser(pair.lib, 'delete from shelf_v1');
    const seen: string[] = [];
    const proofs: Proof[] = [{ name: 'no book is lent twice', check: ({ rows, eventAt }) => {
      seen.push(...[eventAt(pair.lib.definition.name, 1), eventAt(pair.lib.definition.name, 100_000)].map(String));
      return { count: rows<{ bookId: string }>(shelf as never).length, violations: rows<{ bookId: string }>(shelf as never).slice(0, 1).map(({ bookId }) => `${bookId} is`) };
    } }];
    const found = (await verify({ ...pair.lib.definition, proofs }, pair.lib.settings)).filter(({ check }) => check.startsWith('no book'));
    expect(found.map(({ check }) => check)).toEqual(['no book is lent twice, from postgres', 'no book is lent twice, from kafka']);
    for (const { count, violations: wrong } of found) expect([count > 0, wrong.length]).toEqual([true, 1]);
    expect(seen).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), 'undefined', expect.stringMatching(/^[0-9a-f-]{36}$/), 'undefined']);
  });

  it('is caught when someone alters a view, an event, or both', async () => {
    const pair = await standing();
    if (!pair) return;
    await live(pair);
    await quiet(pair);
    await asSuperuser(pair.lib, `update shelf_v1 set loans = loans + 1 where book_id = (select book_id from shelf_v1 limit 1)`);
    expect(await violations(pair.lib)).toEqual([expect.stringContaining('view shelf equals a rebuild from postgres'), expect.stringContaining('view shelf equals a rebuild from kafka')]);
    await asSuperuser(pair.bind, `update events set data = '{"repairId":"forged","bookId":"forged"}' where position = 3`);
    expect((await violations(pair.bind))[0]).toContain('the topic holds every record, byte for byte');
    await asSuperuser(pair.bind, `delete from events where position = 2`);
    await expect(verify(pair.bind.definition, pair.bind.settings)).rejects.toThrow(/:2 is missing in postgres/);
  });
});

describe('a database that was restored to an earlier time', () => {
  it('refuses to be written until its log is brought back from its topic, and then holds the same bytes', async () => {
    const pair = await standing();
    if (!pair) return;
    const { lib } = pair;
    await live(pair);
    await quiet(pair);
    const all = await allOf(lib);
    await stopAll();
    await asSuperuser(lib, 'delete from events where position > 60', 'delete from checkpoints', 'delete from shelf_v1', 'delete from tags_v1');
    lib.runtime = await startOn(lib.definition, lib.settings);
    await eventually(async () => expect((await lib.runtime.health()).refusing).toContain('npm run heal'));
    await expect(command(lib, book, randomUUID(), 'AcquireBook', { title: 'Too early' })).rejects.toThrow(/npm run heal/);
    expect(await heal(lib.definition, lib.settings)).toBe(45);
    await eventually(() => command(lib, book, randomUUID(), 'AcquireBook', { title: 'Afterwards' }));
    expect((await allOf(lib)).slice(0, 105)).toEqual(all);
    await eventually(async () => expect(await violations(lib)).toEqual([]));
  });

  it('halts for a person when it has written another history meanwhile', async () => {
    const pair = await standing();
    if (!pair) return;
    const { lib } = pair;
    await live(pair);
    await quiet(pair);
    await stopAll();
    await asSuperuser(lib, `update events set data = '{}' where position = 105`);
    lib.runtime = await startOn(lib.definition, lib.settings);
    await eventually(async () => expect((await lib.runtime.health()).refusing).toContain('two histories'));
    await expect(heal(lib.definition, lib.settings)).rejects.toThrow(/two histories/);
  });
});
