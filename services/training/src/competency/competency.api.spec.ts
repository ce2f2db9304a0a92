import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, type ServiceBeside, serviceBeside } from '@homeroom/testing';
import { training } from '../training.module';

const [school, leader, ann, bo, district] = Array.from({ length: 5 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid];
const registered = (personId: Uuid, post: TeacherPost): Event =>
  ({ type: 'TeacherRegistered', data: { personId, schoolId: school, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2012-08-20' } });
const model = { sample: true, competencies: [{ competency: 'class-building', says: '班级建设', levels: ['在指导下完成', '独立完成', '能带动他人'] }] };
let here: ServiceBeside;

beforeAll(async () => {
  here = await serviceBeside(training, organizationEvents, '2025-10-08T01:00:00.000Z');
  await here.happened('people', registered(leader, 'school-leader'), registered(ann, 'teacher'), registered(bo, 'teacher'));
});
afterAll(() => here?.close());

const assess = (personId: Uuid, level: number) => here.as(leader).post(`/v1/competency-profiles/${personId}/assess`, { levels: [{ competency: 'class-building', level }], note: '观课两次' });

it('assesses by the model in force and promotes level by level', async () => {
  await eventually(async () => expect((await assess(ann, 2)).body.code).toBe('competency-model-not-found'));
  await bodyOf(here.officer().post('/v1/competency-model/publish', model));
  await eventually(async () => expect((await assess(ann, 2)).status).toBe(200));
  await bodyOf(assess(bo, 0));
  expect((await bodyOf(here.officer().post(`/v1/competency-profiles/${ann}/promote`, { toLevel: 2 }), 409)).code).toBe('level-skipped');
  for (const toLevel of [1, 2]) await bodyOf(here.officer().post(`/v1/competency-profiles/${ann}/promote`, { toLevel }));
  await bodyOf(here.as(ann).post(`/v1/competency-profiles/${bo}/assess`, { levels: [{ competency: 'class-building', level: 1 }] }), 403);
});

it('tells who stands where, and to everybody how many', async () => {
  expect(await bodyOf(here.as(ann).get(`/v1/competency-profiles/${ann}`))).toMatchObject({ level: 2, modelVersion: 1, note: '观课两次' });
  await bodyOf(here.as(ann).get(`/v1/competency-profiles/${bo}`), 403);
  await bodyOf(here.as(leader).get(`/v1/competency-profiles/${bo}`));
  expect(await bodyOf(here.as(ann).get(`/v1/competency-distribution?schoolId=${school}`))).toEqual([{ schoolId: school, level: 0, people: 1 }, { schoolId: school, level: 2, people: 1 }]);
  expect(await bodyOf(here.as(ann).get('/v1/competency-model'))).toMatchObject([{ modelVersion: 1, sample: true, competencies: model.competencies }]);
});

it('selects for the workshop once a school year, and says how far schools have come', async () => {
  const selection = (what: string, body: object) => here.officer().post(`/v1/workshop-selections/${district}:2025-2026/${what}`, body);
  await bodyOf(selection('open', { places: 2 }));
  await bodyOf(selection('participants', { personId: ann }));
  await bodyOf(selection('close', {}));
  expect((await bodyOf(selection('open', { places: 3 }), 409)).code).toBe('selection-of-the-year-exists');
  expect(await bodyOf(here.as(ann).get(`/v1/workshop-selections/${district}:2025-2026`))).toMatchObject({ status: 'closed', participantIds: [ann] });
  expect(await bodyOf(here.as(ann).get('/v1/workshop-selections'))).toHaveLength(1);
  const advance = (toStage: string) => here.officer().post(`/v1/maturity/school:${school}/advance`, { toStage, evidence: '制度健全' });
  expect((await bodyOf(advance('thought-system'), 409)).code).toBe('stage-skipped');
  await bodyOf(advance('work-system'));
  expect((await bodyOf(here.as(ann).get('/v1/maturity?stage=work-system'))).rows).toMatchObject([{ subjectId: school, evidence: '制度健全' }]);
});
