import { randomUUID } from 'node:crypto';
import { type Catalogue, type County, type Event, type Instant, type Log, logName, newId, type Position } from '@homeroom/contracts';
import { type Decider, type EventLog, type EventStore, type Reaction, stateCache } from '@homeroom/eventsourcing';
import type { EntityManager } from 'typeorm';
import type { Clock } from './clock/clock';
import { type Comparison, Relay } from './kafka/relay';
import { Lease } from './log/lease';
import { LogStore, OwnLog } from './log/own-log';
import { EvidenceBook } from './notary/evidence-book';
import { KeptCheckpoints } from './notary/kept-checkpoints';
import { Notary } from './notary/notary';
import { NotaryKeys } from './notary/notary-keys';
import { NOTARY, type TreeStore } from './notary/tree-store';
import type { Proof } from './operations/proof';
import type { Deadline } from './reactions/deadline';
import { DeadlineClock } from './reactions/deadline-clock';
import { ReactionSink } from './reactions/reaction-sink';
import { Checkpoints } from './readers/checkpoints';
import { LogReader, type Sink } from './readers/log-reader';
import type { LogSource } from './readers/log-source';
import { Places } from './readers/places';
import { PostgresSource } from './readers/postgres-source';
import { Wake } from './readers/wake';
import { postgresServers } from './postgres-servers';
import type { Runtime, RuntimeHealth, RuntimeObserver } from './runtime';
import type { Servers } from './servers';
import type { ViewDefinition } from './views/view';
import { viewReader, ViewSink } from './views/view-sink';
import { ViewTable } from './views/view-table';
import { ViewWriter } from './views/view-writer';

/** What a service consists of, behind its routes. */
export interface RuntimeDefinition {
  readonly name: string;
  readonly events: Catalogue<any>;
  /** Other services whose events its views and reactions read. */
  readonly peers: readonly Catalogue<any>[];
  readonly streams: readonly Decider[];
  readonly views: readonly ViewDefinition[];
  readonly reactions: readonly Reaction[];
  readonly deadlines: readonly Deadline[];
  /** What `verify` checks beside its logs and views. */
  readonly proofs?: readonly Proof[];
}

/** What a further reader of the own log may stand on. */
export interface SinkParts {
  readonly checkpoints: Checkpoints;
  readonly store: EventStore;
}

/** Who signs the logs, and where what was signed last is kept outside the database. */
export interface NotarySettings {
  readonly secrets: readonly Buffer[];
  readonly folder: string;
}

/** Where it runs. */
export interface RuntimeSettings {
  readonly counties: readonly County[];
  readonly databaseUrl: string;
  /** Without Kafka the other services' logs are read from their databases. */
  readonly kafka?: { readonly brokers: readonly string[] };
  readonly peerDatabaseUrls?: Readonly<Record<string, string>>;
  /** Without one the log is not signed: a tool's, or a test's. */
  readonly notary?: NotarySettings;
  readonly clock: Clock;
  readonly observer: RuntimeObserver;
  /** Deadlines look at the clock by themselves; the replay clock steps them by hand. */
  readonly watchDeadlines: boolean;
  /** Streams whose state is kept in memory, see `stateCache`. */
  readonly cachedStates?: number;
}

/** A sink further behind than this catches up by itself, so that it does not hold up the others. */
const FAR_BEHIND = 10_000;

/** Everything of a service that is not HTTP: its logs and lanes, relay, readers, views, reactions and deadlines. */
export class ServiceRuntime implements Runtime {
  readonly service: string;
  readonly counties: readonly County[];
  readonly log: EventLog;
  readonly deadlines: readonly DeadlineClock[];
  private readonly logs: ReadonlyMap<County, OwnLog>;
  private readonly wake: Wake;
  private readonly places = new Places();
  private readonly tables = new Map<ViewDefinition, ViewTable>();
  private readonly checkpoints: Checkpoints;
  private readonly viewWriter: ViewWriter;
  private readonly holder = randomUUID();
  private readonly reactionLeases: ReadonlyMap<County, Lease>;
  private readonly notaryLeases: ReadonlyMap<County, Lease>;
  private readonly notary: Notary | undefined;
  readonly evidence: EvidenceBook | undefined;
  private readers: LogReader[] = [];
  private relays: Relay[] = [];
  /** A log of its own was compared with its topic, whatever came of it. */
  private readonly compared = Promise.withResolvers<void>();
  private caughtUp = false;

