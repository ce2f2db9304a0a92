import { randomUUID } from 'node:crypto';
import { type Event, type FrameworkDocument, organizationEvents, type RecordedScore, sampleFrameworks, type Uuid } from '@homeroom/contracts';
import { migrate, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { SCORING, type Scoring } from '../assessments/assessment.model';
import { evaluation } from '../evaluation.module';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { ScoreBook } from '../scores/score-book.view';

const id = (): Uuid => randomUUID();
const [school, elsewhere, classId, otherClass, leader, teacher, colleague, stranger, officer] = Array.from({ length: 9 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let now = '2026-06-01T01:00:00.000Z';

/** Organization as this service sees it: a log that somebody writes. */
const organizationLog: RuntimeDefinition = { name: 'organization', events: organizationEvents, peers: [], streams: [], views: [], reactions: [], deadlines: [] };

let organization: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, ...events: Event[]) => organization.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected: 0 }],
  events: events.map(({ type, data }) => ({
    eventId: id(), stream, type, data, meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string, schoolId = school) =>
  happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: '1', post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const opened = (one: Uuid, schoolId: Uuid, personId: Uuid) => happened(`school-class-${one}`,
  { type: 'ClassOpened', data: { classId: one, schoolId, unitId: schoolId, schoolYear: '2025-2026', stage: 'junior', grade: 2, classNo: '1', effectiveOn: '2025-09-01' } },
  { type: 'ClassTeacherAppointed', data: { classId: one, schoolId, appointmentId: `${one}:1`, personId, from: '2025-09-01', firstTime: false } });

/** Scores that differ each time, so that a second one is seen to be another. */
let scores = 0;
const scoring: Scoring = { unscored: async () => 0, scoresOf: async ({ cycle, framework, subjectIds }) => subjectIds.map((): RecordedScore => ({
  frameworkId: cycle.frameworkId, frameworkVersion: framework.frameworkVersion, formulaHash: framework.formulaHash, engineVersion: 'test', knownTo: { organization: 1 }, inputDigest: `${++scores}`,
  result: { status: 'scored', score: { exact: '86', stored: '86.000000', shown: '86.00' }, grade: 'GOOD', vetoed: false, nodes: [{ nodeId: 'direction', score: { exact: '70', stored: '70.000000', shown: '70.00' }, grade: null }], gates: [], blockedBy: [] },
})) };

beforeAll(async () => {
  const [theirs, ours] = [await testDatabases('organization'), await testDatabases('evaluation')];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, evaluation.views)]);
  const settings = { counties: [USUAL_COUNTY], clock: { now: () => now }, observer: silent, watchDeadlines: false };
  organization = new ServiceRuntime(organizationLog, { ...settings, databaseUrl: theirs.app });
  runtime = new ServiceRuntime({ ...evaluation, peers: [organizationEvents], reactions: [] }, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: theirs.reader } });
  await Promise.all([organization.start(), runtime.start()]);
  api = await startApi(evaluation, { runtime, providers: [{ provide: ScoreBook, useValue: new ScoreBook(runtime) }, { provide: SCORING, useValue: scoring }] });
  await Promise.all([registered(leader, 'school-leader'), registered(teacher, 'teacher'), registered(colleague, 'teacher'), registered(stranger, 'school-leader', elsewhere)]);
  await Promise.all([opened(classId, school, teacher), opened(otherClass, elsewhere, stranger)]);
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, (m) => m.find(evaluationSubjects.row))).toMatchObject([{ classTeachers: [{}] }, { classTeachers: [{}] }]));
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), runtime?.stop()]);
});

const done = ({ status, body }: Answer, expected: number): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const county = () => api.as({ personId: officer, roles: ['county-staff'] });
const as = (personId: Uuid) => (personId === officer ? county() : api.as({ personId }));
const post = async (personId: Uuid, url: string, body: object = {}, expected = 200) => done(await as(personId).post(`/v1/${url}`, body), expected);

