import type { Chance } from './chance';
import { firstOccurrences, SimulatedKafka } from './simulated-kafka';
import { SimulatedPostgres } from './simulated-postgres';
import { Connections, type Database } from './simulated-servers';
import { COUNTY, ServiceProcess } from './service-process';
import { orders, stock } from './story-services';
import type { Request, Server, World } from './world';

/** How long it takes to come back. */
const RESTART_MS = [5, 100, 1_000];

export const services = [orders, stock] as const;

/** Two services, some processes of each, their databases, a broker: and what becomes of them. */
export class Deployment {
  readonly chance: Chance;
  readonly kafka: SimulatedKafka | undefined;
  readonly databases = new Map<string, Database>();
  processes: ServiceProcess[] = [];
  /** Things that died with an effect in flight. */
  crashes = { processes: 0, databases: 0, brokers: 0 };
  /** A database was restored to an earlier time: what its topic does not hold is gone. */
  readonly lostAfter = new Map<string, number>();
  /** Databases that have less than their topics, until somebody heals them. */
  readonly unhealed = new Set<SimulatedPostgres>();
  private started = 0;

  /** @param onCrash told of each crash with an effect in flight: who, with what under way */
  constructor(readonly world: World, perService: number, withKafka: boolean, private readonly onCrash: (deployment: Deployment, who: string, inFlight: readonly Request[]) => void) {
    this.chance = world.chance;
    world.onLostEffect = (request, executed) => onCrash(this, `connection ${executed ? 'after' : 'before'}`, [request]);
    this.kafka = withKafka ? new SimulatedKafka(world) : undefined;
    for (const { name } of services) this.databases.set(name, { db: new SimulatedPostgres({ service: name, county: COUNTY }, () => world.now), connections: new Connections(world) });
    for (const { name } of services) for (let n = 0; n < perService; n++) this.startProcess(name);
  }

  database(service: string): Database {
    return this.databases.get(service)!;
  }

  processesOf(service: string): ServiceProcess[] {
    return this.processes.filter(({ alive, definition }) => alive && definition.name === service);
  }

  startProcess(service: string): void {
    const definition = services.find(({ name }) => name === service)!;
    const peers = [...this.databases.values()].filter((each) => each !== this.database(service));
    const process = new ServiceProcess(`${service} ${++this.started}`, this.world, definition, this.database(service), peers, this.kafka);
    this.processes = [...this.processes.filter(({ alive }) => alive), process];
    process.start(() => { if (process.alive) this.end(process); });
  }

  /** Kills a process that has an effect in flight; leaves others. What its servers had received they may still do. */
  killProcess(): void {
    const candidates = this.processes.filter((each) => each.alive && this.effects(({ process }) => process === each).length > 0);
    if (candidates.length === 0) return;
    const victim = this.chance.pick(candidates);
    this.crashes.processes++;
    this.world.narrate?.(`${victim.name} is killed`);
    this.onCrash(this, victim.definition.name, this.effects(({ process }) => process === victim));
    this.end(victim);
  }

  /** It is gone, with everything that it held; another one takes its place. */
  private end(process: ServiceProcess): void {
    process.alive = false;
    this.world.forget(process, () => this.chance.below(2) === 1);
    process.own.db.endOf(process, (transaction) => this.world.requests.some(({ within }) => within === transaction));
    this.restartLater(process.definition.name);
  }

  crashDatabase(): void {
    const { db, connections } = this.database(this.chance.pick(services).name);
    if (!db.up) return;
    const inFlight = this.effects(({ server }) => server === db);
    if (inFlight.length > 0) {
      this.crashes.databases++;
      this.onCrash(this, `${db.name} database`, inFlight);
    }
    this.world.narrate?.(`the database of ${db.name} crashes with ${db.atRisk} commits at risk`);
    db.crash(this.chance.below(db.atRisk + 1), this.chance.below(2) === 0);
    this.world.breakConnections(db);
    connections.break();
    this.later(() => this.comeBack(db));
  }

