import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { migrate, service, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { CadenceComplianceQueries } from '../cadence-policies/cadence-compliance.view';
import { cadencePolicies, CadencePolicyQueries } from '../cadence-policies/cadence-policies.view';
import { cadencePolicy } from '../cadence-policies/cadence-policy.decider';
import { cadencePolicyRefusals, CadencePolicyRoutes } from '../cadence-policies/cadence-policy.routes';
import { ClassCharterQueries, classCharters } from '../class-charters/class-charters.view';
import { classInspection } from '../class-inspections/class-inspection.decider';
import { classInspectionRefusals, ClassInspectionRoutes } from '../class-inspections/class-inspection.routes';
import { ClassInspectionQueries, classInspections } from '../class-inspections/class-inspections.view';
import { InspectionFindingQueries, inspectionFindings } from '../class-inspections/inspection-findings.view';
import { meetings } from '../meetings/meetings.view';
import { schoolCalendars } from '../school-calendars/school-calendars.view';
import { ClassBoardQueries, classBoard } from '../school-classes/class-board.view';
import { schoolClass } from '../school-classes/school-class.decider';
import { SchoolClassRoutes } from '../school-classes/school-class.routes';
import { staffPositions } from '../teachers/staff-positions.view';
import { classWorkLog } from './class-work-log.decider';
import { classWorkLogRefusals, ClassWorkLogRoutes } from './class-work-log.routes';
import { workLog, WorkLogQueries } from './work-log.view';

/** What goes on in a class, alone, of the service that it belongs to. */
const definition = service({
  name: 'organization', events: organizationEvents, streams: [schoolClass, classWorkLog, classInspection, cadencePolicy],
  routes: [
    SchoolClassRoutes, ClassBoardQueries, ClassWorkLogRoutes, WorkLogQueries, ClassCharterQueries, ClassInspectionRoutes, ClassInspectionQueries, InspectionFindingQueries,
    CadencePolicyRoutes, CadencePolicyQueries, CadenceComplianceQueries,
  ],
  views: [classBoard, staffPositions, schoolCalendars, workLog, classCharters, classInspections, inspectionFindings, meetings, cadencePolicies],
  refusals: [classWorkLogRefusals, classInspectionRefusals, cadencePolicyRefusals],
});

const [school, elsewhere, classId, otherClassId, ann, bo, lei, mid, principal, stranger] = Array.from({ length: 10 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
const log = `${classId}:2025-2026-1`;
let now = '2025-09-08T01:00:00.000Z';
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, ...events: Event[]) => runtime.log.store.append(USUAL_COUNTY, {
  commandId: randomUUID(), at: now, checks: [{ stream, expected: 0 }],
  events: events.map(({ type, data }) => ({
    eventId: randomUUID(), stream, type, data, meta: { actor: { personId: principal, role: 'school-staff' }, correlationId: randomUUID(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string, schoolId = school) =>
  happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const opened = async (id: Uuid, classNo: string, classTeacher: Uuid, ...lead: Event[]) => {
  await happened(`school-class-${id}`, { type: 'ClassOpened', data: { classId: id, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo, effectiveOn: '2025-09-01' } });
  await happened(`class-leadership-${id}`, { type: 'ClassTeacherAppointed', data: { classId: id, schoolId: school, appointmentId: `${id}:1`, personId: classTeacher, from: '2025-09-01', firstTime: false } }, ...lead);
};

beforeAll(async () => {
  const databases = await testDatabases('organization');
  await migrate(databases.migrator, definition.views);
  runtime = new ServiceRuntime(definition, { counties: [USUAL_COUNTY], databaseUrl: databases.app, peerDatabaseUrls: {}, clock: { now: () => now }, observer: silent, watchDeadlines: false });
  await runtime.start();
  api = await startApi(definition, { runtime });
  await Promise.all([registered(ann, 'teacher'), registered(bo, 'teacher'), registered(lei, 'school-leader'), registered(mid, 'middle-leader'), registered(principal, 'school-leader'), registered(stranger, 'school-leader', elsewhere)]);
  await opened(classId, '1', ann, { type: 'LeadClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:2`, nominationId: 'n', personId: lei, post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } });
  await opened(otherClassId, '2', bo);
});
afterAll(async () => {
  await api?.close();
  await runtime?.stop();
});

const as = (personId: Uuid) => api.as({ personId });
const county = () => api.as({ personId: randomUUID(), roles: ['county-staff'] });
const ok = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
};
const code = async (answer: Promise<Answer>) => (await answer).body.code;

describe('the work log of a class', () => {
  it('is written by who leads the class, in one append each', async () => {
    await ok(as(ann).post(`/v1/class-work-logs/${log}/class-reports`, { kind: 'weekly', summary: '本周平稳' }));
    await ok(as(ann).post(`/v1/class-work-logs/${log}/activities`, { kind: 'red-story-session', topic: '杨靖宇', participants: 45, on: '2025-09-05' }));
    await ok(as(lei).post(`/v1/class-work-logs/${log}/home-school-contacts`, { kind: 'meet-the-lead-class-teacher', students: 6 }));
    const { streams } = await ok(as(ann).post(`/v1/class-work-logs/${log}/routine-work`, { kind: 'subject-moral-education' }));
    expect(streams).toEqual([{ stream: `class-work-log-${log}`, version: 4 }]);
    const stored = JSON.stringify(await runtime.log.store.read(USUAL_COUNTY, `class-work-log-${log}`, 0));
    expect(stored).not.toContain('杨靖宇');
  });
  it('is written by nobody else, and says why not', async () => {
    expect((await as(bo).post(`/v1/class-work-logs/${log}/routine-work`, { kind: 'labour' })).status).toBe(403);
    expect((await as(lei).post(`/v1/class-work-logs/${log}/class-reports`, { kind: 'weekly', summary: 'x' })).status).toBe(403);
    expect((await as(principal).post(`/v1/class-work-logs/${log}/routine-work`, { kind: 'labour' })).status).toBe(403);
    expect((await as(ann).post(`/v1/class-work-logs/${log}/routine-work`, { kind: 'labour', on: '2026-03-01' }, { 'accept-language': 'zh-CN' })).body).toMatchObject({ status: 409, code: 'outside-term', detail: '日期不在该日志的学期之内。' });
    expect(await code(as(ann).post(`/v1/class-work-logs/${classId}:2025-2026-3/routine-work`, { kind: 'labour' }))).toBe('work-log-not-found');
    expect((await as(ann).post(`/v1/class-work-logs/${log}/activities`, { kind: 'party', topic: '', participants: -1 })).status).toBe(400);
  });
  it('is read by the leaders of the school, and counted without what was taken back', async () => {
    await ok(as(principal).post(`/v1/class-work-logs/${log}/withdraw-entry`, { entryId: `${log}:4`, reason: '重复' }));
    const { rows } = await ok(as(mid).get(`/v1/class-work-logs?schoolId=${school}&withdrawn=false`));
    expect(rows.map(({ entry, text }: { entry: string; text: string | null }) => [entry, text])).toEqual(expect.arrayContaining([['class-report', '本周平稳'], ['class-activity', '杨靖宇'], ['home-school-contact', null]]));
    expect(rows).toHaveLength(3);
    expect((await ok(as(ann).get(`/v1/class-work-logs?classId=${classId}&from=2025-09-08&kind=weekly`))).rows).toHaveLength(1);
    expect(await ok(as(lei).get(`/v1/class-work-logs/${classId}/counts`))).toContainEqual({ schoolYear: '2025-2026', term: '1', entry: 'class-activity', kind: 'red-story-session', entries: 1, pupils: 45, lastOn: '2025-09-05' });
    expect((await as(stranger).get(`/v1/class-work-logs?classId=${classId}`)).status).toBe(403);
    expect((await as(bo).get(`/v1/class-work-logs?schoolId=${school}`)).status).toBe(403);
  });
});

describe('the charter of a class', () => {
  it('keeps every wording', async () => {
    await ok(as(ann).post(`/v1/school-classes/${classId}/goals`, { goals: '团结' }));
    await ok(as(lei).post(`/v1/school-classes/${classId}/goals`, { goals: '团结向上', effectiveOn: '2025-09-05' }));
    await eventually(async () => expect(await ok(as(bo).get(`/v1/class-charters/${classId}?part=goals`))).toMatchObject([{ edition: 2, text: '团结向上', effectiveOn: '2025-09-05' }, { edition: 1, text: '团结', setBy: ann }]));
    expect((await as(stranger).get(`/v1/class-charters/${classId}`)).status).toBe(403);
  });
});

describe('an inspection', () => {
  it('goes from its plan to the confirmed rectification, each step by who may', async () => {
    expect(await code(as(principal).post('/v1/class-inspections', { classId, inspectorId: ann, plannedOn: '2025-09-10', areas: ['order'] }))).toBe('inspector-is-class-teacher');
    expect((await as(ann).post('/v1/class-inspections', { classId, inspectorId: mid, plannedOn: '2025-09-10', areas: ['order'] })).status).toBe(403);
    const { id } = await ok(as(lei).post('/v1/class-inspections', { classId, inspectorId: mid, plannedOn: '2025-09-10', areas: ['order', 'safety'] }));
    const step = (personId: Uuid, path: string, body = {}) => as(personId).post(`/v1/class-inspections/${id}/${path}`, body);
    const finding = { findingId: `${id}:1` };
    expect((await step(lei, 'start')).status).toBe(403);
    await ok(step(mid, 'start'));
    await ok(step(mid, 'findings', { area: 'safety', severity: 'HIGH', details: '后门堵塞' }));
    expect(await code(step(mid, 'complete'))).toBe('rectification-needed');
    await ok(step(mid, 'request-rectification', { ...finding, dueOn: '2025-09-09' }));
    await ok(step(mid, 'complete', { conclusion: '总体良好' }));
    now = '2025-09-11T01:00:00.000Z';
    expect((await ok(as(ann).get(`/v1/inspection-findings?classId=${classId}&overdue=true`))).rows).toMatchObject([{ ...finding, details: '后门堵塞', status: 'requested' }]);
    expect(await ok(as(mid).get(`/v1/rectification-ageing?schoolId=${school}`))).toEqual([{ schoolId: school, severity: 'HIGH', awaited: 1, overdue: 1, submitted: 0, oldestDays: 3, medianDays: 3, confirmed: 0, onTime: 0 }]);
    expect((await ok(as(principal).get(`/v1/class-board/${classId}`)))).toMatchObject({
      goalsSetOn: '2025-09-05', lastInspectionOn: '2025-09-08', openRectifications: 1, overdueRectifications: 1, activitiesThisTerm: 1, contactsThisTerm: 1,
    });
    expect((await step(lei, 'submit-rectification', { ...finding, measures: '已清' })).status).toBe(403);
    await ok(step(ann, 'submit-rectification', { ...finding, measures: '已清' }));
    expect((await step(ann, 'confirm-rectification', finding)).status).toBe(403);
    await ok(step(mid, 'confirm-rectification', finding));
    expect(await ok(as(ann).get(`/v1/class-inspections/${id}`))).toMatchObject({ status: 'completed', high: 1, openRectifications: 0, conclusion: '总体良好' });
    expect(await ok(as(mid).get(`/v1/rectification-ageing?schoolId=${school}`))).toMatchObject([{ awaited: 0, oldestDays: null, confirmed: 1, onTime: 0 }]);
    expect((await ok(as(mid).get(`/v1/class-inspections?inspectorId=${mid}`))).rows).toHaveLength(1);
    expect((await as(stranger).get(`/v1/class-inspections/${id}`)).status).toBe(403);
    expect((await as(mid).get(`/v1/class-inspections/${randomUUID()}`)).status).toBe(404);
  });
});

describe('what should have been held by now', () => {
  const rules = [
    { subject: 'class-activity', kind: 'red-story-session', scope: 'class', times: 1, period: 'month' }, { subject: 'meeting', kind: 'class-work', scope: 'led-class', times: 1, period: 'month' },
    { subject: 'class-inspection', scope: 'school', times: 1, period: 'month' },
  ];
  it('is the defaults\' until the county says otherwise', async () => {
    expect((await ok(as(ann).get('/v1/cadence-policy')))).toMatchObject([{ version: 0 }]);
    expect((await as(principal).post('/v1/cadence-policy/publish', { rules })).status).toBe(403);
    await ok(county().post('/v1/cadence-policy/publish', { rules }));
    expect((await ok(as(ann).get('/v1/cadence-policy')))).toMatchObject([{ version: 1, rules }, { version: 0 }]);
  });
  it('is nothing before a period is over, and then shows who misses what', async () => {
    expect(await ok(as(principal).get(`/v1/cadence-compliance?schoolId=${school}`))).toEqual([]);
    now = '2025-11-03T01:00:00.000Z';
    const september = { from: '2025-09-01', until: '2025-09-30', held: 0 };
    const october = { from: '2025-10-01', until: '2025-10-31', held: 0 };
    const [stories, others, work, inspected] = await ok(as(principal).get(`/v1/cadence-compliance?schoolId=${school}`))
      .then((rows: { classId: string | null; rule: { subject: string } }[]) => [
        rows.find(({ classId: id, rule }) => id === classId && rule.subject === 'class-activity'), rows.find(({ classId: id }) => id === otherClassId),
        rows.find(({ rule }) => rule.subject === 'meeting'), rows.find(({ rule }) => rule.subject === 'class-inspection'),
      ]);
    expect(stories).toMatchObject({ rule: rules[0], schoolId: school, wanted: 2, held: 1, missed: [october] });
    expect(others).toMatchObject({ wanted: 2, held: 0, missed: [september, october] });
    expect(work).toMatchObject({ classId, wanted: 2, held: 0 });
    expect(inspected).toMatchObject({ classId: null, wanted: 2, held: 1, missed: [october] });
    expect(await ok(as(ann).get(`/v1/cadence-compliance?classId=${classId}&missing=true`))).toHaveLength(2);
    expect(await ok(county().get('/v1/cadence-compliance/summary'))).toContainEqual({ rule: rules[0], schoolId: school, subjects: 2, complete: 0, wanted: 4, held: 1 });
    expect(await code(county().get('/v1/cadence-compliance'))).toBe('class-or-school');
    expect((await as(stranger).get(`/v1/cadence-compliance?schoolId=${school}`)).status).toBe(403);
  });
});
