import { topicOf } from '@homeroom/contracts';
import { KafkaClient, logPool, ReadOnlyLog, rebuild, silent, toMessage } from '@homeroom/platform';
import type { Message } from 'kafkajs';
import { serveParent } from './child';
import { timed } from './contest';
import { runtimeOf, writingDesk } from './desk';
import { countMessages, sendMessages } from './peers/bare-kafka';
import { COUNTY, deskEvents, inbox } from './sample';
import type { Addresses } from './stage';

/** What one process does with Kafka, again and again. Each has a process of its own: garbage and compiled code of one would be the other's. */
export interface KafkaProcess {
  readonly does: 'relay' | 'send' | 'rebuild' | 'count';
  readonly brokers: string;
  readonly log: Addresses;
  readonly events: number;
}

/** A service with this log under a name that has no topic yet: from its lease on until the last record is confirmed. */
const relay = async ({ log, brokers, events }: KafkaProcess, service: string): Promise<number> => {
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

const messagesOf = async ({ log, events }: KafkaProcess): Promise<Message[]> => {
  const records = new ReadOnlyLog({ service: deskEvents.service, county: COUNTY }, logPool(log.app, COUNTY, 1));
  const messages = (await records.after(0, events)).map((record) => toMessage(record, { category: 'report' }) as Message);
  await records.close();
  return messages;
};

/** The operation behind `npm run rebuild`, from Kafka. */
const rebuilt = ({ log, brokers }: KafkaProcess): Promise<void> =>
  rebuild({ ...writingDesk, views: [inbox] }, [inbox], 'kafka', { counties: [COUNTY], databaseUrl: log.app, migratorUrl: log.migrator, brokers: [brokers], say: () => undefined });

serveParent(async (settings: KafkaProcess) => {
  const { does, brokers, events } = settings;
  const messages = does === 'send' ? await messagesOf(settings) : [];
  const rate = async (service: string): Promise<number> => {
    if (does === 'relay' || does === 'send') await new KafkaClient([brokers], 'homeroom-bench').ensureTopics([service]);
    switch (does) {
      case 'relay': return relay(settings, service);
      case 'send': return timed(events, () => sendMessages(brokers, topicOf(service), messages));
      case 'rebuild': return timed(events, () => rebuilt(settings));
      case 'count': return timed(events, () => countMessages(brokers, events));
    }
  };
  return { answer: async ({ service }: { service: string }) => ({ rate: await rate(service) }), close: () => Promise.resolve() };
});
