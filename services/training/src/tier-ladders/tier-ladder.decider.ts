import { type TierLadderEvent, type TrainingTier, trainingTiers } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { DefineTrainingTierLadder } from './tier-ladder.commands';

export interface TierLadderState {
  /** Every version, the first one first. What was held under an earlier one stays there. */
  readonly versions: readonly (readonly TrainingTier[])[];
}

/** Each tier is nearer to the classes than the one before, or each is farther. */
const inOrder = (tiers: readonly TrainingTier[]): boolean => {
  const steps = tiers.slice(1).map((tier, i) => Math.sign(trainingTiers.indexOf(tier) - trainingTiers.indexOf(tiers[i]!)));
  return steps.every((step) => step === steps[0]);
};

const define = ({ tiers }: DefineTrainingTierLadder, { id: ladderId, state, by, at }: Deciding<TierLadderState>): TierLadderEvent[] => {
  if (!inOrder(tiers)) throw new Rejected('tiers-out-of-order', 'Tiers go from the widest to the nearest, or the other way about.');
  if (state.versions.at(-1)?.join() === tiers.join()) return [];
  return [{ type: 'TrainingTierLadderDefined', data: { ladderId, version: state.versions.length + 1, tiers, definedBy: by.personId, at } }];
};

/** The tiers in which training is held, version by version. */
export const tierLadder = decider<TierLadderState, TierLadderEvent>()('tier-ladder', {
  initial: { versions: [] },
  decide: { DefineTrainingTierLadder: define },
  evolve: ({ versions }, { data: { tiers } }) => ({ versions: [...versions, tiers] }),
});
