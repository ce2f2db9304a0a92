import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { basicClassTeacher, collectScore, combinedClassTeacher, type Event, organizationEvents, type ScoreEvidence, type Uuid } from '@homeroom/contracts';
import { migrate, NotaryKeys, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { SCORING } from '../assessments/assessment.model';
import { evaluation } from '../evaluation.module';
import { facts } from '../facts/facts.view';
import { evaluationSubjects } from '../people/evaluation-subjects.view';
import { ScoreBook } from './score-book.view';
import { verifyScoreEvidence } from './score-evidence.proof';

const id = (): Uuid => randomUUID();
const [school, classId, leader, teacher, colleague, officer, stranger] = Array.from({ length: 7 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let now = '2025-09-01T01:00:00.000Z';

/** Organization as this service sees it: a log that somebody writes. */
const organizationLog: RuntimeDefinition = { name: 'organization', events: organizationEvents, peers: [], streams: [], views: [], reactions: [], deadlines: [] };
const kept = mkdtempSync(join(tmpdir(), 'homeroom-scores-'));
const secret = randomBytes(32);
let organization: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = (stream: string, expected: number, ...events: Event[]) => organization.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected }],
  events: events.map(({ type, data }) => ({
    eventId: id(), stream, type, data, meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string) =>
  happened(`teacher-${personId}`, 0, { type: 'TeacherRegistered', data: { personId, schoolId: school, staffNo: personId.slice(0, 4), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const log = { logId: `${classId}:2025-2026-2`, classId, schoolId: school, schoolYear: '2025-2026', term: '2' };
let entries = 0;
const held = (on: string) => happened(`class-work-log-${log.logId}`, entries++, { type: 'ClassActivityHeld', data: { ...log, entryId: `${log.logId}:${entries}`, on, recordedBy: teacher, at: now, kind: 'themed-class-meeting', topic: 'v1.k.x' } });
const takenBack = (nth: number) => happened(`class-work-log-${log.logId}`, entries++, { type: 'WorkLogEntryWithdrawn', data: { ...log, entryId: `${log.logId}:${nth}`, entry: 'class-activity', kind: 'themed-class-meeting', on: '2026-03-02', reason: 'v1.k.x', withdrawnBy: teacher, at: now } });

const as = (personId: Uuid) => (personId === officer ? api.as({ personId, roles: ['county-staff'] }) : api.as({ personId }));
const done = ({ status, body }: Answer, expected: number): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const post = async (personId: Uuid, url: string, body: object = {}, expected = 200) => done(await as(personId).post(`/v1/${url}`, body), expected);
const get = async (personId: Uuid, url: string, expected = 200) => done(await as(personId).get(`/v1/${url}`), expected);
const meetings = (explained: { nodes: { nodeId: string; input: { count: number } | null; facts: { type: string; position: number; service: string; href: string }[] }[] }) => explained.nodes.find(({ nodeId }) => nodeId === 'themed-meetings')!;
const counted = async (count: number, query = '') => eventually(async () => expect(meetings(await get(leader, `assessments/${assessment}/explanation${query}`)).input).toMatchObject({ count }));

let frameworkId: Uuid;
let cycleId: Uuid;
let assessment: string;

beforeAll(async () => {
  const [theirs, ours] = [await testDatabases('organization'), await testDatabases('evaluation')];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, evaluation.views)]);
  const settings = { counties: [USUAL_COUNTY], clock: { now: () => now }, observer: silent, watchDeadlines: false, notary: { secrets: [secret], folder: kept } };
  organization = new ServiceRuntime(organizationLog, { ...settings, databaseUrl: theirs.app });
  runtime = new ServiceRuntime({ ...evaluation, peers: [organizationEvents], reactions: [] }, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: theirs.reader } });
  await Promise.all([organization.start(), runtime.start()]);
  const book = new ScoreBook(runtime);
  api = await startApi(evaluation, { runtime, providers: [{ provide: ScoreBook, useValue: book }, { provide: SCORING, useValue: book }] });
  await Promise.all([registered(leader, 'school-leader'), registered(teacher, 'teacher'), registered(colleague, 'teacher')]);
  await happened(`school-class-${classId}`, 0,
    { type: 'ClassOpened', data: { classId, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'junior', grade: 2, classNo: '1', effectiveOn: '2025-09-01' } },
    { type: 'ClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:1`, personId: teacher, from: '2025-09-01', firstTime: false } });
  now = '2026-03-02T01:00:00.000Z';
  await held('2026-03-02');
  now = '2026-05-04T01:00:00.000Z';
  await held('2026-05-04');
  now = '2026-06-01T01:00:00.000Z';
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, (m) => m.find(evaluationSubjects.row))).toMatchObject([{ classTeachers: [{}] }]));
  ({ id: frameworkId } = await post(officer, 'frameworks', { owner: 'county', document: basicClassTeacher }, 201));
  await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 1 });
  ({ id: cycleId } = await post(leader, 'evaluation-cycles', {
    kind: 'basic', owner: school, frameworkId, frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2026-06-30', objectionWorkingDays: 3,
  }, 201));
  assessment = `${cycleId}:${classId}`;
  await eventually(() => post(leader, `evaluation-cycles/${cycleId}/freeze-roster`, { asOf: '2026-06-01' }));
  await post(leader, `evaluation-cycles/${cycleId}/appoint-raters`, { raterIds: [colleague] });
  await post(leader, `evaluation-cycles/${cycleId}/open-collection`);
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), runtime?.stop()]);
  rmSync(kept, { recursive: true });
});

