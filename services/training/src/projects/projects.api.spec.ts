import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, elsewhere, ann, leader, head, call, project] = Array.from({ length: 7 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
const registered = (personId: Uuid, schoolId: Uuid, post: TeacherPost): Event =>
  ({ type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: ['chinese'], experienced: true, effectiveOn: '2012-08-20' } });
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await here.happened('people', registered(ann, school, 'teacher'), registered(leader, school, 'school-leader'), registered(head, elsewhere, 'school-leader'));
});
afterAll(() => here?.close());

const step = (personId: Uuid, what: string, body: object) => here.as(personId).post(`/v1/projects/${project}/${what}`, body);

it('takes a proposal and has it reviewed by people of other schools', async () => {
  await bodyOf(here.officer().post('/v1/project-calls', { callId: call, kind: 'micro-research', title: '德育微课题征集', closesOn: '2025-10-15', wanted: 60 }), 201);
  await eventually(async () => expect((await here.as(ann).post('/v1/projects', { projectId: project, callId: call, title: '晨会的五分钟', plan: '行动研究' })).status).toBe(201));
  await eventually(async () => expect((await step(leader, 'review', { advice: 'approve', comment: '好' })).body.code).toBe('reviewer-of-same-school'));
  await bodyOf(step(ann, 'review', { advice: 'approve', comment: '好' }), 403);
  await bodyOf(step(head, 'review', { advice: 'approve', comment: '切口小，可行' }));
});

it('carries it through', async () => {
  await bodyOf(here.officer().post(`/v1/projects/${project}/approve`, { milestones: [{ milestone: 'mid-term', dueOn: '2026-01-15' }] }));
  await bodyOf(step(head, 'milestones', { milestone: 'mid-term', report: '不是我的' }), 403);
  await bodyOf(step(ann, 'milestones', { milestone: 'mid-term', report: '两轮观察' }));
  expect((await bodyOf(here.officer().post(`/v1/projects/${project}/conclude`, { grade: 'passed' }), 409)).code).toBe('outcome-missing');
  await bodyOf(step(ann, 'outcomes', { outcomeKind: 'paper', outcome: '论文一篇' }));
  await bodyOf(here.officer().post(`/v1/projects/${project}/conclude`, { grade: 'passed' }));
});

it('tells how far projects are, against what the county wants', async () => {
  await here.as(ann).post('/v1/projects', { callId: call, title: '另一个', plan: '另一个' });
  expect(await bodyOf(here.as(ann).get('/v1/project-board'))).toEqual([
    { schoolYear: '2025-2026', kind: 'micro-research', wanted: 60, carried: 1, submitted: 1, approved: 0, concluded: 1, rejected: 0, terminated: 0 },
  ]);
  expect(await bodyOf(here.as(ann).get(`/v1/projects/${project}`))).toMatchObject({ title: '晨会的五分钟', reviews: [{ comment: '切口小，可行' }], outcomes: [{ outcome: '论文一篇' }], grade: 'passed' });
  expect((await bodyOf(here.as(ann).get(`/v1/projects?applicantId=${ann}&status=concluded`))).rows).toHaveLength(1);
  expect((await bodyOf(here.as(leader).get(`/v1/projects?schoolId=${school}`))).rows).toHaveLength(2);
  await bodyOf(here.as(ann).get('/v1/projects'), 403);
  expect(await bodyOf(here.as(ann).get('/v1/project-calls'))).toMatchObject([{ title: '德育微课题征集', wanted: 60, closed: false }]);
});
