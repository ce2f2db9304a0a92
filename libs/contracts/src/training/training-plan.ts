import { published } from '../catalogue';
import type { Event, Instant, SchoolYear, Sealed, Uuid } from '../event';
import type { Stage } from '../organization/org-unit';
import type { TrainingTier } from './tier-ladder';

/** Whom a plan is for: the training of class teachers has its place in the training of all staff (教师全员培训). */
export const planAudiences = ['all-staff', 'class-teachers'] as const;
export type PlanAudience = (typeof planAudiences)[number];

interface OfPlan {
  planId: Uuid; schoolYear: SchoolYear;
  /** The school whose plan it is; absent: the county's. */
  schoolId?: Uuid;
  at: Instant;
}

/** Training of a school year is being planned. Nothing is promised yet. */
export type TrainingPlanCreated = Event<'TrainingPlanCreated', OfPlan & {
  audience: PlanAudience; title: Sealed;
  /** The plan of the same school year that it is part of. */
  parentPlanId?: Uuid;
  createdBy: Uuid;
}>;

/** So many sessions are to be held: at this tier, in this region, for this stage; what is absent may be any. */
export type PlanTargetAdded = Event<'PlanTargetAdded', OfPlan & {
  /** `<planId>:<n>`. */
  targetId: string;
  tier: TrainingTier;
  /** A town's code, or a name that the county gave a part of itself. */
  regionCode?: string;
  stage?: Stage;
  sessions: number;
  addedBy: Uuid;
}>;

/** The plan holds: sessions may be scheduled under it. Its targets stay as they are. */
export type TrainingPlanPublished = Event<'TrainingPlanPublished', OfPlan & { publishedBy: Uuid }>;

/** Nothing is scheduled under the plan any more. Says nothing about whether its targets were reached. */
export type TrainingPlanClosed = Event<'TrainingPlanClosed', OfPlan & { closedBy: Uuid }>;

export type TrainingPlanEvent = TrainingPlanCreated | PlanTargetAdded | TrainingPlanPublished | TrainingPlanClosed;

export const trainingPlanEvents = {
  TrainingPlanCreated: published('training-plan', { dataLevel: 'L1' }),
  PlanTargetAdded: published('training-plan', { dataLevel: 'L1' }),
  TrainingPlanPublished: published('training-plan', { dataLevel: 'L1' }),
  TrainingPlanClosed: published('training-plan', { dataLevel: 'L1' }),
};
