import { topicOf } from '@homeroom/contracts';
import { Child } from '../child';
import { compete, type Measured } from '../contest';
import type { CountyProcess } from '../county-process';
import type { YearLog } from '../county-year';
import { fillTopic } from '../fill';
import type { BareKafkaProcess } from '../peers/bare-kafka-process';
import { COUNTY } from '../sample';
import { NO_KAFKA, type Stage } from '../stage';
import type { Work } from '../work';

/** Reads one topic with a bare consumer that only counts. @returns seconds */
const bareReader = async (stage: Stage, brokers: string, { catalogue: { service }, events }: YearLog): Promise<() => Promise<number>> => {
  const child = stage.use(await Child.start('peers/bare-kafka-process', { does: 'count', brokers, events, from: topicOf(service) } satisfies BareKafkaProcess));
  return async () => events / (await child.ask<{ rate: number }>({ topic: '' })).rate;
};

export const recomputeCounty: Work = {
  name: 'recompute-county', unit: 'subjects/s', wanted: { 'reading and engine': 0.5 },
  says: 'score every class of a county anew from a year of events in Kafka, quotas included; against a bare kafkajs consumer that only counts the same topics, plus the engine\'s own time',
  missed: {
    'reading and engine': 'each record\'s hash is checked, its text parsed and folded into rows that are kept: four times the processor time of counting it, on the same core as the library that reads; where the broker is the slower side that does not show',
  },
  run: async (stage): Promise<Measured | string> => {
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const { organization, evaluation, cycleId, subjects } = await stage.countyYear();
    for (const { addresses, catalogue, events } of [organization, evaluation]) await fillTopic(brokers, addresses.app, catalogue, COUNTY, events);
    const [told, said] = [organization, evaluation].map(({ catalogue: { service }, events }) => ({ service, events }));
    const ours = stage.use(await Child.start('county-process', { does: 'recompute', brokers, organization: told!, evaluation: said!, cycleId, subjectIds: subjects.map(({ subjectId }) => subjectId) } satisfies CountyProcess));
    const readers = [await bareReader(stage, brokers, organization), await bareReader(stage, brokers, evaluation)];
    const seconds = async (ask: 'recompute' | 'engine'): Promise<number> => (await ours.ask<{ seconds: number }>({ ask })).seconds;
    const bare = async (): Promise<number> => {
      let sum = await seconds('engine');
      for (const read of readers) sum += await read();
      return subjects.length / sum;
    };
    // A round that does not count: compiling is part of nobody's work, and the engine needs inputs.
    await seconds('recompute');
    await bare();
    return compete(async () => subjects.length / await seconds('recompute'), { 'reading and engine': bare }, stage.scale.kafkaRounds);
  },
};
