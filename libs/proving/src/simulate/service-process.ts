import type { Instant } from '@homeroom/contracts';
import { type RuntimeDefinition, type RuntimeObserver, ServiceRuntime, silent } from '@homeroom/platform';
import type { SimulatedKafka } from './simulated-kafka';
import { type Database, simulatedServers } from './simulated-servers';
import type { Process, World } from './world';

/** A cache is made anew with every restart, and its size is what that costs. */
const CACHED_STATES = 8;
export const COUNTY = '370786';

/** One process of a service: the platform's own runtime, on simulated servers. */
export class ServiceProcess implements Process {
  alive = true;
  paused = false;
  /** It hears what it missed: all of it, before it tells anybody what it knows. */
  waking = false;
  held: (() => void)[] = [];
  skewMs = 0;
  readonly runtime: ServiceRuntime;
  private told: { readonly wall: number; readonly instant: Instant } | undefined;

  constructor(readonly name: string, private readonly world: World, readonly definition: RuntimeDefinition, readonly own: Database, peers: readonly Database[], kafka?: SimulatedKafka, observer: RuntimeObserver = silent) {
    let runtime: ServiceRuntime | undefined;
    world.in(this, () => {
      runtime = new ServiceRuntime(definition, {
        counties: [COUNTY], databaseUrl: '', clock: { now: () => this.clock() }, observer, watchDeadlines: true, cachedStates: CACHED_STATES,
      }, () => [], simulatedServers(world, definition, own, peers, kafka));
    });
    this.runtime = runtime!;
    Object.assign(this.runtime.log, { newEventId: () => world.newId() });
  }

  /** As `main` does: what fails at the start ends the process, and whoever runs it starts it again. */
  start(failed: () => void): void {
    this.world.in(this, () => void this.runtime.start().catch(failed));
  }

  /** Asks it for something; the answer comes if the process lives until then. */
  do(work: (runtime: ServiceRuntime) => void): void {
    this.world.in(this, () => work(this.runtime));
  }

  private clock(): Instant {
    const wall = this.world.wall();
    if (this.told?.wall !== wall) this.told = { wall, instant: new Date(wall).toISOString() };
    return this.told.instant;
  }

  resume(): void {
    this.paused = false;
    const { held } = this;
    this.held = [];
    this.waking = true;
    for (const run of held) this.world.in(this, run);
    this.waking = false;
  }
}
