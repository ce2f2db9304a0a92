import { randomUUID } from 'node:crypto';
import type { Log } from '@homeroom/contracts';
import { keysOf } from '@homeroom/eventsourcing';
import { AppendLane, LogTail, migrate, PostgresLeases, PostgresPlaces, PostgresRejections, postgresLane, PostgresTable, PostgresViews, logPool, type Servers, viewPool, ViewTable } from '@homeroom/platform';
import { recorded, testDatabases } from '@homeroom/testing';
import { Chance } from './chance';
import { simulatedServers, Connections } from './simulated-servers';
import { SimulatedPostgres } from './simulated-postgres';
import { COUNTY } from './service-process';
import { orderBoard, orders, type OrdersEvent } from './story-services';
import { outsidePromises } from './virtual-globals';
import { type Process, World } from './world';

const LOG: Log = { service: 'orders', county: COUNTY };
type Tested = Pick<Servers, 'table' | 'lane' | 'places' | 'views' | 'leases' | 'rejections'> & { until<T>(asked: () => Promise<T>): Promise<T>; close(): Promise<void> };

const real = async (): Promise<Tested> => {
  const { app, migrator } = await testDatabases('orders');
  await migrate(migrator, orders.views);
  const pool = viewPool(app, 3);
  const log = new PostgresTable(LOG, logPool(app, COUNTY));
  return {
    table: () => log, lane: () => postgresLane(app, COUNTY), places: new PostgresPlaces(pool), views: new PostgresViews(pool), leases: new PostgresLeases(pool), rejections: new PostgresRejections(pool),
    until: (asked) => asked(), close: async () => { await log.close(); await pool.end(); },
  };
};

/** Steps the world until what was asked is answered; without faults. */
const simulated = async (): Promise<Tested> => {
  const world = new World(new Chance(7));
  const process: Process = { name: 'tested', alive: true, paused: false, held: [], skewMs: 0 };
  const servers = simulatedServers(world, orders, { db: new SimulatedPostgres(LOG, () => world.now), connections: new Connections(world) }, []);
  return {
    ...servers, close: async () => undefined,
    until: async (asked) => {
      let answer: ReturnType<typeof asked> | undefined;
      await outsidePromises(() => {
        let open = true;
        const closed = (): void => { open = false; };
        world.in(process, () => { (answer = asked()).then(closed, closed); });
        while (open) world.step();
      });
      return answer!;
    },
  };
};

const meta = { actor: { personId: 'p', role: 'r' }, correlationId: randomUUID(), occurredAt: '2025-09-01T00:00:00.000Z', schemaVersion: 1, dataLevel: 'L2' as const };
const append = (checks: Record<string, number>, streams = Object.keys(checks), more: object = {}) => {
  const events = streams.map((stream, n) => ({ eventId: randomUUID(), stream, type: 'OrderClosed', data: { n, text: '班主任 "\\ \n' }, meta }));
  const whole = { commandId: randomUUID(), at: '2025-09-01T00:00:00.000Z', checks: Object.entries(checks).map(([stream, expected]) => ({ stream, expected })), events, ...more };
  return { append: whole, data: events.map(({ data }) => JSON.stringify(data)), meta: events.map(() => JSON.stringify(meta)) };
};
const place = (reader: string, position: number, from: number) => ({ reader, log: LOG, place: { position }, from });

