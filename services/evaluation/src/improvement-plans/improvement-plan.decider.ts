import type { ImprovementPlanEvent, LocalDate, PlanOutcome, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { AssessmentState } from '../assessments/assessment.decider';
import { type EvaluationCycleState, rosterSubject } from '../evaluation-cycles/evaluation-cycle.decider';
import type { CloseImprovementPlan, CreateImprovementPlan, ReviewImprovementPlan } from './improvement-plan.commands';

interface Plan {
  readonly status: 'open' | 'reviewed' | 'closed';
  readonly about: { readonly planId: Uuid; readonly subjectId: Uuid; readonly cycleId: Uuid };
  readonly weak: readonly { readonly nodeId: string; readonly score: string | null }[];
  readonly reviewedCycleIds: readonly Uuid[];
  readonly outcome?: PlanOutcome;
}

export type ImprovementPlanState = { readonly status: 'none' } | Plan;

interface Creating { readonly cycle: EvaluationCycleState; readonly assessment: AssessmentState }
/** The cycle behind the plan, the later one, and the subject's assessment in that. */
interface Reviewing extends Creating { readonly before: EvaluationCycleState }

const create = ({ cycleId, subjectId, nodeIds, plan, reviewBy }: CreateImprovementPlan, { id: planId, state, by, at, facts }: Deciding<ImprovementPlanState, Creating>): ImprovementPlanEvent[] => {
  if (state.status !== 'none') return [];
  const { cycle, assessment } = facts;
  rosterSubject(cycle, subjectId);
  if (cycle.status === 'none' || !assessment.result) throw new Rejected('result-not-finalised', 'A plan answers a finalised result.');
  const scores = scoresOf(assessment);
  const unknown = nodeIds.filter((nodeId) => !scores.has(nodeId));
  if (unknown.length > 0) throw new Rejected('no-such-node', `The result has no ${unknown.join(', ')}.`);
  if (reviewBy <= at.slice(0, 10)) throw new Rejected('review-in-the-past', 'The plan is looked at again on a day to come.');
  return [{ type: 'ImprovementPlanCreated', data: {
    planId, subjectId, cycleId, resultVersion: assessment.result.resultVersion, subjectType: cycle.subjectType, weak: nodeIds.map((nodeId) => ({ nodeId, score: scores.get(nodeId)! })),
    plan, reviewBy, createdBy: by.personId, at,
  } }];
};

/** Exact scores of the result that holds; `null` where a node has no value. */
const scoresOf = ({ result }: AssessmentState): ReadonlyMap<string, string | null> => new Map(result?.scored.result.nodes.map(({ nodeId, score }) => [nodeId, score?.exact ?? null]));

const review = ({ cycleId, note }: ReviewImprovementPlan, { state, by, at, facts }: Deciding<ImprovementPlanState, Reviewing>): ImprovementPlanEvent[] => {
  const { about: { planId, subjectId }, weak, reviewedCycleIds } = open(state);
  if (reviewedCycleIds.includes(cycleId)) return [];
  const { before, cycle, assessment } = facts;
  rosterSubject(cycle, subjectId);
  if (cycle.status === 'none' || before.status === 'none' || lastDay(cycle) <= lastDay(before)) throw new Rejected('cycle-not-later', 'A plan is held against a cycle that ends later than its own.');
  if (!assessment.result) throw new Rejected('result-not-finalised', 'The later result is not finalised yet.');
  const scores = scoresOf(assessment);
  const found = weak.map(({ nodeId, score }) => ({ nodeId, before: score, after: scores.get(nodeId) ?? null }));
  return [{ type: 'ImprovementPlanReviewed', data: { planId, subjectId, cycleId, resultVersion: assessment.result.resultVersion, found, ...(note && { note }), reviewedBy: by.personId, at } }];
};

const lastDay = (cycle: Exclude<EvaluationCycleState, { status: 'none' }>): LocalDate => cycle.until;

const close = ({ outcome, note }: CloseImprovementPlan, { state, by, at }: Deciding<ImprovementPlanState>): ImprovementPlanEvent[] => {
  if (state.status === 'closed' && state.outcome === outcome) return [];
  const { about: { planId, subjectId } } = open(state);
  return [{ type: 'ImprovementPlanClosed', data: { planId, subjectId, outcome, ...(note && { note }), closedBy: by.personId, at } }];
};

const open = (state: ImprovementPlanState): Plan => {
  if (state.status === 'none') throw new Rejected('improvement-plan-not-found', 'There is no such improvement plan.');
  if (state.status === 'closed') throw new Rejected('improvement-plan-closed', 'The plan is closed: make another one.');
  return state;
};

const evolve = (state: ImprovementPlanState, { type, data }: ImprovementPlanEvent): ImprovementPlanState => {
  if (type === 'ImprovementPlanCreated') {
    const { planId, subjectId, cycleId, weak } = data;
    return { status: 'open', about: { planId, subjectId, cycleId }, weak, reviewedCycleIds: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'ImprovementPlanReviewed': return { ...state, status: 'reviewed', reviewedCycleIds: [...state.reviewedCycleIds, data.cycleId] };
    case 'ImprovementPlanClosed': return { ...state, status: 'closed', outcome: data.outcome };
  }
};

/** A plan that answers weak indicators, and what later cycles found. */
export const improvementPlan = decider<ImprovementPlanState, ImprovementPlanEvent>()('improvement-plan', {
  initial: { status: 'none' },
  decide: { CreateImprovementPlan: create, ReviewImprovementPlan: review, CloseImprovementPlan: close },
  evolve,
});
