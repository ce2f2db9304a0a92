import { randomUUID } from 'node:crypto';
import { basicClassTeacher, supportRequestIdOf } from '@homeroom/contracts';
import { Client } from 'pg';
import { eventually } from '../eventually';
import { analyzeAll, clearTextIn } from './clear-text';
import { type Ended, JourneyStack } from './journey-stack';
import type { Person } from './person';
import { openSchool, registerCounty, type School, type TheCounty } from './school';

jest.setTimeout(300_000);

/** 09:00 in Shanghai on the first Monday of the school year. */
const FIRST_MONDAY = Date.parse('2025-09-08T01:00:00.000Z');
const WEEK_MS = 7 * 86_400_000;
const SERVICES = ['organization', 'training', 'resources', 'evaluation'] as const;

let stack: JourneyStack;
let county: TheCounty;
let weeks = 0;
/** 09:00 of the Monday on which the present journey began. */
let monday: number;

beforeAll(async () => {
  stack = await JourneyStack.start();
  if (stack.missing) console.warn(`without Kafka: services read each other's logs from PostgreSQL, and rebuilds too. ${stack.missing}`);
  county = await registerCounty(stack);
});
afterAll(() => stack?.stop());
/** Every journey has a Monday morning of its own: in whatever order they go, time goes on. */
beforeEach(async () => {
  monday = FIRST_MONDAY + WEEK_MS * weeks++;
  await minutesLater(0);
});

const minutesLater = (minutes: number): Promise<void> => stack.advance(new Date(monday + minutes * 60_000).toISOString());

const raise = async ({ teacher, classId }: School, more: object = {}): Promise<{ id: string; position: string }> =>
  teacher.does('/v1/upward-reports', { classId, kind: 'problem-or-need', category: 'CLASS_MANAGEMENT', subject: '班级纪律', details: '近期午休纪律较差。', ...more });

/** At least as of this command's answer. */
const asOf = ({ position }: { position: string }): string => `?minPosition=${encodeURIComponent(position)}`;
const report = (by: Person, id: string, answer: { position: string }): Promise<any> => by.sees(`/v1/upward-reports/${id}${asOf(answer)}`);
const inbox = async (of: Person, box = 'held'): Promise<string[]> => (await of.sees(`/v1/report-inbox?box=${box}`)).rows.map(({ reportId }: { reportId: string }) => reportId);

/** Steps of a timeline, one line each, with people by what they are in the chain. */
const told = (steps: readonly any[], { teacher, middle, lead, principal }: School): string[] => {
  const names = new Map(Object.entries({ teacher, middle, lead, principal }).map(([name, { personId }]) => [personId, name]));
  const called = (id: string): string => names.get(id) ?? id;
  const time = (at: string): string => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(11, 16);
  return steps.map(({ at, what, by, holderId, deadline, dueAt, minutes, mode, support, text }) => [
    time(at), what.replace('UpwardReport', ''), `by ${called(by)}`, `→ ${called(holderId)}`, deadline, deadline && `due ${time(dueAt)}`,
    minutes !== null && `after ${minutes} min`, mode, support, text && `“${text}”`,
  ].filter(Boolean).join(' '));
};

/** What `verify` of every service says that is not ok. */
const violations = async (): Promise<string[]> => {
  await stack.quiet();
  const ended = await Promise.all(SERVICES.map((service) => stack.operate(service, 'verify')));
  expect(ended.map(({ output }) => /^ok +\w+\/370786: 5\. positions are 1\.\.N \(\d+\)$/m.test(output))).toEqual(SERVICES.map(() => true));
  return ended.flatMap(({ code, output }) => (code === 0 ? [] : output.split('\n').filter((line) => !line.startsWith('ok'))));
};

