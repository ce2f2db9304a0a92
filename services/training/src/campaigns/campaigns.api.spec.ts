import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, other, leader, campaign] = Array.from({ length: 4 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid];
const registered: Event =
  { type: 'TeacherRegistered', data: { personId: leader, schoolId: school, staffNo: '1', post: 'middle-leader', name: 'v1.k.x', subjects: ['chinese'], experienced: true, effectiveOn: '2012-08-20' } };
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await here.happened('people', registered);
});
afterAll(() => here?.close());

const step = (what: string, body: object, schoolId = school) => here.as(leader).post(`/v1/campaign-participations/${campaign}:${schoolId}/${what}`, body);

it('has schools take part, show what they did and be accepted', async () => {
  await bodyOf(here.officer().post('/v1/campaigns', { campaignId: campaign, kind: 'ideal-classroom', title: '理想教室', from: '2025-09-08', until: '2026-01-20' }), 201);
  await eventually(async () => expect((await step('enroll', { classes: 24 })).status).toBe(200));
  await bodyOf(step('enroll', { classes: 24 }, other), 403);
  await bodyOf(here.officer().post(`/v1/campaign-participations/${campaign}:${other}/enroll`, { classes: 6 }));
  await bodyOf(step('evidence', { evidence: '班级公约与一面墙' }));
  await bodyOf(step('accept', { result: 'reached' }), 403);
  await bodyOf(here.officer().post(`/v1/campaign-participations/${campaign}:${school}/accept`, { result: 'excellent' }));
  expect((await bodyOf(here.officer().post(`/v1/campaign-participations/${campaign}:${other}/accept`, { result: 'reached' }), 409)).code).toBe('evidence-missing');
});

it('tells who takes part', async () => {
  expect(await bodyOf(here.as(leader).get(`/v1/campaigns/${campaign}`))).toMatchObject({ title: '理想教室', schools: 2, classes: 30, accepted: 1 });
  expect(await bodyOf(here.as(leader).get('/v1/campaigns'))).toHaveLength(1);
  expect((await bodyOf(here.officer().get(`/v1/campaign-participations?campaignId=${campaign}&result=excellent`))).rows).toMatchObject([{ schoolId: school, evidence: [{ evidence: '班级公约与一面墙' }] }]);
  await bodyOf(here.as(leader).get(`/v1/campaign-participations/${campaign}:${school}`));
  await bodyOf(here.as(leader).get(`/v1/campaign-participations/${campaign}:${other}`), 403);
  await bodyOf(here.as(leader).get('/v1/campaign-participations'), 403);
});