describe.each([['PostgreSQL', real], ['the simulation', simulated]] as const)('servers: %s', (_, open) => {
  let servers: Tested;
  beforeEach(async () => { servers = await open(); });
  afterEach(() => servers.close());
  const until = <T>(asked: () => Promise<T>): Promise<T> => servers.until(asked);

  it('append batches whole, refuse without harm to neighbours, answer repetitions with their first result', async () => {
    const lane = await until(() => servers.lane(LOG)(() => undefined));
    const [first, conflict, second] = [append({ a: 0, b: 0 }, ['a', 'b', 'a'], { fingerprint: 'print' }), append({ a: 5 }), append({ c: 0 })];
    expect(await until(() => lane.batch([first, conflict, second]))).toEqual({ head: 0, status: [0, 1, 0], firsts: null });
    expect((await until(() => servers.lane(LOG)(() => undefined))).server).toBe(lane.server);
    const result = { position: 3, events: [['a', 1], ['b', 1], ['a', 2]], fingerprint: 'print' };
    expect(await until(() => lane.batch([first, append({ b: 1, c: 1 }, ['c'])]))).toEqual({ head: 4, status: [2, 0], firsts: { [first.append.commandId]: result } });
    expect(await until(() => lane.batch([append({ d: 0 }, undefined, { at: '2020-01-01T00:00:00.000Z' })]))).toEqual({ head: 5, status: null, firsts: null });
    const table = servers.table(LOG);
    const records = await until(() => table.after(0, 100));
    expect(records.map(({ position, stream, version, nth }) => [position, stream, version, nth])).toEqual([[1, 'a', 1, 0], [2, 'b', 1, 1], [3, 'a', 2, 2], [4, 'c', 1, 0], [5, 'c', 2, 0], [6, 'd', 1, 0]]);
    expect(records[0]).toMatchObject({ ...LOG, data: first.data[0], meta: first.meta[0], recordedAt: '2025-09-01T00:00:00.000Z' });
    expect(records[5]!.recordedAt).toBe('2025-09-01T00:00:00.000Z');
    expect(await until(() => table.head())).toBe(6);
    expect((await until(() => table.stream('a', 1))).map(({ version }) => version)).toEqual([2]);
    expect(await until(() => table.result(first.append.commandId))).toEqual(result);
    expect(await until(() => table.result(randomUUID()))).toBeNull();
    await lane.close();
  });

  it('append one event more cheaply, or say nothing of why not', async () => {
    const lane = await until(() => servers.lane(LOG)(() => undefined));
    const lone = append({ a: 0 });
    expect(await until(() => lane.one(lone))).toBe(1);
    expect(await until(() => lane.one(lone))).toBeUndefined();
    expect(await until(() => lane.one(append({ a: 0 })))).toBeUndefined();
    expect(await until(() => lane.one(append({ b: 3 })))).toBeUndefined();
    expect(await until(() => lane.one(append({ a: 1 })))).toBe(2);
    await lane.close();
  });

  it('keep places that only move forward, from where they stand or after, and that are made once', async () => {
    const { places } = servers;
    expect(await until(() => places.find('r', LOG))).toBeUndefined();
    await until(() => places.move(COUNTY, [place('r', 9, 0)]));
    expect(await until(() => places.find('r', LOG))).toBeUndefined();
    expect(await until(() => places.begin('r', LOG, 2))).toMatchObject({ position: 2 });
    expect(await until(() => places.begin('r', LOG, 7))).toMatchObject({ position: 2 });
    for (const [to, from, stands] of [[5, 3, 2], [5, 2, 5], [4, 0, 5]] as const) {
      await until(() => places.move(COUNTY, [place('r', to, from)]));
      expect(await until(() => places.find('r', LOG))).toMatchObject({ position: stands });
    }
  });

  it('move no place that was found on another server, or before another start of it', async () => {
    const { places, views } = servers;
    const { server } = await until(() => places.begin('r', LOG, 2));
    expect(server).toBe((await until(() => servers.lane(LOG)(() => undefined))).server);
    const movedTo = async (position: number, on: string | undefined): Promise<number> => {
      await until(() => places.move(COUNTY, [{ reader: 'r', log: LOG, place: { position, server: on }, from: 0 }]));
      return (await until(() => places.find('r', LOG)))!.position;
    };
    expect([await movedTo(5, 'another'), await movedTo(4, server), await movedTo(6, undefined)]).toEqual([2, 4, 6]);
    await until(() => views.transaction(COUNTY, [{ reader: 'r', table: new ViewTable(orderBoard), keys: [] }], (found) => {
      expect(found.server).toBe(server);
      return { rows: [], moves: [] };
    }));
  });

  it('write rows and places together, or neither', async () => {
    const { places, views } = servers;
    const table = new ViewTable(orderBoard);
    const [event] = recorded<OrdersEvent>([{ type: 'OrderPlaced', data: { orderId: 'o', item: 'pen', count: 2, payBy: '2025-09-01T00:00:00.000Z' } }]);
    const needs = [{ reader: 'view', table, keys: [...keysOf(orderBoard, event!)] }];
    const row = { orderId: 'o', item: 'pen', count: 2, payBy: '2025-09-01T00:00:00.000Z', reminders: 0, deliveries: 0 };
    await until(() => places.begin('view', LOG, 0));
    const write = (changes: Map<string, object | null>, seen: (rows: object[]) => void = () => undefined) => until(() => views.transaction(COUNTY, needs, ({ stored, rows }) => {
      seen([...rows[0]!.values()]);
      return { rows: [{ table, changes }], moves: [place('view', stored('view', LOG)! + 1, 0)] };
    }));
    await write(new Map([['o', row]]));
    await expect(write(new Map([['o', { orderId: 'o' }]]))).rejects.toThrow('lacks item');
    await write(new Map([['o', { ...row, payBy: null }]]), (rows) => expect(rows).toEqual([row]));
    expect(await until(() => views.due(COUNTY, table, 'payBy', undefined, 10))).toEqual([]);
    await write(new Map([['o', row], ['p', { ...row, orderId: 'p', payBy: '2025-08-01T00:00:00.000Z' }]]), (rows) => expect(rows).toEqual([{ ...row, payBy: null }]));
    expect((await until(() => views.due(COUNTY, table, 'payBy', '2025-09-01T00:00:00.000Z', 10))).map((each) => (each as typeof row).orderId)).toEqual(['p', 'o']);
    expect(await until(() => views.due(COUNTY, table, 'payBy', '2025-08-02T00:00:00.000Z', 10))).toHaveLength(1);
    expect(await until(() => views.find(COUNTY, table, { orderId: 'p', item: 'pen' }))).toEqual([{ ...row, orderId: 'p', payBy: '2025-08-01T00:00:00.000Z' }]);
    expect(await until(() => views.find(COUNTY, table, { orderId: 'p', item: 'book' }))).toEqual([]);
    await write(new Map([['o', null], ['p', null]]));
    expect(await until(() => views.due(COUNTY, table, 'payBy', undefined, 10))).toEqual([]);
    expect(await until(() => places.find('view', LOG))).toMatchObject({ position: 4 });
  });

  it('give a lease to one holder until it lets go, and record a rejection once', async () => {
    const { leases, rejections } = servers;
    const [one, two] = [randomUUID(), randomUUID()];
    const take = (holder: string): Promise<boolean> => until(() => leases.take(COUNTY, 'relay', holder, 60_000));
    expect([await take(one), await take(two), await take(one)]).toEqual([true, false, true]);
    await until(() => leases.release(COUNTY, 'relay', two));
    expect(await take(two)).toBe(false);
    await until(() => leases.release(COUNTY, 'relay', one));
    expect(await take(two)).toBe(true);
    for (const code of ['no', 'no']) await until(() => rejections.record({ reaction: 'r', log: LOG, position: 1, target: 's', code }));
  });
});

it('a lane of the platform writes what it was given, in the simulation as well', async () => {
  const servers = await simulated();
  const lane = new AppendLane(servers.lane(LOG), { batch: () => undefined }, new LogTail(LOG), () => undefined);
  const { append: one } = append({ a: 0 });
  expect(await servers.until(() => lane.append(one))).toMatchObject({ status: 'written', first: { position: 1 } });
});