it('leads a report that nobody answers one level up by itself, and there to its confirmation', async () => {
  const school = await openSchool(stack, county);
  const { teacher, middle, lead } = school;
  const raised = await raise(school);
  const path = `/v1/upward-reports/${raised.id}`;
  expect(await report(teacher, raised.id, raised)).toMatchObject({ status: 'raised', level: 2, holderId: middle.personId });
  expect([await inbox(middle), await inbox(lead), await inbox(teacher, 'raised')]).toEqual([[raised.id], [], [raised.id]]);

  await minutesLater(90);
  expect([await inbox(middle), await inbox(lead)]).toEqual([[], [raised.id]]);
  expect(await middle.refused(`${path}/acknowledge`)).toBe('not-holder');

  expect(await report(lead, raised.id, await lead.does(`${path}/acknowledge`))).toMatchObject({ status: 'in-progress', level: 3, escalations: 1 });
  await minutesLater(120);
  expect(await report(lead, raised.id, await lead.does(`${path}/respond`, { measures: '本周起由值班教师巡视午休。' }))).toMatchObject({ responses: 1 });
  await minutesLater(150);
  expect(await report(lead, raised.id, await lead.does(`${path}/resolve`, { outcome: '纪律已好转。' }))).toMatchObject({ status: 'resolved', open: false });
  expect([await inbox(lead), await inbox(teacher, 'awaited')]).toEqual([[], [raised.id]]);
  const confirmed = await teacher.does(`${path}/confirm`);
  expect(await report(teacher, raised.id, confirmed)).toMatchObject({ status: 'confirmed', awaits: null });
  expect(await inbox(teacher, 'awaited')).toEqual([]);

  const { steps, stays } = await teacher.sees(`${path}/timeline${asOf(confirmed)}`);
  expect(told(steps, school)).toEqual([
    '09:00 Raised by teacher → middle “近期午休纪律较差。”',
    '09:00 DeadlineScheduled by teacher → middle acknowledge due 10:00',
    '09:00 DeadlineScheduled by teacher → middle resolve due 09:00',
    '09:30 Reminded by system:elapse-report-deadlines → middle acknowledge due 10:00',
    '09:48 Reminded by system:elapse-report-deadlines → middle acknowledge due 10:00',
    '10:00 DeadlineElapsed by system:elapse-report-deadlines → middle acknowledge due 10:00',
    '10:00 AutoEscalated by system:elapse-report-deadlines → lead after 60 min AUTO',
    '10:00 DeadlineScheduled by system:elapse-report-deadlines → lead acknowledge due 11:00',
    '10:30 Reminded by system:elapse-report-deadlines → lead acknowledge due 11:00',
    '10:30 Acknowledged by lead → lead after 30 min',
    '10:30 DeadlineScheduled by lead → lead respond due 14:30',
    '11:00 Responded by lead → lead after 60 min “本周起由值班教师巡视午休。”',
    '11:30 Resolved by lead → lead after 90 min “纪律已好转。”',
    '11:30 DeadlineScheduled by lead → lead confirm due 11:30',
    '11:30 Confirmed by teacher → lead MANUAL',
  ]);
  expect(stays).toMatchObject([
    { holderId: middle.personId, endedBy: 'auto-escalated', heldMinutes: 60, late: true },
    { holderId: lead.personId, endedBy: 'resolved', acknowledgeMinutes: 30, respondMinutes: 60, heldMinutes: 90, late: false },
  ]);
});

it('asks resources for what a report needs, and does not resolve the report before that is settled', async () => {
  const school = await openSchool(stack, county);
  const { teacher, middle, classId, schoolId } = school;
  const { bureau, researcher } = county;
  const { id } = await raise(school, { category: 'RESOURCE_NEED', subject: '心理辅导', details: '需要一名心理辅导教师。' });
  const [path, support] = [`/v1/upward-reports/${id}`, `/v1/support-requests/${supportRequestIdOf(id)}`];
  expect(await eventually(() => bureau.sees(support))).toMatchObject({ status: 'requested', upwardReportId: id, classId, schoolId, requesterId: teacher.personId });

  await middle.does(`${path}/acknowledge`);
  await middle.does(`${path}/respond`, { measures: '已向县里申请。' });
  expect(await middle.refused(`${path}/resolve`, { outcome: '已申请。' })).toBe('support-pending');
  await bureau.does(`${support}/approve`, { category: 'SCHOOL_ORGANIZATION' });
  await bureau.does(`${support}/allocate`, { providerPersonId: researcher.personId, support: '每周三下午一名心理辅导教师。' });
  await researcher.does(`${support}/deliver`, { note: '首次辅导已完成。' });
  await eventually(async () => expect((await middle.sees(`${path}/timeline`)).steps.at(-1)).toMatchObject({ support: 'delivered' }));
  expect(await middle.refused(`${path}/resolve`, { outcome: '已送达。' })).toBe('support-pending');
  expect(await middle.refused(`${support}/confirm`)).toBe('not-allowed');
  const supported = await teacher.does(`${support}/confirm`);

  await eventually(() => middle.does(`${path}/resolve`, { outcome: '辅导教师已到岗。' }));
  const { steps } = await teacher.sees(`${path}/timeline${asOf(await teacher.does(`${path}/confirm`))}`);
  expect(steps.filter((step: any) => step.support).map(({ by, support: outcome, relatedId }: any) => [by, outcome, relatedId])).toEqual(
    ['approved', 'allocated', 'delivered', 'confirmed'].map((outcome) => ['system:record-support-outcomes', outcome, supportRequestIdOf(id)]));
  expect(steps.at(-1)).toMatchObject({ what: 'UpwardReportConfirmed' });
  expect((await teacher.sees(`${support}/timeline${asOf(supported)}`)).map(({ step, by }: any) => [step, by])).toEqual([
    ['requested', 'system:request-support-for-needs'], ['approved', bureau.personId], ['allocated', bureau.personId],
    ['delivered', researcher.personId], ['confirmed', teacher.personId],
  ]);
});

