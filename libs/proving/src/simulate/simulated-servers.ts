import type { County } from '@homeroom/contracts';
import { type ConnectLane, type ConnectWake, isPassing, type LogTable, PostgresSource, type RuntimeDefinition, type Servers, type ViewStore } from '@homeroom/platform';
import type { SimulatedKafka } from './simulated-kafka';
import type { SimulatedPostgres, Transaction } from './simulated-postgres';
import { lost, type Process, type World } from './world';

interface Listener { readonly process: Process; readonly heard: (county: County) => void }

/** The connections that a database has open beside its requests: who hears when it goes, and who listens for news. */
export class Connections {
  private ends: { readonly process: Process; readonly ended: () => void }[] = [];
  private listeners: Listener[] = [];

  constructor(private readonly world: World) {}

  /** @returns closes it by itself, so that nobody is told of its end */
  open(ended: () => void): () => void {
    const connection = { process: this.world.running(), ended };
    this.ends.push(connection);
    return () => { this.ends = this.ends.filter((each) => each !== connection); };
  }

  listen(heard: Listener['heard']): void {
    const process = this.world.running();
    this.listeners = [...this.listeners.filter((each) => each.process.alive && each.process !== process), { process, heard }];
  }

  /** Every other process that listens hears of it, in its own time. */
  notify(counties: readonly County[]): void {
    const from = this.world.running();
    for (const { process, heard } of this.listeners) if (process !== from) this.world.schedule(process, 0, () => counties.forEach(heard));
  }

  /** The database has gone. */
  break(): void {
    const broken = this.ends.filter(({ process }) => process.alive);
    [this.ends, this.listeners] = [[], []];
    for (const { process, ended } of broken) this.world.schedule(process, 0, ended);
  }
}

/** One service's database and its connections. */
export interface Database {
  readonly db: SimulatedPostgres;
  readonly connections: Connections;
}

/** What a process of a service stands on in this world. @param kafka absent: other services' logs are read from their databases */
export const simulatedServers = (world: World, definition: RuntimeDefinition, own: Database, peers: readonly Database[], kafka?: SimulatedKafka): Servers => {
  const { db } = own;
  const ask = <T>(kind: string, effect: boolean, execute: () => T): Promise<T> => world.ask(db, kind, effect, execute);
  return {
    table: () => tableOf(db, (kind, execute) => ask(kind, false, execute)),
    lane: () => laneOf(world, own),
    wake: wakeOf(world, own),
    places: {
      find: (reader, log) => ask('find place', false, () => db.place(reader, log)),
      begin: (reader, log, position) => ask('begin place', true, () => db.begin(reader, log, position)),
      move: (_, moves) => world.ask(db, 'move places', true, () => db.move(moves)),
    },
    views: viewsOf(world, db),
    leases: {
      take: (county, name, holder, ms) => ask('take lease', false, () => db.take(county, name, holder, ms)),
      release: (county, name, holder) => ask('release lease', false, () => db.release(county, name, holder)),
    },
    rejections: { record: (rejection) => ask('record rejection', true, () => db.reject(rejection)) },
    ...(kafka && { topics: kafka.seenBy(definition.events) }),
    peers: new PostgresSource(peers.map(({ db: peer }) => tableOf(peer, (kind, execute) => world.ask(peer, kind, false, execute)))),
    start: async () => undefined,
    read: () => Promise.reject(new Error('Nobody asks for rows here.')),
    close: async () => undefined,
  };
};

/** A simulated table of a log, as the platform reads it. */
const tableOf = (db: SimulatedPostgres, ask: <T>(kind: string, execute: () => T) => Promise<T>): LogTable => ({
  log: db.log, head: () => ask('head', () => db.head()), after: (position, limit) => ask('after', () => db.after(position, limit)),
  stream: (stream, after) => ask('stream', () => db.stream(stream, after)), result: (commandId) => ask('result', () => db.result(commandId)), close: async () => undefined,
});

/** A connection that the server took in this era. Where it was lost before its process heard of it, as a paused one does late, its end is on its way. */
const opened = (world: World, { db, connections }: Database, era: number, ended: () => void): (() => void) => {
  if (db.era === era) return connections.open(ended);
  let open = true;
  world.schedule(world.running(), 0, () => { if (open) ended(); });
  return () => { open = false; };
};

const laneOf = (world: World, database: Database): ConnectLane => async (ended) => {
  const { db } = database;
  const { era, server } = await world.ask(db, 'connect lane', false, () => ({ era: db.era, server: db.server }));
  const close = opened(world, database, era, ended);
  const send = async <T>(execute: () => T): Promise<T> => {
    try {
      return await world.ask(db, 'append', true, () => {
        if (db.era !== era) throw lost();
        return execute();
      });
    } catch (error) {
      close();
      ended();
      throw error;
    }
  };
  return { server, one: (append) => send(() => db.one(append)), batch: (appends) => send(() => db.batch(appends)), close: async () => close() };
};

const wakeOf = (world: World, database: Database): ConnectWake => async (heard, ended) => {
  const { db, connections } = database;
  const era = await world.ask(db, 'listen', false, () => db.era).catch((error: Error) => {
    ended();
    throw error;
  });
  const close = opened(world, database, era, ended);
  if (db.era === era) connections.listen(heard);
  return { say: (counties) => world.ask(db, 'notify', false, () => undefined).then(() => connections.notify(counties)), close: async () => close() };
};

const viewsOf = (world: World, db: SimulatedPostgres): ViewStore => ({
  async transaction(_, needs, fold) {
    const transaction: Transaction = { of: world.running(), open: true, readers: [] };
    const found = await world.ask(db, 'lock places', false, () => db.lock(transaction, needs), transaction);
    try {
      const changes = fold(found);
      await world.ask(db, 'commit views', true, () => db.commit(transaction, changes), transaction);
    } catch (error) {
      // A rollback; where the connection was lost, the server has done it by itself.
      if (!isPassing(error)) db.end(transaction);
      throw error;
    }
  },
  due: (_, table, property, until, limit) => world.ask(db, 'due', false, () => db.due(table, property, until, limit)),
  find: (_, table, where) => world.ask(db, 'find rows', false, () => db.all(table.table).filter((row) => Object.entries(where).every(([field, value]) => (row as Record<string, unknown>)[field] === value))),
});
