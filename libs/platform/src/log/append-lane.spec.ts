import { randomUUID } from 'node:crypto';
import type { Append, Appended } from '@homeroom/eventsourcing';
import { testDatabases, type TestDatabases } from '@homeroom/testing';
import fc from 'fast-check';
import { Client } from 'pg';
import { laneConnection } from './connections';
import { migrate } from './migrate';
import type { OwnLog } from './own-log';
import { postgresLog } from './postgres-log';

const COUNTY = '370786';
let databases: TestDatabases;
const open: OwnLog[] = [];

const logOf = (county = COUNTY): OwnLog => {
  const log = postgresLog({ service: 'organization', county }, databases.app, { batch: () => undefined }, () => undefined);
  open.push(log);
  return log;
};

const meta = { actor: { personId: 'p', role: 'r' }, correlationId: randomUUID(), occurredAt: '2025-09-01T00:00:00.000Z', schemaVersion: 1, dataLevel: 'L2' as const };
const append = (checks: Record<string, number>, streams = Object.keys(checks), more: Partial<Append> = {}): Append => ({
  commandId: randomUUID(), at: '2025-09-01T00:00:00.000Z',
  checks: Object.entries(checks).map(([stream, expected]) => ({ stream, expected })),
  events: streams.map((stream, n) => ({ eventId: randomUUID(), stream, type: 'Happened', data: { n, text: '班主任 \\ "\n' }, meta })),
  ...more,
});
const status = (appended: Appended): string => appended.status;

beforeEach(async () => {
  databases = await testDatabases('organization');
  await migrate(databases.migrator, []);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((log) => log.close()));
});

