import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type SurveyAudience, type Uuid } from '@homeroom/contracts';
import { migrate, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { SCORING } from '../assessments/assessment.model';
import { evaluation } from '../evaluation.module';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { closeSheetsWithTheirSurvey } from './close-sheets-with-their-survey.reaction';
import { ScoreBook } from '../scores/score-book.view';

const id = (): Uuid => randomUUID();
const [school, elsewhere, classId, secondClass, leader, stranger] = Array.from({ length: 6 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
const clock = { now: () => '2026-06-01T01:00:00.000Z' };

/** Organization as this service sees it: a log that somebody writes. */
const organizationLog: RuntimeDefinition = { name: 'organization', events: organizationEvents, peers: [], streams: [], views: [], reactions: [], deadlines: [] };

let organization: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, event: Event) => organization.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: clock.now(), checks: [{ stream, expected: 0 }],
  events: [{ eventId: id(), stream, ...event, meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: id(), occurredAt: clock.now(), schemaVersion: 1, dataLevel: 'L2' as const } }],
});
const registered = (personId: Uuid, schoolId: Uuid) =>
  happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: '1', post: 'school-leader', name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const opened = (one: Uuid) =>
  happened(`school-class-${one}`, { type: 'ClassOpened', data: { classId: one, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'junior', grade: 2, classNo: '1', effectiveOn: '2025-09-01' } });

beforeAll(async () => {
  const [theirs, ours] = [await testDatabases('organization'), await testDatabases('evaluation')];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, evaluation.views)]);
  const settings = { counties: [USUAL_COUNTY], clock, observer: silent, watchDeadlines: false };
  organization = new ServiceRuntime(organizationLog, { ...settings, databaseUrl: theirs.app });
  runtime = new ServiceRuntime({ ...evaluation, peers: [organizationEvents], reactions: [closeSheetsWithTheirSurvey] }, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: theirs.reader } });
  await Promise.all([organization.start(), runtime.start()]);
  api = await startApi(evaluation, { runtime, providers: [{ provide: ScoreBook, useValue: new ScoreBook(runtime) }, { provide: SCORING, useValue: {} }] });
  await Promise.all([registered(leader, school), registered(stranger, elsewhere), opened(classId), opened(secondClass)]);
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, (m) => m.find(evaluationSubjects.row))).toHaveLength(2));
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), runtime?.stop()]);
});

const done = ({ status, body }: Answer, expected: number): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const post = async (personId: Uuid, url: string, body: object = {}, expected = 200) => done(await api.as({ personId }).post(`/v1/${url}`, body), expected);
const get = async (url: string) => done(await api.as({ personId: leader }).get(`/v1/${url}`), 200);

/** Nobody: no token, whatever else the request may say. */
const respond = (sheet: string, token: string, answers: [string, string][] = [['class-teacher', 'satisfied']], headers: Record<string, string> = {}, county = USUAL_COUNTY) => api.inject({
  method: 'POST', url: `/v1/counties/${county}/survey-sheets/${sheet}/responses`, headers: { 'content-type': 'application/json', ...headers },
  payload: JSON.stringify({ token, answers: answers.map(([target, answer]) => ({ target, answer })) }),
});
const surveyed = async (more = {}): Promise<Uuid> => {
  const { id: surveyId } = await post(leader, 'surveys', { owner: school, audiences: ['student', 'parent'], ...more }, 201);
  await post(leader, `surveys/${surveyId}/open`, { from: '2026-06-01' });
  return surveyId;
};
const tokensOf = async (sheet: string, audience: SurveyAudience, count: number, more = {}): Promise<string[]> => (await post(leader, `survey-sheets/${sheet}/issue-tokens`, { audience, count, ...more })).tokens;
const logged = async (sheet: string) => runtime.log.store.read(USUAL_COUNTY, `survey-sheet-${sheet}`, 0);

