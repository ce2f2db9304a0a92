import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { migrate, service, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { dutyAcknowledgement } from '../duty-charters/duty-acknowledgement.decider';
import { DutyAcknowledgementQueries, dutyAcknowledgements } from '../duty-charters/duty-acknowledgements.view';
import { dutyCharter } from '../duty-charters/duty-charter.decider';
import { DutyAcknowledgementRoutes, dutyCharterRefusals, DutyCharterRoutes } from '../duty-charters/duty-charter.routes';
import { DutyCharterQueries, dutyCharters } from '../duty-charters/duty-charters.view';
import { groupsFollowOffices } from '../joint-work-groups/groups-follow-offices.reaction';
import { jointWorkGroup } from '../joint-work-groups/joint-work-group.decider';
import { jointWorkGroupRefusals, JointWorkGroupRoutes } from '../joint-work-groups/joint-work-group.routes';
import { JointWorkGroupQueries, jointWorkGroups } from '../joint-work-groups/joint-work-groups.view';
import { staffPositions } from '../teachers/staff-positions.view';
import { ActionItemQueries, actionItems } from './action-items.view';
import { meeting } from './meeting.decider';
import { meetingRefusals, MeetingRoutes } from './meeting.routes';
import { MeetingQueries, meetings } from './meetings.view';

/** How people work together, alone, of the service that it belongs to. */
const definition = service({
  name: 'organization', events: organizationEvents, streams: [meeting, jointWorkGroup, dutyCharter, dutyAcknowledgement],
  routes: [
    MeetingRoutes, MeetingQueries, ActionItemQueries, JointWorkGroupRoutes, JointWorkGroupQueries, DutyCharterRoutes, DutyAcknowledgementRoutes, DutyCharterQueries, DutyAcknowledgementQueries,
  ],
  views: [meetings, actionItems, jointWorkGroups, dutyCharters, dutyAcknowledgements, staffPositions], reactions: [groupsFollowOffices],
  refusals: [meetingRefusals, jointWorkGroupRefusals, dutyCharterRefusals],
});

const [school, elsewhere, group, classId, ann, bo, sue, lei, mid, stranger, bureau] = Array.from({ length: 11 }, () => randomUUID()) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let now = '2025-09-08T01:00:00.000Z';
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, expected: number, ...events: Event[]) => runtime.log.store.append(USUAL_COUNTY, {
  commandId: randomUUID(), at: now, checks: [{ stream, expected }],
  events: events.map(({ type, data }) => ({
    eventId: randomUUID(), stream, type, data, meta: { actor: { personId: bureau, role: 'county-staff' }, correlationId: randomUUID(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string, schoolId = school) =>
  happened(`teacher-${personId}`, 0, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const ofSchool = (id: Uuid): Event => ({ type: 'OrgUnitRegistered', data: { orgUnitId: id, level: 'school', name: '一小', parentId: randomUUID(), schoolId: id, code: '2137000001', schoolKind: 'primary', effectiveOn: '2025-01-01' } });
const office = { classId, schoolId: school };

beforeAll(async () => {
  const databases = await testDatabases('organization');
  await migrate(databases.migrator, definition.views);
  runtime = new ServiceRuntime(definition, { counties: [USUAL_COUNTY], databaseUrl: databases.app, peerDatabaseUrls: {}, clock: { now: () => now }, observer: silent, watchDeadlines: false });
  await runtime.start();
  api = await startApi(definition, { runtime });
  await Promise.all([ann, bo, sue].map((personId) => registered(personId, 'teacher')));
  await Promise.all([registered(lei, 'school-leader'), registered(mid, 'middle-leader'), registered(stranger, 'school-leader', elsewhere)]);
  await happened(`org-unit-${group}`, 0, { type: 'EducationGroupFormed', data: { orgUnitId: group, name: '集团', parentId: randomUUID(), effectiveOn: '2025-01-01' } });
  await happened(`org-unit-${school}`, 0, ofSchool(school), { type: 'SchoolJoinedEducationGroup', data: { orgUnitId: school, groupId: group, effectiveOn: '2025-02-01' } });
  await happened(`org-unit-${elsewhere}`, 0, ofSchool(elsewhere));
  await happened(`school-class-${classId}`, 0, { type: 'ClassOpened', data: { classId, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '1', effectiveOn: '2025-09-01' } });
  await happened(`class-leadership-${classId}`, 0,
    { type: 'ClassTeacherAppointed', data: { ...office, appointmentId: `${classId}:1`, personId: ann, from: '2025-09-01', firstTime: false } },
    { type: 'LeadClassTeacherAppointed', data: { ...office, appointmentId: `${classId}:2`, nominationId: 'n', personId: lei, post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } });
});
afterAll(async () => {
  await api?.close();
  await runtime?.stop();
});

const as = (personId: Uuid) => api.as({ personId });
const county = () => api.as({ personId: bureau, roles: ['county-staff'] });
const ok = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
};
const code = async (answer: Promise<Answer>) => (await answer).body.code;

describe('a meeting of a class', () => {
  let id: Uuid;
  const step = (personId: Uuid, path: string, body: object) => as(personId).post(`/v1/meetings/${id}/${path}`, body);
  it('is led by the lead class teacher and has no minutes before it begins', async () => {
    const wanted = { kind: 'class-work', classId, startsAt: '2025-09-10T08:00:00.000Z', invitedPersonIds: [ann, sue], agenda: '期初安排' };
    expect(await code(as(ann).post('/v1/meetings', wanted))).toBe('chair-not-lead');
    expect((await as(bo).post('/v1/meetings', wanted)).status).toBe(403);
    id = (await ok(as(ann).post('/v1/meetings', { ...wanted, chairId: lei }))).id;
    expect(await code(step(lei, 'minutes', { minutes: '太早' }))).toBe('meeting-not-started');
  });
  it('leaves minutes, decisions and action items', async () => {
    now = '2025-09-10T09:00:00.000Z';
    await ok(step(lei, 'attendance', { attendedPersonIds: [lei, ann], excusedPersonIds: [sue] }));
    await ok(step(ann, 'minutes', { minutes: '讨论了班风', plans: '家访' }));
    await ok(step(lei, 'decisions', { decision: '每周一次家访' }));
    await ok(step(lei, 'action-items', { ownerId: sue, dueOn: '2025-09-12', task: '列出家访名单', decisionId: `${id}:d1` }));
    await ok(step(lei, 'action-items', { ownerId: ann, dueOn: '2025-09-30', task: '完成家访' }));
    expect((await step(bo, 'minutes', { minutes: 'x' })).status).toBe(403);
    expect(await ok(as(sue).get(`/v1/meetings/${id}`))).toMatchObject({ status: 'held', minutes: '讨论了班风', plans: '家访', decisions: [{ decision: '每周一次家访' }], openActionItems: 2 });
    expect((await as(bo).get(`/v1/meetings/${id}`)).status).toBe(403);
    expect((await ok(as(mid).get(`/v1/meetings?classId=${classId}&kind=class-work&status=held&from=2025-09-10`))).rows).toHaveLength(1);
    expect(await code(step(lei, 'cancel', { reason: 'x' }))).toBe('meeting-held');
  });
  it('shows who is behind', async () => {
    now = '2025-09-13T01:00:00.000Z';
    expect((await ok(as(sue).get(`/v1/action-items?ownerId=${sue}`))).rows).toMatchObject([{ task: '列出家访名单', overdue: true }]);
    expect((await as(bo).get(`/v1/action-items?ownerId=${sue}`)).status).toBe(403);
    expect((await step(bo, 'complete-action-item', { actionItemId: `${id}:a1` })).status).toBe(403);
    await ok(step(ann, 'complete-action-item', { actionItemId: `${id}:a2`, outcome: '已走访' }));
    expect(await ok(as(lei).get(`/v1/action-items/counts?schoolId=${school}`))).toEqual([
      { ownerId: sue, open: 1, overdue: 1, doneOnTime: 0, doneLate: 0 }, { ownerId: ann, open: 0, overdue: 0, doneOnTime: 1, doneLate: 0 },
    ]);
    expect((await ok(as(lei).get(`/v1/action-items?schoolId=${school}&standing=overdue`))).rows).toHaveLength(1);
    expect((await ok(as(lei).get(`/v1/action-items?schoolId=${school}&standing=done`))).rows).toMatchObject([{ onTime: true, outcome: '已走访' }]);
  });
});

describe('a meeting of a unit', () => {
  const at = { startsAt: '2025-09-20T01:00:00.000Z' };
  it('is arranged by who leads the unit', async () => {
    const grade = { kind: 'grade', unitId: school, stage: 'primary', grade: 3, ...at };
    expect((await as(ann).post('/v1/meetings', grade)).status).toBe(403);
    expect((await as(stranger).post('/v1/meetings', grade)).status).toBe(403);
    await ok(as(mid).post('/v1/meetings', grade));
    expect((await as(mid).post('/v1/meetings', { kind: 'party-administration', unitId: school, ...at })).status).toBe(403);
    await ok(as(lei).post('/v1/meetings', { kind: 'party-administration', unitId: school, ...at }));
    expect((await as(stranger).post('/v1/meetings', { kind: 'group', unitId: group, ...at })).status).toBe(403);
    await ok(as(lei).post('/v1/meetings', { kind: 'group', unitId: group, ...at }));
    expect(await code(county().post('/v1/meetings', { kind: 'group', unitId: school, ...at }))).toBe('not-its-meeting');
    expect(await code(county().post('/v1/meetings', { kind: 'grade', unitId: randomUUID(), ...at }))).toBe('org-unit-not-found');
    expect((await ok(as(mid).get(`/v1/meetings?unitId=${school}&kind=grade`))).rows).toMatchObject([{ stage: 'primary', grade: 3, chairId: mid, meetsOn: '2025-09-20' }]);
  });
});

describe('a joint work group', () => {
  const members = async () => (await ok(as(bo).get(`/v1/joint-work-groups/${classId}`))).members;
  it('has both offices in it, and follows them', async () => {
    expect((await as(ann).post(`/v1/joint-work-groups/${classId}/form`, {})).status).toBe(403);
    await ok(as(lei).post(`/v1/joint-work-groups/${classId}/form`, { members: [{ personId: sue, role: 'subject-teacher' }] }));
    expect(await code(as(lei).post(`/v1/joint-work-groups/${classId}/remove-member`, { personId: ann }))).toBe('office-holder-stays');
    await ok(as(ann).post(`/v1/joint-work-groups/${classId}/goals`, { goals: '同心' }));
    await happened(`class-leadership-${classId}`, 2, { type: 'ClassTeacherReplaced', data: { ...office, appointmentId: `${classId}:3`, personId: sue, from: '2025-09-15', firstTime: false, previousAppointmentId: `${classId}:1`, previousPersonId: ann } });
    await eventually(async () => expect(await members()).toEqual([{ personId: lei, role: 'lead-class-teacher' }, { personId: sue, role: 'class-teacher' }]));
    await ok(as(sue).post(`/v1/joint-work-groups/${classId}/outcomes`, { outcome: '班级公约范本' }));
    expect((await ok(as(mid).get(`/v1/joint-work-groups?schoolId=${school}`))).rows).toMatchObject([{ goals: '同心', outcomes: [{ outcome: '班级公约范本' }] }]);
    expect((await as(stranger).get(`/v1/joint-work-groups/${classId}`)).status).toBe(403);
  });
});

describe('a duty charter', () => {
  const charter = `${school}:class-teacher`;
  const texts = { duties: '全面负责班级', collaboration: '与第一班主任协同' };
  it('is laid down by who speaks for the school or the county, and taken note of by each person', async () => {
    expect((await as(mid).post(`/v1/duty-charters/${charter}/define`, texts)).status).toBe(403);
    expect((await as(lei).post(`/v1/duty-charters/${USUAL_COUNTY}:class-teacher/define`, texts)).status).toBe(403);
    await ok(county().post(`/v1/duty-charters/${USUAL_COUNTY}:class-teacher/define`, texts));
    await ok(as(lei).post(`/v1/duty-charters/${charter}/define`, texts));
    expect((await as(ann).post(`/v1/duty-acknowledgements/${charter}:${sue}/acknowledge`, { edition: 1 })).status).toBe(403);
    expect(await code(as(stranger).post(`/v1/duty-acknowledgements/${charter}:${stranger}/acknowledge`, { edition: 1 }))).toBe('not-addressed');
    await ok(as(sue).post(`/v1/duty-acknowledgements/${charter}:${sue}/acknowledge`, { edition: 1 }));
    now = '2025-09-16T01:00:00.000Z';
    await eventually(async () => expect(await ok(as(lei).get(`/v1/duty-charters/${charter}/holders?current=true`))).toEqual([
      { personId: sue, schoolId: school, edition: 1, acknowledgedOn: '2025-09-13', current: true },
    ]));
    await ok(as(lei).post(`/v1/duty-charters/${charter}/define`, { ...texts, duties: '全面负责' }));
    expect(await ok(as(lei).get(`/v1/duty-charters/${charter}/holders?current=false`))).toMatchObject([{ personId: sue, edition: 1, current: false }]);
    expect(await ok(as(stranger).get(`/v1/duty-charters/${charter}`))).toMatchObject([{ edition: 2, duties: '全面负责' }, { edition: 1 }]);
    expect((await ok(as(ann).get('/v1/duty-charters?role=class-teacher'))).rows).toMatchObject([{ schoolId: null, edition: 1 }]);
  });
});
