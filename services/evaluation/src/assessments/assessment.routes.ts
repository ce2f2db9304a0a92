import { Body, Controller, Inject, Post } from '@nestjs/common';
import { derivedId, type Uuid } from '@homeroom/contracts';
import { anyOf, type EventStream, Handles, InjectStream, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { objection } from '../objections/objection.decider';
import { personPositions } from '../people/person-positions.view';
import { countyStaff, evaluated, rater, runsAssessment } from '../who-may.model';
import {
  ApproveCorrection, AttachEvidence, ComputeScore, FinaliseResult, OverrideRating, RateIndicator, RecomputeResult, RecordQuantitativeMeasure, SubmitSelfAssessment, WithdrawRating,
} from './assessment.commands';
import { assessment } from './assessment.decider';
import { cycleIdOf, type Scoring, SCORING, subjectIdOf } from './assessment.model';
import { facts } from '../facts/facts.view';
import { recordedScores } from '../scores/recorded-scores.view';
import { assessments } from './assessments.view';
import { pinned } from './pinned-framework.model';

/** A score that is asked for next counts what was said last. */
export const saidViews = [assessments, facts, recordedScores];
const waitsFor = saidViews;

const cycleFacts = async (read: ReadFacts, { id }: Target) => ({ cycle: await read(evaluationCycle, cycleIdOf(id)) });

const frameworkFacts = (read: ReadFacts, { id }: Target) => pinned(read, cycleIdOf(id));

/** Where the caller works, if in a school. */
export const schoolOfCaller = async ({ request: { edge: { runtime }, caller: { county, personId } } }: Target): Promise<{ raterSchoolId?: Uuid }> => {
  const [position] = await runtime.find(county, personPositions, { personId });
  return position ? { raterSchoolId: position.schoolId } : {};
};

@Controller('v1/assessments')
export class AssessmentRoutes {
  constructor(@InjectStream(assessment) private readonly assessments: EventStream<typeof assessment>, @Inject(SCORING) private readonly scoring: Scoring) {}

  @Post(':assessment/attach-evidence')
  @Handles(AttachEvidence, { may: anyOf(evaluated, rater, runsAssessment), summary: 'File evidence', waitsFor })
  attachEvidence(@Target('assessment') target: Target, @Body() data: AttachEvidence) {
    data.evidenceId ??= derivedId(target.request.commandId, 'evidence');
    return this.assessments.handle(target, 'AttachEvidence', data, (read) => cycleFacts(read, target));
  }

  @Post(':assessment/rate')
  @Handles(RateIndicator, { may: rater, summary: 'Give a level on a rubric', waitsFor })
  rateIndicator(@Target('assessment') target: Target, @Body() data: RateIndicator) {
    return this.assessments.handle(target, 'RateIndicator', data, async (read) => ({ ...await frameworkFacts(read, target), ...await schoolOfCaller(target) }));
  }

  @Post(':assessment/withdraw-rating')
  @Handles(WithdrawRating, { may: rater, summary: 'Take one\'s own rating back', waitsFor })
  withdrawRating(@Target('assessment') target: Target, @Body() data: WithdrawRating) {
    return this.assessments.handle(target, 'WithdrawRating', data, (read) => frameworkFacts(read, target));
  }

  @Post(':assessment/record-quantitative')
  @Handles(RecordQuantitativeMeasure, { may: runsAssessment, summary: 'Record a class-level value', waitsFor })
  recordQuantitativeMeasure(@Target('assessment') target: Target, @Body() data: RecordQuantitativeMeasure) {
    return this.assessments.handle(target, 'RecordQuantitativeMeasure', data, (read) => frameworkFacts(read, target));
  }

  @Post(':assessment/submit-self-assessment')
  @Handles(SubmitSelfAssessment, { may: evaluated, summary: 'Say how one sees one\'s own work', waitsFor })
  submitSelfAssessment(@Target('assessment') target: Target, @Body() data: SubmitSelfAssessment) {
    return this.assessments.handle(target, 'SubmitSelfAssessment', data, (read) => cycleFacts(read, target));
  }

  @Post(':assessment/override-rating')
  @Handles(OverrideRating, { may: runsAssessment, summary: 'Let a rating count with another level, for a reason', waitsFor })
  overrideRating(@Target('assessment') target: Target, @Body() data: OverrideRating) {
    return this.assessments.handle(target, 'OverrideRating', data, (read) => frameworkFacts(read, target));
  }

  @Post(':assessment/compute-score')
  @Handles(ComputeScore, { may: runsAssessment, summary: 'Compute the score of this moment and record it', waitsFor })
  computeScore(@Target('assessment') target: Target, @Body() data: ComputeScore) {
    return this.assessments.handle(target, 'ComputeScore', data, (read) => this.scored(read, target));
  }

  @Post(':assessment/finalise')
  @Handles(FinaliseResult, { may: runsAssessment, summary: 'Compute the score and make it the result', waitsFor })
  finaliseResult(@Target('assessment') target: Target, @Body() data: FinaliseResult) {
    return this.assessments.handle(target, 'FinaliseResult', data, async (read) => {
      // Before the score: once none is missing, the score sees the grades of all.
      const { caller: { county }, at } = target.request;
      const unscored = await this.scoring.unscored({ ...await frameworkFacts(read, target), county, at });
      return { ...await this.scored(read, target), unscored };
    });
  }

  @Post(':assessment/approve-correction')
  @Handles(ApproveCorrection, { may: countyStaff, summary: 'Approve that a finalised result is computed anew', waitsFor })
  approveCorrection(@Target('assessment') target: Target, @Body() data: ApproveCorrection) {
    data.correctionId ??= derivedId(target.request.commandId, 'correction');
    return this.assessments.handle(target, 'ApproveCorrection', data, (read) => cycleFacts(read, target));
  }

  @Post(':assessment/recompute')
  @Handles(RecomputeResult, { may: anyOf(countyStaff, runsAssessment), summary: 'Compute a finalised result anew, for an upheld objection or an approved correction', waitsFor })
  recomputeResult(@Target('assessment') target: Target, @Body() data: RecomputeResult) {
    return this.assessments.handle(target, 'RecomputeResult', data, async (read) => ({
      ...await this.scored(read, target), ...(data.cause === 'objection' && { objection: await read(objection, data.causeId) }),
    }));
  }

  private async scored(read: ReadFacts, target: Target) {
    const { caller: { county }, at } = target.request;
    const facts = await frameworkFacts(read, target);
    const [scored] = await this.scoring.scoresOf({ ...facts, county, subjectIds: [subjectIdOf(target.id)], at });
    return { cycle: facts.cycle, scored: scored! };
  }
}

export const assessmentRefusals: Refusals = {
  'assessment-not-found': '没有这项评价。',
  'not-a-rater': '您不是本周期的评议人。',
  'rates-oneself': '不得评议本人。',
  'rater-of-another-school': '校内评价由本校人员评议。',
  'rater-of-own-school': '全县（市）评价中不得评议本校对象。',
  'no-such-rubric': '评价方案中没有这项评议。',
  'no-such-level': '该评议没有这个等次。',
  'no-such-measure': '评价方案不采集该项数值。',
  'rating-not-found': '没有这项评议记录。',
  'own-rating': '本人的评议须由他人批准调整。',
  'own-result': '本人的结果须由他人批准更正。',
  'result-finalised': '结果已确定，只能因异议成立或经批准的更正而改变。',
  'result-not-finalised': '结果尚未确定。',
  'score-blocked': '关键项目缺少数据，暂不能得出结果。',
  'cohort-not-scored': '本周期尚有对象未计算得分，等级名额须全部得分后确定。',
  'facts-behind': '数据尚未到齐，请稍后再试。',
  'correction-not-found': '没有经批准的更正。',
  'objection-not-upheld': '没有针对该结果且成立的异议。',
};