describe('the score of an open cycle', () => {
  it('is of this moment, counts each fact, and leads to its event', async () => {
    await counted(2);
    const explained = await get(leader, `assessments/${assessment}/explanation`);
    for (const { facts: links } of explained.nodes) {
      for (const { service, position, type } of links) {
        const from = service === 'organization' ? organization : runtime;
        const found = await from.read(USUAL_COUNTY, (m) => m.query('select type from events where position = $1', [position])) as { type: string }[];
        expect(found).toEqual([{ type }]);
      }
    }
    expect(meetings(explained).facts).toMatchObject([{ service: 'organization', type: 'ClassActivityHeld', href: `/v1/class-work-logs?classId=${classId}` }, {}]);
    expect(await get(leader, `assessments/${assessment}/scorecard`)).toMatchObject({ state: 'live', resultVersion: null, inputsChangedSince: false, sample: true, links: { picture: `/v1/assessments/${assessment}/scorecard.svg` } });
  });

  it('moves with a rating at once, and with a correction in organization', async () => {
    const before = await get(leader, `assessments/${assessment}/scorecard`);
    await post(colleague, `assessments/${assessment}/rate`, { nodeId: 'class-climate', level: 2 });
    const after = await get(leader, `assessments/${assessment}/scorecard`);
    expect(after.inputDigest).not.toBe(before.inputDigest);
    await takenBack(1);
    await counted(1);
    await held('2026-06-01');
    await counted(2);
  });

  it('leads whoever may see it to what was said, and not by whom', async () => {
    const { nodes } = await get(teacher, `assessments/${assessment}/explanation`) as { nodes: { nodeId: string; facts: { href: string }[] }[] };
    const [link] = nodes.find(({ nodeId }) => nodeId === 'class-climate')!.facts;
    expect(link!.href).toBe(`/v1/assessments/${assessment}/said`);
    for (const reader of [teacher, leader, officer]) {
      const said = await get(reader, link!.href.slice('/v1/'.length));
      expect(said).toMatchObject({ ratings: [{ nodeId: 'class-climate', level: 2, overridden: false }] });
      expect(JSON.stringify(said)).not.toContain(colleague);
    }
    await get(colleague, `assessments/${assessment}/said`, 403);
  });

  it('is, as of a day, what was known then', async () => {
    await counted(1, '?asOf=2026-03-31');
    await counted(0, '?asOf=2026-03-01');
    expect(await get(leader, `assessments/${assessment}/explanation?asOf=2026-02-30`, 400)).toMatchObject({ errors: [{ name: 'asOf' }] });
  });

  it('under another framework is shown and stored nowhere', async () => {
    const head = async () => (await runtime.health()).heads[`evaluation/${USUAL_COUNTY}`]!;
    const { id: other } = await post(officer, 'frameworks', { owner: 'county', document: { ...basicClassTeacher, gates: [], name: { zh: '另一个', en: 'Another' } } }, 201);
    await post(officer, `frameworks/${other}/publish`, { frameworkVersion: 1 });
    const before = await head();
    expect(await get(leader, `assessments/${assessment}/whatif?frameworkId=${other}&frameworkVersion=1`)).toMatchObject({ frameworkId: other, gates: [], resultVersion: null });
    expect(await get(leader, `assessments/${assessment}/whatif?frameworkId=${other}&frameworkVersion=2`, 404)).toMatchObject({ code: 'framework-not-found' });
    expect(await head()).toBe(before);
  });

  it('under a framework that cannot take what was measured is refused, not broken', async () => {
    const fewer = JSON.parse(JSON.stringify(basicClassTeacher), (key, value: unknown) => (key === 'levels' ? (value as { level: number }[]).filter(({ level }) => level > 2) : value)) as typeof basicClassTeacher;
    for (const [document, code] of [[fewer, 'measures-do-not-fit'], [combinedClassTeacher, 'framework-of-another-kind']] as const) {
      const { id: other } = await post(officer, 'frameworks', { owner: 'county', document }, 201);
      await post(officer, `frameworks/${other}/publish`, { frameworkVersion: 1 });
      expect(await get(leader, `assessments/${assessment}/whatif?frameworkId=${other}&frameworkVersion=1`, 409)).toMatchObject({ code });
    }
  });

  it('is shown to who runs the cycle and to who is evaluated', async () => {
    await get(teacher, `assessments/${assessment}/scorecard`);
    await get(officer, `assessments/${assessment}/scorecard`);
    await get(stranger, `assessments/${assessment}/scorecard`, 403);
    await get(colleague, `assessments/${assessment}/explanation`, 403);
    await get(leader, `assessments/${cycleId}:${id()}/scorecard`, 404);
    await get(leader, 'assessments/nothing/scorecard', 404);
    expect(await api.inject({ method: 'GET', url: `/v1/assessments/${assessment}/scorecard` })).toMatchObject({ status: 401 });
  });

  it('names nobody where few are compared', async () => {
    expect(await get(colleague, `evaluation-cycles/${cycleId}/comparison`)).toEqual([expect.objectContaining({ schoolId: null, subjects: 1, grades: null, median: null }), expect.objectContaining({ schoolId: school, grades: null, median: null })]);
    await get(colleague, `evaluation-cycles/${id()}/comparison`, 404);
  });
});

