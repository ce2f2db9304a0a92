import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { supportRequestIdOf } from '@homeroom/contracts';
import type { Campaign, CampaignOptions, CampaignResult } from '../campaign';
import { Random } from '../faults/random';
import { checkAll } from '../invariants/invariants';
import { type Fault, faults } from './faults';
import { Flicker } from './recovery';
import { CrashSite, TOLD_AS_SUCH } from './site';

/** Between two faults of the main line; the flicker of cut connections goes on beside it. */
const BETWEEN_MS = [100, 600] as const;
const FLICKER_MS = [100, 400] as const;
/** Share of the connections that a cut ends. */
const SHARE = 0.4;
const TOLD = /^(no answer|503 )/;

/** Every kind once, in order, then by chance until the time is over. */
const plan = function* (possible: readonly Fault[], random: Random): Generator<Fault> {
  yield* possible;
  for (;;) yield random.weighted(possible.map((fault) => [fault, fault.weight] as const));
};

/** Breaks things until the time is over or something is found; @returns how often each broke */
const breakThings = async (site: CrashSite, { minutes, signal, say }: CampaignOptions): Promise<Map<string, number>> => {
  const broken = new Map<string, number>();
  const counted = (name: string): void => void broken.set(name, (broken.get(name) ?? 0) + 1);
  const chance = site.random.fork();
  const cut = (proxy: typeof site.postgres) => (): number => proxy.cut(SHARE, () => chance.next());
  const flicker = new Flicker([['client cut', cut(site.organization)], ['client cut', cut(site.organization)], ['postgres cut', cut(site.postgres)]], site.random.fork(), FLICKER_MS, counted);
  const until = performance.now() + minutes * 60_000;
  const possible = faults.filter((fault) => fault.possible?.(site) ?? true);
  let round = 0;
  flicker.start();
  for (const fault of plan(possible, site.random)) {
    const firstRound = round++ < possible.length;
    if (signal.aborted || site.ground.violations.length > 0 || (!firstRound && performance.now() > until)) break;
    if (fault.alone) await flicker.stop();
    try {
      await fault.run(site);
      counted(fault.name);
      await site.look();
    } catch (error) {
      // A fault that does not heal is found, not thrown: what comes after would only say the same again.
      site.ground.breach(13, `${fault.name}: ${(error as Error).message}`);
      break;
    }
    flicker.start();
    if (round % 20 === 0) say(`${total(broken)} faults, ${site.journal.acknowledged} commands, ${site.journal.ambiguous} ambiguous, ${site.ground.violations.length} violations`);
    await new Promise((wait) => setTimeout(wait, site.random.whole(...BETWEEN_MS)));
  }
  await flicker.stop();
  return broken;
};

/** What services said of requests that failed for a reason they do not know. */
const errorsLogged = ({ stack }: CrashSite): string[] => stack.services.flatMap((service) => readFileSync(join(stack.logs, `${service}.log`), 'utf8').split('\n').filter((line) => line.includes('"request failed"')).map((line) => `${service} logged ${line}`));

const total = (broken: ReadonlyMap<string, number>): number => [...broken.values()].reduce((sum, count) => sum + count, 0);

/** Known commands are told what they were told, after everything. */
const askedAgain = async ({ journal, ground }: CrashSite): Promise<number> => {
  const some = journal.entries.filter(({ outcome, unsure }, n) => outcome?.kind === 'acknowledged' && (unsure > 0 || n % 50 === 0));
  for (const entry of some) {
    const { status, body } = await journal.again(entry, entry.body);
    const { outcome } = entry;
    if (outcome?.kind === 'acknowledged' && !(status < 300 && body.repeated && Number(body.position.split(':')[1]) === outcome.position)) ground.breach(2, `${entry.operation} (${entry.commandId}) asked again at the end was told ${status} ${JSON.stringify(body)}`);
  }
  return some.length;
};

/** Each need reached resources once, its withdrawal too, whatever had died in between. */
const needsReachedOnce = ({ journal, ground }: CrashSite): number => {
  const needs = journal.entries.filter(({ operation, outcome, body }) => operation === 'raiseUpwardReport' && outcome?.kind === 'acknowledged' && (body as { category: string }).category === 'RESOURCE_NEED');
  const withdrawn = new Set(journal.entries.filter(({ operation, outcome }) => operation === 'withdrawUpwardReport' && outcome?.kind === 'acknowledged').map(({ target }) => target));
  for (const { target } of needs) {
    const stands = ground.watch('resources').versionOf(`support-request-${supportRequestIdOf(target)}`);
    const wanted = withdrawn.has(target) ? 2 : 1;
    if (stands !== wanted) ground.told('What follows from an event follows once', `the support asked for by ${target} has ${stands} events, not ${wanted}`);
  }
  return needs.length;
};

const run = async (options: CampaignOptions): Promise<CampaignResult> => {
  const site = await CrashSite.open(new Random(options.seed), options);
  try {
    site.load.start(site.random.fork());
    const broken = await breakThings(site, options);
    site.postgres.heal();
    site.kafka?.heal();
    const { ground, journal } = site;
    if (ground.violations.length === 0) {
      await site.load.stop();
      await checkAll(ground);
      for (const trouble of Object.keys(journal.troubles)) if (!TOLD.test(trouble)) ground.told(TOLD_AS_SUCH, `${trouble}, ${journal.troubles[trouble]} times`);
      for (const line of errorsLogged(site)) ground.told(TOLD_AS_SUCH, line);
    } else {
      // What clients found may have come of something in the log that nobody has looked at since.
      await ground.lookThrough().catch((error: Error) => options.say(`The logs could not be looked through: ${error.message}`));
    }
    const needs = ground.violations.length === 0 ? needsReachedOnce(site) : 0;
    const again = ground.violations.length === 0 ? await askedAgain(site) : 0;
    return {
      figures: {
        faults: total(broken), ...Object.fromEntries([...broken].sort()), commands: journal.acknowledged, 'ambiguous commits resolved': journal.ambiguous, 'of these had happened': journal.hadHappened,
        'needs followed into resources': needs, 'asked again at the end': again, events: ground.watches.reduce((sum, { head }) => sum + head, 0),
        'service killed to first acknowledged': String(site.recovery.service), 'PostgreSQL killed to first acknowledged': String(site.recovery.postgres), 'slowest certain answer, ms': Math.round(journal.slowestMs),
        ...journal.troubles,
      },
      violations: ground.violations,
    };
  } finally {
    if (site.ground?.violations.length > 0) options.say(`What was logged is kept in ${site.keepLogs(`crash-${options.seed}`)}`);
    await site.close();
  }
};

/** The services under mixed load while everything around them breaks, heals, and breaks again. */
export const crash: Campaign = { name: 'crash', says: 'processes, PostgreSQL and Kafka killed, connections cut, a disk full, a database restored, under load', minutes: 25, run };
