import { catalogue } from './catalogue';
import { type TierLadderEvent, tierLadderEvents } from './training/tier-ladder';

export * from './training/tier-ladder';

/** Everything that training records, in the order of the story. */
export type TrainingEvent =
  | TierLadderEvent;

export const trainingEvents = catalogue<TrainingEvent>()('training', {
  ...tierLadderEvents,
});
