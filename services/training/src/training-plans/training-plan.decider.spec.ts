import type { TrainingPlanEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { trainingPlan } from './training-plan.decider';
import { trainingPlans } from './training-plans.view';

const id = 'plan';
const by = someone.personId;
const about = { planId: id, schoolYear: '2025-2026', at: someTime };
const created: TrainingPlanEvent = { type: 'TrainingPlanCreated', data: { ...about, audience: 'class-teachers', title: 'sealed', createdBy: by } };
const target = (n: number, sessions: number, more = {}): TrainingPlanEvent => ({ type: 'PlanTargetAdded', data: { ...about, targetId: `plan:${n}`, tier: 'city', ...more, sessions, addedBy: by } });
const published: TrainingPlanEvent = { type: 'TrainingPlanPublished', data: { ...about, publishedBy: by } };
const closed: TrainingPlanEvent = { type: 'TrainingPlanClosed', data: { ...about, closedBy: by } };
const plan = (...events: TrainingPlanEvent[]) => given(trainingPlan, ...events);
const create = { schoolYear: '2025-2026', audience: 'class-teachers' as const, title: 'sealed' };

describe('a training plan', () => {
  it('is of a school year, once', () => {
    plan().when('CreateTrainingPlan', create, { id }).then(created);
    plan(created).when('CreateTrainingPlan', create, { id }).then();
    plan().when('CreateTrainingPlan', { ...create, schoolYear: '2025-2027' }, { id }).rejected('not-a-school-year');
  });
  it('is part of a plan of the same school year that still goes on', () => {
    const part = (schoolYear: string, ...parent: TrainingPlanEvent[]) =>
      plan().when('CreateTrainingPlan', { ...create, schoolYear, parentPlanId: 'whole' }, { id, facts: { parent: plan(...parent).state() } });
    part('2025-2026', created).thenTypes('TrainingPlanCreated');
    part('2026-2027', created).rejected('other-school-year');
    part('2025-2026').rejected('training-plan-not-found');
    part('2025-2026', created, published, closed).rejected('training-plan-closed');
  });
  it('has targets by tier, region and stage, each once, until it is published', () => {
    const add = (more: object, ...events: TrainingPlanEvent[]) => plan(created, ...events).when('AddPlanTarget', { tier: 'city', sessions: 4, ...more }, { id });
    add({ regionCode: 'north', stage: 'junior' }).then(target(1, 4, { regionCode: 'north', stage: 'junior' }));
    add({}, target(1, 4, { regionCode: 'north' })).then(target(2, 4));
    add({}, target(1, 16)).rejected('target-twice');
    add({}, published).rejected('training-plan-published');
  });
  it('is published and closed', () => {
    plan(created).when('PublishTrainingPlan', {}, { id }).then(published);
    plan(created, published).when('PublishTrainingPlan', {}, { id }).then();
    plan(created).when('CloseTrainingPlan', {}, { id }).rejected('training-plan-created');
    plan(created, published).when('CloseTrainingPlan', {}, { id }).then(closed);
    plan(created, published, closed).when('PublishTrainingPlan', {}, { id }).rejected('training-plan-closed');
  });
});

describe('the view of plans', () => {
  it('has each plan with its targets', () => expect([...foldAll(trainingPlans, recorded([created, target(1, 16), published])).values()])
    .toMatchObject([{ planId: id, status: 'published', targets: [{ targetId: 'plan:1', tier: 'city', regionCode: null, stage: null, sessions: 16 }], streamVersion: 3 }]));
});