  crashBroker(): void {
    const { kafka } = this;
    if (!kafka?.up) return;
    const inFlight = this.effects(({ server }) => server === kafka);
    if (inFlight.length > 0) {
      this.crashes.brokers++;
      this.onCrash(this, 'broker', inFlight);
    }
    kafka.up = false;
    this.world.narrate?.('the broker stops');
    this.world.breakConnections(kafka);
    this.later(() => this.comeBack(kafka));
  }

  pauseProcess(): void {
    const process = this.chance.pick(this.processes);
    if (!process.alive || process.paused) return;
    process.paused = true;
    this.world.narrate?.(`${process.name} is paused`);
    this.later(() => process.resume(), [500, 4_000, 12_000]);
  }

  jumpClock(): void {
    this.chance.pick(this.processes).skewMs = this.chance.pick([0, -3_600_000, -2_000, 2_000, 3_600_000]);
  }

  backUp(): void {
    this.database(this.chance.pick(services).name).db.backUp();
  }

  /** A database stops, to go back to its backup: with the service around it stopped as well, or under it. */
  restoreDatabase(): void {
    const { kafka } = this;
    const { db, connections } = this.database(this.chance.pick(services).name);
    if (!kafka || !db.up || !db.backedUp) return;
    this.world.narrate?.(`the database of ${db.name} is stopped, to be restored`);
    const under = this.chance.below(2) === 1;
    if (!under) for (const process of this.processesOf(db.name)) this.end(process);
    db.crash(0);
    this.world.settleAbandoned();
    this.world.breakConnections(db);
    connections.break();
    this.later(() => this.restored(db, kafka), [1_000, 5_000]);
  }

  /** It is as it was; its topic knows more, until a person heals it. A restoration takes minutes: what was sent before it has arrived, and who was paused all the time is gone. */
  private restored(db: SimulatedPostgres, kafka: SimulatedKafka): void {
    const own = this.processesOf(db.name);
    if (this.effects(({ server, process }) => server === kafka && own.includes(process as ServiceProcess)).length > 0) return this.later(() => this.restored(db, kafka));
    for (const process of own) if (process.paused) this.end(process);
    db.restore();
    this.comeBack(db);
    this.world.narrate?.(`the database of ${db.name} is restored to ${db.head()}`);
    const known = Math.max(0, ...kafka.records(db.name).map(({ position }) => position));
    this.lostAfter.set(db.name, Math.min(this.lostAfter.get(db.name) ?? Infinity, Math.max(known, db.head())));
    this.unhealed.add(db);
    this.later(() => this.heal(db), [2_000, 8_000]);
  }

  /** Everything comes back, and nothing fails any more. */
  calm(): void {
    this.world.rates = { losses: 0, lateAnswers: 0, stalls: 0 };
    if (this.kafka) this.kafka.redelivery = 0;
    for (const process of this.processes) {
      process.skewMs = 0;
      if (process.paused) process.resume();
    }
  }

  private comeBack(server: Server): void {
    server.up = true;
    this.world.narrate?.(`${server.name} is back`);
  }

  private heal(db: SimulatedPostgres): void {
    if (!db.up) return this.later(() => this.heal(db));
    const missing = firstOccurrences(this.kafka!.records(db.name)).filter(({ position }) => position > db.head());
    this.world.narrate?.(`${db.name} is healed: ${missing.length} records come back`);
    db.heal(missing);
    this.unhealed.delete(db);
  }

  private effects(of: (request: Request) => boolean): Request[] {
    return this.world.requests.filter((request) => request.effect && !request.abandoned && of(request));
  }

  private restartLater(service: string): void {
    this.later(() => this.startProcess(service));
  }

  private later(run: () => void, after: readonly number[] = RESTART_MS): void {
    this.world.schedule(undefined, this.chance.pick(after), run);
  }
}
