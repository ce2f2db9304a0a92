import type { ImprovementPlanEvent, RecordedScore } from '@homeroom/contracts';
import { given, someone, someTime as at } from '@homeroom/testing';
import { assessment } from '../assessments/assessment.decider';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { improvementPlan } from './improvement-plan.decider';

const [cycleId, later, subjectId] = ['e101', 'e102', 'c001'].map((end) => `018f6b1e-0000-7000-8000-00000000${end}`) as [string, string, string];
const cycle = (id: string, until: string) => given(evaluationCycle,
  { type: 'CycleOpened', data: { cycleId: id, by: 'x', at, kind: 'basic', owner: 's', frameworkId: 'f', frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until, objectionWorkingDays: 5 } },
  { type: 'RosterFrozen', data: { cycleId: id, by: 'x', at, asOf: '2026-03-01', subjects: [{ subjectId }], knownTo: {} } }).state();
const scored = (exact: string | null) => ({ result: { nodes: [{ nodeId: 'order', score: exact === null ? null : { exact, stored: exact, shown: exact }, grade: null }] } }) as unknown as RecordedScore;
const assessed = (exact: string | null) => given(assessment, { type: 'EvaluationResultFinalised', data: { assessmentId: 'a', cycleId, subjectId, at, resultVersion: 1, kind: 'basic', subjectType: 'class-teacher', scored: scored(exact), finalisedBy: 'x' } }).state();

const create = (nodeIds: string[], facts = { cycle: cycle(cycleId, '2026-06-30'), assessment: assessed('172/3') }, reviewBy = '2026-07-01') =>
  given(improvementPlan).when('CreateImprovementPlan', { cycleId, subjectId, nodeIds, plan: 'sealed', reviewBy }, { id: 'plan', facts });
const created = create(['order']).events;
const review = (cycleIs: string, until: string, after: string | null, ...events: ImprovementPlanEvent[]) => given(improvementPlan, ...events).when('ReviewImprovementPlan', { cycleId: cycleIs }, {
  id: 'plan', facts: { before: cycle(cycleId, '2026-06-30'), cycle: cycle(cycleIs, until), assessment: after === 'none' ? given(assessment).state() : assessed(after) },
});

describe('an improvement plan', () => {
  it('answers nodes of a finalised result, and keeps their scores', () => {
    expect(created).toEqual([{ type: 'ImprovementPlanCreated', data: {
      planId: 'plan', subjectId, at, cycleId, resultVersion: 1, subjectType: 'class-teacher', weak: [{ nodeId: 'order', score: '172/3' }], plan: 'sealed', reviewBy: '2026-07-01', createdBy: someone.personId,
    } }]);
    create(['nothing']).rejected('no-such-node');
    create(['order'], { cycle: cycle(cycleId, '2026-06-30'), assessment: given(assessment).state() }).rejected('result-not-finalised');
    create(['order'], undefined, '2025-09-08').rejected('review-in-the-past');
  });
  it('is held against cycles that end later, once each', () => {
    const reviewed = review(later, '2027-06-30', '70', ...created).events;
    expect(reviewed).toMatchObject([{ type: 'ImprovementPlanReviewed', data: { cycleId: later, found: [{ nodeId: 'order', before: '172/3', after: '70' }] } }]);
    review(later, '2027-06-30', '70', ...created, ...reviewed).then();
    review(later, '2026-06-30', '70', ...created).rejected('cycle-not-later');
    review(later, '2027-06-30', 'none', ...created).rejected('result-not-finalised');
    expect(review(later, '2027-06-30', null, ...created).events).toMatchObject([{ data: { found: [{ after: null }] } }]);
  });
  it('is closed for good', () => {
    const closed = given(improvementPlan, ...created).when('CloseImprovementPlan', { outcome: 'achieved' }, { id: 'plan' }).events;
    given(improvementPlan, ...created, ...closed).when('CloseImprovementPlan', { outcome: 'achieved' }, { id: 'plan' }).then();
    given(improvementPlan, ...created, ...closed).when('CloseImprovementPlan', { outcome: 'not-achieved' }, { id: 'plan' }).rejected('improvement-plan-closed');
    review(later, '2027-06-30', '70').rejected('improvement-plan-not-found');
  });
});
