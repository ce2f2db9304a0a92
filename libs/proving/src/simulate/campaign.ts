import type { Campaign, CampaignResult, Violation } from '../campaign';
import { Chance } from './chance';
import { shrink } from './shrink';
import { tell, type Told } from './story';
import { outsidePromises } from './virtual-globals';

/** Stories between two looks at the clock and at whoever wants to end it. */
const AT_ONCE = 20;
const TELL_EVERY_MS = 30_000;
/** A longer list is no easier to read than its seed. */
const TELL_CHOICES = 500;

/** The platform itself on simulated servers: one seed, one story of a few hundred commands and whatever befalls them. */
export const simulate: Campaign = {
  name: 'simulate',
  says: 'the platform on simulated servers, millions of crashes an hour',
  minutes: 25,
  run: async ({ minutes, seed, signal, say }) => {
    const sums = new Sums();
    const started = performance.now();
    const seeds = seedsFrom(seed);
    let violations: readonly Violation[] = [];
    for (let told = started; violations.length === 0 && !signal.aborted && performance.now() - started < minutes * 60_000;) {
      violations = await outsidePromises(() => someStories(seeds, sums));
      if (performance.now() - told < TELL_EVERY_MS) continue;
      told = performance.now();
      say(`${sums.stories} stories, ${sums.crashes} crashes, ${sums.pairs.size} pairs of step and state`);
    }
    return { figures: sums.figures((performance.now() - started) / 1000), violations };
  },
};

/** Told until one breaks a promise; that one is made as short as it can be. */
const someStories = (seeds: () => number, sums: Sums): readonly Violation[] => {
  for (let n = 0; n < AT_ONCE; n++) {
    const seed = seeds();
    const told = tell(new Chance(seed), (pair) => sums.pairs.add(pair));
    sums.add(told);
    if (told.violations.length > 0) return explained(seed, told);
  }
  return [];
};

const explained = (seed: number, told: Told): Violation[] => {
  const [{ promise }] = told.violations as [Violation];
  const short = shrink(told.choices, promise);
  return told.violations.map((each, i) => ({
    promise: each.promise,
    evidence: i > 0 ? each.evidence : `story ${seed}: ${each.evidence}\n  shrunk from ${told.choices.length} choices to ${short.choices.length}: ${short.evidence}${short.choices.length > TELL_CHOICES ? '' : `\n  replay: [${short.choices.join(',')}]`}`,
  }));
};

class Sums {
  stories = 0;
  readonly pairs = new Set<string>();
  private steps = 0;
  private events = 0;
  private readonly by = { processes: 0, databases: 0, brokers: 0, connections: 0 };

  get crashes(): number {
    return Object.values(this.by).reduce((sum, each) => sum + each, 0);
  }

  add({ steps, events, crashes }: Told): void {
    this.stories++;
    this.steps += steps;
    this.events += events;
    for (const kind of Object.keys(this.by) as (keyof typeof this.by)[]) this.by[kind] += crashes[kind];
  }

  figures(seconds: number): CampaignResult['figures'] {
    const { processes, databases, brokers, connections } = this.by;
    return {
      seeds: this.stories, 'stories an hour': Math.round(this.stories / seconds * 3600), steps: this.steps, events: this.events, 'crashes with an effect in flight': this.crashes,
      'of processes': processes, 'of databases': databases, 'of brokers': brokers, 'of connections': connections, 'pairs of step and state': this.pairs.size,
    };
  }
}

/** The campaign's seeds, one after the other: a story's own seed is told with what it found. */
const seedsFrom = (seed: number) => {
  let next = seed;
  return (): number => next++;
};

/** For a test: so many stories from a seed on. */
export const stories = (seed: number, count: number): Promise<{ told: Told[]; violations: readonly Violation[] }> => outsidePromises(() => {
  const told: Told[] = [];
  for (let n = 0; n < count; n++) {
    const one = tell(new Chance(seed + n));
    told.push(one);
    if (one.violations.length > 0) return { told, violations: explained(seed + n, one) };
  }
  return { told, violations: [] };
});
