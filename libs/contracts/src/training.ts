import { catalogue } from './catalogue';

/** Everything that training records, in the order of the story. */
export type TrainingEvent = never;

export const trainingEvents = catalogue<TrainingEvent>()('training', {});