  /** @param further readers of the own log beside views and reactions, such as the search table of names */
  constructor(private readonly definition: RuntimeDefinition, private readonly settings: RuntimeSettings, private readonly further: (parts: SinkParts) => readonly Sink[] = () => [], private readonly servers: Servers = postgresServers(definition, settings)) {
    const { counties, clock, observer } = settings;
    this.service = definition.name;
    this.counties = counties;
    this.wake = new Wake(definition.name, servers.wake, { gone: () => this.places.doubt(), returned: () => this.lookAgain() });
    this.logs = new Map(counties.map((county) => [county, new OwnLog(servers.table(this.own(county)), servers.lane(this.own(county)), observer, () => this.wake.written(county), () => this.elsewhere())]));
    // From the first moment on: who asks before `start` must not fork a restored log either.
    if (servers.topics) for (const { lane } of this.logs.values()) lane.refuse(refusalOf(undefined));
    this.log = { store: new LogStore(this.logs, definition.events), catalogue: definition.events, cache: stateCache(settings.cachedStates), newEventId: newId };
    this.checkpoints = new Checkpoints(servers.places);
    this.viewWriter = new ViewWriter(servers.views);
    this.reactionLeases = this.leases('reactions');
    this.notaryLeases = this.leases(NOTARY);
    if (settings.notary && servers.trees) [this.notary, this.evidence] = this.notarised(settings.notary, servers.trees);
    this.deadlines = counties.map((county) => new DeadlineClock(definition.deadlines, county, this.log, servers.views, this.lease(county, 'deadlines'), clock, (error) => observer.failed('deadlines', error)));
  }

  now(): Instant {
    return this.settings.clock.now();
  }

  async start(): Promise<void> {
    await this.servers.start();
    await this.wake.start();
    // Before the comparison: a server that takes this one's place afterwards is noticed.
    for (const { lane } of this.logs.values()) await lane.open();
    if (this.servers.topics) this.startRelays(this.servers.topics);
    for (const county of this.counties) {
      for (const catalogue of [this.definition.events, ...this.definition.peers]) await this.startReaders(catalogue, { service: catalogue.service, county });
    }
    if (this.settings.watchDeadlines) this.deadlines.forEach((each) => each.start());
  }

  async stop(): Promise<void> {
    await Promise.all([...this.deadlines, ...this.readers, ...this.relays].map((each) => each.stop()));
    for (const lease of [...this.reactionLeases.values(), ...this.notaryLeases.values()]) await lease.release().catch(() => undefined);
    await this.checkpoints.settle().catch(() => undefined);
    await this.wake.stop();
    await Promise.all([...this.logs.values()].map((each) => each.close()));
    await this.servers.close();
  }

  async waitFor(view: ViewDefinition, county: County, { service, position }: { readonly service: string; readonly position: Position }, timeoutMs: number): Promise<'current' | 'behind' | 'halted'> {
    const catalogue = [this.definition.events, ...this.definition.peers].find((each) => each.service === service);
    if (!catalogue || !reads(Object.keys(view.on), catalogue)) return 'current';
    const log = { service, county };
    if (this.readerHealth().some(({ reader, log: name, state }) => reader === viewReader(view) && name === logName(log) && state === 'halted')) return 'halted';
    return await this.places.reached(viewReader(view), log, position, timeoutMs) ? 'current' : 'behind';
  }

