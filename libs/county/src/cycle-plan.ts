import { derivedId, type FrameworkKind, type Instant, type LocalDate, type SubjectType, type Uuid } from '@homeroom/contracts';
import { LAST_COUNTED_DAY } from './class-work-plan';
import type { Operation, PlannedCommand } from './commands';
import type { County, SchoolWithPeople } from './county';
import { instantAt } from './working-time';

/** The frameworks of the year: samples, each published once by the county. */
export const FRAMEWORKS = ['class-teacher-basic', 'class-teacher-developmental', 'class-teacher-combined', 'lead-class-teacher-developmental', 'school-developmental'] as const;
export type FrameworkName = (typeof FRAMEWORKS)[number];

export const frameworkIdOf = (seed: string, name: FrameworkName): Uuid => derivedId('county-year', seed, 'framework', name);
export const basicCycleIdOf = (seed: string, { schoolId }: SchoolWithPeople): Uuid => derivedId('county-year', seed, 'cycle', schoolId);
export const countyCycleIdOf = (seed: string, name: Exclude<FrameworkName, 'class-teacher-basic'>): Uuid => derivedId('county-year', seed, 'cycle', name);

/** Roster of every cycle. */
const ROSTER_DAY: LocalDate = '2026-06-01';
/** Subjects scored in one command; the service takes no more. */
const SCORED_TOGETHER = 200;

type Moment = readonly [day: LocalDate, hour: number];
/** When a cycle takes its steps. */
interface Moments {
  readonly opened: Moment; readonly frozen: Moment; readonly collecting: Moment; readonly rated: Moment; readonly measured: Moment; readonly collected: Moment;
  readonly reviewed: Moment; readonly scored: Moment; readonly finalised: Moment; readonly publicised: Moment; readonly objectionsUntil: Instant; readonly objectionsClosed: Moment; readonly ended: Moment;
}
const IN_JUNE: Moments = {
  opened: ['2026-06-02', 8], frozen: ['2026-06-02', 10], collecting: ['2026-06-02', 14], rated: ['2026-06-08', 10], measured: ['2026-06-09', 10], collected: ['2026-06-12', 16],
  reviewed: ['2026-06-15', 8], scored: ['2026-06-15', 10], finalised: ['2026-06-16', 10], publicised: ['2026-06-17', 8], objectionsUntil: instantAt('2026-06-23', 1_000),
  objectionsClosed: ['2026-06-24', 8], ended: ['2026-06-24', 14],
};
/** Two results are combined once both of them are final. */
const AFTERWARDS: Moments = {
  opened: ['2026-06-24', 16], frozen: ['2026-06-25', 8], collecting: ['2026-06-25', 10], rated: ['2026-06-25', 12], measured: ['2026-06-25', 12], collected: ['2026-06-25', 12],
  reviewed: ['2026-06-25', 14], scored: ['2026-06-25', 16], finalised: ['2026-06-26', 8], publicised: ['2026-06-26', 10], objectionsUntil: instantAt('2026-06-29', 1_000),
  objectionsClosed: ['2026-06-30', 8], ended: ['2026-06-30', 14],
};

/** Who is evaluated, and the person behind, who does not rate themselves. */
interface Subject { readonly subjectId: Uuid; readonly personId?: Uuid }
/** What lies before a rater: those of one school. */
interface Sheet { readonly school: SchoolWithPeople; readonly subjects: readonly Subject[] }

/** What differs between the cycles. */
interface CyclePlan {
  readonly cycleId: Uuid;
  readonly framework: FrameworkName;
  readonly kind: FrameworkKind;
  readonly subjectType: SubjectType;
  readonly owner: string;
  readonly runBy: Uuid;
  readonly raterIds: readonly Uuid[];
  readonly sheets: readonly Sheet[];
  /** The rubrics that are filled in: nodes of the sample framework. */
  readonly rubrics: readonly string[];
  /** Values that are recorded, by the name of their measure, between these. */
  readonly values: readonly (readonly [name: string, low: number, high: number])[];
  readonly combines?: { readonly basicCycleIds: readonly Uuid[]; readonly developmentalCycleId: Uuid };
  readonly moments: Moments;
}

export const VALUES: CyclePlan['values'] = [['five-domain-index', 62, 96], ['academic-position', 55, 95]];

const classesOf = (school: SchoolWithPeople): Sheet => ({ school, subjects: school.classes.map(({ classId, classTeacher }) => ({ subjectId: classId, personId: classTeacher.personId })) });

/** Who leads a class there; a person who leads two is one subject. */
const leadsOf = (school: SchoolWithPeople): Sheet =>
  ({ school, subjects: [...new Set(school.classes.flatMap(({ lead }) => lead?.personId ?? []))].map((personId) => ({ subjectId: personId, personId })) });