describe('a token', () => {
  let sheet: string;
  beforeAll(async () => { sheet = `${await surveyed()}:${classId}`; });

  it('is told once, and only its hash is kept', async () => {
    const tokens = await tokensOf(sheet, 'parent', 3);
    expect(new Set(tokens).size).toBe(3);
    const text = JSON.stringify(await logged(sheet));
    for (const token of tokens) expect([token.length, text.includes(token)]).toEqual([22, false]);
    await post(stranger, `survey-sheets/${sheet}/issue-tokens`, { audience: 'parent', count: 3 }, 403);
  });

  it('counts once, of 50 requests at once', async () => {
    const [token] = await tokensOf(sheet, 'parent', 1);
    const answers = await Promise.all(Array.from({ length: 50 }, () => respond(sheet, token!)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 49 }, () => 409)]);
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(new Set(['token-not-valid']));
    expect((await logged(sheet)).filter(({ type }) => type === 'SurveyResponseSubmitted')).toHaveLength(1);
  });

  it('says nothing of who used it: no person, no address, no trace', async () => {
    const [token] = await tokensOf(sheet, 'student', 1);
    const headers = { authorization: `Bearer ${Buffer.from(JSON.stringify({ personId: leader, county: USUAL_COUNTY, roles: [] })).toString('base64url')}`, traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, 'x-forwarded-for': '10.1.2.3' };
    expect((await respond(sheet, token!, undefined, headers)).status).toBe(200);
    const event = (await logged(sheet)).at(-1)!;
    expect(event.meta.actor).toEqual({ personId: 'anonymous', role: 'none' });
    for (const trace of [leader, 'a'.repeat(32), '10.1.2.3']) expect(JSON.stringify(event)).not.toContain(trace);
  });

  it('must be one: of this class, unused, not replaced', async () => {
    expect((await respond(sheet, 'A'.repeat(22))).body.code).toBe('token-not-valid');
    expect((await respond(sheet, 'short')).status).toBe(400);
    const [old] = await tokensOf(sheet, 'parent', 1);
    expect((await respond(sheet.replace(classId, secondClass), old!)).body.code).toBe('token-not-valid');
    await tokensOf(sheet, 'parent', 2, { replaceUnused: true });
    expect((await respond(sheet, old!)).body.code).toBe('token-not-valid');
    expect((await respond(sheet, old!, undefined, {}, '999999')).status).toBe(404);
    expect((await api.inject({ method: 'POST', url: '/v1/surveys', headers: { 'content-type': 'application/json' }, payload: '{}' })).status).toBe(401);
  });
});

describe('a survey', () => {
  it('tells four of five as exactly 0.80, and nothing where too few answered', async () => {
    const surveyId = await surveyed();
    const sheet = `${surveyId}:${classId}`;
    const [parents, students] = [await tokensOf(sheet, 'parent', 10), await tokensOf(sheet, 'student', 10)];
    const said = ['very-satisfied', 'satisfied', 'satisfied', 'satisfied', 'neutral'];
    for (const [i, answer] of said.entries()) await respond(sheet, parents[i]!, [['class-teacher', answer], ['subject-teachers', i === 0 ? 'not-applicable' : 'satisfied']]);
    await respond(sheet, students[0]!, [['class-teacher', 'dissatisfied']]);
    await post(leader, `surveys/${surveyId}/close`);
    await eventually(async () => expect(await get(`surveys/${surveyId}/classes/${classId}/satisfaction`)).toHaveLength(4));
    const cells = await get(`surveys/${surveyId}/classes/${classId}/satisfaction`);
    expect(cells.map(({ audience, target, valid, share, met, outcome }: Record<string, unknown>) => [audience, target, valid, share, met, outcome])).toEqual([
      ['parent', 'class-teacher', 5, '0.8000', true, 'sufficient'], ['parent', 'subject-teachers', 4, null, null, 'insufficient-data'],
      ['student', 'class-teacher', 1, null, null, 'insufficient-data'], ['student', 'subject-teachers', 0, null, null, 'insufficient-data'],
    ]);
    expect((await respond(sheet, parents[7]!)).body.code).toBe('survey-closed');
    expect(await get(`surveys/${surveyId}/satisfaction?schoolId=${school}`)).toMatchObject([
      { audience: 'student' }, { audience: 'student' }, { audience: 'parent', target: 'class-teacher', valid: 5, satisfied: 4, share: '0.8000', met: 1 }, { audience: 'parent', insufficient: 1, share: null },
    ]);
    expect((await get(`surveys/${surveyId}/sheets?schoolId=${school}`)).rows).toMatchObject([{ classId, status: 'closed', parentsAsked: 10, parentsAnswered: 5, studentsAnswered: 1 }]);
    expect(await get(`classes/${classId}/satisfaction`)).toHaveLength(4);
  });
});