const published = async (name: string, owner = 'county', by = officer): Promise<Uuid> => {
  const { id: frameworkId } = await post(by, 'frameworks', { owner, document: sampleFrameworks[name] }, 201);
  await post(by, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 });
  return frameworkId;
};
const cycleBy = async (by: Uuid, kind: string, owner: string, frameworkId: Uuid): Promise<Uuid> => (await post(by, 'evaluation-cycles', {
  kind, owner, frameworkId, frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 5,
}, 201)).id;
const rubric = (document: FrameworkDocument): string => {
  const found = JSON.stringify(document).match(/"nodeId":"([a-z0-9-]+)"(?:(?!nodeId).)*"measure":"rating:/);
  return found![1]!;
};

describe('a framework', () => {
  it('is published once, and then only its next version', async () => {
    const frameworkId = await published('class-teacher-basic');
    expect(await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 }, 409)).toMatchObject({ code: 'framework-already-published' });
    await post(officer, 'frameworks', { frameworkId, owner: 'county', document: { ...sampleFrameworks['class-teacher-basic'], name: { zh: '二', en: 'two' } } }, 201);
    await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 2 });
    expect(done(await county().get(`/v1/frameworks/${frameworkId}`), 200)).toMatchObject({ publishedVersion: 2, draftVersion: null, status: 'published' });
    expect(done(await county().get(`/v1/frameworks/${frameworkId}/versions/1`), 200)).toMatchObject({ status: 'published', document: { name: sampleFrameworks['class-teacher-basic']!.name } });
  });

  it('names every fault with its place, and is not published', async () => {
    const document = { ...sampleFrameworks['class-teacher-basic']!, gradeBands: [], basicWeight: '1e400' };
    const { id: frameworkId } = await post(officer, 'frameworks', { owner: 'county', document }, 201);
    const { code, errors } = await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 }, 409);
    expect(code).toBe('framework-faulty');
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(expect.arrayContaining(['/gradeBands', '/basicWeight']));
    expect(done(await county().get(`/v1/frameworks/${frameworkId}`), 200)).toMatchObject({ publishedVersion: 0 });
  });

  it('takes no numbers that a float has touched, and no depth without end', async () => {
    const draft = (document: unknown) => api.inject({
      method: 'POST', url: '/v1/frameworks', payload: `{"owner":"county","document":${typeof document === 'string' ? document : JSON.stringify(document)}}`,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${Buffer.from(JSON.stringify({ personId: officer, county: USUAL_COUNTY, roles: ['county-staff'] })).toString('base64url')}` },
    });
    expect((await draft('{"basicWeight":1e400,"award":{"factor":0.1}}')).body.errors).toMatchObject([{ pointer: '/document/basicWeight', code: 'not-a-whole-number' }, { pointer: '/document/award/factor' }]);
    expect((await draft(`${'{"args":['.repeat(10_000)}1${']}'.repeat(10_000)}`)).body.errors).toMatchObject([{ code: 'too-deep' }]);
  });

  it('of a school is basic', async () => {
    const { id: frameworkId } = await post(leader, 'frameworks', { owner: school, document: sampleFrameworks['class-teacher-developmental'] }, 201);
    expect(await post(leader, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 }, 403)).toMatchObject({ code: 'only-county-publishes' });
    await post(stranger, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 }, 403);
    await post(teacher, 'frameworks', { owner: school, document: {} }, 403);
  });
});

describe('a school\'s own cycle', () => {
  let cycleId: Uuid;
  let assessment: string;
  let second: Uuid;
  const nodeId = rubric(sampleFrameworks['class-teacher-basic']!);

  it('freezes its own roster, as of a day, and says how far organization was heard', async () => {
    cycleId = await cycleBy(leader, 'basic', school, await published('class-teacher-basic', school, leader));
    expect(await post(leader, `evaluation-cycles/${cycleId}/open-collection`, {}, 409)).toMatchObject({ code: 'cycle-opened' });
    expect(await post(leader, `evaluation-cycles/${cycleId}/freeze-roster`, { asOf: '2025-08-01' }, 409)).toMatchObject({ code: 'roster-empty' });
    await post(stranger, `evaluation-cycles/${cycleId}/freeze-roster`, { asOf: '2026-03-01' }, 403);
    await post(leader, `evaluation-cycles/${cycleId}/freeze-roster`, { asOf: '2026-03-01' });
    const { knownTo, subjects } = done(await as(leader).get(`/v1/evaluation-cycles/${cycleId}`), 200);
    expect([subjects, knownTo.organization > 0]).toEqual([1, true]);
    assessment = `${cycleId}:${classId}`;
    expect(done(await as(leader).get(`/v1/evaluation-cycles/${cycleId}/assessments`), 200).rows).toMatchObject([{ assessmentId: assessment, personId: teacher, peerGroup: `${school}:junior:2`, status: 'open' }]);
  });

  it('takes ratings of its appointed raters while it collects, of nobody about themselves', async () => {
    await post(leader, `evaluation-cycles/${cycleId}/appoint-raters`, { raterIds: [colleague, teacher, stranger] });
    expect(await post(colleague, `assessments/${assessment}/rate`, { nodeId, level: 3 }, 409)).toMatchObject({ code: 'cycle-roster-frozen' });
    await post(leader, `evaluation-cycles/${cycleId}/open-collection`);
    await post(colleague, `assessments/${assessment}/rate`, { nodeId, level: 3, comment: '很好' });
    expect(await post(teacher, `assessments/${assessment}/rate`, { nodeId, level: 3 }, 403)).toMatchObject({ code: 'rates-oneself' });
    expect(await post(stranger, `assessments/${assessment}/rate`, { nodeId, level: 3 }, 403)).toMatchObject({ code: 'rater-of-another-school' });
    expect(await post(colleague, `assessments/${assessment}/rate`, { nodeId, level: 999 }, 409)).toMatchObject({ code: 'no-such-level' });
    await post(colleague, `assessments/${cycleId}:${otherClass}/rate`, { nodeId, level: 3 }, 404);
    await post(leader, `assessments/${assessment}/rate`, { nodeId, level: 3 }, 403);
  });

  it('hears the evaluated, and lets a rating count differently for a reason', async () => {
    await post(teacher, `assessments/${assessment}/submit-self-assessment`, { text: '自评' });
    await post(teacher, `assessments/${assessment}/attach-evidence`, { kind: 'record', what: '班会记录' });
    await post(colleague, `assessments/${assessment}/submit-self-assessment`, { text: '自评' }, 403);
    await post(leader, `assessments/${assessment}/override-rating`, { nodeId, raterId: colleague, level: 2, reason: '复核' });
    expect(done(await as(leader).get(`/v1/assessments/${assessment}`), 200)).toMatchObject({ selfAssessed: true, evidence: 1, ratings: [{ nodeId, raterId: colleague, level: 2, overridden: true }] });
  });

  it('takes nothing after collecting, and finalises in review', async () => {
    expect(await post(leader, `assessments/${assessment}/finalise`, {}, 409)).toMatchObject({ code: 'cycle-collecting' });
    await post(leader, `evaluation-cycles/${cycleId}/close-collection`);
    expect(await post(colleague, `assessments/${assessment}/rate`, { nodeId, level: 1 }, 409)).toMatchObject({ code: 'cycle-collected' });
    await post(leader, `evaluation-cycles/${cycleId}/start-review`);
    const tooSoon = await post(leader, `evaluation-cycles/${cycleId}/publicise-results`, { objectionsUntil: '2026-06-08T15:59:59.999Z' }, 409);
    expect(tooSoon).toMatchObject({ code: 'subjects-not-finalised', details: { unfinalised: 1 } });
    await post(leader, `assessments/${assessment}/finalise`);
    expect(done(await as(leader).get(`/v1/assessments/${assessment}`), 200)).toMatchObject({ status: 'finalised', resultVersion: 1, score: '86.00', grade: 'GOOD' });
  });

  it('is objected to within its window, decided by others, and an upheld objection yields version 2, once', async () => {
    const objection = { assessment, nodeIds: ['direction'], grounds: '未计入家访' };
    expect(await post(teacher, 'objections', objection, 409)).toMatchObject({ code: 'outside-objection-window' });
    expect(await post(leader, `evaluation-cycles/${cycleId}/publicise-results`, { objectionsUntil: '2026-06-02T01:00:00.000Z' }, 409)).toMatchObject({ code: 'objection-window-too-short' });
    await post(leader, `evaluation-cycles/${cycleId}/publicise-results`, { objectionsUntil: '2026-06-08T15:59:59.999Z' });
    await post(colleague, 'objections', objection, 403);
    const { id: objectionId } = await post(teacher, 'objections', objection, 201);
    expect(await post(leader, `assessments/${assessment}/recompute`, { cause: 'objection', causeId: objectionId }, 409)).toMatchObject({ code: 'objection-not-upheld' });
    await post(leader, `objections/${objectionId}/accept`);
    await post(leader, `objections/${objectionId}/uphold`, { reason: '属实' });
    await post(leader, `assessments/${assessment}/recompute`, { cause: 'objection', causeId: objectionId });
    expect(await post(leader, `assessments/${assessment}/recompute`, { cause: 'objection', causeId: objectionId })).toMatchObject({ position: null });
    expect(done(await as(leader).get(`/v1/assessments/${assessment}`), 200)).toMatchObject({ status: 'recomputed', resultVersion: 2 });
    expect(done(await as(teacher).get(`/v1/objections?filedBy=${teacher}`), 200).rows).toMatchObject([{ objectionId, status: 'upheld', reason: '属实' }]);
    second = (await post(teacher, 'objections', objection, 201)).id;
    now = '2026-06-09T01:00:00.000Z';
    expect(await post(teacher, 'objections', objection, 409)).toMatchObject({ code: 'outside-objection-window' });
  });

  it('waits for every objection to be decided', async () => {
    expect(await post(leader, `evaluation-cycles/${cycleId}/close-objections`, {}, 409)).toMatchObject({ code: 'objections-undecided', details: { undecided: 1 } });
    await post(leader, `objections/${second}/accept`);
    expect(await post(leader, `evaluation-cycles/${cycleId}/close-objections`, {}, 409)).toMatchObject({ code: 'objections-undecided' });
    await post(leader, `objections/${second}/reject`, { reason: '已计入' });
    await post(leader, `evaluation-cycles/${cycleId}/close-objections`);
  });

  it('ends, and its weak sides become a plan', async () => {
    await post(leader, `evaluation-cycles/${cycleId}/finalise`);
    const { id: planId } = await post(teacher, 'improvement-plans', { cycleId, subjectId: classId, nodeIds: ['direction'], plan: '每月家访', reviewBy: '2027-06-01' }, 201);
    expect(done(await as(teacher).get(`/v1/improvement-plans/${planId}`), 200)).toMatchObject({ weak: [{ nodeId: 'direction', score: '70' }], plan: '每月家访' });
    // Who lists all plans reads each of them.
    expect(done(await county().get(`/v1/improvement-plans/${planId}`), 200)).toMatchObject({ planId });
    done(await as(stranger).get(`/v1/improvement-plans/${planId}`), 403);
    expect(await post(teacher, 'improvement-plans', { cycleId, subjectId: classId, nodeIds: ['nothing'], plan: '无', reviewBy: '2027-06-01' }, 409)).toMatchObject({ code: 'no-such-node' });
  });
});

describe('the county\'s cycle', () => {
  it('is rated by others than one\'s own school', async () => {
    const document = sampleFrameworks['class-teacher-developmental']!;
    const cycleId = await cycleBy(officer, 'developmental', 'county', await published('class-teacher-developmental'));
    await post(officer, `evaluation-cycles/${cycleId}/freeze-roster`, { asOf: '2026-03-01' });
    await post(officer, `evaluation-cycles/${cycleId}/appoint-raters`, { raterIds: [leader, stranger] });
    await post(officer, `evaluation-cycles/${cycleId}/open-collection`);
    const nodeId = rubric(document);
    await post(stranger, `assessments/${cycleId}:${classId}/rate`, { nodeId, level: 2 });
    expect(await post(leader, `assessments/${cycleId}:${classId}/rate`, { nodeId, level: 2 }, 403)).toMatchObject({ code: 'rater-of-own-school' });
    expect(done(await county().get(`/v1/evaluation-cycles/${cycleId}`), 200)).toMatchObject({ subjects: 2, raters: 2, status: 'collecting' });
  });
});
