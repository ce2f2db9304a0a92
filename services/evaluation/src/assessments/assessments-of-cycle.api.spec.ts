import { randomUUID } from 'node:crypto';
import { basicClassTeacher, type Event, type FrameworkDocument, organizationEvents, type Uuid } from '@homeroom/contracts';
import { migrate, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { evaluation } from '../evaluation.module';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { ScoreBook } from '../scores/score-book.view';
import { SCORING } from './assessment.model';

const id = (): Uuid => randomUUID();
const [school, leader, colleague, stranger, officer] = Array.from({ length: 5 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid];
const CLASSES = 4;
const classIds = Array.from({ length: CLASSES }, id).sort();
/** Teacher of the n-th class. */
const teachers = Array.from({ length: CLASSES }, id);
const [first, second] = classIds as [Uuid, Uuid];
let now = '2025-09-01T01:00:00.000Z';

/** The sample, in which one in four may be excellent. */
const document: FrameworkDocument = { ...basicClassTeacher, gradeBands: basicClassTeacher.gradeBands.map((band, nth) => (nth === 0 ? { ...band, quota: '0.25' } : band)) };

/** Organization as this service sees it: a log that somebody writes. */
const organizationLog: RuntimeDefinition = { name: 'organization', events: organizationEvents, peers: [], streams: [], views: [], reactions: [], deadlines: [] };
let organization: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = (stream: string, ...events: Event[]) => organization.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected: 0 }],
  events: events.map(({ type, data }) => ({
    eventId: id(), stream, type, data, meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string) =>
  happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId: school, staffNo: personId.slice(0, 4), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const opened = (classId: Uuid, nth: number) => happened(`school-class-${classId}`,
  { type: 'ClassOpened', data: { classId, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'junior', grade: 2, classNo: `${nth + 1}`, effectiveOn: '2025-09-01' } },
  { type: 'ClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:1`, personId: teachers[nth]!, from: '2025-09-01', firstTime: false } });

const as = (personId: Uuid) => (personId === officer ? api.as({ personId, roles: ['county-staff'] }) : api.as({ personId }));
const done = ({ status, body }: Answer, expected: number): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const post = async (personId: Uuid, url: string, body: object = {}, expected = 200) => done(await as(personId).post(`/v1/${url}`, body), expected);
const get = async (personId: Uuid, url: string) => done(await as(personId).get(`/v1/${url}`), 200);
const head = async (): Promise<number> => (await runtime.health()).heads[`evaluation/${USUAL_COUNTY}`]!;
const onCycle = (personId: Uuid, command: string, body: object = {}, expected = 200) => post(personId, `evaluation-cycles/${cycleId}/${command}`, body, expected);
const assessments = async () => (await get(leader, `evaluation-cycles/${cycleId}/assessments`)).rows as { subjectId: Uuid; status: string; score: string; grade: string; ratings: object[]; quantities: object }[];

const NODE = 'class-climate';
const rating = (subjectId: Uuid, level = 3, nodeId = NODE) => ({ subjectId, nodeId, level });
const value = (subjectId: Uuid, text: string, name = 'five-domain-index') => ({ subjectId, name, value: text });

let cycleId: Uuid;

beforeAll(async () => {
  const [theirs, ours] = [await testDatabases('organization'), await testDatabases('evaluation')];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, evaluation.views)]);
  const settings = { counties: [USUAL_COUNTY], clock: { now: () => now }, observer: silent, watchDeadlines: false };
  organization = new ServiceRuntime(organizationLog, { ...settings, databaseUrl: theirs.app });
  runtime = new ServiceRuntime({ ...evaluation, peers: [organizationEvents], reactions: [] }, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: theirs.reader } });
  await Promise.all([organization.start(), runtime.start()]);
  const book = new ScoreBook(runtime);
  api = await startApi(evaluation, { runtime, providers: [{ provide: ScoreBook, useValue: book }, { provide: SCORING, useValue: book }] });
  await Promise.all([registered(leader, 'school-leader'), registered(colleague, 'teacher'), ...teachers.map((personId) => registered(personId, 'teacher')), ...classIds.map(opened)]);
  now = '2026-06-01T01:00:00.000Z';
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, (m) => m.find(evaluationSubjects.row))).toHaveLength(CLASSES));
  const { id: frameworkId } = await post(officer, 'frameworks', { owner: 'county', document }, 201);
  await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 });
  ({ id: cycleId } = await post(leader, 'evaluation-cycles', {
    kind: 'basic', owner: school, frameworkId, frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 3,
  }, 201));
  await eventually(() => onCycle(leader, 'freeze-roster', { asOf: '2026-06-01' }));
  await onCycle(leader, 'appoint-raters', { raterIds: [colleague, teachers[0]] });
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), runtime?.stop()]);
});

