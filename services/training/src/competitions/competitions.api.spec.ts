import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, elsewhere, ann, bo, jo, kim, competition] = Array.from({ length: 7 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
const registered = (personId: Uuid, schoolId: Uuid): Event =>
  ({ type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post: 'teacher', name: 'v1.k.x', subjects: ['chinese'], experienced: true, effectiveOn: '2012-08-20' } });
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2026-04-08T01:00:00.000Z');
  await here.happened('people', registered(ann, school), registered(bo, elsewhere), registered(kim, school));
});
afterAll(() => here?.close());

const step = (personId: Uuid, what: string, body: object = {}) => here.as(personId).post(`/v1/competitions/${competition}/${what}`, body);
const score = (judgeId: Uuid, n: number, points: number) => step(judgeId, 'score', { entryId: `${competition}:${n}`, points });

it('takes entries and has them scored by judges of other schools or of none', async () => {
  await bodyOf(here.officer().post('/v1/competitions', {
    competitionId: competition, title: '班主任技能大赛', entriesUntil: '2026-04-10', judgesPerEntry: 1, awards: [{ award: 'first-prize', places: 1 }],
  }), 201);
  for (const judgeId of [jo, kim]) await bodyOf(here.officer().post(`/v1/competitions/${competition}/judges`, { judgeId }));
  await eventually(async () => expect((await step(ann, 'entries', { work: '情景答辩' })).status).toBe(200));
  await eventually(async () => expect((await step(bo, 'entries', { work: '主题班会' })).status).toBe(200));
  expect((await bodyOf(step(kim, 'entries', { work: '主题班会' }), 409)).code).toBe('judge-competes');
  await eventually(async () => expect((await score(kim, 1, 80)).body.code).toBe('judge-of-same-school'));
  await bodyOf(score(ann, 2, 1), 403);
  await bodyOf(score(jo, 1, 91));
  await bodyOf(score(jo, 2, 88));
  await bodyOf(score(kim, 2, 97));
});

it('announces once everything is scored, to everybody', async () => {
  expect((await bodyOf(here.officer().post(`/v1/competitions/${competition}/announce`), 409)).code).toBe('entries-still-taken');
  expect(await bodyOf(here.as(ann).get(`/v1/competitions/${competition}/results`))).toEqual([]);
  here.at('2026-04-11T01:00:00.000Z');
  await bodyOf(here.officer().post(`/v1/competitions/${competition}/announce`));
  expect(await bodyOf(here.as(ann).get(`/v1/competitions/${competition}/results`))).toEqual([
    { entryId: `${competition}:2`, personId: bo, schoolId: elsewhere, rank: 1, average: '92.50', award: 'first-prize' },
    { entryId: `${competition}:1`, personId: ann, schoolId: school, rank: 2, average: '91.00', award: null },
  ]);
  expect((await bodyOf(here.as(jo).get(`/v1/competitions/${competition}/entries`))).rows).toMatchObject([{ work: '情景答辩', scores: [{ points: 91 }] }, { work: '主题班会' }]);
  await bodyOf(here.as(ann).get(`/v1/competitions/${competition}/entries`), 403);
  expect((await bodyOf(here.as(ann).get(`/v1/competition-entries?personId=${ann}`))).rows).toMatchObject([{ rank: 2 }]);
  await bodyOf(here.as(ann).get(`/v1/competition-entries?personId=${bo}`), 403);
  expect(await bodyOf(here.as(ann).get('/v1/competitions'))).toMatchObject([{ title: '班主任技能大赛', entries: 2, announcedOn: '2026-04-11' }]);
});
