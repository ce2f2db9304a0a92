import { type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { Choices, Id } from '@homeroom/platform';

/** Say in which tiers training is held. Of a ladder that is there already, its next version. */
export class DefineTrainingTierLadder {
  @Id('Id of the ladder; drawn when absent', { optional: true }) ladderId?: Uuid;
  @Choices(trainingTiers, 'From the widest to the nearest, or the other way about', { min: 2 }) tiers!: TrainingTier[];
}
