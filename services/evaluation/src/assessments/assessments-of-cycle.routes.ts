import { Body, Controller, Inject, Post } from '@nestjs/common';
import type { Uuid } from '@homeroom/contracts';
import { type Decision, Flawed, Rejected } from '@homeroom/eventsourcing';
import { type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { evaluationCycle, rosterSubject } from '../evaluation-cycles/evaluation-cycle.decider';
import { evaluationCycleRefusals } from '../evaluation-cycles/evaluation-cycle.routes';
import { ratesInCycle, runsCycle } from '../who-may.model';
import { assessment, type AssessmentState } from './assessment.decider';
import { assessmentIdOf, type Scoring, SCORING } from './assessment.model';
import { assessmentRefusals, saidViews, schoolOfCaller } from './assessment.routes';
import { ComputeScores, FinaliseResults, RateIndicators, RecordQuantitativeMeasures } from './assessments-of-cycle.commands';
import { pinned } from './pinned-framework.model';

const waitsFor = saidViews;

/**
 * What is said or scored for many subjects of a cycle at once: one atomic append over their assessments, by the rules that
 * hold for each alone. Where some of it is refused nothing is done, and everything that is wrong is told with its place.
 */
@Controller('v1/evaluation-cycles')
export class AssessmentsOfCycleRoutes {
  constructor(@InjectStream(evaluationCycle) private readonly cycles: EventStream<typeof evaluationCycle>, @Inject(SCORING) private readonly scoring: Scoring) {}

  @Post(':cycleId/rate-indicators')
  @Handles(RateIndicators, { may: ratesInCycle, summary: 'Give levels on rubrics of several subjects', waitsFor })
  rateIndicators(@Target('cycleId') target: Target, @Body() { ratings }: RateIndicators) {
    return this.cycles.transact(target, async (decision) => {
      const facts = { ...await pinned(readOf(decision), target.id), ...await schoolOfCaller(target) };
      await states(decision, target.id, ratings.map(({ subjectId }) => subjectId));
      await allOrNone(ratings, 'ratings', ({ subjectId, ...rating }) => decision.decide(assessment, assessmentIdOf(target.id, subjectId), 'RateIndicator', rating, facts));
    });
  }

  @Post(':cycleId/record-quantitative-measures')
  @Handles(RecordQuantitativeMeasures, { may: runsCycle, summary: 'Record class-level values of several subjects', waitsFor })
  recordQuantitativeMeasures(@Target('cycleId') target: Target, @Body() { values }: RecordQuantitativeMeasures) {
    return this.cycles.transact(target, async (decision) => {
      const facts = await pinned(readOf(decision), target.id);
      await states(decision, target.id, values.map(({ subjectId }) => subjectId));
      await allOrNone(values, 'values', ({ subjectId, ...value }) => decision.decide(assessment, assessmentIdOf(target.id, subjectId), 'RecordQuantitativeMeasure', value, facts));
    });
  }

  @Post(':cycleId/compute-scores')
  @Handles(ComputeScores, { may: runsCycle, summary: 'Compute the scores of several subjects and record them', waitsFor })
  computeScores(@Target('cycleId') target: Target, @Body() { subjectIds }: ComputeScores) {
    return this.cycles.transact(target, async (decision) => {
      const { cycle, framework } = await pinned(readOf(decision), target.id);
      await allOrNone(subjectIds, 'subjectIds', async (subjectId) => rosterSubject(cycle, subjectId));
      await states(decision, target.id, subjectIds);
      const scores = await this.scoring.scoresOf({ ...aboutOf(target), cycle, framework, subjectIds });
      await allOrNone(subjectIds, 'subjectIds', (subjectId, nth) => decision.decide(assessment, assessmentIdOf(target.id, subjectId), 'ComputeScore', {}, { cycle, scored: scores[nth]! }));
    });
  }

  @Post(':cycleId/finalise-results')
  @Handles(FinaliseResults, { may: runsCycle, summary: 'Compute the scores of several subjects and make them their results', waitsFor })
  finaliseResults(@Target('cycleId') target: Target, @Body() { subjectIds }: FinaliseResults) {
    return this.cycles.transact(target, async (decision) => {
      const { cycle, framework } = await pinned(readOf(decision), target.id);
      await allOrNone(subjectIds, 'subjectIds', async (subjectId) => rosterSubject(cycle, subjectId));
      const known = await states(decision, target.id, subjectIds);
      // Who has a result keeps it: it is not computed for nothing.
      const open = subjectIds.filter((subjectId) => !known.get(subjectId)!.result);
      if (open.length === 0) return;
      const asked = { ...aboutOf(target), cycle, framework };
      // Before the scores: once none is missing, each of them sees the grades of all.
      const unscored = await this.scoring.unscored(asked);
      const scores = await this.scoring.scoresOf({ ...asked, subjectIds: open });
      const scored = new Map(open.map((subjectId, nth) => [subjectId, scores[nth]!]));
      await allOrNone(subjectIds, 'subjectIds', async (subjectId) => scored.has(subjectId)
        && decision.decide(assessment, assessmentIdOf(target.id, subjectId), 'FinaliseResult', {}, { cycle, scored: scored.get(subjectId)!, unscored }));
    });
  }
}

const readOf = (decision: Decision) => decision.state.bind(decision);

/** The assessments as they stand, read side by side: what is decided on them one by one then waits for nothing. */
const states = async (decision: Decision, cycleId: Uuid, subjectIds: readonly Uuid[]): Promise<ReadonlyMap<Uuid, AssessmentState>> =>
  new Map(await Promise.all([...new Set(subjectIds)].map(async (subjectId) => [subjectId, await decision.state(assessment, assessmentIdOf(cycleId, subjectId))] as const)));

const aboutOf = ({ request: { caller: { county }, at } }: Target) => ({ county, at });

const SAYS: Refusals = { ...assessmentRefusals, ...evaluationCycleRefusals };

/** What is refused for the cycle's sake, and not for that of one of them, is said once. */
const OF_THE_CYCLE = /^(cycle|cohort)-/;

/** Decides on one after the other, since two may be of one stream. @throws Flawed with what is wrong in any of them */
const allOrNone = async <Item>(items: readonly Item[], field: string, decide: (item: Item, nth: number) => Promise<unknown>): Promise<void> => {
  const flaws: Flawed['flaws'][number][] = [];
  for (const [nth, item] of items.entries()) {
    await decide(item, nth).catch((error: unknown) => {
      if (!(error instanceof Rejected) || OF_THE_CYCLE.test(error.code)) throw error;
      flaws.push({ pointer: `/${field}/${nth}`, code: error.code, says: { 'zh-CN': SAYS[error.code] ?? error.message, en: error.message } });
    });
  }
  if (flaws.length > 0) throw new Flawed('some-refused', 'Some of it is refused, so nothing was done: see errors.', flaws);
};

export const assessmentsOfCycleRefusals: Refusals = { 'some-refused': '其中部分未通过，均未生效：见 errors。' };
