import { randomUUID } from 'node:crypto';
import { type Event, organizationEvents, resourcesEvents, trainingEvents, type Uuid } from '@homeroom/contracts';
import { migrate, type RuntimeDefinition, ServiceRuntime, silent } from '@homeroom/platform';
import { type Answer, type Api, eventually, startApi, testDatabases, USUAL_COUNTY } from '@homeroom/testing';
import { SCORING } from '../assessments/assessment.model';
import { evaluation } from '../evaluation.module';
import { ScoreBook } from '../scores/score-book.view';

const id = (): Uuid => randomUUID();
const [school, classId, teacher, lead, provider, leader] = Array.from({ length: 6 }, id) as [Uuid, Uuid, Uuid, Uuid, Uuid, Uuid];
let now = '2026-05-04T01:00:00.000Z';
const YEAR = '2025-2026';

/** The other services as this one sees them: logs that somebody writes. */
const logOf = (name: string, events: RuntimeDefinition['events']): RuntimeDefinition => ({ name, events, peers: [], streams: [], views: [], reactions: [], deadlines: [] });

let organization: ServiceRuntime;
let resources: ServiceRuntime;
let training: ServiceRuntime;
let runtime: ServiceRuntime;
let api: Api;

const happened = async (service: ServiceRuntime, event: Event, stream = `some-${id()}`) => service.log.store.append(USUAL_COUNTY, {
  commandId: id(), at: now, checks: [{ stream, expected: 0 }],
  events: [{ eventId: id(), stream, ...event, meta: { actor: { personId: leader, role: 'school-staff' }, correlationId: id(), occurredAt: now, schemaVersion: 1, dataLevel: 'L2' as const } }],
});

beforeAll(async () => {
  const [org, res, trn, ours] = [await testDatabases('organization'), await testDatabases('resources'), await testDatabases('training'), await testDatabases('evaluation')];
  await Promise.all([migrate(org.migrator, []), migrate(res.migrator, []), migrate(trn.migrator, []), migrate(ours.migrator, evaluation.views)]);
  const settings = { counties: [USUAL_COUNTY], clock: { now: () => now }, observer: silent, watchDeadlines: false };
  organization = new ServiceRuntime(logOf('organization', organizationEvents), { ...settings, databaseUrl: org.app });
  resources = new ServiceRuntime(logOf('resources', resourcesEvents), { ...settings, databaseUrl: res.app });
  training = new ServiceRuntime(logOf('training', trainingEvents), { ...settings, databaseUrl: trn.app });
  runtime = new ServiceRuntime(evaluation, { ...settings, databaseUrl: ours.app, peerDatabaseUrls: { organization: org.reader, resources: res.reader, training: trn.reader } });
  await Promise.all([organization.start(), resources.start(), training.start(), runtime.start()]);
  api = await startApi(evaluation, { runtime, providers: [{ provide: ScoreBook, useValue: new ScoreBook(runtime) }, { provide: SCORING, useValue: {} }] });
});
afterAll(async () => {
  await api?.close();
  await Promise.all([organization?.stop(), resources?.stop(), training?.stop(), runtime?.stop()]);
});

const done = ({ status, body }: Answer, expected: number): Answer['body'] => {
  expect({ status, body }).toMatchObject({ status: expected });
  return body;
};
const county = () => api.as({ personId: id(), roles: ['county-staff'] });
const balance = async (personId: Uuid, year = YEAR): Promise<string> => (await county().get(`/v1/points-ledgers/${personId}:${year}`)).body.balance;
const activity = (entry: string) => happened(organization, { type: 'ClassActivityHeld', data: { entryId: entry, logId: `${classId}:${YEAR}-2`, classId, schoolId: school, schoolYear: YEAR, term: '2', on: '2026-05-01', recordedBy: teacher, at: now, kind: 'labour-practice', topic: 'v1.k.x' } });
const RULES = {
  sample: true, caps: [{ category: 'ACTIVITY', cap: '2.5' }],
  rules: [
    { ruleId: 'activity-held', source: 'ClassActivityHeld', recipient: 'recorder', category: 'ACTIVITY', points: '1' },
    { ruleId: 'report-raised', source: 'UpwardReportConfirmed', recipient: 'raiser', category: 'COLLABORATION', points: '0.5' },
    { ruleId: 'report-settled', source: 'UpwardReportConfirmed', recipient: 'holder', category: 'COLLABORATION', points: '2' },
    { ruleId: 'support-given', source: 'SupportConfirmed', recipient: 'provider', category: 'RESOURCE', points: '1.5' },
    { ruleId: 'training-attended', source: 'TrainingCreditGranted', recipient: 'trainee', category: 'TRAINING', points: '1' },
    { ruleId: 'project-led', source: 'ProjectConcluded', recipient: 'applicant', category: 'PROJECT', points: '3' },
    { ruleId: 'project-shared', source: 'ProjectConcluded', recipient: 'member', category: 'PROJECT', points: '1' },
    { ruleId: 'competition-awarded', source: 'CompetitionResultsAnnounced', recipient: 'awarded', category: 'AWARD', points: '2.5' },
  ],
};

it('publishes rules that fit their facts, once a version', async () => {
  const publish = (rules: object) => county().post('/v1/points-rules/publish', rules);
  expect((await publish({ ...RULES, rules: [{ ...RULES.rules[0], recipient: 'holder' }] })).body.code).toBe('recipient-unknown');
  expect((await publish({ ...RULES, rules: [{ ...RULES.rules[0], points: '-1' }] })).status).toBe(400);
  expect((await publish({ ...RULES, rules: [{ ...RULES.rules[0], points: '0' }] })).body.code).toBe('points-not-positive');
  done(await publish(RULES), 200);
  expect(done(await publish(RULES), 200)).toMatchObject({ position: null });
  expect(done(await api.as({}).get('/v1/points-rules'), 200)).toMatchObject([{ rulesVersion: 1, sample: true }]);
});

