import { topicOf } from '@homeroom/contracts';
import { Child } from '../child';
import { compete, type Measured } from '../contest';
import type { KafkaProcess } from '../kafka-process';
import type { BareKafkaProcess } from '../peers/bare-kafka-process';
import { deskEvents } from '../sample';
import { NO_KAFKA, type Stage } from '../stage';
import type { Work } from '../work';

/** Two processes in turn, after a round that does not count: compiling is part of nobody's work. */
const inTurn = async (stage: Stage, ours: KafkaProcess, bare: BareKafkaProcess): Promise<Measured> => {
  const us = stage.use(await Child.start('kafka-process', ours));
  const them = stage.use(await Child.start('peers/bare-kafka-process', bare));
  let topics = 0;
  const round = (child: Child) => async () => (await child.ask<{ rate: number }>({ topic: `${ours.does}-${++topics}` })).rate;
  for (const child of [us, them]) await round(child)();
  const measured = await compete(round(us), { kafkajs: round(them) }, stage.scale.kafkaRounds);
  await Promise.all([us.close(), them.close()]);
  return measured;
};

export const rebuildKafka: Work = {
  name: 'rebuild-kafka', unit: 'events/s', wanted: { kafkajs: 0.4 },
  says: 'rebuild the same view from Kafka; against a bare kafkajs consumer that only counts',
  run: async (stage) => {
    const topic = await stage.filledTopic();
    if (!topic) return NO_KAFKA;
    const { brokers, log } = topic;
    const events = stage.scale.kafkaEvents;
    return inTurn(stage, { does: 'rebuild', brokers, log, events }, { does: 'count', brokers, events, from: topicOf(deskEvents.service) });
  },
};

export const relay: Work = {
  name: 'relay', unit: 'events/s', wanted: { kafkajs: 0.8 },
  says: 'relay a log from PostgreSQL to its topic; against a bare kafkajs producer with the same messages in memory',
  run: async (stage) => {
    const topic = await stage.filledTopic();
    if (!topic) return NO_KAFKA;
    const { brokers } = topic;
    const events = stage.scale.relayEvents;
    return inTurn(stage, { does: 'relay', brokers, log: await stage.log('relay', events), events }, { does: 'send', brokers, events, from: topicOf(deskEvents.service) });
  },
};