describe('a sheet of ratings', () => {
  it('is taken while the cycle collects, and says once that it does not yet', async () => {
    expect(await onCycle(colleague, 'rate-indicators', { ratings: classIds.map((one) => rating(one)) }, 409)).toMatchObject({ code: 'cycle-roster-frozen' });
    await onCycle(leader, 'open-collection');
  });

  it('that is wrong anywhere changes nothing, and everything wrong is told with its place', async () => {
    const before = await head();
    const ratings = [rating(first), rating(second, 999), rating(second, 3, 'nothing'), rating(id()), rating(second)];
    expect(await onCycle(colleague, 'rate-indicators', { ratings }, 409)).toMatchObject({ code: 'some-refused', errors: [
      { pointer: '/ratings/1', code: 'no-such-level' }, { pointer: '/ratings/2', code: 'no-such-rubric' }, { pointer: '/ratings/3', code: 'subject-not-found', detail: 'There is no such subject on the roster of this cycle.' },
    ] });
    expect(await onCycle(teachers[0]!, 'rate-indicators', { ratings: classIds.map((one) => rating(one)) }, 409)).toMatchObject({ errors: [{ pointer: `/ratings/0`, code: 'rates-oneself' }] });
    expect((await onCycle(colleague, 'rate-indicators', { ratings: [{ ...rating(first), level: '3' }, { subjectId: 'x' }] }, 400)).errors.map(({ pointer }: { pointer: string }) => pointer))
      .toEqual(expect.arrayContaining(['/ratings/0/level', '/ratings/1/subjectId', '/ratings/1/nodeId']));
    await onCycle(stranger, 'rate-indicators', { ratings: [rating(first)] }, 403);
    expect(await head()).toBe(before);
  });

  it('rates many in one append, once, and a later level of the same takes its place', async () => {
    const before = await head();
    const answer = await onCycle(colleague, 'rate-indicators', { ratings: [...classIds.map((one) => ({ ...rating(one), comment: '班风正' })), rating(first, 4), rating(first, 3, 'goal-alignment')] });
    expect(answer.streams).toHaveLength(CLASSES);
    expect(await head()).toBe(before + CLASSES + 2);
    expect(await onCycle(colleague, 'rate-indicators', { ratings: classIds.slice(1).map((one) => rating(one)) })).toMatchObject({ position: null });
    expect((await assessments())[0]!.ratings).toMatchObject([{ nodeId: NODE, level: 4, raterId: colleague }, { nodeId: 'goal-alignment', level: 3 }]);
  });
});

describe('a table of values', () => {
  it('is recorded by who runs the cycle, all of it or nothing', async () => {
    await onCycle(colleague, 'record-quantitative-measures', { values: [value(first, '80')] }, 403);
    expect(await onCycle(leader, 'record-quantitative-measures', { values: [value(first, '80'), value(second, '70', 'nothing')] }, 409)).toMatchObject({ errors: [{ pointer: '/values/1', code: 'no-such-measure' }] });
    expect((await assessments())[0]!.quantities).toEqual({});
    await onCycle(leader, 'record-quantitative-measures', { values: classIds.flatMap((one, nth) => [value(one, `${90 - nth}.5`), value(one, '70', 'academic-position')]) });
    expect((await assessments())[1]!.quantities).toEqual({ 'quantitative:five-domain-index': '89.5', 'quantitative:academic-position': '70' });
  });
});

describe('the scores of a cycle', () => {
  it('are the same together as one by one, and recorded once', async () => {
    const alone = await post(leader, `assessments/${cycleId}:${second}/compute-score`);
    expect(alone.position).not.toBeNull();
    const before = await head();
    expect((await onCycle(leader, 'compute-scores', { subjectIds: classIds.slice(0, 3) })).streams).toMatchObject([{ stream: `assessment-${cycleId}:${first}` }, { stream: `assessment-${cycleId}:${classIds[2]}` }]);
    expect(await head()).toBe(before + 2);
    expect(await onCycle(leader, 'compute-scores', { subjectIds: classIds.slice(0, 3) })).toMatchObject({ position: null });
    expect(await onCycle(leader, 'compute-scores', { subjectIds: [first, id()] }, 409)).toMatchObject({ errors: [{ pointer: '/subjectIds/1', code: 'subject-not-found' }] });
    expect((await onCycle(leader, 'compute-scores', { subjectIds: [first, first] }, 400)).errors).toMatchObject([{ pointer: '/subjectIds/1' }]);
  });

  it('are computed anew by the county\'s staff, who name any cycle: of one that is not there, or of nobody in it, they are told so', async () => {
    const recompute = (assessment: string, expected: number) => post(officer, `assessments/${assessment}/recompute`, { cause: 'correction', causeId: id() }, expected);
    expect(await recompute(`${id()}:${first}`, 404)).toMatchObject({ code: 'cycle-not-found' });
    expect(await recompute(`${cycleId}:${id()}`, 404)).toMatchObject({ code: 'assessment-not-found' });
  });

  it('become results in review, once all are scored where grades have quotas', async () => {
    expect(await onCycle(leader, 'finalise-results', { subjectIds: classIds }, 409)).toMatchObject({ code: 'cycle-collecting' });
    await onCycle(leader, 'close-collection');
    await onCycle(leader, 'start-review');
    expect(await onCycle(leader, 'finalise-results', { subjectIds: classIds }, 409)).toMatchObject({ code: 'cohort-not-scored', details: { unscored: 1 } });
    await onCycle(leader, 'compute-scores', { subjectIds: classIds });
    await post(leader, `assessments/${cycleId}:${second}/finalise`);
    const before = await head();
    expect((await onCycle(leader, 'finalise-results', { subjectIds: classIds })).streams).toHaveLength(CLASSES - 1);
    expect(await head()).toBe(before + CLASSES - 1);
    expect(await onCycle(leader, 'finalise-results', { subjectIds: classIds })).toMatchObject({ position: null });
    const found = await assessments();
    expect(found.map(({ status }) => status)).toEqual(classIds.map(() => 'finalised'));
    for (const { subjectId } of found) expect(await get(leader, `assessments/${cycleId}:${subjectId}/explanation?resultVersion=1`)).toMatchObject({ resultVersion: 1, recomputes: true });
  });
});