describe('the append lane', () => {
  it('gives dense positions and versions to concurrent appends of several processes', async () => {
    const processes = [logOf(), logOf(), logOf()];
    const written = await Promise.all(Array.from({ length: 300 }, (_, i) => processes[i % 3]!.lane.append(append({ [`s-${i % 150}-${i}`]: 0 }))));
    expect(new Set(written.map(status))).toEqual(new Set(['written']));
    const records = await processes[0]!.after(0, 1_000);
    expect(records.map(({ position }) => position)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
    const told = written.map((each) => (each.status === 'written' ? each.first.position : 0)).sort((a, b) => a - b);
    expect(told).toEqual(records.map(({ position }) => position));
  });

  it('lets exactly one of several writers of the same version win, whatever process it is in', async () => {
    const processes = [logOf(), logOf()];
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => processes[i % 2]!.lane.append(append({ race: 0 }))));
    expect(all.map(status).filter((each) => each === 'written')).toHaveLength(1);
    expect(all.map(status).filter((each) => each === 'conflict')).toHaveLength(39);
    expect(await processes[0]!.head()).toBe(1);
  });

  it('answers a repeated command id with its first result, within a batch and later, and harms no neighbour', async () => {
    const log = logOf();
    const first = append({ a: 0, b: 0 }, ['a', 'b', 'a'], { fingerprint: 'print' });
    const together = await Promise.all([log.lane.append(first), log.lane.append(first), log.lane.append(append({ c: 0 })), log.lane.append(append({ c: 5 }))]);
    const result = { position: 3, events: [{ stream: 'a', version: 1 }, { stream: 'b', version: 1 }, { stream: 'a', version: 2 }] };
    expect(together[0]).toEqual({ status: 'written', first: result });
    expect(together[1]).toEqual({ status: 'repeated', first: result, fingerprint: 'print' });
    expect(together.slice(2).map(status)).toEqual(['written', 'conflict']);
    expect(await log.lane.append(first)).toEqual({ status: 'repeated', first: result, fingerprint: 'print' });
  });

  it('is conditional on streams that it only reads', async () => {
    const log = logOf();
    await log.lane.append(append({ read: 0 }));
    expect(await log.lane.append(append({ read: 0, mine: 0 }, ['mine']))).toEqual({ status: 'conflict' });
    expect(status(await log.lane.append(append({ read: 1, mine: 0 }, ['mine'])))).toBe('written');
    expect((await log.stream('read', 0)).map(({ version }) => version)).toEqual([1]);
  });

  it('keeps the bytes that were written', async () => {
    const log = logOf();
    const text = { text: '\u0001 中文 "quoted" \\n 😀 </script>', number: 1e21, nested: [{ a: null }] };
    await log.lane.append({ ...append({ bytes: 0 }), events: [{ eventId: randomUUID(), stream: 'bytes', type: 'Happened', data: text, meta }] });
    await log.lane.append({ ...append({ bytes: 1, other: 0 }, ['bytes']), events: [{ eventId: randomUUID(), stream: 'bytes', type: 'Happened', data: text, meta }] });
    const records = await log.after(0, 10);
    expect(records.map(({ data }) => data)).toEqual([JSON.stringify(text), JSON.stringify(text)]);
    expect(records.map(({ meta: stored }) => stored)).toEqual([JSON.stringify(meta), JSON.stringify(meta)]);
  });

  it('never lets recorded time go back', async () => {
    const log = logOf();
    for (const at of ['2025-09-02T00:00:00.000Z', '2025-09-01T00:00:00.000Z', '2025-09-03T00:00:00.120Z']) await log.lane.append(append({ [`s${at}`]: 0 }, undefined, { at }));
    await Promise.all(['2025-01-01T00:00:00.000Z', '2025-10-01T00:00:00.000Z'].map((at) => log.lane.append(append({ [`t${at}`]: 0 }, undefined, { at }))));
    const times = (await log.after(0, 10)).map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    expect(times.slice(0, 3)).toEqual(['2025-09-02T00:00:00.000Z', '2025-09-02T00:00:00.000Z', '2025-09-03T00:00:00.120Z']);
  });

  it('lets a poisonous append fail alone', async () => {
    const log = logOf();
    const poison: Append = { ...append({ poison: 0, also: 0 }, ['poison']), events: [{ eventId: 'no uuid', stream: 'poison', type: 'Happened', data: {}, meta }] };
    const settled = await Promise.allSettled([log.lane.append(append({ a: 0 })), log.lane.append(poison), log.lane.append(append({ b: 0 }))]);
    expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await log.head()).toBe(2);
  });

  it('survives the loss of its connection without losing or doubling an append', async () => {
    const log = logOf();
    const admin = new Client({ connectionString: databases.superuser });
    await admin.connect();
    const appends = Array.from({ length: 200 }, (_, i) => append({ [`s${i}`]: 0 }));
    const results = Promise.all(appends.map(async (each, i) => {
      if (i % 40 === 7) await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'homeroom append lane' and datname = current_database()`);
      return log.lane.append(each);
    }));
    expect((await results).every((each) => each.status !== 'conflict')).toBe(true);
    const records = await log.after(0, 1_000);
    expect(records.map(({ commandId }) => commandId).sort()).toEqual(appends.map(({ commandId }) => commandId).sort());
    await admin.end();
  });

  it('is not held up by a client that stalls while it holds the lock', async () => {
    const log = logOf();
    const stalled = laneConnection(databases.app, COUNTY);
    stalled.on('error', () => undefined);
    await stalled.connect();
    await stalled.query('begin');
    await stalled.query('select * from lane_one($1, now(), gen_random_uuid(), $2, 0, gen_random_uuid(), $3, $4, $4)', [COUNTY, 'stalled', 'Happened', '{}']);
    expect(status(await log.lane.append(append({ free: 0 })))).toBe('written');
    expect((await log.after(0, 10)).map(({ stream }) => stream)).toEqual(['free']);
  }, 20_000);

  it('keeps counties apart: positions, command ids, sight', async () => {
    const [here, there] = [logOf(), logOf('370784')];
    const same = append({ s: 0 });
    expect(status(await here.lane.append(same))).toBe('written');
    expect(await there.lane.append(same)).toMatchObject({ status: 'written', first: { position: 1 } });
    const client = new Client({ connectionString: databases.app, options: `-c homeroom.county=${COUNTY}` });
    await client.connect();
    expect((await client.query('select distinct county from events')).rows).toEqual([{ county: COUNTY }]);
    await expect(client.query(`update events set type = 'Forged'`)).rejects.toThrow(/permission denied/);
    await expect(client.query('delete from events')).rejects.toThrow(/permission denied/);
    await expect(client.query(`insert into events select * from events`)).rejects.toThrow(/permission denied/);
    await client.end();
  });

  it('refuses to be misused before anything reaches the database', () => {
    const { lane } = logOf();
    expect(() => lane.append(append({ 'two\nlines': 0 }))).toThrow(/Not a stream/);
    expect(() => lane.append({ ...append({ a: 0 }), checks: [] })).toThrow(/not checked/);
    expect(() => lane.append({ ...append({ a: 0 }), events: [] })).toThrow(RangeError);
  });
});

describe('any sequence of concurrent appends', () => {
  it('leaves a log that a serial execution could have left', async () => {
    const log = logOf();
    let round = 0;
    const step = fc.record({ stream: fc.constantFrom('x', 'y', 'z'), expected: fc.nat(3), also: fc.option(fc.constantFrom('x', 'y', 'z')), events: fc.integer({ min: 1, max: 3 }) });
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const prefix = `r${++round}-`;
      const before = await log.head();
      const results = await Promise.all(steps.map(({ stream, expected, also, events }) => log.lane.append(append(
        { [prefix + stream]: expected, ...(also && also !== stream && { [prefix + also]: 0 }) }, Array.from({ length: events }, () => prefix + stream)))));
      const records = await log.after(before, 1_000);
      expect(records.map(({ position }) => position)).toEqual(records.map((_, i) => before + i + 1));
      for (const name of ['x', 'y', 'z']) {
        const versions = records.filter(({ stream }) => stream === prefix + name).map(({ version }) => version);
        expect(versions).toEqual(versions.map((_, i) => i + 1));
      }
      expect(records).toHaveLength(results.reduce((sum, each) => sum + (each.status === 'written' ? each.first.events.length : 0), 0));
    }), { numRuns: 40 });
  });
});
