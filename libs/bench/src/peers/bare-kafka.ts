import { randomUUID } from 'node:crypto';
import { partitionOf, topicOf } from '@homeroom/contracts';
import { Kafka, logLevel, type Message } from 'kafkajs';
import { COUNTY, deskEvents } from '../sample';

const kafka = (brokers: string): Kafka => new Kafka({ brokers: [brokers], clientId: 'bare', logLevel: logLevel.NOTHING });

/** Reads a topic to its end and counts. */
export const countMessages = async (brokers: string, expected: number): Promise<void> => {
  const consumer = kafka(brokers).consumer({ groupId: `bare-${randomUUID()}`, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topicOf(deskEvents.service)], fromBeginning: true });
  let count = 0;
  await new Promise<void>((done, fail) => {
    consumer.on('consumer.crash', ({ payload }) => fail(payload.error));
    consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => { if ((count += batch.messages.length) >= expected) done(); } }).catch(fail);
  });
  await consumer.disconnect();
};

/** As many messages in one request: of a size that both sides like. */
const AT_ONCE = 1_000;

/** A producer that sends these messages in order, each request after the answer to the last. */
export const sendMessages = async (brokers: string, topic: string, messages: readonly Message[]): Promise<void> => {
  const producer = kafka(brokers).producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 });
  await producer.connect();
  const partition = partitionOf(COUNTY);
  for (let from = 0; from < messages.length; from += AT_ONCE) {
    await producer.send({ topic, acks: -1, messages: messages.slice(from, from + AT_ONCE).map((message) => ({ ...message, partition })) });
  }
  await producer.disconnect();
};
