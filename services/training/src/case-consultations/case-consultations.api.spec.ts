import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, leader, ann, deputy, report, consultation] = Array.from({ length: 6 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-10-08T01:00:00.000Z');
  const registered = (personId: Uuid, post: string): Event => ({ type: 'TeacherRegistered', data: { personId, schoolId: school, staffNo: post, post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2012-08-20' } });
  await here.happened('people', registered(leader, 'school-leader'), registered(deputy, 'middle-leader'), { type: 'UpwardReportRaised', data: { reportId: report, classId: randomUUID(), schoolId: school } });
});
afterAll(() => here?.close());

it('cites what organization has told of, and is read by those who were there and who lead its school', async () => {
  const hold = (reportIds: Uuid[], schoolId?: Uuid) => here.as(leader).post('/v1/case-consultations', { consultationId: consultation, schoolId, mode: 'consultation', theme: 'habit-formation', reportIds, participantIds: [leader, ann] });
  await eventually(async () => expect((await hold([randomUUID()], school)).body.code).toBe('report-not-found'));
  await bodyOf(hold([report]), 403);
  await eventually(async () => expect((await hold([report], school)).status).toBe(201));
  await bodyOf(here.as(ann).post(`/v1/case-consultations/${consultation}/opinions`, { opinion: '先家访，再谈规则' }));
  await bodyOf(here.as(randomUUID()).post(`/v1/case-consultations/${consultation}/opinions`, { opinion: '？' }), 403);
  expect(await bodyOf(here.as(ann).get(`/v1/case-consultations/${consultation}`))).toMatchObject({ reportIds: [report], opinions: [{ opinion: '先家访，再谈规则', opinionBy: ann, reportId: null }] });
  await bodyOf(here.as(randomUUID()).get(`/v1/case-consultations/${consultation}`), 403);
  await eventually(async () => expect((await here.as(deputy).get(`/v1/case-consultations/${consultation}`)).status).toBe(200));
  const found = async (query: string) => (await bodyOf(here.officer().get(`/v1/case-consultations?${query}`))).rows.length;
  expect([await found(`reportId=${report}`), await found(`reportId=${randomUUID()}`), await found(`participantId=${ann}&theme=habit-formation`)]).toEqual([1, 0, 1]);
});
