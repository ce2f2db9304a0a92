import type { SchoolYear, TrainingPlanEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { AddPlanTarget, CloseTrainingPlan, CreateTrainingPlan, PublishTrainingPlan } from './training-plan.commands';

/** Repeated in every fact about the plan. */
interface About { readonly planId: Uuid; readonly schoolYear: SchoolYear; readonly schoolId?: Uuid }

interface Plan {
  readonly status: 'created' | 'published' | 'closed';
  readonly about: About;
  /** Tier, region and stage of each target, as one text. */
  readonly targets: readonly string[];
}
export type TrainingPlanState = { readonly status: 'none' } | Plan;

type On = Deciding<TrainingPlanState>;

const isSchoolYear = (text: string): boolean => Number(text.slice(5)) === Number(text.slice(0, 4)) + 1;

/** A part is of its whole: of the same school year, and of a plan that still goes on. */
const create = ({ schoolYear, audience, schoolId, parentPlanId, title }: CreateTrainingPlan, { id: planId, state, by, at, facts: { parent } }: Deciding<TrainingPlanState, { parent?: TrainingPlanState }>): TrainingPlanEvent[] => {
  if (state.status !== 'none') return [];
  if (!isSchoolYear(schoolYear)) throw new Rejected('not-a-school-year', 'A school year ends in the year after it began.');
  if (parentPlanId) {
    const whole = inStatus(known(parent ?? { status: 'none' }), 'created', 'published');
    if (whole.about.schoolYear !== schoolYear) throw new Rejected('other-school-year', 'The plan that it is part of is of another school year.');
  }
  return [{ type: 'TrainingPlanCreated', data: {
    planId, schoolYear, ...(schoolId && { schoolId }), audience, title, ...(parentPlanId && { parentPlanId }), createdBy: by.personId, at,
  } }];
};

const keyOf = ({ tier, regionCode, stage }: Omit<AddPlanTarget, 'sessions'>): string => `${tier}:${regionCode ?? '*'}:${stage ?? '*'}`;

const addTarget = ({ tier, regionCode, stage, sessions }: AddPlanTarget, { state, by, at }: On): TrainingPlanEvent[] => {
  const { about, targets } = inStatus(known(state), 'created');
  const target = { tier, ...(regionCode && { regionCode }), ...(stage && { stage }) };
  if (targets.includes(keyOf(target))) throw new Rejected('target-twice', 'The plan has a target for this tier, region and stage.');
  return [{ type: 'PlanTargetAdded', data: { ...about, targetId: `${about.planId}:${targets.length + 1}`, ...target, sessions, addedBy: by.personId, at } }];
};

const publish = (_: PublishTrainingPlan, { state, by, at }: On): TrainingPlanEvent[] => {
  const plan = known(state);
  if (plan.status === 'published') return [];
  return [{ type: 'TrainingPlanPublished', data: { ...inStatus(plan, 'created').about, publishedBy: by.personId, at } }];
};

const close = (_: CloseTrainingPlan, { state, by, at }: On): TrainingPlanEvent[] => {
  const plan = known(state);
  if (plan.status === 'closed') return [];
  return [{ type: 'TrainingPlanClosed', data: { ...inStatus(plan, 'published').about, closedBy: by.personId, at } }];
};

const known = (state: TrainingPlanState): Plan => {
  if (state.status === 'none') throw new Rejected('training-plan-not-found', 'There is no such training plan.');
  return state;
};

const inStatus = (plan: Plan, ...wanted: readonly Plan['status'][]): Plan => {
  if (wanted.includes(plan.status)) return plan;
  throw new Rejected(`training-plan-${plan.status}`, `The plan is ${plan.status}; this is possible only while it is ${wanted.join(' or ')}.`);
};

/** For other streams that rest on it. */
export const publishedPlan = (state: TrainingPlanState): Plan => inStatus(known(state), 'published');

const evolve = (state: TrainingPlanState, { type, data }: TrainingPlanEvent): TrainingPlanState => {
  if (type === 'TrainingPlanCreated') {
    const { planId, schoolYear, schoolId } = data;
    return { status: 'created', about: { planId, schoolYear, ...(schoolId && { schoolId }) }, targets: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'PlanTargetAdded': return { ...state, targets: [...state.targets, keyOf(data)] };
    case 'TrainingPlanPublished': return { ...state, status: 'published' };
    case 'TrainingPlanClosed': return { ...state, status: 'closed' };
  }
};

/** What training a school year is to bring. */
export const trainingPlan = decider<TrainingPlanState, TrainingPlanEvent>()('training-plan', {
  initial: { status: 'none' },
  decide: { CreateTrainingPlan: create, AddPlanTarget: addTarget, PublishTrainingPlan: publish, CloseTrainingPlan: close },
  evolve,
});
