import { setTimeout as pause } from 'node:timers/promises';
import { county, type ServiceProcess } from '@homeroom/local';
import { eventually } from '@homeroom/testing';
import { untilAcknowledged } from './recovery';
import { restoreAndHeal } from './restore';
import type { CrashSite } from './site';

/** One thing that breaks, and is whole again when it resolves. */
export interface Fault {
  readonly name: string;
  /** How often, beside the others. */
  readonly weight: number;
  /** Nothing else breaks meanwhile: what is measured, or what needs clients at rest. */
  readonly alone?: boolean;
  readonly possible?: (site: CrashSite) => boolean;
  readonly run: (site: CrashSite) => Promise<void>;
}

const withKafka = ({ stack }: CrashSite): boolean => stack.kafka !== undefined;
const withDisk = ({ disk }: CrashSite): boolean => disk !== undefined;

/** As whoever runs a service does: one that ends because its database went away in the middle of its start is started again. */
const startAgain = (service: ServiceProcess): Promise<void> => eventually(() => service.start());

const killService = (name: string) => async ({ stack }: CrashSite): Promise<void> => {
  await stack.service(name).kill();
  await startAgain(stack.service(name));
};

/** The one that clients talk to. */
const killOrganization = ({ stack, journal, recovery }: CrashSite): Promise<void> => {
  const organization = stack.service('organization');
  return untilAcknowledged(journal, recovery.service, () => organization.kill(), () => startAgain(organization));
};

const killPostgres = async ({ stack: { postgres }, ground, journal, recovery }: CrashSite): Promise<void> => {
  await untilAcknowledged(journal, recovery.postgres, () => postgres.kill(), () => postgres.restart());
  await eventually(() => ground.lookAfterCrash());
};

/** Kafka is away for some commands, which go on without it once the log has been compared with its topic since its database came back. */
const killKafka = async (site: CrashSite): Promise<void> => {
  await site.ready();
  await site.stack.kafka!.kill();
  await site.acknowledged(20);
  await site.stack.kafka!.restart();
};

/** A network that misbehaves for a while, and is itself again. */
const trouble = (of: 'postgres' | 'kafka', misbehave: (site: CrashSite) => void, ms: readonly [number, number]) => async (site: CrashSite): Promise<void> => {
  misbehave(site);
  await pause(site.random.whole(...ms));
  site[of]!.heal();
};

/** Anywhere in the first term: a service's clock may be set wrong, a log's time does not go back for it. */
const CLOCK = [Date.parse('2025-09-01T00:00:00.000Z'), Date.parse('2025-12-20T00:00:00.000Z')] as const;
const jumpClock = async ({ stack, random }: CrashSite): Promise<void> => {
  const at = new Date(random.whole(...CLOCK)).toISOString();
  await eventually(() => stack.clock(random.pick(stack.services), at));
};

/** The server may do without a disk, refuse, or end: it is started again if it has, once there is room. */
const fillDisk = async ({ stack, disk, ground, random }: CrashSite): Promise<void> => {
  disk!.fill();
  await pause(random.whole(500, 2_000));
  disk!.empty();
  await stack.postgres.restart();
  await eventually(() => ground.lookAfterCrash());
};

/** In the order in which the first round tries them. */
export const faults: readonly Fault[] = [
  { name: 'postgres slow', weight: 3, run: trouble('postgres', ({ postgres, random }) => postgres.delay(random.whole(20, 200)), [200, 600]) },
  { name: 'postgres throttled', weight: 3, run: trouble('postgres', ({ postgres, random }) => postgres.throttle(random.whole(20_000, 200_000)), [200, 600]) },
  { name: 'postgres silent', weight: 2, run: trouble('postgres', ({ postgres }) => postgres.freeze(), [200, 2_000]) },
  { name: 'postgres refusing', weight: 3, run: trouble('postgres', ({ postgres }) => postgres.refuse(), [100, 500]) },
  { name: 'kafka cut', weight: 3, possible: withKafka, run: async ({ kafka }) => void kafka!.cut() },
  { name: 'kafka silent', weight: 1, possible: withKafka, run: trouble('kafka', ({ kafka }) => kafka!.freeze(), [200, 1_000]) },
  { name: 'clock jumped', weight: 3, run: jumpClock },
  { name: 'organization killed', weight: 5, alone: true, run: killOrganization },
  { name: 'resources killed', weight: 2, alone: true, run: killService('resources') },
  { name: 'evaluation killed', weight: 1, alone: true, run: killService('evaluation') },
  { name: 'postgres killed', weight: 5, alone: true, run: killPostgres },
  { name: 'kafka killed', weight: 1, possible: withKafka, run: killKafka },
  { name: 'disk full', weight: 1, possible: withDisk, run: fillDisk },
  { name: 'database restored', weight: 0.7, alone: true, possible: withKafka, run: (site) => restoreAndHeal(site, county) },
];
