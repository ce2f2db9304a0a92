import { Child } from '../child';
import { compete, type Measured } from '../contest';
import type { KafkaProcess } from '../kafka-process';
import { NO_KAFKA, type Stage } from '../stage';
import type { Work } from '../work';

/** Two processes in turn, after a round that does not count: compiling is part of nobody's work. */
const inTurn = async (stage: Stage, settings: Omit<KafkaProcess, 'does'>, ours: KafkaProcess['does'], peer: KafkaProcess['does']): Promise<Measured> => {
  const [us, them] = await Promise.all([ours, peer].map(async (does) => stage.use(await Child.start('kafka-process', { ...settings, does } satisfies KafkaProcess))));
  let topics = 0;
  const round = (child: Child) => async () => (await child.ask<{ rate: number }>({ service: `${ours}-${++topics}` })).rate;
  for (const child of [us!, them!]) await round(child)();
  const measured = await compete(round(us!), { kafkajs: round(them!) }, stage.scale.rounds > 3 ? 5 : 3);
  await Promise.all([us!.close(), them!.close()]);
  return measured;
};

export const rebuildKafka: Work = {
  name: 'rebuild-kafka', unit: 'events/s', wanted: { kafkajs: 0.4 },
  says: 'rebuild the same view from Kafka; against a bare kafkajs consumer that only counts',
  run: async (stage) => {
    const topic = await stage.filledTopic();
    return topic ? inTurn(stage, { ...topic, events: stage.scale.kafkaEvents }, 'rebuild', 'count') : NO_KAFKA;
  },
};

export const relay: Work = {
  name: 'relay', unit: 'events/s', wanted: { kafkajs: 0.8 },
  says: 'relay a log from PostgreSQL to its topic; against a bare kafkajs producer with the same messages, made beforehand',
  run: async (stage) => {
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const events = stage.scale.relayEvents;
    return inTurn(stage, { brokers, log: await stage.log('relay', events), events }, 'relay', 'send');
  },
};
