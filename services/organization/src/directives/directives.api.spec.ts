import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, type Uuid } from '@homeroom/contracts';
import { migrate, service, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { collaborationChain } from '../collaboration-chains/collaboration-chain.decider';
import { commonProblem } from '../common-problems/common-problem.decider';
import { commonProblemRefusals, CommonProblemRoutes } from '../common-problems/common-problem.routes';
import { CommonProblemQueries, commonProblems } from '../common-problems/common-problems.view';
import { staffPositions } from '../teachers/staff-positions.view';
import { closeFulfilledDirectives } from './close-fulfilled-directives.reaction';
import { closeRelaysWithTheirDirective } from './close-relays-with-their-directive.reaction';
import { deliverDirectives } from './deliver-directives.reaction';
import { directive } from './directive.decider';
import { directiveRefusals, DirectiveRoutes } from './directive.routes';
import { relayIdOf } from './directive.model';
import { directiveReceipt } from './directive-receipt.decider';
import { directiveReceiptRefusals, DirectiveReceiptRoutes } from './directive-receipt.routes';
import { directiveDeadlines, elapseDirectiveDeadlines } from './directive-deadlines.view';
import { directiveList, DirectiveQueries } from './directive-list.view';
import { directiveMatrix, DirectiveMatrixQueries, ReceivedDirectiveQueries } from './directive-matrix.view';
import { directiveTally } from './directive-tally.decider';
import { flagOverdueRecipients } from './flag-overdue-recipients.reaction';

/** Directives and common problems alone, of the service that they belong to. */
const definition = service({
  name: 'organization', events: organizationEvents, streams: [directive, directiveReceipt, directiveTally, commonProblem, collaborationChain],
  routes: [DirectiveRoutes, DirectiveReceiptRoutes, DirectiveQueries, DirectiveMatrixQueries, ReceivedDirectiveQueries, CommonProblemRoutes, CommonProblemQueries],
  views: [directiveList, directiveMatrix, directiveDeadlines, commonProblems, staffPositions],
  reactions: [deliverDirectives, flagOverdueRecipients, closeFulfilledDirectives, closeRelaysWithTheirDirective], deadlines: [elapseDirectiveDeadlines],
  refusals: [directiveRefusals, directiveReceiptRefusals, commonProblemRefusals],
});

const id = (): Uuid => randomUUID();
const [school, elsewhere, classId, principal, vice, lead, middle, teacher, stranger] = Array.from({ length: 9 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let now = '2025-09-08T01:00:00.000Z';
let runtime: ServiceRuntime;
let api: Api;

const happened = async (stream: string, ...events: Event[]) => runtime.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected: 0 }],
  events: events.map(({ type, data }) => ({
    eventId: id(), stream, type, data, meta: { actor: { personId: principal, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const },
  })),
});
const registered = (personId: Uuid, post: string, schoolId = school) =>
  happened(`teacher-${personId}`, { type: 'TeacherRegistered', data: { personId, schoolId, staffNo: personId.slice(0, 8), post, name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
const raised = async (schoolId = school): Promise<Uuid> => {
  const reportId = id();
  const chain = { version: 1, seats: [] };
  const policy = { version: 0, clock: 'working', acknowledgeWithinMinutes: 570, respondWithinMinutes: 570, resolveWithinMinutes: 570, confirmWithinMinutes: null };
  const calendar = { countyVersion: 0, schoolVersion: 0, closures: [], makeUpWorkdays: [] };
  await happened(`upward-report-${reportId}`, { type: 'UpwardReportRaised', data: {
    reportId, classId, schoolId, level: 2, holderId: middle, stay: 1, by: teacher, at: now, kind: 'problem-or-need', category: 'OTHER', severity: 'ROUTINE', typical: true,
    subject: 'v1.k.x', details: 'v1.k.x', raisedBy: teacher, raiserLevel: 1, chain, policy, calendar, notifiedPersonIds: [middle],
  } });
  return reportId;
};

beforeAll(async () => {
  const databases = await testDatabases('organization');
  await migrate(databases.migrator, definition.views);
  runtime = new ServiceRuntime(definition, { counties: [USUAL_COUNTY], databaseUrl: databases.app, peerDatabaseUrls: {}, clock: { now: () => now }, observer: silent, watchDeadlines: false });
  await runtime.start();
  api = await startApi(definition, { runtime });
  await Promise.all([registered(principal, 'school-leader'), registered(vice, 'school-leader'), registered(lead, 'school-leader'), registered(middle, 'middle-leader'), registered(teacher, 'teacher'), registered(stranger, 'school-leader', elsewhere)]);
  await happened(`school-class-${classId}`, { type: 'ClassOpened', data: { classId, schoolId: school, unitId: school, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '1', effectiveOn: '2025-09-01' } });
  await happened(`class-leadership-${classId}`,
    { type: 'ClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:1`, personId: teacher, from: '2025-09-01', firstTime: false } },
    { type: 'LeadClassTeacherAppointed', data: { classId, schoolId: school, appointmentId: `${classId}:2`, nominationId: 'n', personId: lead, post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } });
  const seats = [{ level: 1, role: 'class-teacher', personId: teacher }, { level: 2, role: 'middle-leader', personId: middle }, { level: 3, role: 'lead-class-teacher', personId: lead }];
  await happened(`collaboration-chain-${classId}`,
    { type: 'CollaborationChainDefined', data: { classId, schoolId: school, version: 1, seats, at: now } }, { type: 'CollaborationChainActivated', data: { classId, schoolId: school, version: 1, at: now } });
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, (m) => m.countBy(staffPositions.row, {}))).toBe(6));
  await eventually(async () => expect(await runtime.read(USUAL_COUNTY, async (m) => (await m.query(`select count(*)::int as n from ${staffPositions.table} where held <> '[]'`))[0].n)).toBe(2));
});
afterAll(async () => {
  await api?.close();
  await runtime?.stop();
});

const as = (personId: Uuid) => api.as({ personId });
const county = () => api.as({ personId: id(), roles: ['county-staff'] });
const contents = { title: '开学安全教育', text: '各班第一周召开主题班会', evidenceTypes: ['minutes'], acknowledgeWithinWorkingMinutes: 570, reportWithinWorkingMinutes: 2850 };
const evidence = [{ evidenceType: 'minutes', evidenceId: id() }];
const ok = async (answer: Promise<Answer>): Promise<Answer['body']> => {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(JSON.stringify(body));
  return body;
};
const draft = async (more = {}): Promise<Uuid> => (await ok(as(principal).post('/v1/directives', { ...contents, schoolId: school, ...more }))).id;
const issued = async (to: object, more = {}): Promise<Uuid> => {
  const directiveId = await draft(more);
  await ok(as(principal).post(`/v1/directives/${directiveId}/issue`, to));
  return directiveId;
};
const acknowledge = (directiveId: Uuid, personId: Uuid) => as(personId).post(`/v1/directive-receipts/${directiveId}:${personId}/acknowledge`, {});
const report = (directiveId: Uuid, personId: Uuid) => as(personId).post(`/v1/directive-receipts/${directiveId}:${personId}/report-completion`, { evidence, summary: '已召开' });
const verify = (by: Uuid, directiveId: Uuid, personId: Uuid) => as(by).post(`/v1/directive-receipts/${directiveId}:${personId}/verify-completion`, {});
const done = async (by: Uuid, directiveId: Uuid, personId: Uuid) => {
  await ok(acknowledge(directiveId, personId));
  await ok(report(directiveId, personId));
  return ok(verify(by, directiveId, personId));
};
const typesOf = async (stream: string) => (await runtime.log.store.read(USUAL_COUNTY, stream, 0)).map(({ type }) => type);

describe('a directive of a school', () => {
  it('reaches who holds the posts and offices, is conveyed along the chain, rolls up, and closes by itself', async () => {
    const directiveId = await issued({ audiences: ['lead-class-teacher'], optionalRecipientIds: [middle] });
    await eventually(async () => expect(await typesOf(`directive-receipt-${directiveId}:${lead}`)).toEqual(['DirectiveDelivered']));
    expect((await as(lead).post(`/v1/directives/${directiveId}/relay`, { classId })).body.code).toBe('not-acknowledged');
    await ok(acknowledge(directiveId, lead));
    await ok(as(lead).post(`/v1/directives/${directiveId}/relay`, { classId, note: '本班周三' }));
    const relayId = relayIdOf(directiveId, classId, lead);

    expect((await verify(principal, relayId, teacher)).status).toBe(403);
    await ok(acknowledge(relayId, teacher));
    await ok(report(relayId, teacher));
    await ok(verify(lead, relayId, teacher));
    const { rows } = await ok(as(principal).get(`/v1/directives/${directiveId}/matrix`));
    expect(rows.find(({ recipientId }: { recipientId: Uuid }) => recipientId === lead)).toMatchObject({
      status: 'acknowledged', mandatory: true, conveyed: { recipients: 2, mandatory: 2, acknowledged: 1, reported: 1, verified: 1, mandatoryVerified: 1, overdue: 0 },
    });
    expect(rows.find(({ recipientId }: { recipientId: Uuid }) => recipientId === middle)).toMatchObject({ mandatory: false, conveyed: null });
    expect(await ok(as(principal).get(`/v1/directives/${directiveId}/progress`))).toMatchObject({ own: { recipients: 2, mandatory: 1, verified: 0 }, relays: 1, conveyed: { recipients: 2, verified: 1 } });

    await done(lead, relayId, middle);
    await eventually(async () => expect((await typesOf(`directive-${relayId}`)).at(-1)).toBe('DirectiveClosed'));
    await ok(report(directiveId, lead));
    expect((await verify(lead, directiveId, lead)).body.code).toBe('own-completion');
    await ok(verify(principal, directiveId, lead));
    await eventually(async () => expect(await ok(as(principal).get(`/v1/directives/${directiveId}`))).toMatchObject({ status: 'closed', closing: 'all-verified', outstanding: 0 }));
    expect(await typesOf(`directive-${directiveId}`)).toEqual(['DirectiveDrafted', 'DirectiveIssued', 'DirectiveClosed']);
  });

  it('says at each relay what it says at its root, to whom it was addressed', async () => {
    const directiveId = await issued({ recipientIds: [lead] });
    await ok(acknowledge(directiveId, lead));
    await ok(as(lead).post(`/v1/directives/${directiveId}/relay`, { classId, note: '本班周三' }));
    const relayId = relayIdOf(directiveId, classId, lead);
    expect(await ok(as(teacher).get(`/v1/directives/${relayId}`))).toMatchObject({ title: '开学安全教育', note: '本班周三', parentDirectiveId: directiveId });
    expect((await as(stranger).get(`/v1/directives/${relayId}`)).status).toBe(403);
    expect((await as(teacher).get(`/v1/directives/${directiveId}`)).status).toBe(403);
    const { rows } = await ok(as(teacher).get('/v1/received-directives'));
    expect(rows.find((row: { directiveId: Uuid }) => row.directiveId === relayId)).toMatchObject({ recipientId: teacher, directive: { title: '开学安全教育', text: '各班第一周召开主题班会' } });
  });

  it('is given by its leaders alone, and its draft is theirs alone', async () => {
    const directiveId = await draft();
    expect((await as(stranger).post('/v1/directives', { ...contents, schoolId: school })).status).toBe(403);
    expect((await as(stranger).post(`/v1/directives/${directiveId}/issue`, { recipientIds: [lead] })).status).toBe(403);
    expect((await as(middle).get(`/v1/directives/${directiveId}`)).status).toBe(403);
    expect((await as(vice).get(`/v1/directives/${directiveId}`)).body).toMatchObject({ status: 'drafted', text: '各班第一周召开主题班会' });
    expect((await as(principal).post(`/v1/directives/${directiveId}/issue`, { recipientIds: [stranger] })).body.code).toBe('recipient-of-other-school');
    expect((await as(principal).post(`/v1/directives/${directiveId}/issue`, { audiences: ['teacher'], schoolIds: [elsewhere] })).body.code).toBe('recipient-of-other-school');
    expect((await as(principal).post(`/v1/directives/${id()}/issue`, {})).status).toBe(404);
  });

  it('may be returned, and the recipient reports again', async () => {
    const directiveId = await issued({ recipientIds: [teacher] });
    await ok(acknowledge(directiveId, teacher));
    expect((await as(teacher).post(`/v1/directive-receipts/${directiveId}:${teacher}/report-completion`, { evidence: [], summary: '' })).status).toBe(400);
    expect((await as(teacher).post(`/v1/directive-receipts/${directiveId}:${teacher}/report-completion`, { evidence: [], summary: '完成' })).body.code).toBe('evidence-missing');
    await ok(report(directiveId, teacher));
    await ok(as(vice).post(`/v1/directive-receipts/${directiveId}:${teacher}/return-completion`, { reason: '缺少记录', reportWithinWorkingMinutes: 570 }));
    const { rows } = await ok(as(principal).get(`/v1/directives/${directiveId}/matrix?status=returned`));
    expect(rows).toMatchObject([{ recipientId: teacher, returnReason: '缺少记录', reportDueAt: '2025-09-09T01:00:00.000Z' }]);
    await ok(report(directiveId, teacher));
  });

  it('extends to later recipients, and revoked ends what was conveyed', async () => {
    const directiveId = await issued({ recipientIds: [lead] });
    await ok(as(principal).post(`/v1/directives/${directiveId}/extend`, { recipientIds: [lead, teacher] }));
    expect((await ok(as(principal).get(`/v1/directives/${directiveId}/progress`))).own).toMatchObject({ recipients: 2 });
    await ok(acknowledge(directiveId, lead));
    await ok(as(lead).post(`/v1/directives/${directiveId}/relay`, { classId }));
    await ok(as(vice).post(`/v1/directives/${directiveId}/revoke`, { reason: '有误' }));
    await eventually(async () => expect((await typesOf(`directive-${relayIdOf(directiveId, classId, lead)}`)).at(-1)).toBe('DirectiveClosed'));
    expect((await acknowledge(directiveId, teacher)).body.code).toBe('directive-not-in-force');
  });
});

describe('a directive that answers', () => {
  it('a common problem cites its reports, answers it, and replaces its predecessor, at once', async () => {
    const reportIds = [await raised(), await raised()];
    const problem = { schoolId: school, stage: 'primary', grade: 3, reportIds, summary: '课间追逐' };
    expect((await as(teacher).post('/v1/common-problems', problem)).status).toBe(403);
    expect((await as(middle).post('/v1/common-problems', { ...problem, reportIds: [reportIds[0], await raised(elsewhere)] })).body.code).toBe('report-of-other-school');
    const { id: problemId } = await ok(as(middle).post('/v1/common-problems', problem));
    await ok(as(middle).post(`/v1/common-problems/${problemId}/discuss`, { discussedOn: '2025-09-08', strategies: '错峰活动' }));

    const before = await issued({ recipientIds: [teacher] });
    const successor = await issued({ recipientIds: [teacher] }, { supersedesDirectiveId: before, answersCommonProblemId: problemId, answersReportIds: [reportIds[0]] });
    expect(await typesOf(`directive-${before}`)).toContain('DirectiveSuperseded');
    const [, event] = await runtime.log.store.read(USUAL_COUNTY, `directive-${successor}`, 0);
    expect(event!.data).toMatchObject({ directiveVersion: 2, answersReportIds: reportIds, answersCommonProblemId: problemId });
    const shown = await ok(as(teacher).get(`/v1/common-problems/${problemId}`));
    expect(shown).toMatchObject({ status: 'answered', summary: '课间追逐', answers: [{ directiveId: successor }], discussions: [{ strategies: '错峰活动' }] });
    await ok(as(middle).post(`/v1/common-problems/${problemId}/close`, { outcome: 'settled', reason: '已解决' }));
  });
});

describe('a directive of the county', () => {
  it('reaches a post in every school, and the county judges', async () => {
    const { id: directiveId } = await ok(county().post('/v1/directives', contents));
    await ok(county().post(`/v1/directives/${directiveId}/issue`, { audiences: ['school-leader'] }));
    expect((await ok(county().get(`/v1/directives/${directiveId}/progress`))).own).toMatchObject({ recipients: 4, mandatory: 4 });
    await ok(acknowledge(directiveId, stranger));
    await ok(report(directiveId, stranger));
    expect((await verify(principal, directiveId, stranger)).status).toBe(403);
    await ok(county().post(`/v1/directive-receipts/${directiveId}:${stranger}/verify-completion`, {}));
  });
});

describe('time', () => {
  it('flags who is late, with what, and nobody else', async () => {
    const directiveId = await issued({ recipientIds: [lead, teacher] });
    await ok(acknowledge(directiveId, lead));
    const fire = async (until: string) => {
      now = until;
      await eventually(async () => expect(await runtime.deadlines[0]!.fire(until)).toBe(0));
    };
    await fire('2025-09-09T01:00:00.000Z');
    await eventually(async () => expect(await typesOf(`directive-receipt-${directiveId}:${teacher}`)).toEqual(['DirectiveDelivered', 'DirectiveOverdueFlagged']));
    await ok(acknowledge(directiveId, teacher));
    await ok(report(directiveId, lead));
    await fire('2025-09-15T01:00:00.000Z');
    await eventually(async () => expect((await typesOf(`directive-receipt-${directiveId}:${teacher}`)).slice(2)).toEqual(['DirectiveAcknowledged', 'DirectiveOverdueFlagged']));
    expect(await typesOf(`directive-receipt-${directiveId}:${lead}`)).toEqual(['DirectiveDelivered', 'DirectiveAcknowledged', 'DirectiveCompletionReported']);
    await eventually(async () => expect((await ok(as(principal).get(`/v1/directives/${directiveId}/progress`))).own).toMatchObject({ overdue: 1, acknowledged: 2, reported: 1 }));
  });
});
