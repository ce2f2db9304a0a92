import { published } from '../catalogue';
import type { ExactNumber } from '../evaluation/framework-document';
import type { Event, Instant, LocalDate, Position, SchoolYear, Uuid } from '../event';
import { type TrainingTier, trainingTiers } from './tier-ladder';

/** What reaches a person: one credit at any tier of the ladder, one at every tier of it, or one at this tier. */
export const coverageScopes = ['any-tier', 'every-tier', ...trainingTiers] as const;
export type CoverageScope = 'any-tier' | 'every-tier' | TrainingTier;

interface OfTarget { targetId: Uuid; schoolYear: SchoolYear; at: Instant }

/** So many of the county's active class teachers are to be reached. The ladder's version and the rule's stay pinned. */
export type CoverageTargetDefined = Event<'CoverageTargetDefined', OfTarget & {
  /** Credits count from this day to the day that is asked about. */
  from: LocalDate; until: LocalDate;
  ladderId: Uuid; ladderVersion: number;
  /** The tiers of that version. */
  tiers: TrainingTier[];
  scope: CoverageScope;
  /** Share from which on it is met, e.g. `0.95`. */
  threshold: ExactNumber;
  /**
   * 1: distinct people who lead a class as its class teacher on the day, by organization's log; of them those with at least
   * one standing credit of the ladder in the window.
   */
  ruleVersion: number;
  definedBy: Uuid;
}>;

/** Everything that the two numbers come from: anyone who reads both logs to these positions finds the same people. */
export interface CoverageEvidence {
  known: { organization: Position; training: Position };
  /** SHA-256 (hex) of the ids of those who are to be reached, in order, one a line; and of those who were. */
  rosterDigest: string; reachedDigest: string;
}

/** So many of the class teachers of a school. */
export interface CoverageOfSchool { schoolId: Uuid; numerator: number; denominator: number }

/** Who led a class on this day, and how many of them were reached. */
export type CoverageComputed = Event<'CoverageComputed', OfTarget & {
  on: LocalDate; ruleVersion: number; numerator: number; denominator: number;
  /** To four decimals; absent where there is nobody to reach, which is no 100 %. */
  coverage?: ExactNumber;
  /** The same two numbers by school, in the order of ids; together they are those of the county. Computations of earlier builds tell none. */
  schools?: CoverageOfSchool[];
  evidence: CoverageEvidence;
}>;

interface Compared { on: LocalDate; numerator: number; denominator: number; threshold: ExactNumber }

/** The share came to the threshold or above; told once until it is missed. 95 of 100 meets 0.95. */
export type CoverageTargetMet = Event<'CoverageTargetMet', OfTarget & Compared>;

/** The share fell below the threshold after it had been met, or was below at the end of the window. */
export type CoverageTargetMissed = Event<'CoverageTargetMissed', OfTarget & Compared>;

export type CoverageTargetEvent = CoverageTargetDefined | CoverageComputed | CoverageTargetMet | CoverageTargetMissed;

export const coverageTargetEvents = {
  CoverageTargetDefined: published('coverage-target', { dataLevel: 'L1' }),
  CoverageComputed: published('coverage-target', { dataLevel: 'L1' }),
  CoverageTargetMet: published('coverage-target', { dataLevel: 'L1' }),
  CoverageTargetMissed: published('coverage-target', { dataLevel: 'L1' }),
};
