import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, supportRequestIdOf } from '@homeroom/contracts';
import { fold, streamOf } from '@homeroom/eventsourcing';
import { migrate, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { resources } from '../resources.module';
import { supportRequest } from './support-request.decider';

const [school, elsewhere, classId, leader, classTeacher, other, stranger] = Array.from({ length: 7 }, () => randomUUID()) as [string, string, string, string, string, string, string];
const clock = { now: () => '2025-09-08T01:00:00.000Z' };

/** Organization as this service sees it: a log that somebody writes. */
const organizationLog: RuntimeDefinition = { name: 'organization', events: organizationEvents, peers: [], streams: [], views: [], reactions: [], deadlines: [] };

let organization: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, ...events: Event[]) => organization.log.store.append(USUAL_COUNTY, {
  commandId: randomUUID(), at: clock.now(), checks: [{ stream, expected: 0 }],
  events: events.map(({ type, data }) => ({
    eventId: randomUUID(), stream, type, data,
    meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: randomUUID(), occurredAt: clock.now(), schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: string, post: string, schoolId = school): Event => ({ type: 'TeacherRegistered', data: { personId, schoolId, staffNo: '1', post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const raised = (reportId: string, category: string): Event => ({ type: 'UpwardReportRaised', data: { reportId, category, schoolId: school, classId, raisedBy: classTeacher } });

beforeAll(async () => {
  const [theirs, ours] = [await testDatabases('organization'), await testDatabases('resources')];
  await Promise.all([migrate(theirs.migrator, []), migrate(ours.migrator, resources.views)]);
  const settings = { counties: [USUAL_COUNTY], clock, observer: silent, watchDeadlines: false };
  organization = new ServiceRuntime(organizationLog, { ...settings, databaseUrl: theirs.app });
  runtime = new ServiceRuntime(resources, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: theirs.reader } });
  await Promise.all([organization.start(), runtime.start()]);
  api = await startApi(resources, { runtime });
  await happened(`teacher-${leader}`, registered(leader, 'school-leader'));
  await happened(`teacher-${classTeacher}`, registered(classTeacher, 'teacher'));
  await happened(`teacher-${other}`, registered(other, 'teacher'));
  await happened(`teacher-${stranger}`, registered(stranger, 'school-leader', elsewhere));
  await happened(`class-leadership-${classId}`, { type: 'ClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:1`, personId: classTeacher, from: '2025-09-01', firstTime: false } });
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, async (m) => (await m.query('select count(*)::int as n from person_positions_v1'))[0].n)).toBe(4));
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, async (m) => (await m.query('select count(*)::int as n from class_leaders_v1'))[0].n)).toBe(1));
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), runtime?.stop()]);
});

const county = () => api.as({ personId: randomUUID(), roles: ['county-staff'] });
const as = (personId: string) => api.as({ personId });
const ask = (personId: string, more = {}) => as(personId).post('/v1/support-requests', { category: 'IDEAS', schoolId: school, classId, need: '请派人指导班会', ...more });
const stepsOf = async (id: string) => (await runtime.log.store.read(USUAL_COUNTY, streamOf(supportRequest, id), 0)).map(({ type }) => type);