/** Each school evaluates its class teachers; the county evaluates them, lead class teachers and schools, and combines what it and the schools found. */
export const cyclesOf = (county: County): CyclePlan[] => {
  const { seed, office, schools } = county;
  const byCounty = { owner: 'county', runBy: office.coordinator.personId, raterIds: [office.researcher.personId, office.support.personId], kind: 'developmental', values: [], moments: IN_JUNE } as const;
  const basic = schools.map((school): CyclePlan => ({
    cycleId: basicCycleIdOf(seed, school), framework: 'class-teacher-basic', kind: 'basic', subjectType: 'class-teacher', owner: school.schoolId, runBy: school.principal.personId,
    raterIds: [school.principal.personId, school.staff.middle[0]!.personId], sheets: [classesOf(school)], rubrics: ['goal-alignment', 'class-climate'], values: VALUES, moments: IN_JUNE,
  }));
  const countys = (framework: Exclude<FrameworkName, 'class-teacher-basic'>, subjectType: SubjectType, sheets: readonly Sheet[], rubrics: readonly string[]): CyclePlan =>
    ({ ...byCounty, cycleId: countyCycleIdOf(seed, framework), framework, subjectType, sheets: sheets.filter(({ subjects }) => subjects.length > 0), rubrics });
  const developmental = { ...countys('class-teacher-developmental', 'class-teacher', schools.map(classesOf), ['county-panel']), values: VALUES };
  return [
    ...basic, developmental,
    countys('lead-class-teacher-developmental', 'lead-class-teacher', schools.map(leadsOf), ['guiding-class-teachers']),
    countys('school-developmental', 'school', schools.map((school) => ({ school, subjects: [{ subjectId: school.schoolId }] })), ['policy-in-school']),
    {
      ...countys('class-teacher-combined', 'class-teacher', schools.map(classesOf), []), kind: 'combined', moments: AFTERWARDS,
      combines: { basicCycleIds: basic.map(({ cycleId }) => cycleId), developmentalCycleId: developmental.cycleId },
    },
  ];
};

/** From its announcement to its end. */
export const playCycle = (county: County, cycle: CyclePlan): PlannedCommand[] => {
  const { cycleId, framework, kind, subjectType, owner, runBy, raterIds, combines, moments } = cycle;
  const step = (operation: Operation, [day, hour]: Moment, body: PlannedCommand['body'] = {}, ids: readonly string[] = [cycleId]): PlannedCommand => ({ at: instantAt(day, hour * 60), operation, ids, by: runBy, body, lane: cycleId });
  const subjectIds = cycle.sheets.flatMap(({ subjects }) => subjects.map(({ subjectId }) => subjectId));
  const together = Array.from({ length: Math.ceil(subjectIds.length / SCORED_TOGETHER) }, (_, n) => subjectIds.slice(n * SCORED_TOGETHER, (n + 1) * SCORED_TOGETHER));
  const scored = (operation: 'ComputeScores' | 'FinaliseResults', moment: Moment): PlannedCommand[] => together.map((some, n) => ({ ...step(operation, moment, { subjectIds: some }), apart: `${n + 1}`, lane: `${cycleId} ${n}` }));
  return [
    step('OpenCycle', moments.opened, {
      cycleId, kind, owner, frameworkId: frameworkIdOf(county.seed, framework), frameworkVersion: 1, subjectType, from: '2025-09-01', until: LAST_COUNTED_DAY, objectionWorkingDays: 3, ...combines,
    }, []),
    step('FreezeRoster', moments.frozen, { asOf: ROSTER_DAY }),
    step('AppointRaters', moments.frozen, { raterIds }),
    step('OpenCollection', moments.collecting),
    ...cycle.sheets.flatMap((sheet) => said(county, cycle, sheet)),
    step('CloseCollection', moments.collected),
    step('StartReview', moments.reviewed),
    ...scored('ComputeScores', moments.scored),
    ...scored('FinaliseResults', moments.finalised),
    step('PubliciseResults', moments.publicised, { objectionsUntil: moments.objectionsUntil }),
    step('CloseObjections', moments.objectionsClosed),
    step('FinaliseCycle', moments.ended),
  ];
};

/** A rater fills in one sheet for those of a school, and who runs the cycle hands in its table of values. */
const said = ({ random }: County, { cycleId, runBy, raterIds, rubrics, values, moments }: CyclePlan, { school, subjects }: Sheet): PlannedCommand[] => {
  const told = subjects.map(({ subjectId, personId }) => {
    const chance = random.of('assessment', cycleId, subjectId);
    return {
      raterId: raterIds.find((one) => one !== personId)!,
      ratings: rubrics.map((nodeId) => ({ subjectId, nodeId, level: chance.pick([4, 4, 3, 3, 3, 2]) })),
      values: values.map(([name, low, high]) => ({ subjectId, name, value: `${chance.whole(low, high)}.${chance.whole(0, 9)}` })),
    };
  });
  const asked = (operation: Operation, [day, hour]: Moment, by: Uuid, body: PlannedCommand['body']): PlannedCommand => (
    { at: instantAt(day, hour * 60), operation, ids: [cycleId], by, body, apart: `${school.number}`, lane: `${cycleId} ${school.number}` });
  return [
    ...(rubrics.length === 0 ? [] : [...Map.groupBy(told, ({ raterId }) => raterId)].map(([raterId, by]) => asked('RateIndicators', moments.rated, raterId, { ratings: by.flatMap(({ ratings }) => ratings) }))),
    ...(values.length === 0 ? [] : [asked('RecordQuantitativeMeasures', moments.measured, runBy, { values: told.flatMap((one) => one.values) })]),
  ];
};
