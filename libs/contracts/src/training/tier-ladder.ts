import { published } from '../catalogue';
import type { Event, Instant, Uuid } from '../event';

/** Where training is held and for whom: the county city, the district, a town, a school, a grade. */
export const trainingTiers = ['city', 'district', 'town', 'school', 'grade'] as const;
export type TrainingTier = (typeof trainingTiers)[number];

/**
 * The tiers of training stand in this order from now on. Two ladders may stand side by side (市、镇、校 and 年级、校级、市区级):
 * a session names the ladder and version it belongs to, and keeps them when a later version is defined.
 */
export type TrainingTierLadderDefined = Event<'TrainingTierLadderDefined', {
  ladderId: Uuid;
  /** 1, 2, 3, … of this ladder. */
  version: number;
  /** From the widest to the nearest, or the other way about. */
  tiers: TrainingTier[];
  definedBy: Uuid; at: Instant;
}>;

export type TierLadderEvent = TrainingTierLadderDefined;

export const tierLadderEvents = {
  TrainingTierLadderDefined: published('tier-ladder', { dataLevel: 'L1' }),
};