it('gives points for an activity up to the cap, and takes them back with it', async () => {
  for (const entry of ['a:1', 'a:2', 'a:3']) await activity(entry);
  await eventually(async () => expect(await balance(teacher)).toBe('2.50'));
  await happened(organization, { type: 'WorkLogEntryWithdrawn', data: { entryId: 'a:2', logId: `${classId}:${YEAR}-2`, classId, schoolId: school, schoolYear: YEAR, term: '2', entry: 'class-activity', kind: 'labour-practice', on: '2026-05-01', reason: 'v1.k.x', withdrawnBy: teacher, at: now } });
  await eventually(async () => expect(await balance(teacher)).toBe('1.50'));
  const statement = done(await api.as({ personId: teacher }).get(`/v1/points-ledgers/${teacher}:${YEAR}/statement`), 200);
  expect(statement.map(({ about, points, keptBack, reversedAt }: Record<string, string | null>) => [about, points, keptBack, reversedAt !== null]))
    .toEqual([['a:1', '1', null, false], ['a:2', '1', null, true], ['a:3', '0.5', '0.5', false]]);
  done(await api.as({ personId: lead }).get(`/v1/points-ledgers/${teacher}:${YEAR}`), 403);
});

it('gives points to who raised and who settled a report; raising takes none from anyone', async () => {
  const reportId = id();
  const step = { reportId, classId, schoolId: school, level: 2, holderId: lead, stay: 1, by: teacher, at: now };
  await happened(organization, { type: 'UpwardReportRaised', data: { ...step, raisedBy: teacher } });
  await happened(organization, { type: 'UpwardReportConfirmed', data: { ...step, mode: 'MANUAL' } });
  await eventually(async () => expect([await balance(lead), await balance(teacher)]).toEqual(['2.00', '2.00']));
  await happened(organization, { type: 'UpwardReportReopened', data: { ...step, reason: 'v1.k.x', after: 'confirmed' } });
  await eventually(async () => expect([await balance(lead), await balance(teacher)]).toEqual(['0.00', '1.50']));
});

it('gives points to who brought support', async () => {
  const about = { supportRequestId: id(), schoolId: school, at: now };
  await happened(resources, { type: 'SupportAllocated', data: { ...about, providerPersonId: provider, support: 'v1.k.x', allocatedBy: leader } });
  await happened(resources, { type: 'SupportConfirmed', data: { ...about, confirmedBy: teacher } });
  await eventually(async () => expect(await balance(provider)).toBe('1.50'));
});

it('gives points for training, and takes them back when the sheet is corrected; a later grant stands', async () => {
  const [trainee, sessionId, on] = [id(), id(), '2026-04-20'];
  const credit = () => happened(training, { type: 'TrainingCreditGranted', data: {
    sessionId, personId: trainee, creditId: `${sessionId}:${trainee}`, courseId: id(), courseKind: 'practice', creditHours: 2, ladderId: id(), ladderVersion: 1, tier: 'school', on, at: now,
  } });
  const corrected = (attended: boolean) => happened(training, { type: 'AttendanceCorrected', data: { sessionId, personId: trainee, attended, reversesCredit: !attended, on, reason: 'v1.k.x', correctedBy: leader, at: now } });
  await credit();
  await eventually(async () => expect(await balance(trainee)).toBe('1.00'));
  await corrected(false);
  await eventually(async () => expect(await balance(trainee)).toBe('0.00'));
  await credit();
  await corrected(true);
  await eventually(async () => expect(await balance(trainee)).toBe('1.00'));
  const statement = done(await county().get(`/v1/points-ledgers/${trainee}:${YEAR}/statement`), 200);
  expect(statement.map(({ service, about, reversedAt }: Record<string, string | null>) => [service, about, reversedAt !== null])).toEqual([['training', `${sessionId}:${trainee}`, true], ['training', `${sessionId}:${trainee}`, false]]);
});

it('gives points for what was researched and won, to each by what they did', async () => {
  const [applicant, member, winner, other] = Array.from({ length: 4 }, id) as [Uuid, Uuid, Uuid, Uuid];
  await happened(training, { type: 'ProjectConcluded', data: { projectId: id(), callId: id(), kind: 'micro-research', schoolYear: YEAR, applicantId: applicant, schoolId: school, at: now, on: '2026-04-30', grade: 'excellent', memberIds: [member], concludedBy: leader } });
  const result = (personId: Uuid, rank: number, award?: string) => ({ entryId: `c:${rank}`, personId, schoolId: school, rank, average: '90.00', ...(award && { award }) });
  await happened(training, { type: 'CompetitionResultsAnnounced', data: { competitionId: id(), schoolYear: YEAR, at: now, on: '2026-04-30', results: [result(winner, 1, 'first'), result(other, 2)], announcedBy: leader } });
  await eventually(async () => expect([await balance(applicant), await balance(member), await balance(winner)]).toEqual(['3.00', '1.00', '2.50']));
  expect(await balance(other)).toBeUndefined();
});

it('settles a school year when it is over; what comes later goes to the next one', async () => {
  const close = () => county().post(`/v1/points-ledgers/${teacher}:${YEAR}/close`, {});
  expect((await close()).body.code).toBe('school-year-not-over');
  now = '2026-09-01T01:00:00.000Z';
  done(await close(), 200);
  await activity('a:4');
  await eventually(async () => expect(await balance(teacher, '2026-2027')).toBe('1.00'));
  expect(await balance(teacher)).toBe('1.50');
});
