import { KafkaClient, rebuild, silent } from '@homeroom/platform';
import { serveParent } from './child';
import { timed } from './contest';
import { runtimeOf, writingDesk } from './desk';
import { COUNTY, inbox } from './sample';
import type { Addresses } from './stage';

/** What a process does with Kafka, again and again. Each contestant has one: garbage and compiled code of one would be the other's. */
export interface KafkaProcess {
  readonly does: 'relay' | 'rebuild';
  readonly brokers: string;
  readonly log: Addresses;
  readonly events: number;
}

/** A service with this log under a name that has no topic yet: from its lease on until the last record is confirmed. */
const relay = async ({ log, brokers, events }: KafkaProcess, service: string): Promise<number> => {
  await new KafkaClient([brokers], 'homeroom-bench').ensureTopics([service]);
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const [begun, ended] = [new Promise<void>((done) => { begin = done; }), new Promise<void>((done) => { end = done; })];
  const observer = { ...silent, leased: () => begin(), sent: (_: unknown, position: number) => { if (position >= events) end(); } };
  const desk = runtimeOf({ ...writingDesk, name: service, events: { ...writingDesk.events, service } }, log.app, { kafka: { brokers: [brokers] }, observer });
  await desk.start();
  await begun;
  const rate = await timed(events, () => ended);
  await desk.stop();
  return rate;
};

/** The operation behind `npm run rebuild`, from Kafka. */
const rebuilt = ({ log, brokers }: KafkaProcess): Promise<void> =>
  rebuild({ ...writingDesk, views: [inbox] }, [inbox], 'kafka', { counties: [COUNTY], databaseUrl: log.app, migratorUrl: log.migrator, brokers: [brokers], say: () => undefined });

serveParent(async (settings: KafkaProcess) => ({
  answer: async ({ topic }: { topic: string }) => ({ rate: await (settings.does === 'relay' ? relay(settings, topic) : timed(settings.events, () => rebuilt(settings))) }),
  close: () => Promise.resolve(),
}));
