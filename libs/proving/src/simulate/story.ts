import { viewReader, ViewTable } from '@homeroom/platform';
import type { Violation } from '../campaign';
import type { Chance } from './chance';
import { check, checkHistories, checkOrder, checkViews } from './checks';
import { Clients } from './client';
import { Deployment, services } from './deployment';
import { withVirtualGlobals } from './virtual-globals';
import { type Request, World } from './world';

/** Steps with faults, and without: a story whose lag does not return to 0 by then never will. */
const FAULTY_STEPS = 4_000;
const CALM_STEPS = 60_000;
const DUE = new ViewTable(services[0].deadlines[0]!.view);
/** How often a calm story is looked at. */
const LOOK_EVERY = 40;

/** What one story did and found. */
export interface Told {
  readonly violations: readonly Violation[];
  readonly choices: readonly number[];
  readonly steps: number;
  readonly events: number;
  readonly crashes: { readonly processes: number; readonly databases: number; readonly brokers: number; readonly connections: number };
}

type Fault = (deployment: Deployment) => void;

/** What may happen, in the order in which a story decides whether it does. */
const FAULTS: readonly { readonly every: readonly number[]; readonly strikes: Fault }[] = [
  { every: [0, 40, 8, 4, 2], strikes: (on) => on.killProcess() },
  { every: [0, 100, 30], strikes: (on) => on.crashDatabase() },
  { every: [0, 100, 30], strikes: (on) => on.crashBroker() },
  { every: [0, 200], strikes: (on) => on.pauseProcess() },
  { every: [0, 200], strikes: (on) => on.jumpClock() },
  { every: [0, 0, 400, 100], strikes: (on) => { if (on.chance.below(2) === 1) on.backUp(); else on.restoreDatabase(); } },
];

/** @param reached told of each pair of a step that was under way in a crash and the state that it was under way in */
export const tell = (chance: Chance, reached: (pair: string) => void = () => undefined, narrate?: (line: string) => void): Told => {
  const world = new World(chance);
  world.narrate = narrate;
  return withVirtualGlobals(world, () => new Story(world, reached).run());
};

class Story {
  private readonly violations: Violation[] = [];
  private readonly deployment: Deployment;
  private readonly clients: Clients;
  private readonly faults: { readonly every: number; readonly strikes: Fault }[];

  constructor(world: World, reached: (pair: string) => void) {
    const { chance } = world;
    const perService = 1 + chance.below(3);
    this.deployment = new Deployment(world, perService, chance.below(8) !== 7, (on, who, inFlight) => reached(pairOf(on, who, inFlight)));
    this.clients = new Clients(this.deployment, chance, 1 + chance.below(3));
    this.faults = FAULTS.map(({ every, strikes }) => ({ every: chance.pick(every), strikes })).filter(({ every }) => every > 0);
    this.deployment.world.rates = { losses: chance.pick([0, 40, 8, 4]), lateAnswers: chance.pick([0, 20, 3]), stalls: chance.pick([0, 300, 60]) };
    if (this.deployment.kafka) this.deployment.kafka.redelivery = chance.pick([0, 20, 4]);
  }

  run(): Told {
    this.faultyPart();
    this.calmPart();
    const { world, crashes } = this.deployment;
    return {
      violations: this.violations, choices: world.chance.drawn, steps: world.steps, events: services.reduce((sum, { name }) => sum + this.deployment.database(name).db.records.length, 0),
      crashes: { ...crashes, connections: world.lostEffects },
    };
  }

  private faultyPart(): void {
    const { world } = this.deployment;
    const { chance } = world;
    const askEvery = chance.pick([80, 40, 15]);
    for (let step = 0; step < FAULTY_STEPS && !chance.spent; step++) {
      if (step % askEvery === 0) this.clients.ask();
      for (const { every, strikes } of this.faults) if (chance.oneIn(every)) strikes(this.deployment);
      if (step % 400 === 399) {
        checkViews(this.deployment, this.say);
        checkOrder(this.deployment, this.say);
      }
      world.step();
    }
  }

  private calmPart(): void {
    const { world } = this.deployment;
    this.deployment.calm();
    for (let step = 0; step < CALM_STEPS; step++) {
      if (step % LOOK_EVERY === 0 && this.settled()) {
        this.violations.push(...check(this.deployment, this.clients));
        return;
      }
      world.step();
    }
    this.say('when faults stop, lag returns to 0', this.whatIsBehind());
    // Of which one of these may be the reason.
    checkOrder(this.deployment, this.say);
    checkHistories(this.deployment, this.say);
  }

  private settled(): boolean {
    return this.clients.waiting === 0 && this.deployment.unhealed.size === 0 && this.deployment.world.requests.every(({ abandoned }) => !abandoned) && this.behind().length === 0;
  }

  private whatIsBehind(): string {
    const health = this.deployment.processes.map(({ name, runtime, alive }) => `${name}${alive ? '' : ' (dead)'}: ${JSON.stringify((runtime as unknown as { readerHealth(): object }).readerHealth())}`);
    return [`${this.clients.waiting} clients wait`, ...this.behind(), ...health].join('; ');
  }

  private behind(): string[] {
    return services.flatMap((definition) => {
      const { db } = this.deployment.database(definition.name);
      const topic = this.deployment.kafka?.records(definition.name).reduce((most, { position }) => Math.max(most, position), 0) ?? db.head();
      const late = topic < db.head() ? [`the topic of ${definition.name} holds ${topic} of ${db.head()}`] : [];
      if (definition === services[0] && db.due(DUE, 'payBy', undefined, 1).length > 0) late.push('something is due');
      const readers = [...definition.views.map((view) => ({ name: viewReader(view), on: view.on })), ...definition.reactions.map(({ name, on }) => ({ name: `reaction:${name}`, on }))];
      for (const catalogue of [definition.events, ...definition.peers]) {
        const { db: source } = this.deployment.database(catalogue.service);
        for (const { name, on } of readers) {
          if (!Object.keys(on).some((type) => type in catalogue.types)) continue;
          const at = db.place(name, source.log)?.position ?? 0;
          if (at < source.head()) late.push(`${name} stands at ${at} of ${source.head()} of ${catalogue.service}`);
        }
      }
      return late;
    });
  }

  private readonly say = (promise: string, evidence: string): void => void this.violations.push({ promise, evidence });
}

/** What was under way, and how far everything else was: counts beyond a few are alike. */
const pairOf = (on: Deployment, who: string, inFlight: readonly Request[]): string => {
  const few = (n: number): string => (n < 3 ? String(n) : n < 10 ? 'some' : 'many');
  const steps = [...new Set(inFlight.map(({ kind, answered, server }) => `${server.name} ${kind}${answered ? ' done' : ''}`))].sort().join('+');
  const state = services.map(({ name, views }) => {
    const { db } = on.database(name);
    const lag = Math.max(...views.map((view) => db.head() - (db.place(viewReader(view), db.log)?.position ?? 0)));
    const topic = on.kafka ? db.head() - Math.min(db.head(), on.kafka.end(name)) : 0;
    return `${db.up ? '' : 'down '}${few(lag)} behind, ${few(topic)} unsent, ${few(db.atRisk)} at risk, ${on.processesOf(name).length} processes`;
  });
  return `${who}: ${steps} | ${state.join(' | ')} | ${on.kafka ? (on.kafka.up ? '' : 'broker down') : 'no broker'}`;
};