  find<Row extends object>(county: County, view: ViewDefinition<Row>, where: Partial<Row>): Promise<Row[]> {
    let table = this.tables.get(view);
    if (!table) this.tables.set(view, table = new ViewTable(view));
    return this.servers.views.find(county, table, where) as Promise<Row[]>;
  }

  read<T>(county: County, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.servers.read(county, work);
  }

  async health(): Promise<RuntimeHealth> {
    const heads = await this.ofLogs((log) => log.head());
    const readers = this.readerHealth();
    this.caughtUp ||= readers.every(({ reader, log, position, state }) => state === 'halted' || (state !== 'starting' && (!reader.startsWith('view:') || position >= (heads[log] ?? 0) - FAR_BEHIND)));
    const refusing = this.relays.map(({ comparison }) => refusalOf(comparison)).find(Boolean);
    const relays = this.relays.map(({ log, state, says, comparison }) => ({
      reader: 'relay', log: logName(log), position: this.places.get('relay', log) || (comparison && 'confirmed' in comparison ? comparison.confirmed : 0),
      state: state === 'halted' ? 'halted' as const : state === 'retrying' ? 'retrying' as const : 'following' as const, ...(says && { says }),
    }));
    return { ready: this.caughtUp && !refusing, readers: [...readers, ...relays], heads, ...(refusing && { refusing }) };
  }

  /** Where this process knows the own logs to end, by log name: it has written to them, or heard of who did. */
  knownEnds(): Promise<RuntimeHealth['heads']> {
    return this.ofLogs((log) => log.knownEnd());
  }

  /** True as soon as every view and reaction has handled its log up to these heads; false after so long, and at once where one is halted. Nothing rests on a signature: the notary signs when it has rested. */
  async reached(heads: Readonly<Record<string, Position>>, timeoutMs: number): Promise<boolean> {
    const waits = this.readers.flatMap((reader) => reader.health().filter(({ reader: name }) => name !== NOTARY).map(async ({ reader: name, log, state }) => (
      state !== 'halted' && this.places.reached(name, reader.log, heads[log] ?? 0, timeoutMs))));
    return (await Promise.all(waits)).every(Boolean);
  }

  /** The database came back after it was gone, perhaps with an earlier state. */
  private lookAgain(): void {
    this.places.trust();
    this.log.cache.clear();
    for (const log of this.logs.values()) log.forgetRecent();
    for (const each of [...this.readers, ...this.relays]) each.refresh();
  }

  /** A lane leads to another database than the one that was compared, perhaps with an earlier state: nothing is written before it is compared as well. */
  private elsewhere(): void {
    this.log.cache.clear();
    if (this.relays.length > 0) for (const { lane } of this.logs.values()) lane.refuse(refusalOf(undefined));
    for (const relay of this.relays) relay.doubt();
    for (const reader of this.readers) reader.refresh();
  }

  private async ofLogs(position: (log: OwnLog) => Promise<Position>): Promise<RuntimeHealth['heads']> {
    return Object.fromEntries(await Promise.all([...this.logs.values()].map(async (log) => [logName(log.log), await position(log)] as const)));
  }

  private readerHealth(): RuntimeHealth['readers'] {
    return this.readers.flatMap((reader) => reader.health());
  }

  /** A log is not written before its topic was asked whether it knows a later history. */
  private startRelays(topics: NonNullable<Servers['topics']>): void {
    for (const log of this.logs.values()) {
      const recordAt = async (position: Position) => (await log.after(position - 1, 1)).find((record) => record.position === position);
      const observer = { leased: this.settings.observer.leased.bind(this.settings.observer), sent: (of: Log, position: Position) => { this.places.set('relay', of, position); this.settings.observer.sent(of, position); } };
      this.relays.push(new Relay(log.log, this.ownSource(), recordAt, topics, this.lease(log.log.county, 'relay'), observer, (comparison) => {
        log.lane.refuse(refusalOf(comparison));
        this.compared.resolve();
      }));
    }
    this.relays.forEach((relay) => relay.start());
  }

