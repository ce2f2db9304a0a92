import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';
import type { ExactNumber, SubjectType } from './framework-document';

/** How a plan ended. */
export const planOutcomes = ['achieved', 'partly-achieved', 'not-achieved', 'superseded'] as const;
export type PlanOutcome = (typeof planOutcomes)[number];

interface AboutPlan { planId: Uuid; subjectId: Uuid; at: Instant }

/** Somebody means to get better at what a finalised result showed to be weak. */
export type ImprovementPlanCreated = Event<'ImprovementPlanCreated', AboutPlan & {
  cycleId: Uuid; resultVersion: number; subjectType: SubjectType;
  /** The nodes of that result that the plan is for, with their scores then (`null`: without value). */
  weak: { nodeId: string; score: ExactNumber | null }[];
  plan: Sealed; reviewBy: LocalDate; createdBy: Uuid;
}>;

/** What a later cycle found on the same nodes. Says how the numbers moved, not why. */
export type ImprovementPlanReviewed = Event<'ImprovementPlanReviewed', AboutPlan & {
  cycleId: Uuid; resultVersion: number;
  found: { nodeId: string; before: ExactNumber | null; after: ExactNumber | null }[];
  note?: Sealed; reviewedBy: Uuid;
}>;

/** The plan is done with. Terminal. */
export type ImprovementPlanClosed = Event<'ImprovementPlanClosed', AboutPlan & { outcome: PlanOutcome; note?: Sealed; closedBy: Uuid }>;

export type ImprovementPlanEvent = ImprovementPlanCreated | ImprovementPlanReviewed | ImprovementPlanClosed;

const personal = { dataLevel: 'L3' } as const;

export const improvementPlanEvents = {
  ImprovementPlanCreated: published('improvement-plan', personal),
  ImprovementPlanReviewed: published('improvement-plan', personal),
  ImprovementPlanClosed: published('improvement-plan', personal),
};