it('builds every view anew beside the running ones, and leaves them as they were', async () => {
  const school = await openSchool(stack, county);
  const { id } = await raise(school, { category: 'RESOURCE_NEED' });
  await eventually(() => county.bureau.sees(`/v1/support-requests/${supportRequestIdOf(id)}`));
  const rebuilt = (): Promise<Ended[]> => Promise.all(SERVICES.map((service) => stack.operate(service, 'rebuild', '--all', '--from', stack.kafka ? 'kafka' : 'postgres')));

  await stack.quiet();
  const before = await digests();
  expect(Object.keys(before)).toEqual(expect.arrayContaining(['organization report_timeline_v1', 'resources support_requests_v1']));
  expect((await during(rebuilt, async () => expect((await school.teacher.sees(`/v1/upward-reports/${id}`)).status).toBe('raised'))).map(({ code }) => code)).toEqual(SERVICES.map(() => 0));
  await stack.quiet();
  expect(await digests()).toEqual(before);

  const writes = async (): Promise<void> => void await school.teacher.does(`/v1/upward-reports/${(await raise(school)).id}/withdraw`, { reason: '已自行解决。' });
  expect((await during(rebuilt, writes)).map(({ code }) => code)).toEqual(SERVICES.map(() => 0));
  expect(await violations()).toEqual([]);
});

it('counts what a class does towards its score, over Kafka, and computes the result again from the topics alone', async () => {
  const school = await openSchool(stack, county);
  const { teacher, principal, classId, schoolId } = school;
  const { bureau } = county;
  const { id: frameworkId } = await bureau.does('/v1/frameworks', { owner: 'county', document: basicClassTeacher });
  await bureau.does(`/v1/frameworks/${frameworkId}/publish`, { frameworkVersion: 1 });
  const { id: cycleId } = await principal.does('/v1/evaluation-cycles', {
    kind: 'basic', owner: schoolId, frameworkId, frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: '2025-12-31', objectionWorkingDays: 1,
  });
  const cycle = `/v1/evaluation-cycles/${cycleId}`;
  await eventually(() => principal.does(`${cycle}/freeze-roster`, { asOf: new Date(monday).toISOString().slice(0, 10) }));
  await principal.does(`${cycle}/appoint-raters`, { raterIds: [school.middle.personId] });
  await principal.does(`${cycle}/open-collection`);
  const assessment = `/v1/assessments/${cycleId}:${classId}`;
  const explained = async (query = ''): Promise<any> => principal.sees(`${assessment}/explanation${query}`);
  const counts = (count: number): Promise<unknown> => eventually(async () => expect((await explained()).nodes.find((node: any) => node.nodeId === 'themed-meetings').input).toEqual({ kind: 'count', count }));

  const log = `/v1/class-work-logs/${classId}:2025-2026-1`;
  await teacher.does(`${log}/activities`, { kind: 'themed-class-meeting', topic: '学会表达感谢' });
  await teacher.does(`${log}/activities`, { kind: 'themed-class-meeting', topic: '我与家乡' });
  await counts(2);
  await teacher.does(`${log}/withdraw-entry`, { entryId: `${classId}:2025-2026-1:1`, reason: '误记' });
  await counts(1);
  await school.middle.does(`${assessment}/rate`, { nodeId: 'class-climate', level: 3 });
  for (const step of ['close-collection', 'start-review']) await principal.does(`${cycle}/${step}`);
  for (const step of ['compute-score', 'finalise']) await principal.does(`${assessment}/${step}`);
  const result = await explained('?resultVersion=1');
  expect(result).toMatchObject({ recomputes: true, score: expect.stringMatching(/^\d+\.\d\d$/) as string });
  const { facts } = result.nodes.find((node: any) => node.nodeId === 'themed-meetings');
  expect(facts).toMatchObject([{ service: 'organization', type: 'ClassActivityHeld' }]);

  expect(await stack.operate('evaluation', 'rebuild', '--all', '--from', stack.kafka ? 'kafka' : 'postgres')).toMatchObject({ code: 0 });
  expect(await explained('?resultVersion=1')).toEqual(result);
  expect(await violations()).toEqual([]);
});

