import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, leader, activity, series] = Array.from({ length: 4 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid];
const registered: Event =
  { type: 'TeacherRegistered', data: { personId: leader, schoolId: school, staffNo: '1', post: 'school-leader', name: 'v1.k.x', subjects: ['chinese'], experienced: true, effectiveOn: '2012-08-20' } };
const showcase = { kind: 'class-meeting-showcase', mode: 'offline', title: '我的国旗', on: '2025-10-20', stage: 'primary', facets: ['routine', 'by-subject-and-age'] };
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await here.happened('people', registered);
});
afterAll(() => here?.close());

const schedule = (body: object) => here.officer().post('/v1/activities', body);

it('gives a stage one showcase a month, whoever asks at the same moment', async () => {
  await bodyOf(here.officer().post('/v1/activity-series', { seriesId: series, kind: 'class-meeting-showcase', title: '同课异构' }), 201);
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => schedule({ ...showcase, on: `2025-10-1${i}` })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 7 }, () => 409)]);
  expect(answers.find(({ status }) => status === 409)?.body.code).toBe('showcase-month-taken');
  await bodyOf(schedule({ ...showcase, stage: 'junior' }), 201);
  await bodyOf(here.officer().post(`/v1/activities/${answers.find(({ status }) => status === 201)!.body.id}/cancel`, { reason: '场地' }));
  await bodyOf(schedule({ ...showcase, activityId: activity, seriesId: series }), 201);
});

it('goes on in schools, which hold one of their own', async () => {
  await bodyOf(here.officer().post(`/v1/activities/${activity}/cascade`, { schoolIds: [school], heldUntil: '2025-11-30' }));
  let child!: Uuid;
  await eventually(async () => {
    const { rows } = await bodyOf(here.as(leader).get(`/v1/activities?parentActivityId=${activity}`));
    expect(rows).toMatchObject([{ schoolId: school, on: '2025-11-30', title: '我的国旗', stage: 'primary' }]);
    child = rows[0].activityId;
  });
  here.at('2025-12-01T01:00:00.000Z');
  await eventually(async () => expect((await here.as(leader).post(`/v1/activities/${child}/hold`, { participants: 40, heldOn: '2025-11-28' })).status).toBe(200));
  await bodyOf(here.as(leader).post(`/v1/activities/${activity}/hold`, { participants: 40 }), 403);
  await bodyOf(here.officer().post(`/v1/activities/${activity}/hold`, { participants: 200, leaderIds: [leader], summary: '两节课' }));
});

it('stands in the calendar, with what it served', async () => {
  await bodyOf(here.as(leader).post('/v1/activities', { kind: 'forum', mode: 'online', title: '家校', on: '2025-12-10', schoolId: school }), 201);
  await bodyOf(here.as(leader).post('/v1/activities', { kind: 'forum', mode: 'online', title: '家校', on: '2025-12-10' }), 403);
  const days = async (query: string) => (await bodyOf(here.as(leader).get(`/v1/activities?${query}`))).rows.map(({ on }: { on: string }) => on);
  expect(await days('status=held')).toEqual(['2025-10-20', '2025-11-28']);
  expect(await days('from=2025-11-01&until=2025-12-31')).toEqual(['2025-11-28', '2025-12-10']);
  expect(await days('kind=forum&mode=online&from=2025-12-01')).toEqual(['2025-12-10']);
  expect(await bodyOf(here.as(leader).get('/v1/activity-facets'))).toEqual([
    { schoolYear: '2025-2026', kind: 'class-meeting-showcase', facet: null, county: 1, schools: 1 },
    { schoolYear: '2025-2026', kind: 'class-meeting-showcase', facet: 'by-subject-and-age', county: 1, schools: 1 },
    { schoolYear: '2025-2026', kind: 'class-meeting-showcase', facet: 'routine', county: 1, schools: 1 },
  ]);
  expect(await bodyOf(here.as(leader).get(`/v1/activities/${activity}`))).toMatchObject({ status: 'held', seriesId: series, schoolIds: [school], summary: '两节课' });
  expect(await bodyOf(here.as(leader).get('/v1/activity-series'))).toMatchObject([{ title: '同课异构' }]);
});
