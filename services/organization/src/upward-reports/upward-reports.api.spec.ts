import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { migrate, service, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { chainFollowsAppointments } from '../collaboration-chains/chain-follows-appointments.reaction';
import { ChainVersionQueries, chainVersions } from '../collaboration-chains/chain-versions.view';
import { collaborationChain } from '../collaboration-chains/collaboration-chain.decider';
import { collaborationChainRefusals, CollaborationChainRoutes } from '../collaboration-chains/collaboration-chain.routes';
import { CollaborationChainQueries, collaborationChains } from '../collaboration-chains/collaboration-chains.view';
import { DeadlinePolicyQueries, deadlinePolicies } from '../deadline-policies/deadline-policies.view';
import { deadlinePolicy } from '../deadline-policies/deadline-policy.decider';
import { DeadlinePolicyRoutes } from '../deadline-policies/deadline-policy.routes';
import { schoolCalendar } from '../school-calendars/school-calendar.decider';
import { SchoolCalendarRoutes } from '../school-calendars/school-calendar.routes';
import { SchoolCalendarQueries, schoolCalendars } from '../school-calendars/school-calendars.view';
import { elapseReportDeadlines } from './elapse-report-deadlines.reaction';
import { recomputeDueTimes } from './recompute-due-times.reaction';
import { reportAgeing } from './report-ageing.view';
import { ReportAgeingQueries } from './report-ageing-queries.view';
import { reportDeadlines, ReportDeadlinesQueries } from './report-deadlines.view';
import { reportInbox, ReportInboxQueries } from './report-inbox.view';
import { reportTimeline, ReportTimelineQueries } from './report-timeline.view';
import { upwardReport } from './upward-report.decider';
import { upwardReportRefusals, UpwardReportRoutes } from './upward-report.routes';

/** Chains, calendars, deadlines and reports alone, of the service that they belong to. */
const definition = service({
  name: 'organization', events: organizationEvents, streams: [collaborationChain, schoolCalendar, deadlinePolicy, upwardReport],
  routes: [
    CollaborationChainRoutes, CollaborationChainQueries, ChainVersionQueries, SchoolCalendarRoutes, SchoolCalendarQueries, DeadlinePolicyRoutes, DeadlinePolicyQueries,
    UpwardReportRoutes, ReportInboxQueries, ReportTimelineQueries, ReportAgeingQueries, ReportDeadlinesQueries,
  ],
  views: [collaborationChains, chainVersions, schoolCalendars, deadlinePolicies, reportInbox, reportTimeline, reportAgeing, reportDeadlines],
  reactions: [chainFollowsAppointments, recomputeDueTimes], deadlines: [elapseReportDeadlines], refusals: [collaborationChainRefusals, upwardReportRefusals],
});

const id = (): Uuid => randomUUID();
const [school, elsewhere, classId, principal, lead, middle, teacher, deputy, stranger] = Array.from({ length: 9 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
/** Monday 09:00 in Shanghai. */
const MONDAY = '2025-09-08T01:00:00.000Z';
const after = (hours: number): string => new Date(Date.parse(MONDAY) + hours * 3_600_000).toISOString();
let now = MONDAY;
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, expected: number, ...events: Event[]) => runtime.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected }],
  events: events.map(({ type, data }) => ({
    eventId: id(), stream, type, data, meta: { actor: { personId: principal, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string, schoolId = school) =>
  happened(`teacher-${personId}`, 0, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });

const done = ({ status, body }: Answer, expected = 200): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const as = (personId: Uuid, ...roles: string[]) => api.as({ personId, roles: roles.length > 0 ? roles : ['school-staff'] });
const post = async (personId: Uuid, url: string, data: object = {}, expected = 200) => done(await as(personId).post(`/v1/${url}`, data), expected);
const get = async (personId: Uuid, url: string, ...roles: string[]) => done(await as(personId, ...roles).get(`/v1/${url}`));
const raise = async (more: object = {}): Promise<Uuid> =>
  (await post(teacher, 'upward-reports', { classId, kind: 'problem-or-need', category: 'CLASS_MANAGEMENT', subject: '班级纪律', details: '近期午休纪律较差。', ...more }, 201)).id as Uuid;
/** Plays the clock until then: everything that falls due, in its order. */
const until = async (at: string): Promise<void> => {
  for (;;) {
    const due = await runtime.deadlines[0]!.next();
    if (due === undefined || due > at) break;
    now = due > now ? due : now;
    await runtime.deadlines[0]!.fire(now);
    const [position] = Object.values((await runtime.health()).heads);
    await runtime.waitFor(reportDeadlines, USUAL_COUNTY, { service: 'organization', position: position! }, 5_000);
  }
  now = at;
};

beforeAll(async () => {
  const databases = await testDatabases('organization');
  await migrate(databases.migrator, definition.views);
  runtime = new ServiceRuntime(definition, { counties: [USUAL_COUNTY], databaseUrl: databases.app, peerDatabaseUrls: {}, clock: { now: () => now }, observer: silent, watchDeadlines: false });
  await runtime.start();
  api = await startApi(definition, { runtime });
  await Promise.all([
    registered(principal, 'school-leader'), registered(lead, 'school-leader'), registered(middle, 'middle-leader'), registered(teacher, 'teacher'), registered(deputy, 'teacher'),
    registered(stranger, 'school-leader', elsewhere),
  ]);
  await happened(`school-class-${classId}`, 0, { type: 'ClassOpened', data: { classId, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '1', effectiveOn: '2025-09-01' } });
  await happened(`class-leadership-${classId}`, 0,
    { type: 'ClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:1`, personId: teacher, from: '2025-09-01', firstTime: false } },
    { type: 'LeadClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:2`, nominationId: 'n', personId: lead, post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } });
}, 60_000);

afterAll(async () => {
  await api?.close();
  await runtime?.stop();
});

describe('a collaboration chain', () => {
  const seats = [{ role: 'class-teacher', personId: teacher }, { role: 'middle-leader', personId: middle }, { role: 'lead-class-teacher', personId: lead }];

  it('is the school leader’s to define and activate', async () => {
    expect((await post(teacher, `collaboration-chains/${classId}/define`, { seats }, 403)).code).toBe('not-allowed');
    expect((await post(principal, `collaboration-chains/${classId}/define`, { seats: [seats[0], { role: 'middle-leader', personId: stranger }] }, 409)).code).toBe('not-of-this-school');
    await post(principal, `collaboration-chains/${classId}/define`, { seats }, 201);
    await post(principal, `collaboration-chains/${classId}/activate`);
    expect((await get(teacher, `collaboration-chains/${classId}`)).map(({ role, personId, status }: Record<string, unknown>) => ({ role, personId, status }))).toEqual(seats.map((seat) => ({ ...seat, status: 'active' })));
  });

  it('lets the holder of a level name a delegate', async () => {
    await post(middle, `collaboration-chains/${classId}/set-delegate`, { role: 'middle-leader', delegateId: deputy });
    expect((await get(teacher, `collaboration-chains/${classId}`))[1]).toMatchObject({ delegateId: deputy });
    expect((await post(deputy, `collaboration-chains/${classId}/set-delegate`, { role: 'middle-leader', delegateId: deputy }, 403)).code).toBe('not-allowed');
    expect((await get(principal, `collaboration-chains/${classId}/versions?at=${MONDAY}`)).rows).toMatchObject([{ version: 1, activeFromAt: MONDAY, activeUntilAt: null }]);
  });
});

describe('an upward report', () => {
  it('goes one level up by itself, and on to its confirmation', async () => {
    const reportId = await raise({ typical: true });
    expect((await get(middle, 'report-inbox')).rows).toMatchObject([{ reportId, subject: '班级纪律', awaits: 'acknowledge', dueAt: after(24), resolveDueAt: '2025-09-22T01:00:00.000Z', overdue: false }]);
    expect((await get(deputy, 'report-inbox')).rows).toMatchObject([{ reportId }]);
    await until(after(25));
    expect(await get(teacher, `upward-reports/${reportId}`)).toMatchObject({ status: 'raised', level: 3, holderId: lead, escalations: 1, dueAt: after(48) });
    expect((await get(middle, 'report-inbox')).rows).toEqual([]);
    expect((await post(middle, `upward-reports/${reportId}/acknowledge`, {}, 403)).code).toBe('not-holder');
    await post(lead, `upward-reports/${reportId}/acknowledge`);
    await post(lead, `upward-reports/${reportId}/respond`, { measures: '增派值班教师。' });
    await post(lead, `upward-reports/${reportId}/resolve`, { outcome: '午休纪律已好转。' });
    expect((await get(teacher, 'report-inbox?box=awaited')).rows).toMatchObject([{ reportId, awaits: 'confirm', awaitedId: teacher }]);
    await post(teacher, `upward-reports/${reportId}/confirm`);
    const { steps, stays } = await get(teacher, `upward-reports/${reportId}/timeline`);
    expect(steps.map(({ what }: { what: string }) => what.replace('UpwardReport', '')).filter((what: string) => what !== 'DeadlineScheduled')).toEqual([
      'Raised', 'Reminded', 'Reminded', 'DeadlineElapsed', 'AutoEscalated', 'Acknowledged', 'Responded', 'Resolved', 'Confirmed',
    ]);
    expect(steps.find(({ what }: { what: string }) => what === 'UpwardReportResponded')).toMatchObject({ by: lead, text: '增派值班教师。' });
    expect(stays).toMatchObject([{ level: 2, holderId: middle, endedBy: 'auto-escalated', heldMinutes: 570, late: true }, { level: 3, holderId: lead, endedBy: 'resolved', acknowledgeMinutes: 60, late: false }]);
  });

  it('is acted upon by the delegate of its level', async () => {
    const reportId = await raise();
    await post(deputy, `upward-reports/${reportId}/acknowledge`);
    const { steps } = await get(deputy, `upward-reports/${reportId}/timeline`);
    expect(steps.at(-2)).toMatchObject({ what: 'UpwardReportAcknowledged', by: deputy, onBehalfOf: middle });
    await post(teacher, `upward-reports/${reportId}/withdraw`, { reason: '已自行解决。' });
  });

  it('is raised once under one id', async () => {
    const reportId = id();
    expect(await raise({ reportId })).toBe(reportId);
    expect((await post(teacher, 'upward-reports', { reportId, classId, kind: 'problem-or-need', category: 'CLASS_MANAGEMENT', subject: '班级纪律', details: '近期午休纪律较差。' })).position).toBeNull();
    expect((await post(teacher, 'upward-reports', { reportId, classId, kind: 'problem-or-need', category: 'TEACHING', subject: 's', details: 'd' }, 409)).code).toBe('report-id-taken');
    await post(teacher, `upward-reports/${reportId}/withdraw`, { reason: '重复。' });
  });

  it('is reckoned anew when the county publishes its calendar and its deadlines', async () => {
    now = after(26);
    const reportId = await raise();
    const calendar = { schoolYear: '2025-2026', from: '2025-09-01', until: '2026-08-31', closures: [{ kind: 'other', from: '2025-09-10', until: '2025-09-12' }], makeUpWorkdays: [] };
    const staff = as(id(), 'county-staff');
    done(await staff.post('/v1/school-calendars/county/publish', calendar));
    await eventually(async () => expect(await get(teacher, `upward-reports/${reportId}`)).toMatchObject({ dueAt: '2025-09-15T03:00:00.000Z' }));
    const rule = { acknowledgeWithinMinutes: 60, respondWithinMinutes: 570, resolveWithinMinutes: 2850, confirmWithinMinutes: 570 };
    done(await staff.post('/v1/deadline-policy/publish', { routine: rule, important: rule, urgent: rule, critical: { acknowledgeWithinMinutes: 30, respondWithinMinutes: 120, resolveWithinMinutes: 1440 } }));
    await eventually(async () => expect(await get(teacher, `upward-reports/${reportId}`)).toMatchObject({ dueAt: after(27) }));
    expect((await get(teacher, 'deadline-policy')).map(({ version }: { version: number }) => version)).toEqual([1, 0]);
    expect(await get(teacher, 'school-calendars/county')).toMatchObject([{ version: 1, closures: calendar.closures }]);
    await post(principal, `upward-reports/${reportId}/reassign`, { toPersonId: deputy, reason: '主任外出。' });
    expect((await get(deputy, 'report-inbox')).rows).toMatchObject([{ reportId, level: 2, holderId: deputy, stay: 2 }]);
  });

  it('is counted: what is open, and how fast each level is', async () => {
    expect(await get(principal, `report-ageing?schoolId=${school}`)).toEqual([{ schoolId: school, level: 2, severity: 'ROUTINE', reports: 1, late: 0, oldestAt: after(26), medianAgeHours: 0 }]);
    const times = await get(principal, `report-response-times?schoolId=${school}&monthly=true&from=2025-09-01&until=2025-09-30`);
    expect(times).toMatchObject([
      { level: 2, severity: 'ROUTINE', period: '2025-09', stays: 5, late: 1, acknowledged: 1, acknowledgeP50: 0 },
      { level: 3, severity: 'ROUTINE', period: '2025-09', stays: 1, late: 0, acknowledged: 1, acknowledgeP50: 60, acknowledgeP95: 60, responded: 1, respondP50: 60 },
    ]);
    expect((await get(deputy, `report-deadlines?personId=${deputy}`)).rows).toMatchObject([{ kind: 'acknowledge', next: 'remind-50' }, { kind: 'resolve' }]);
    expect((await get(principal, `upward-reports?schoolId=${school}&status=confirmed&limit=1`)).rows).toMatchObject([{ status: 'confirmed', typical: true }]);
  });

  it('is nobody else’s business', async () => {
    const [{ reportId }] = (await get(teacher, 'report-inbox?box=raised')).rows;
    expect((await as(stranger).get(`/v1/upward-reports/${reportId}`)).status).toBe(403);
    expect((await as(stranger).get(`/v1/upward-reports?schoolId=${school}`)).status).toBe(403);
    expect((await as(stranger).get(`/v1/report-inbox?personId=${teacher}`)).status).toBe(403);
    expect((await as(stranger).post(`/v1/upward-reports/${reportId}/acknowledge`, {})).status).toBe(403);
    expect((await as(teacher).post(`/v1/upward-reports/${id()}/acknowledge`, {})).status).toBe(404);
    expect(await post(teacher, 'upward-reports', { classId: id(), kind: 'work-status', category: 'OTHER', subject: 's', details: 'd' }, 404)).toMatchObject({ code: 'class-not-found' });
    expect(await post(stranger, 'upward-reports', { classId, kind: 'work-status', category: 'OTHER', subject: 's', details: 'd' }, 403)).toMatchObject({ code: 'not-allowed' });
    expect((await as(id(), 'auditor').get(`/v1/upward-reports/${reportId}`)).status).toBe(200);
  });
});

describe('a chain', () => {
  it('loses who leaves, and open reports do not move', async () => {
    await happened(`teacher-${middle}`, 1, { type: 'TeacherDeactivated', data: { personId: middle, schoolId: school, reason: 'resigned', effectiveOn: '2025-09-09' } });
    await eventually(async () => expect((await get(teacher, `collaboration-chains/${classId}`))[1]).toMatchObject({ personId: null, version: 2 }));
    expect((await get(principal, `collaboration-chains/${classId}/versions`)).rows).toMatchObject([{ version: 2, activeUntilAt: null }, { version: 1, activeUntilAt: now }]);
  });
});