it('forgets a person who is erased: nowhere in clear, and every hash still verifies', async () => {
  const [name, phone, text] = ['钟离雪雁', '13955519283', `canary ${randomUUID()}`];
  const school = await openSchool(stack, county, { name, phone });
  const { teacher, principal, classId } = school;
  const { id } = await raise(school, { category: 'RESOURCE_NEED', subject: text, details: text });
  const support = `/v1/support-requests/${supportRequestIdOf(id)}`;
  await eventually(() => county.bureau.sees(support));
  await county.bureau.does(`${support}/decline`, { reason: text });
  await principal.does(`/v1/class-leaderships/${classId}/end-class-teacher`, { personId: teacher.personId, reason: 'illness', note: text });
  const found = async (q: string): Promise<string[]> => (await county.bureau.sees(`/v1/class-teacher-search?q=${encodeURIComponent(q)}`)).map(({ personId }: { personId: string }) => personId);
  const registered = (): Promise<any> => county.bureau.sees(`/v1/staff-positions/${teacher.personId}`);
  await eventually(async () => expect([await found('雪雁'), await found('zhonglixue')]).toEqual([[teacher.personId], [teacher.personId]]));
  expect(await registered()).toMatchObject({ name, phone });
  await stack.quiet();
  await analyzeAll(stack);
  const secrets = [name, 'xueyan', phone, text];
  // The search table is the only place, and shows that the search for clear text finds some.
  const [entries, keys] = ['organization_keys public.search_entries', 'organization_keys public.search_keys'];
  expect(await clearTextIn(stack, secrets)).toEqual([`${entries}: ${name}`, `${keys}: xueyan`, `${keys}: ${name}`]);

  expect(await stack.operate('organization', 'erase', teacher.personId)).toMatchObject({ code: 0 });
  await eventually(async () => expect(await registered()).toMatchObject({ name: null, phone: null, staffNo: 'T1' }));
  expect([await found('雪雁'), await found('zhonglixue')]).toEqual([[], []]);
  expect(await clearTextIn(stack, secrets)).toEqual([]);
  expect(await violations()).toEqual([]);
});

/** Enough to meet a rebuild at every of its steps; more would make the log longer, and nothing surer. */
const MOST_ROUNDS = 150;

/** Does something again and again while the work is done, and at least once. */
const during = async <T>(work: () => Promise<T>, again: () => Promise<unknown>): Promise<T> => {
  let working = true;
  const done = work().finally(() => { working = false; });
  for (let round = 1; round === 1 || (working && round <= MOST_ROUNDS); round++) await again();
  return done;
};

/** A digest of each view's table, straight from PostgreSQL. */
const digests = async (): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const service of SERVICES) {
    const client = new Client({ connectionString: stack.postgres.url(service) });
    await client.connect();
    const { rows: tables } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename ~ '_v\\d+$'`);
    for (const { name } of tables) {
      const { rows: [row] } = await client.query<{ digest: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text collate "C")), '') as digest from ${name} t`);
      found[`${service} ${name}`] = row!.digest;
    }
    await client.end();
  }
  return found;
};
