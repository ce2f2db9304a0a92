import type { AssessmentEvent, RecordedScore, RosterSubject, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import { type Cycle, type EvaluationCycleState, inStatus, rosterSubject } from '../evaluation-cycles/evaluation-cycle.decider';
import type { PublishedFramework } from '../frameworks/framework.decider';
import type { ObjectionState } from '../objections/objection.decider';
import type {
  ApproveCorrection, AttachEvidence, ComputeScore, FinaliseResult, OverrideRating, RateIndicator, RecomputeResult, RecordQuantitativeMeasure, SubmitSelfAssessment, WithdrawRating,
} from './assessment.commands';
import { cycleIdOf, leaves, rubricLeaf, sameScore, subjectIdOf } from './assessment.model';

export interface AssessmentState {
  /** Levels that count, by node, then by rater. */
  readonly ratings: { readonly [nodeId: string]: { readonly [raterId: Uuid]: number } };
  /** Everyone who ever rated: they do not decide on objections. */
  readonly raterIds: readonly Uuid[];
  readonly values: { readonly [measure: string]: string };
  readonly evidenceIds: readonly Uuid[];
  readonly scored?: RecordedScore;
  /** The result that holds, once there is one. */
  readonly result?: { readonly resultVersion: number; readonly scored: RecordedScore };
  readonly corrections: readonly Uuid[];
  /** Objections and corrections that led to another version. */
  readonly used: readonly Uuid[];
}

interface InCycle { readonly cycle: EvaluationCycleState }
interface ByFramework extends InCycle { readonly framework: PublishedFramework }
/** Where the rater works, by organization's word; absent for who works in no school. */
interface Rating extends ByFramework { readonly raterSchoolId?: Uuid }
interface Scored extends InCycle { readonly scored: RecordedScore }
/** `unscored`: how many of the cycle have no score yet, where the grade depends on theirs. */
interface Finalising extends Scored { readonly unscored: number }
interface Recomputing extends Scored { readonly objection?: ObjectionState }

const about = ({ id: assessmentId, at }: Pick<Deciding<AssessmentState>, 'id' | 'at'>) => ({ assessmentId, cycleId: cycleIdOf(assessmentId), subjectId: subjectIdOf(assessmentId), at });

/** Only while the cycle collects, only for who is on its roster. */
const collecting = (cycle: EvaluationCycleState, id: string): { cycle: Cycle; subject: RosterSubject } =>
  ({ cycle: inStatus(cycle, 'collecting'), subject: rosterSubject(cycle, subjectIdOf(id)) });

const attach = ({ evidenceId, nodeId, kind, what }: AttachEvidence, deciding: Deciding<AssessmentState, InCycle>): AssessmentEvent[] => {
  const { id, state, by, facts } = deciding;
  collecting(facts.cycle, id);
  if (state.evidenceIds.includes(evidenceId!)) return [];
  return [{ type: 'EvidenceAttached', data: { ...about(deciding), evidenceId: evidenceId!, ...(nodeId && { nodeId }), kind, what, attachedBy: by.personId } }];
};

const rate = ({ nodeId, level, comment }: RateIndicator, deciding: Deciding<AssessmentState, Rating>): AssessmentEvent[] => {
  const { id, state, by: { personId: raterId }, facts } = deciding;
  const { cycle, subject } = collecting(facts.cycle, id);
  withoutConflict(cycle, subject, raterId, facts.raterSchoolId);
  const { measure } = rubricLeaf(facts.framework, nodeId, level);
  if (state.ratings[nodeId]?.[raterId] === level) return [];
  return [{ type: 'IndicatorRated', data: { ...about(deciding), nodeId, measure, level, raterId, ...(comment && { comment }) } }];
};

/** A school's cycle is rated from within, the county's from without; nobody rates themselves. */
const withoutConflict = ({ kind, raterIds }: Cycle, { personId, schoolId }: RosterSubject, raterId: Uuid, raterSchoolId: Uuid | undefined): void => {
  if (!raterIds.includes(raterId)) throw new Forbidden('not-a-rater', 'You are not a rater of this cycle.');
  if (personId === raterId) throw new Forbidden('rates-oneself', 'Nobody rates themselves.');
  if (kind === 'basic' && raterSchoolId !== schoolId) throw new Forbidden('rater-of-another-school', 'A school\'s own cycle is rated by its own people.');
  if (kind !== 'basic' && schoolId !== undefined && raterSchoolId === schoolId) throw new Forbidden('rater-of-own-school', 'In the county\'s cycle nobody rates their own school.');
};

const withdraw = ({ nodeId }: WithdrawRating, deciding: Deciding<AssessmentState, ByFramework>): AssessmentEvent[] => {
  const { id, state, by: { personId: raterId }, facts } = deciding;
  collecting(facts.cycle, id);
  if (state.ratings[nodeId]?.[raterId] === undefined) return [];
  const { measure } = rubricLeaf(facts.framework, nodeId);
  return [{ type: 'RatingWithdrawn', data: { ...about(deciding), nodeId, measure, raterId, withdrawnBy: raterId } }];
};

const record = ({ name, value }: RecordQuantitativeMeasure, deciding: Deciding<AssessmentState, ByFramework>): AssessmentEvent[] => {
  const { id, state, by, facts } = deciding;
  collecting(facts.cycle, id);
  const measure = `quantitative:${name}`;
  if (!leaves(facts.framework).some((one) => one.measure === measure)) throw new Rejected('no-such-measure', 'The framework does not ask for this value.');
  if (state.values[measure] === value) return [];
  return [{ type: 'QuantitativeMeasureRecorded', data: { ...about(deciding), measure, value, recordedBy: by.personId } }];
};

const submit = ({ text }: SubmitSelfAssessment, deciding: Deciding<AssessmentState, InCycle>): AssessmentEvent[] => {
  collecting(deciding.facts.cycle, deciding.id);
  return [{ type: 'SelfAssessmentSubmitted', data: { ...about(deciding), text, submittedBy: deciding.by.personId } }];
};

const override = ({ nodeId, raterId, level, reason }: OverrideRating, deciding: Deciding<AssessmentState, ByFramework>): AssessmentEvent[] => {
  const { id, state, by, facts } = deciding;
  const cycle = inStatus(facts.cycle, 'collecting', 'collected', 'in-review');
  if (state.result) throw new Rejected('result-finalised', 'The result is final: it changes only through an upheld objection or an approved correction.');
  if (by.personId === raterId) throw new Forbidden('own-rating', 'Somebody else approves that your rating counts differently.');
  if (by.personId === rosterSubject(cycle, subjectIdOf(id)).personId) throw new Forbidden('rates-oneself', 'Nobody rates themselves.');
  const { measure } = rubricLeaf(facts.framework, nodeId, level);
  const fromLevel = state.ratings[nodeId]?.[raterId];
  if (fromLevel === undefined) throw new Rejected('rating-not-found', 'There is no such rating.');
  if (fromLevel === level) return [];
  return [{ type: 'RatingOverridden', data: { ...about(deciding), nodeId, measure, raterId, fromLevel, level, reason, approvedBy: by.personId } }];
};

const compute = (_: ComputeScore, deciding: Deciding<AssessmentState, Scored>): AssessmentEvent[] => {
  const { id, state, by, facts: { cycle, scored } } = deciding;
  rosterSubject(cycle, subjectIdOf(id));
  if (sameScore(state.scored, scored)) return [];
  return [{ type: 'ScoreComputed', data: { ...about(deciding), scored, computedBy: by.personId } }];
};

const finalise = (_: FinaliseResult, deciding: Deciding<AssessmentState, Finalising>): AssessmentEvent[] => {
  const { state, by, facts: { cycle, scored } } = deciding;
  if (state.result) return [];
  const told = whose(inStatus(cycle, 'in-review', 'publicised', 'objections-closed'), deciding.id);
  unblocked(scored);
  if (deciding.facts.unscored > 0) throw new Rejected('cohort-not-scored', `${deciding.facts.unscored} of the cycle have no score yet: compute theirs first, the quota of grades needs them.`, { unscored: deciding.facts.unscored });
  return [{ type: 'EvaluationResultFinalised', data: { ...about(deciding), resultVersion: 1, ...told, scored, finalisedBy: by.personId } }];
};

const whose = (cycle: Cycle, id: string) => {
  const { schoolId, personId } = rosterSubject(cycle, subjectIdOf(id));
  return { kind: cycle.kind, subjectType: cycle.subjectType, ...(schoolId && { schoolId }), ...(personId && { personId }) };
};

const unblocked = ({ result: { status, blockedBy } }: RecordedScore): void => {
  if (status === 'blocked') throw new Rejected('score-blocked', `There is no score while these have no value: ${blockedBy.join(', ')}.`);
};

const approve = ({ correctionId, reason }: ApproveCorrection, deciding: Deciding<AssessmentState, InCycle>): AssessmentEvent[] => {
  const { state, by } = deciding;
  result(state);
  if (state.corrections.includes(correctionId!)) return [];
  if (rosterSubject(deciding.facts.cycle, subjectIdOf(deciding.id)).personId === by.personId) throw new Forbidden('own-result', 'Somebody else approves a correction of your result.');
  return [{ type: 'CorrectionApproved', data: { ...about(deciding), correctionId: correctionId!, reason, approvedBy: by.personId } }];
};

const recompute = ({ cause, causeId }: RecomputeResult, deciding: Deciding<AssessmentState, Recomputing>): AssessmentEvent[] => {
  const { id, state, by, facts: { cycle, scored, objection } } = deciding;
  const { resultVersion } = result(state);
  if (state.used.includes(causeId)) return [];
  if (cause === 'correction' && !state.corrections.includes(causeId)) throw new Rejected('correction-not-found', 'No such correction is approved.');
  if (cause === 'objection' && (objection?.status !== 'upheld' || objection.about.assessmentId !== id)) throw new Rejected('objection-not-upheld', 'No such objection against this result is upheld.');
  unblocked(scored);
  return [{ type: 'ResultRecomputed', data: {
    ...about(deciding), resultVersion: resultVersion + 1, becauseOf: { cause, id: causeId }, ...whose(cycle as Cycle, id), scored, recomputedBy: by.personId,
  } }];
};

const result = (state: AssessmentState) => {
  if (!state.result) throw new Rejected('result-not-finalised', 'There is no finalised result yet.');
  return state.result;
};

const withLevel = ({ ratings }: AssessmentState, nodeId: string, raterId: Uuid, level: number) => ({ ...ratings, [nodeId]: { ...ratings[nodeId], [raterId]: level } });

const withoutLevel = ({ ratings }: AssessmentState, nodeId: string, raterId: Uuid) => {
  const { [raterId]: _, ...rest } = ratings[nodeId] ?? {};
  return { ...ratings, [nodeId]: rest };
};

const evolve = (state: AssessmentState, { type, data }: AssessmentEvent): AssessmentState => {
  switch (type) {
    case 'EvidenceAttached': return { ...state, evidenceIds: [...state.evidenceIds, data.evidenceId] };
    case 'IndicatorRated': return { ...state, ratings: withLevel(state, data.nodeId, data.raterId, data.level), raterIds: [...new Set([...state.raterIds, data.raterId])] };
    case 'RatingOverridden': return { ...state, ratings: withLevel(state, data.nodeId, data.raterId, data.level) };
    case 'RatingWithdrawn': return { ...state, ratings: withoutLevel(state, data.nodeId, data.raterId) };
    case 'QuantitativeMeasureRecorded': return { ...state, values: { ...state.values, [data.measure]: data.value } };
    case 'SelfAssessmentSubmitted': return state;
    case 'ScoreComputed': return { ...state, scored: data.scored };
    case 'EvaluationResultFinalised': return { ...state, result: { resultVersion: data.resultVersion, scored: data.scored } };
    case 'CorrectionApproved': return { ...state, corrections: [...state.corrections, data.correctionId] };
    case 'ResultRecomputed': return { ...state, result: { resultVersion: data.resultVersion, scored: data.scored }, used: [...state.used, data.becauseOf.id] };
  }
};

/** One subject in one cycle: what is said about it, and the result. */
export const assessment = decider<AssessmentState, AssessmentEvent>()('assessment', {
  initial: { ratings: {}, raterIds: [], values: {}, evidenceIds: [], corrections: [], used: [] },
  decide: {
    AttachEvidence: attach, RateIndicator: rate, WithdrawRating: withdraw, RecordQuantitativeMeasure: record, SubmitSelfAssessment: submit, OverrideRating: override,
    ComputeScore: compute, FinaliseResult: finalise, ApproveCorrection: approve, RecomputeResult: recompute,
  },
  evolve,
});
