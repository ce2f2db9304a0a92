import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, leader, ann, bo, old, camp, other] = Array.from({ length: 7 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
const registered = (personId: Uuid, more: object): Event =>
  ({ type: 'TeacherRegistered', data: { personId, schoolId: school, staffNo: personId.slice(0, 8), post: 'teacher', name: 'v1.k.x', subjects: ['chinese'], experienced: true, effectiveOn: '2012-08-20', ...more } });
const opening = {
  title: '第一青年班主任学习营', leaderId: leader, startsOn: '2025-09-01', places: 30,
  checkpoints: [{ checkpoint: 'class-meeting', mandatory: true }, { checkpoint: 'reading', mandatory: false }],
};
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await here.happened('people', registered(leader, { post: 'school-leader' }), registered(ann, { experienced: false, effectiveOn: '2025-08-25' }), registered(old, {}), registered(bo, {}),
    { type: 'ClassTeacherAppointed', data: { classId: randomUUID(), schoolId: school, appointmentId: 'c:1', personId: bo, from: '2025-09-01', firstTime: true } });
});
afterAll(() => here?.close());

const admit = (personId: Uuid, campId = camp) => here.as(leader).post(`/v1/study-camps/${campId}/admit-member`, { personId, from: '2025-09-01' });

it('takes in whom organization knows as beginners, each in one camp', async () => {
  await bodyOf(here.officer().post('/v1/study-camps', { ...opening, campId: camp }), 201);
  await bodyOf(here.officer().post('/v1/study-camps', { ...opening, campId: other }), 201);
  await eventually(async () => expect((await admit(bo)).status).toBe(200));
  await bodyOf(admit(ann));
  expect((await bodyOf(admit(old), 409)).code).toBe('not-a-beginner');
  expect((await bodyOf(admit(ann, other), 409)).code).toBe('in-another-camp');
  expect((await bodyOf(admit(randomUUID()), 404)).code).toBe('person-not-found');
  await bodyOf(here.as(ann).post(`/v1/study-camps/${camp}/admit-member`, { personId: ann }), 403);
});

it('lets nobody be taken by two camps at one moment', async () => {
  const newcomer = randomUUID();
  await here.happened('more-people', registered(newcomer, { experienced: false, effectiveOn: '2025-08-25' }));
  await eventually(async () => {
    const answers = await Promise.all([admit(newcomer), admit(newcomer, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
  const rows = (await bodyOf(here.as(newcomer).get(`/v1/camp-members?personId=${newcomer}`))).rows;
  expect(rows).toHaveLength(1);
});

it('follows each member through the year', async () => {
  await bodyOf(here.as(leader).post(`/v1/study-camps/${camp}/checkpoints`, { personId: ann, checkpoint: 'class-meeting', note: '展示课一节' }));
  here.at('2026-08-31T01:00:00.000Z');
  expect((await bodyOf(here.as(leader).post(`/v1/study-camps/${camp}/graduate-member`, { personId: ann }), 409))).toMatchObject({ code: 'year-not-over', details: { days: 364 } });
  here.at('2026-09-01T01:00:00.000Z');
  expect((await bodyOf(here.as(leader).post(`/v1/study-camps/${camp}/graduate-member`, { personId: bo }), 409)).code).toBe('checkpoints-missing');
  await bodyOf(here.as(leader).post(`/v1/study-camps/${camp}/graduate-member`, { personId: ann }));
  await bodyOf(here.as(leader).post(`/v1/study-camps/${camp}/withdraw-member`, { personId: bo, reason: '调动' }));
});

it('tells who has come how far', async () => {
  const members = (await bodyOf(here.as(leader).get(`/v1/study-camps/${camp}/members`))).rows as { personId: Uuid }[];
  expect(members.find(({ personId }) => personId === ann)).toMatchObject({ status: 'graduated', eligibility: 'new-hire', done: ['class-meeting'], days: 365, reason: null });
  expect(members.find(({ personId }) => personId === bo)).toMatchObject({ status: 'withdrawn', eligibility: 'first-time-class-teacher', reason: '调动' });
  expect(await bodyOf(here.as(ann).get(`/v1/study-camps/${camp}`))).toMatchObject({ title: opening.title, graduated: 1, withdrawn: 1 });
  await bodyOf(here.as(ann).get(`/v1/study-camps/${camp}/members`), 403);
  expect((await bodyOf(here.as(leader).get(`/v1/camp-members?schoolId=${school}&status=graduated`))).rows).toHaveLength(1);
});