describe('support', () => {
  it('is asked for, granted, brought and confirmed, and every step is told', async () => {
    const asked = await ask(classTeacher);
    expect(asked.status).toBe(201);
    const { id } = asked.body;
    expect((await county().post(`/v1/support-requests/${id}/approve`, { category: 'POLICY' })).status).toBe(200);
    expect((await county().post(`/v1/support-requests/${id}/allocate`, { providerPersonId: other, expectedOn: '2025-09-15', support: '三次入班指导' })).status).toBe(200);
    expect((await as(other).post(`/v1/support-requests/${id}/deliver`, { note: '已完成' })).status).toBe(200);
    const confirmed = await as(classTeacher).post(`/v1/support-requests/${id}/confirm`, {});
    expect(confirmed.body.streams).toEqual([{ stream: `support-request-${id}`, version: 5 }]);

    const one = await as(classTeacher).get(`/v1/support-requests/${id}?minPosition=${encodeURIComponent(confirmed.body.position)}`);
    expect(one.body).toMatchObject({ status: 'confirmed', category: 'POLICY', need: '请派人指导班会', support: '三次入班指导', providerPersonId: other, streamVersion: 5 });
    expect(one.headers['etag']).toBe('"5"');
    const timeline = await as(leader).get(`/v1/support-requests/${id}/timeline?minPosition=${encodeURIComponent(confirmed.body.position)}`);
    expect(timeline.body.map(({ step, by, text }: { step: string; by: string; text: string }) => [step, by === classTeacher || by === other, text]))
      .toEqual([['requested', true, '请派人指导班会'], ['approved', false, null], ['allocated', false, '三次入班指导'], ['delivered', true, '已完成'], ['confirmed', true, null]]);
  });

  it('is never in clear in the log', async () => {
    const { id } = (await ask(classTeacher, { need: '王小明同学需要帮助' })).body;
    const [event] = await runtime.log.store.read(USUAL_COUNTY, `support-request-${id}`, 0);
    expect(JSON.stringify(event!.data)).not.toContain('王小明');
  });

  it('is asked for by who leads the class or the school', async () => {
    expect((await ask(leader)).status).toBe(201);
    expect((await ask(classTeacher, { classId: undefined })).status).toBe(403);
    expect((await ask(other)).status).toBe(403);
    expect((await ask(stranger)).status).toBe(403);
    expect((await ask(leader, { classId: randomUUID() })).body.code).toBe('class-not-found');
  });

  it('is decided by the county, on the school\'s own organisation by its leaders too, by nobody for themselves', async () => {
    const [ideas, own] = [(await ask(classTeacher)).body.id, (await ask(classTeacher, { category: 'SCHOOL_ORGANIZATION' })).body.id];
    expect((await as(leader).post(`/v1/support-requests/${ideas}/approve`, {})).status).toBe(403);
    expect((await as(leader).post(`/v1/support-requests/${own}/approve`, {})).status).toBe(200);
    const mine = (await ask(leader, { category: 'SCHOOL_ORGANIZATION' })).body.id;
    expect((await as(leader).post(`/v1/support-requests/${mine}/approve`, {})).body.code).toBe('own-request');
    expect((await as(stranger).get(`/v1/support-requests/${own}`)).status).toBe(403);
    expect((await county().post(`/v1/support-requests/${randomUUID()}/approve`, {})).status).toBe(404);
  });

  it('is confirmed by the requester alone', async () => {
    const { id } = (await ask(classTeacher)).body;
    expect((await county().post(`/v1/support-requests/${id}/confirm`, {})).status).toBe(403);
    expect((await as(classTeacher).post(`/v1/support-requests/${id}/confirm`, {})).body.code).toBe('support-request-requested');
  });

  it('waits in a backlog that tells how long', async () => {
    const { body } = await as(leader).get(`/v1/support-backlog?schoolId=${school}`);
    expect(body.find(({ category }: { category: string }) => category === 'POLICY')).toMatchObject({ confirmed: 1, medianMinutesToAllocation: 0, p90MinutesToAllocation: 0, oldestWaitingAt: null });
    expect((await as(other).get(`/v1/support-backlog?schoolId=${school}`)).status).toBe(403);
    const listed = await as(classTeacher).get(`/v1/support-requests?requesterId=${classTeacher}&status=confirmed`);
    expect(listed.body.rows).toHaveLength(1);
    expect((await as(other).get(`/v1/support-requests?requesterId=${classTeacher}`)).status).toBe(403);
  });
});

describe('a report of a resource need', () => {
  const reportId = randomUUID();
  const requestId = supportRequestIdOf(reportId);

  it('asks by itself, once, under the id that organization expects', async () => {
    await happened(`upward-report-${randomUUID()}`, raised(randomUUID(), 'SAFETY'));
    await happened(`upward-report-${reportId}`, raised(reportId, 'RESOURCE_NEED'));
    await eventually(async () => expect(await stepsOf(requestId)).toEqual(['SupportRequested']));
    const state = fold(supportRequest, await runtime.log.store.read(USUAL_COUNTY, `support-request-${requestId}`, 0) as never);
    expect(state).toMatchObject({ status: 'requested', requesterId: classTeacher, category: 'SCHOOL_ORGANIZATION', about: { upwardReportId: reportId, classId, schoolId: school } });
  });

  it('takes its request back when it is withdrawn', async () => {
    await happened(`upward-report-${randomUUID()}`, { type: 'UpwardReportWithdrawn', data: { reportId } });
    await eventually(async () => expect(await stepsOf(requestId)).toEqual(['SupportRequested', 'SupportCancelled']));
  });
});