  private async startReaders(catalogue: Catalogue<any>, log: Log): Promise<void> {
    const source = catalogue === this.definition.events ? this.ownSource() : this.peerSource();
    const { views, reactions } = this.definition;
    const readingViews: Sink[] = [
      ...views.filter((view) => reads(Object.keys(view.on), catalogue)).map((view) => new ViewSink(view, this.viewWriter, this.checkpoints)),
      ...(catalogue === this.definition.events ? this.further({ checkpoints: this.checkpoints, store: this.log.store }) : []),
    ];
    const reacting = reactions.filter((reaction) => reads(Object.keys(reaction.on), catalogue)).map((reaction) => new ReactionSink(reaction, this.reactionContext(source)));
    const places = await Promise.all(readingViews.map((sink) => sink.place(log)));
    const furthest = Math.max(0, ...places.map(({ position }) => position));
    const near = readingViews.filter((_, i) => places[i]!.position >= furthest - FAR_BEHIND);
    const signing = catalogue === this.definition.events && this.notary ? [this.notary] : [];
    const groups = [near, ...readingViews.filter((sink) => !near.includes(sink)).map((sink) => [sink]), reacting, signing];
    for (const group of groups) {
      if (group.length === 0) continue;
      const reader = new LogReader(source, log, catalogue, group, this.settings.observer, (name, of, position) => this.places.set(name, of, position));
      this.readers.push(reader);
      // What others wrote can wait for what commands wait for: joining their topics at once takes as long again, and without Kafka neither comes.
      if (source === this.servers.topics) void this.compared.promise.then(() => reader.start());
      else reader.start();
    }
  }

  private notarised({ secrets, folder }: NotarySettings, trees: TreeStore): [Notary, EvidenceBook] {
    const keys = new NotaryKeys(secrets);
    return [
      new Notary(trees, keys, new KeptCheckpoints(folder), (county) => this.notaryLeases.get(county)!.stillHeld()),
      new EvidenceBook(trees, keys, this.logs, (log, position, ms) => this.places.reached(NOTARY, log, position, ms)),
    ];
  }

  private reactionContext(source: LogSource): ConstructorParameters<typeof ReactionSink>[1] {
    const { clock, observer } = this.settings;
    return {
      log: this.log, clock, rejections: this.servers.rejections, checkpoints: this.checkpoints, head: (log) => source.head(log), rejected: observer.rejected.bind(observer),
      mine: (county) => this.reactionLeases.get(county)!.stillHeld(),
      rows: async (view, log, position, where) => {
        if (await this.waitFor(view, log.county, { service: log.service, position }, 60_000) !== 'current') throw Object.assign(new Error(`View ${view.name} is behind ${logName(log)}:${position}.`), { code: '55000' });
        return this.find(log.county, view, where);
      },
    };
  }

  private ownSource(): LogSource {
    return new PostgresSource([...this.logs.values()], this.wake);
  }

  private peerSource(): LogSource {
    return this.servers.topics ?? this.servers.peers;
  }

  private leases(name: string): ReadonlyMap<County, Lease> {
    return new Map(this.counties.map((county) => [county, this.lease(county, name)]));
  }

  private lease(county: County, name: string): Lease {
    return new Lease(this.servers.leases, county, name, this.holder);
  }

  private own(county: County): Log {
    return { service: this.definition.name, county };
  }
}

const reads = (types: readonly string[], catalogue: Catalogue<Event>): boolean => types.some((type) => type in catalogue.types);

const refusalOf = (comparison: Comparison | undefined): string | undefined =>
  (comparison === undefined ? 'The log has not been compared with its topic yet: Kafka does not answer.' : 'says' in comparison ? comparison.says : undefined);

/** Says nothing to nobody; for tests and tools. */
export const silent: RuntimeObserver = {
  batch: () => undefined, moved: () => undefined, duplicates: () => undefined, gap: () => undefined, halted: () => undefined, sent: () => undefined, leased: () => undefined, rejected: () => undefined, failed: () => undefined,
};