describe('a result', () => {
  it('computes again to its bytes, and stays when its facts change', async () => {
    await post(leader, `evaluation-cycles/${cycleId}/close-collection`);
    await post(leader, `evaluation-cycles/${cycleId}/start-review`);
    expect(await post(leader, `assessments/${assessment}/finalise`, {}, 409)).toMatchObject({ code: 'cohort-not-scored', details: { unscored: 1 } });
    await post(leader, `assessments/${assessment}/compute-score`);
    await post(leader, `assessments/${assessment}/finalise`);
    const result = await get(leader, `assessments/${assessment}/scorecard`);
    expect(result).toMatchObject({ state: 'result', resultVersion: 1, inputsChangedSince: false });
    await held('2026-05-20');
    await eventually(async () => expect(await get(leader, `assessments/${assessment}/scorecard`)).toMatchObject({ resultVersion: 1, score: result.score, inputDigest: result.inputDigest, inputsChangedSince: true }));
    const explained = await get(leader, `assessments/${assessment}/explanation?resultVersion=1`);
    expect(explained).toMatchObject({ recomputes: true, score: result.score });
    expect(meetings(explained).input).toMatchObject({ count: 2 });
  });

  it('survives a new version of its framework', async () => {
    await post(officer, 'frameworks', { frameworkId, owner: 'county', document: { ...basicClassTeacher, gates: [] } }, 201);
    await post(officer, `frameworks/${frameworkId}/publish`, { frameworkVersion: 2 });
    expect(await get(leader, `assessments/${assessment}/explanation?resultVersion=1`)).toMatchObject({ recomputes: true, frameworkVersion: 1 });
  });

  it('has a second version after an upheld objection; both are explained', async () => {
    await post(leader, `evaluation-cycles/${cycleId}/publicise-results`, { objectionsUntil: '2026-06-10T01:00:00.000Z' });
    const { id: objectionId } = await post(teacher, 'objections', { assessment, nodeIds: ['process'], grounds: '少记一次主题班会' }, 201);
    await post(officer, `objections/${objectionId}/accept`);
    await post(officer, `objections/${objectionId}/uphold`, { reason: '属实' });
    await post(leader, `assessments/${assessment}/recompute`, { cause: 'objection', causeId: objectionId });
    const [first, second] = [await get(leader, `assessments/${assessment}/explanation?resultVersion=1`), await get(leader, `assessments/${assessment}/explanation?resultVersion=2`)];
    expect([first.recomputes, second.recomputes, meetings(first).input, meetings(second).input]).toMatchObject([true, true, { count: 2 }, { count: 3 }]);
    expect(await get(leader, `assessments/${assessment}/explanation?resultVersion=3`, 404)).toMatchObject({ code: 'result-not-found' });
    expect(await get(leader, `assessments/${assessment}/explanation?resultVersion=1&asOf=2026-03-31`, 409)).toMatchObject({ code: 'result-or-day' });
    expect(await get(leader, `assessments/${assessment}/scorecard`)).toMatchObject({ resultVersion: 2, inputsChangedSince: false });
  });

  it('is one file, by which an outsider with the public keys computes it again without the system', async () => {
    const keys = ['organization', 'evaluation'].flatMap((service) => new NotaryKeys([secret]).keys({ service, county: USUAL_COUNTY }));
    const ask = async (service: string, path: string): Promise<unknown> => (service === 'organization'
      ? organization.evidence!.records(USUAL_COUNTY, path.split('=')[1]!.split(',').map(Number), 10_000) : done(await api.as({ roles: ['auditor'] }).get(path), 200));
    await get(stranger, `assessments/${assessment}/explanation/records?resultVersion=1`, 403);
    await get(leader, `assessments/${assessment}/explanation/records?resultVersion=9`, 404);
    for (const version of [1, 2]) {
      const file = JSON.parse(JSON.stringify(await collectScore(ask, assessment, version))) as ScoreEvidence;
      const proven = await verifyScoreEvidence(file, keys);
      expect([proven.recorded.resultVersion, proven.origins]).toEqual([version, expect.arrayContaining([`homeroom/organization/${USUAL_COUNTY}`, `homeroom/evaluation/${USUAL_COUNTY}`])]);
      const change = (alter: (copy: any) => void) => { const copy = structuredClone(file); alter(copy); return verifyScoreEvidence(copy, keys); };
      const counted = file.proofs.flatMap(({ records }) => records).findIndex(({ record }) => record.type === 'ClassActivityHeld');
      expect(counted).toBeGreaterThanOrEqual(0);
      await expect(change((copy) => { copy.proofs = copy.proofs.map((one: { records: { record: { type: string } }[] }) => ({ ...one, records: one.records.filter(({ record }) => record.type !== 'ClassActivityHeld') })); })).rejects.toThrow('does not compute again');
      await expect(change((copy) => { copy.proofs[0].records[0].record.data = '{}'; })).rejects.toThrow('not the record that stands there');
      await expect(change((copy) => { copy.explanation.score = '99.99'; })).rejects.toThrow('tells something else');
      await expect(change((copy) => { copy.resultVersion = 7; })).rejects.toThrow('None of the records is result 7');
      await expect(change((copy) => { copy.proofs = []; })).rejects.toThrow('None of the records');
      await expect(verifyScoreEvidence(file, keys.slice(0, 1))).rejects.toThrow('None of the given keys');
    }
  });

  it('is drawn', async () => {
    const { status, headers, body: text } = await as(leader).get(`/v1/assessments/${assessment}/scorecard.svg`);
    expect([status, headers['content-type']]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect(text).toMatch(/^<svg [^>]*lang="zh-CN">[\s\S]*结果第 2 版[\s\S]*<\/svg>\s*$/);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('is read by index, never by looking through the log', async () => {
    const plan = await runtime.read(USUAL_COUNTY, async (m) => {
      await m.query('set local enable_seqscan = off');
      return m.query(`explain select facts from ${facts.table} where county = '${USUAL_COUNTY}' and class_id = any($1) and kind = any($2)`, [[classId], ['entry']]) as Promise<{ 'QUERY PLAN': string }[]>;
    });
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/class_id/);
  });
});
