import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Event, organizationEvents, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { bodyOf, eventually, serviceBeside, type ServiceBeside, USUAL_COUNTY } from '@homeroom/testing';
import { classRosters } from '../people/class-rosters.view';
import { training } from '../training.module';
import { trainingCredits } from '../training-sessions/training-credits.view';
import { coverageRecomputes } from './coverage-recomputes.proof';
import { type CoverageComputationRow, coverageComputations, coverageTargets } from './coverage-targets.view';

const [school, other] = [randomUUID(), randomUUID()];
const people = Array.from({ length: 100 }, () => randomUUID()).sort();
const classes = people.map((personId, i) => ({ personId, classId: randomUUID(), schoolId: i < 60 ? school : other, stage: i < 60 ? 'primary' : 'junior' }));
let stage: ServiceBeside;
let ladderId: Uuid;
let courseId: Uuid;
let targetId: Uuid;
let sessionId: Uuid;

const officer = async (url: string, body: object = {}, status = 200) => bodyOf(stage.officer().post(`/v1/${url}`, body), status);
const openapi = JSON.parse(readFileSync(join(__dirname, '..', '..', 'openapi.json'), 'utf8'));

const coverage = (on: string, more = '') => bodyOf(stage.officer().get(`/v1/coverage-targets/${targetId}/coverage?on=${on}${more}`));
const record = async (type: TrainingEvent['type']): Promise<readonly TrainingEvent[]> =>
  ((await stage.runtime.log.store.read(USUAL_COUNTY, `coverage-target-${targetId}`, 0)) as unknown as TrainingEvent[]).filter((event) => event.type === type);

const led = ({ personId, classId, schoolId, stage: of }: (typeof classes)[number]): Event[] => [
  { type: 'ClassOpened', data: { classId, schoolId, unitId: schoolId, schoolYear: '2025-2026', stage: of, grade: 1, classNo: '1', effectiveOn: '2025-09-01' } },
  { type: 'ClassTeacherAppointed', data: { classId, schoolId, appointmentId: `${classId}:1`, personId, from: '2025-09-01', firstTime: of === 'junior' } },
];
const held = async (tier: string, personIds: readonly Uuid[], from = '2025-10-11'): Promise<Uuid> => {
  const { id } = await officer('training-sessions', { courseId, ladderId, tier, mode: 'whole-staff', from, capacity: 100 }, 201);
  await officer(`training-sessions/${id}/record-attendance`, { entries: personIds.map((personId) => ({ personId, attended: true, walkIn: true })) });
  await officer(`training-sessions/${id}/complete`);
  return id;
};

beforeAll(async () => {
  stage = await serviceBeside(training, organizationEvents, '2025-10-11T01:00:00.000Z');
  ({ id: ladderId } = await officer('training-tier-ladders', { tiers: ['city', 'town', 'school'] }, 201));
  ({ id: courseId } = await officer('courses', { kind: 'practice', creditHours: 2, contents: ['case-discussion'], title: '带班方略' }, 201));
  await officer(`courses/${courseId}/publish`);
  ({ id: targetId } = await officer('coverage-targets', { ladderId, scope: 'any-tier', from: '2025-09-01', until: '2026-08-31', threshold: '0.95' }, 201));
});
afterAll(() => stage?.close());

