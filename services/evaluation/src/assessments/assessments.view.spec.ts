import type { AssessmentEvent, EvaluationCycleEvent, RecordedScore } from '@homeroom/contracts';
import { foldAll, recorded, someTime as at } from '@homeroom/testing';
import { assessments } from './assessments.view';

const [cycleId, one, two] = ['cycle', 'one', 'two'];
const about = { assessmentId: `${cycleId}:${one}`, cycleId: cycleId!, subjectId: one!, at };
const frozen: EvaluationCycleEvent = { type: 'RosterFrozen', data: { cycleId: cycleId!, by: 'x', at, asOf: '2026-03-01', subjects: [{ subjectId: one!, schoolId: 's', personId: 'p', group: 'g' }, { subjectId: two! }], knownTo: {} } };
const rated = (raterId: string, level: number): AssessmentEvent => ({ type: 'IndicatorRated', data: { ...about, nodeId: 'n', measure: 'rating:n', level, raterId } });
const scored = (shown: string, cohortGrade?: 'EXCELLENT') => ({ result: { score: { exact: shown, stored: shown, shown }, grade: 'GOOD' }, ...(cohortGrade && { cohortGrade }) }) as unknown as RecordedScore;
const row = (...events: (AssessmentEvent | EvaluationCycleEvent)[]) => foldAll(assessments, recorded([frozen, ...events])).get(`${cycleId}:${one}`);

describe('an assessment\'s row', () => {
  it('is there for everyone on the roster, before anything is said', () => {
    expect([...foldAll(assessments, recorded([frozen])).keys()]).toEqual(['cycle:one', 'cycle:two']);
    expect(row()).toMatchObject({ status: 'open', personId: 'p', peerGroup: 'g', streamVersion: 0, ratings: [] });
  });
  it('holds the ratings that count: the last of each rater, overridden or not, without those taken back', () => {
    const overridden: AssessmentEvent = { type: 'RatingOverridden', data: { ...about, nodeId: 'n', measure: 'rating:n', raterId: 'b', fromLevel: 3, level: 1, reason: 'sealed', approvedBy: 'x' } };
    const withdrawn: AssessmentEvent = { type: 'RatingWithdrawn', data: { ...about, nodeId: 'n', measure: 'rating:n', raterId: 'a', withdrawnBy: 'a' } };
    expect(row(rated('a', 1), rated('a', 2), rated('b', 3), overridden)!.ratings.map(({ raterId, level, overridden: is }) => [raterId, level, is])).toEqual([['a', 2, false], ['b', 1, true]]);
    expect(row(rated('a', 1), withdrawn)!.ratings).toEqual([]);
  });
  it('shows the result with the cohort\'s grade, and no later score beside it', () => {
    const finalised: AssessmentEvent = { type: 'EvaluationResultFinalised', data: { ...about, resultVersion: 1, kind: 'basic', subjectType: 'class-teacher', scored: scored('90.00', 'EXCELLENT'), finalisedBy: 'x' } };
    const computed: AssessmentEvent = { type: 'ScoreComputed', data: { ...about, scored: scored('50.00'), computedBy: 'x' } };
    const recomputed: AssessmentEvent = { type: 'ResultRecomputed', data: { ...about, resultVersion: 2, becauseOf: { cause: 'objection', id: 'o' }, kind: 'basic', subjectType: 'class-teacher', scored: scored('92.00'), recomputedBy: 'x' } };
    expect(row(computed)).toMatchObject({ status: 'scored', score: '50.00', resultVersion: 0 });
    expect(row(finalised, computed)).toMatchObject({ status: 'finalised', score: '90.00', grade: 'EXCELLENT', resultVersion: 1 });
    expect(row(finalised, recomputed)).toMatchObject({ status: 'recomputed', score: '92.00', grade: 'GOOD', resultVersion: 2 });
  });
});
