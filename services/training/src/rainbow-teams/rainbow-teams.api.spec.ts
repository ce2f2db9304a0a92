import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const team = randomUUID();
const people = Array.from({ length: 8 }, () => randomUUID());
const registered = (personId: Uuid): Event =>
  ({ type: 'TeacherRegistered', data: { personId, schoolId: people[0]!, staffNo: personId.slice(0, 8), post: 'teacher', name: 'v1.k.x', subjects: ['mathematics'], experienced: true, effectiveOn: '2012-08-20' } });
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-09-08T01:00:00.000Z');
  await here.happened('people', ...people.map(registered));
});
afterAll(() => here?.close());

const step = (what: string, body: object = {}) => here.officer().post(`/v1/rainbow-teams/${team}/${what}`, body);

it('begins with five teachers and two mentors of whom organization has told', async () => {
  await bodyOf(here.officer().post('/v1/rainbow-teams', { teamId: team, stage: 'junior', subject: 'mathematics' }), 201);
  await eventually(async () => expect((await step('add-teacher', { personId: people[7] })).status).toBe(200));
  for (const personId of people.slice(0, 4)) await bodyOf(step('add-teacher', { personId }));
  await bodyOf(step('add-mentor', { personId: people[4] }));
  expect(await bodyOf(step('activate'), 409)).toMatchObject({ code: 'team-incomplete', details: { teachers: 5, mentors: 1 } });
  expect((await bodyOf(step('add-mentor', { personId: people[0] }), 409)).code).toBe('in-the-team-already');
  await bodyOf(step('add-mentor', { personId: people[5] }));
  await bodyOf(step('activate'));
  await bodyOf(step('replace-member', { previousPersonId: people[0], personId: people[6], reason: '产假' }));
});

it('is shown to everybody and changed by the county alone', async () => {
  expect(await bodyOf(here.as(people[1]!).get(`/v1/rainbow-teams/${team}`))).toMatchObject({ status: 'active', teacherIds: [people[7], people[6], people[1], people[2], people[3]], mentorIds: [people[4], people[5]] });
  await bodyOf(here.as(people[1]!).post(`/v1/rainbow-teams/${team}/dissolve`, { reason: '不' }), 403);
  await bodyOf(step('dissolve', { reason: '学年结束' }));
  expect((await bodyOf(here.as(people[1]!).get('/v1/rainbow-teams?status=dissolved&subject=mathematics'))).rows).toMatchObject([{ reason: '学年结束' }]);
  expect((await bodyOf(here.as(people[1]!).get('/v1/rainbow-teams?stage=senior'))).rows).toEqual([]);
});
