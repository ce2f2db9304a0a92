import { topicOf } from '@homeroom/contracts';
import { KafkaClient, logPool, ReadOnlyLog, silent, toMessage } from '@homeroom/platform';
import type { Message } from 'kafkajs';
import { compete, timed } from '../contest';
import { runtimeOf, writingDesk } from '../desk';
import { fillLog } from '../fill';
import { sendMessages } from '../peers/bare-kafka';
import { COUNTY } from '../sample';
import { NO_KAFKA } from '../stage';
import type { Work } from '../work';

/** A service with this log under a name that has no topic yet: from its lease on until the last record is confirmed. */
const relayed = async (url: string, brokers: string, service: string, events: number): Promise<number> => {
  await new KafkaClient([brokers], 'homeroom-bench').ensureTopics([service]);
  let begin = (): void => undefined;
  let end = (): void => undefined;
  const [begun, ended] = [new Promise<void>((done) => { begin = done; }), new Promise<void>((done) => { end = done; })];
  const observer = { ...silent, leased: () => begin(), sent: (_: unknown, position: number) => { if (position >= events) end(); } };
  const desk = runtimeOf({ ...writingDesk, name: service, events: { ...writingDesk.events, service } }, url, { kafka: { brokers: [brokers] }, observer });
  await desk.start();
  await begun;
  const rate = await timed(events, () => ended);
  await desk.stop();
  return rate;
};

export const relay: Work = {
  name: 'relay', unit: 'events/s', wanted: { kafkajs: 0.8 },
  says: 'relay a log from PostgreSQL to its topic; against a bare kafkajs producer with the same messages',
  run: async (stage) => {
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const { app, superuser } = await stage.database('relay');
    const { relayEvents: events, rounds } = stage.scale;
    await fillLog(superuser, COUNTY, events);
    const messages = await messagesOf(app, events);
    let topics = 0;
    const fresh = (): string => `relay-${++topics}`;
    return compete(() => relayed(app, brokers, fresh(), events), {
      kafkajs: async () => {
        const service = fresh();
        await new KafkaClient([brokers], 'homeroom-bench').ensureTopics([service]);
        return timed(events, () => sendMessages(brokers, topicOf(service), messages));
      },
    }, Math.min(rounds, 5));
  },
};

const messagesOf = async (url: string, events: number): Promise<Message[]> => {
  const log = new ReadOnlyLog({ service: 'desk', county: COUNTY }, logPool(url, COUNTY, 1));
  const records = await log.after(0, events);
  await log.close();
  return records.map((record) => toMessage(record, { category: 'report' }) as Message);
};
