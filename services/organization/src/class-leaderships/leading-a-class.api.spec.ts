import { randomBytes, randomUUID } from 'node:crypto';
import { MasterKeys, migrate, migrateKeys, Sealing, ServiceRuntime, silent } from '@homeroom/platform';
import { type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { organization } from '../organization.module';
import { nameIndex, nameSearch } from '../teachers/class-teacher-search.view';

jest.setTimeout(60_000);

const ids = Array.from({ length: 12 }, () => randomUUID());
const [county, town, school, otherSchool, principal, otherPrincipal, ann, bo, middle, classId, secondClass, bureau] = ids as [string, string, string, string, string, string, string, string, string, string, string, string];
let sealing: Sealing;
let runtime: ServiceRuntime;
let api: Api;

beforeAll(async () => {
  const databases = await testDatabases('organization');
  await Promise.all([migrate(databases.migrator, organization.views), migrateKeys(databases.keys.migrator)]);
  sealing = await Sealing.start({ url: databases.keys.app, masterKeys: MasterKeys.of([randomBytes(32)]) });
  runtime = new ServiceRuntime({ ...organization, peers: [] }, { counties: [USUAL_COUNTY], databaseUrl: databases.app, clock: { now: () => '2025-09-08T01:00:00.000Z' }, observer: silent, watchDeadlines: false },
    (parts) => nameIndex({ sealing }, parts));
  await runtime.start();
  api = await startApi(organization, { runtime, sealing, providers: nameSearch({ sealing }) });
});
afterAll(async () => {
  await api?.close();
  await runtime?.stop();
  await sealing?.stop();
});

const staff = () => api.as({ personId: bureau, roles: ['county-staff'] });
const as = (personId: string) => api.as({ personId });
const types = async (stream: string) => (await runtime.log.store.read(USUAL_COUNTY, stream, 0)).map(({ type }) => type);
const done = async (answer: Promise<{ status: number; body: any }>, status = 200) => {
  const { status: found, body } = await answer;
  if (found !== status) throw new Error(`${found}: ${JSON.stringify(body)}`);
  return body;
};

describe('a county, a school, its people', () => {
  it('are registered by the bureau, and within a school by its leader', async () => {
    await done(staff().post('/v1/org-units', { orgUnitId: county, level: 'county', name: '昌邑市', code: '370786', effectiveOn: '2025-01-01' }), 201);
    await done(staff().post('/v1/org-units', { orgUnitId: town, level: 'town', name: '奎聚街道', parentId: county, code: '370786001', effectiveOn: '2025-01-01' }), 201);
    for (const [id, code] of [[school, '2137000001'], [otherSchool, '2137000002']]) {
      await done(staff().post('/v1/org-units', { orgUnitId: id, level: 'school', name: `小学 ${code}`, parentId: town, code, schoolKind: 'primary', effectiveOn: '2025-01-01' }), 201);
    }
    const person = (personId: string, schoolId: string, staffNo: string, post: string, name: string, more = {}) => ({ personId, schoolId, staffNo, post, name, subjects: ['chinese'], effectiveOn: '2025-08-20', ...more });
    await done(staff().post('/v1/teachers', person(principal, school, 'P1', 'school-leader', '单国强', { phone: '13800000000' })), 201);
    await done(staff().post('/v1/teachers', person(otherPrincipal, otherSchool, 'P1', 'school-leader', '吕建军')), 201);
    await done(as(principal).post('/v1/teachers', person(ann, school, 'T1', 'teacher', '王晓梅')), 201);
    await done(as(principal).post('/v1/teachers', person(bo, school, 'T2', 'teacher', '李波', { experienced: true })), 201);
    await done(as(principal).post('/v1/teachers', person(middle, school, 'M1', 'middle-leader', '赵中层', { experienced: true })), 201);
    expect(await types(`staff-number-${school}:T1`)).toEqual(['StaffNumberReserved']);
    const log = await runtime.log.store.read(USUAL_COUNTY, `teacher-${ann}`, 0);
    expect(JSON.stringify(log)).not.toContain('王晓梅');
  });

  it('are not changed by others', async () => {
    expect((await as(otherPrincipal).post('/v1/teachers', { schoolId: school, staffNo: 'T9', post: 'teacher', name: '某人' })).status).toBe(403);
    expect((await as(ann).post('/v1/school-classes', { schoolId: school, schoolYear: '2025-2026', stage: 'primary', grade: 1, classNo: '9' })).status).toBe(403);
    expect((await as(ann).post(`/v1/teachers/${ann}/profile`, { subjects: ['music'] })).status).toBe(403);
    expect((await as(principal).post(`/v1/org-units/${school}/rename`, { name: '另名' })).status).toBe(403);
    expect((await api.as({ personId: bureau, roles: ['auditor'] }).post(`/v1/org-units/${school}/close`, {})).status).toBe(403);
    expect((await as(otherPrincipal).get(`/v1/staff-positions/${ann}`)).status).toBe(403);
    expect((await as(principal).post('/v1/teachers', { schoolId: school, staffNo: 'T1', post: 'teacher', name: '某人' }, { 'accept-language': 'zh-CN' })).body)
      .toMatchObject({ status: 409, code: 'staff-number-taken', detail: '本校已有（或曾有）他人使用该工号。' });
  });

  it('are found by name, pinyin, initials and staff number', async () => {
    const found = async (q: string, more = '') => (await done(staff().get(`/v1/class-teacher-search?q=${encodeURIComponent(q)}${more}`))).map(({ name }: { name: string }) => name);
    await eventually(async () => expect(await found('赵')).toEqual(['赵中层']));
    expect(await found('晓梅')).toEqual(['王晓梅']);
    expect(await found('wangxiao')).toEqual(['王晓梅']);
    expect(await found('shan')).toEqual(['单国强']);
    expect(await found('lv')).toEqual(['吕建军']);
    expect(await found('P1', `&schoolId=${school}`)).toEqual(['单国强']);
    expect(await found('王', '&office=class-teacher')).toEqual([]);
    expect((await as(otherPrincipal).get(`/v1/class-teacher-search?q=${encodeURIComponent('王')}&schoolId=${school}`)).status).toBe(403);
  });
});

describe('a class', () => {
  it('opens in a school, under a number of its own', async () => {
    const wanted = { classId, schoolId: school, schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '2023-01' };
    await done(as(principal).post('/v1/school-classes', wanted), 201);
    expect((await as(principal).post('/v1/school-classes', { ...wanted, classId: secondClass })).body.code).toBe('class-number-taken');
    await done(as(principal).post('/v1/school-classes', { ...wanted, classId: secondClass, classNo: '2023-02' }), 201);
    await done(as(principal).post(`/v1/school-classes/${classId}/flag-target`, { criteria: ['hard-to-manage'] }));
  });

  it('gets a class teacher who teaches it and was trained', async () => {
    const appoint = (data: object) => as(principal).post(`/v1/class-leaderships/${classId}/appoint-class-teacher`, { personId: ann, from: '2025-09-01', ...data });
    expect((await appoint({})).body.code).toBe('must-teach-class');
    expect((await appoint({ subject: 'chinese' })).body.code).toBe('pre-service-certificate-needed');
    expect((await staff().post('/v1/appointment-rules', { certificateForFirstTimers: false })).status).toBe(200);
    await done(appoint({ subject: 'chinese' }));
    await done(staff().post('/v1/appointment-rules', { certificateForFirstTimers: true }));
    await eventually(async () => expect(await types(`teacher-${ann}`)).toEqual(['TeacherRegistered', 'ClassTeacherExperienceGained']));
    await done(as(ann).post(`/v1/school-classes/${classId}/goals`, { goals: '团结向上' }));
  });

  it('gets a lead class teacher whom the joint meeting approved, one class a school year', async () => {
    const lead = (of: string) => `/v1/class-leaderships/${of}`;
    expect((await as(principal).post(`${lead(classId)}/nominate-lead`, { personId: middle })).body.code).toBe('extension-reason-needed');
    for (const each of [classId, secondClass]) {
      await done(as(principal).post(`${lead(each)}/nominate-lead`, { personId: middle, extensionReason: '校级领导已满额' }));
      expect((await staff().post(`${lead(each)}/approve-lead`, {})).status).toBe(403);
      await done(as(principal).post(`${lead(each)}/approve-lead`, { resolutionNo: 'DZLX-1' }));
    }
    await done(as(principal).post(`${lead(classId)}/appoint-lead`, { personId: middle }));
    expect((await as(principal).post(`${lead(secondClass)}/appoint-lead`, { personId: middle })).body.code).toBe('leads-another-class');
    expect(await types(`class-leadership-${secondClass}`)).toEqual(['LeadClassTeacherNominated', 'LeadClassTeacherAssignmentApproved']);
    await done(staff().post(`/v1/lead-class-teacher-loads/${middle}:2025-2026/grant-exception`, { classId: secondClass, approvalNo: 'CYJY-1' }));
    await done(as(principal).post(`${lead(secondClass)}/appoint-lead`, { personId: middle }));
    expect((await staff().post(`/v1/lead-class-teacher-loads/${middle}:2025-2027/grant-exception`, { classId: secondClass, approvalNo: 'CYJY-1' })).status).toBe(404);
  });

  it('stands on the board with the names of who leads it', async () => {
    const board = await as(ann).get(`/v1/class-board/${classId}`);
    expect(board.body).toMatchObject({ target: true, classTeacherId: ann, classTeacherName: '王晓梅', leadClassTeacherName: '赵中层', openReportCount: 0 });
    expect(board.headers['etag']).toBe('"3"');
    expect((await as(principal).post(`/v1/school-classes/${classId}/unflag-target`, {}, { 'if-match': '"2"' })).status).toBe(412);
    expect((await done(as(principal).get(`/v1/class-board?schoolId=${school}&covered=false`))).rows.map((row: { classId: string }) => row.classId)).toEqual([secondClass]);
  });

  it('shows who held which office when', async () => {
    await done(as(principal).post(`/v1/class-leaderships/${classId}/replace-class-teacher`, { previousPersonId: ann, personId: bo, subject: 'chinese', from: '2025-12-01', reason: 'illness', note: '长期病假' }));
    const held = async (query: string) => (await done(as(principal).get(`/v1/appointment-timeline?${query}`))).rows.map(({ personId, office }: { personId: string; office: string }) => [personId, office]);
    expect(await held(`classId=${classId}&on=2025-11-30`)).toEqual([[ann, 'class-teacher'], [middle, 'lead-class-teacher']]);
    expect(await held(`classId=${classId}&on=2025-12-01&office=class-teacher`)).toEqual([[bo, 'class-teacher']]);
    expect(await held(`personId=${ann}`)).toEqual([[ann, 'class-teacher']]);
    expect((await done(as(ann).get(`/v1/appointment-timeline?personId=${ann}`))).rows).toMatchObject([{ heldUntil: '2025-12-01', endReason: 'illness', endNote: '长期病假' }]);
    expect(await done(staff().get('/v1/class-teacher-roster/count?on=2025-11-30'))).toEqual({ on: '2025-11-30', classes: 1, people: 1 });
    expect(await done(staff().get('/v1/class-teacher-roster/count?on=2025-08-31'))).toMatchObject({ classes: 0, people: 0 });
    expect((await done(staff().get(`/v1/class-teacher-roster?on=2025-12-01&schoolId=${school}`))).rows).toMatchObject([{ personId: bo, classId }]);
    expect((await as(otherPrincipal).get(`/v1/appointment-timeline?classId=${classId}`)).status).toBe(403);
  });
});

describe('what ends', () => {
  it('takes appointments and load with it: a person who leaves', async () => {
    await done(staff().post(`/v1/teachers/${middle}/transfer`, { schoolId: otherSchool, staffNo: 'M7', effectiveOn: '2026-01-05' }));
    await eventually(async () => expect((await types(`lead-class-teacher-load-${middle}:2025-2026`)).slice(-2)).toEqual(['LoadReleased', 'LoadReleased']));
    await eventually(async () => expect((await done(staff().get(`/v1/staff-positions/${middle}`)))).toMatchObject({ schoolId: otherSchool, held: [] }));
    expect((await done(staff().get(`/v1/appointment-timeline?personId=${middle}`))).rows).toMatchObject([{ heldUntil: '2026-01-05', endReason: 'transferred' }, { heldUntil: '2026-01-05' }]);
  });

  it('takes appointments with it: a class that is closed; and then the school may close', async () => {
    expect((await staff().post(`/v1/org-units/${school}/close`, {}, { 'accept-language': 'zh-CN' })).body).toMatchObject({ code: 'unit-has-classes', detail: '仍有班级，请先毕业或撤销班级。' });
    for (const each of [classId, secondClass]) await done(as(principal).post(`/v1/school-classes/${each}/close`, { reason: 'school-closing', effectiveOn: '2026-07-01' }));
    await eventually(async () => expect((await done(staff().get(`/v1/class-board/${classId}`)))).toMatchObject({ status: 'closed', classTeacherId: null }));
    await done(staff().post(`/v1/org-units/${school}/close`, { effectiveOn: '2026-07-15' }));
    expect((await staff().post('/v1/org-units', { level: 'school', name: '新校', parentId: town, code: '2137000001', schoolKind: 'primary' })).body.code).toBe('school-code-void');
    const tree = async (on: string) => (await done(staff().get(`/v1/org-tree?on=${on}&under=${town}`)))[0].children.map(({ orgUnitId }: { orgUnitId: string }) => orgUnitId);
    expect(await tree('2026-07-14')).toEqual([school, otherSchool]);
    expect(await tree('2026-07-15')).toEqual([otherSchool]);
  });

  it('forgets a person whose key is destroyed', async () => {
    await sealing.erase(USUAL_COUNTY, ann, bureau, 'left-service');
    expect((await done(staff().get(`/v1/staff-positions/${ann}`))).name).toBeNull();
    expect(await done(staff().get(`/v1/class-teacher-search?q=${encodeURIComponent('晓梅')}`))).toEqual([]);
  });
});