describe('coverage', () => {
  it('of nobody is no value', async () => {
    expect(await coverage('2025-10-11')).toMatchObject({ numerator: 0, denominator: 0, coverage: null, met: null, notReached: [] });
    await officer(`coverage-targets/${targetId}/evaluate`, { on: '2025-10-11' });
    expect(await record('CoverageComputed')).toMatchObject([{ data: { denominator: 0 } }]);
    expect((await record('CoverageComputed'))[0]!.data).not.toHaveProperty('coverage');
  });

  it('counts those who lead a class by organization\'s log, and says by itself that it is met', async () => {
    await stage.happened('school-class-all', ...classes.flatMap(led));
    await eventually(async () => expect(await stage.runtime.read(USUAL_COUNTY, (m) => m.count(classRosters.row))).toBe(100));
    sessionId = await held('city', people.slice(0, 95));
    await eventually(async () => expect(await record('CoverageTargetMet')).toMatchObject([{ data: { on: '2025-10-11', numerator: 95, denominator: 100, threshold: '0.95' } }]));
    const found = await coverage('2025-10-11');
    expect(found).toMatchObject({ numerator: 95, denominator: 100, coverage: '0.9500', met: true, recorded: { numerator: 95, denominator: 100, recomputes: true } });
    expect(found.notReached.map(({ personId }: { personId: Uuid }) => personId)).toEqual(people.slice(95));
    expect(found.schools).toEqual([
      { schoolId: school, numerator: 60, denominator: 60, coverage: '1.0000' }, { schoolId: other, numerator: 35, denominator: 40, coverage: '0.8750' },
    ].sort((a, b) => (a.schoolId < b.schoolId ? -1 : 1)));
    expect((await record('CoverageComputed')).at(-1)).toMatchObject({ data: { schools: found.schools.map(({ coverage: _, ...counted }: { coverage: string }) => counted) } });
    expect(found.cohorts.map(({ cohort, denominator }: { cohort: string; denominator: number }) => [cohort, denominator])).toEqual([['junior', 40], ['primary', 60], ['experienced', 60], ['first-time', 40]]);
  });

  it('is told per tier, and of all tiers together', async () => {
    await held('town', people.slice(0, 20));
    await held('school', people.slice(10, 40));
    const { scopes } = await coverage('2025-10-11');
    expect(scopes.map(({ scope, numerator }: { scope: string; numerator: number }) => [scope, numerator])).toEqual([['any-tier', 95], ['every-tier', 10], ['city', 95], ['town', 20], ['school', 30]]);
  });

  it('turns to missed when a no-show is put right after exactly 95 of 100', async () => {
    stage.at('2025-10-20T01:00:00.000Z');
    await officer(`training-sessions/${sessionId}/correct-attendance`, { personId: people[94]!, attended: false, reason: '代签' });
    await eventually(async () => expect(await record('CoverageTargetMissed')).toMatchObject([{ data: { on: '2025-10-11', numerator: 94, denominator: 100 } }]));
    expect(await coverage('2025-10-11')).toMatchObject({ numerator: 94, met: false });
    expect(await coverage('2025-10-11', '&asOf=2025-10-19')).toMatchObject({ numerator: 95, met: true, asOf: '2025-10-19' });
  });

  it('has who left on 1 December on 30 November and no longer on 31 December', async () => {
    const { personId, classId, schoolId } = classes[0]!;
    await stage.happened(`class-leadership-${classId}`, { type: 'ClassTeacherEnded', data: { classId, schoolId, appointmentId: `${classId}:1`, personId, until: '2025-12-01', reason: 'illness' } });
    await eventually(async () => expect((await coverage('2025-12-31')).denominator).toBe(99));
    expect((await coverage('2025-11-30')).denominator).toBe(100);
    expect((await coverage('2025-12-31', '&asOf=2025-10-19')).denominator).toBe(100);
  });

  it('is refused for a day outside of its window, as documented', async () => {
    expect(await bodyOf(stage.officer().get(`/v1/coverage-targets/${targetId}/coverage?on=2026-09-01`), 409)).toMatchObject({ code: 'out-of-window' });
    expect(openapi.paths['/v1/coverage-targets/{targetId}/coverage'].get.responses).toHaveProperty('409');
  });

  it('is for the county to see, and for a school of itself', async () => {
    const leader = randomUUID();
    await stage.happened(`teacher-${leader}`, { type: 'TeacherRegistered', data: { personId: leader, schoolId: other, staffNo: '1', post: 'school-leader', name: 'v1.k.x', subjects: [], experienced: true, effectiveOn: '2025-09-01' } });
    const url = `/v1/coverage-targets/${targetId}/coverage?on=2025-10-11`;
    await eventually(async () => expect((await stage.as(leader).get(`${url}&schoolId=${other}`)).status).toBe(200));
    expect(await bodyOf(stage.as(leader).get(`${url}&schoolId=${other}`))).toMatchObject({ numerator: 34, denominator: 40 });
    await bodyOf(stage.as(leader).get(url), 403);
    await bodyOf(stage.as(leader).post(`/v1/coverage-targets/${targetId}/evaluate`, {}), 403);
  });

  it('computes again from the two logs, each time that it was put down; a changed number does not', async () => {
    const of = await stage.runtime.read(USUAL_COUNTY, async (m) => new Map<unknown, object[]>([
      [classRosters, await m.find(classRosters.row)], [trainingCredits, await m.find(trainingCredits.row)], [coverageTargets, await m.find(coverageTargets.row)], [coverageComputations, await m.find(coverageComputations.row)],
    ]));
    const rebuilt = { county: USUAL_COUNTY, rows: (view: unknown) => of.get(view) as never[], eventAt: () => undefined };
    const found = await coverageRecomputes.check(rebuilt);
    expect(found.violations).toEqual([]);
    expect(found.count).toBeGreaterThanOrEqual(3);
    const computed = of.get(coverageComputations) as CoverageComputationRow[];
    const violations = async (change: (row: CoverageComputationRow) => Partial<CoverageComputationRow>) => {
      of.set(coverageComputations, computed.map((row) => ({ ...row, ...change(row) })));
      return (await coverageRecomputes.check(rebuilt)).violations;
    };
    expect(await violations(({ numerator }) => ({ numerator: numerator + 1 }))).toHaveLength(found.count);
    expect(await violations(({ schools }) => ({ schools: [...schools!, { schoolId: school, numerator: 0, denominator: 1 }] }))).toHaveLength(found.count);
    expect(await violations(() => ({ schools: null }))).toEqual([]);
  });
});
