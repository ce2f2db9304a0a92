import { randomUUID } from 'node:crypto';
import { partitionOf, PARTITIONS } from '@homeroom/contracts';
import { Kafka, logLevel, type Message } from 'kafkajs';
import { serveParent } from '../child';
import { timed } from '../contest';
import { COUNTY } from '../county';

/**
 * kafkajs as it comes, in a process that must not load the platform: that mends some of the library's slowness for
 * everybody in its process.
 */
export interface BareKafkaProcess {
  readonly does: 'send' | 'count';
  readonly brokers: string;
  /** Where the messages are: those to count, or a copy of those to send. */
  readonly from: string;
  readonly events: number;
}

/** As many messages in one request: of a size that both sides like. */
const AT_ONCE = 1_000;

/** Reads a topic from its beginning until so many messages have come. */
const read = async (kafka: Kafka, { from, events }: BareKafkaProcess, each: (messages: readonly Message[]) => void): Promise<void> => {
  const consumer = kafka.consumer({ groupId: `bare-${randomUUID()}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [from], fromBeginning: true });
  let count = 0;
  await new Promise<void>((done, fail) => {
    consumer.on('consumer.crash', ({ payload }) => fail(payload.error));
    consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { messages } }) => {
        each(messages);
        if ((count += messages.length) >= events) done();
      },
    }).catch(fail);
  });
  await consumer.disconnect();
};

/** Messages as a program has them, with text for headers; in memory before the clock runs. */
const loaded = async (kafka: Kafka, settings: BareKafkaProcess): Promise<Message[]> => {
  const all: Message[] = [];
  await read(kafka, settings, (messages) => all.push(...messages));
  return all.slice(0, settings.events).map(({ key, value, timestamp, headers }) => ({
    key: String(key), value: String(value), timestamp, headers: Object.fromEntries(Object.entries(headers!).map(([name, text]) => [name, String(text)])), partition: partitionOf(COUNTY),
  }));
};

/** Sends in order, each request after the answer to the last. */
const send = async (kafka: Kafka, topic: string, messages: readonly Message[]): Promise<number> => {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1 }], waitForLeaders: true });
  await admin.disconnect();
  return timed(messages.length, async () => {
    const producer = kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
    await producer.connect();
    for (let from = 0; from < messages.length; from += AT_ONCE) await producer.send({ topic, acks: -1, messages: messages.slice(from, from + AT_ONCE) });
    await producer.disconnect();
  });
};

serveParent(async (settings: BareKafkaProcess) => {
  const kafka = new Kafka({ brokers: [settings.brokers], clientId: 'bare', logLevel: logLevel.NOTHING });
  const messages = settings.does === 'send' ? await loaded(kafka, settings) : [];
  return {
    answer: async ({ topic }: { topic: string }) => ({
      rate: settings.does === 'send' ? await send(kafka, topic, messages) : await timed(settings.events, () => read(kafka, settings, () => undefined)),
    }),
    close: () => Promise.resolve(),
  };
});
