import { derivedId, type FrameworkDocument, type LocalDate, sampleFrameworks, samplePointsRules, type Uuid } from '@homeroom/contracts';
import { SCHOOL_YEAR } from './calendar';
import { LAST_COUNTED_DAY } from './class-work-plan';
import type { Changes } from './changes';
import { FORGOTTEN, OBJECTION, UPHELD } from './class-work-texts';
import type { Operation, PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import { surveyPlan } from './survey-plan';
import { instantAt } from './working-time';

/** Roster of both cycles. */
const ROSTER_DAY: LocalDate = '2026-06-01';
/** Days of June on which the cycles take their steps. */
const DAYS = {
  opened: '2026-06-02', rated: '2026-06-08', measured: '2026-06-09', closed: '2026-06-12', computed: '2026-06-15', finalised: '2026-06-16', published: '2026-06-17',
  objected: '2026-06-18', decided: '2026-06-22', ended: '2026-06-29',
} as const;
const FRAMEWORKS = { basic: 'class-teacher-basic', developmental: 'class-teacher-developmental' } as const;
type Kind = keyof typeof FRAMEWORKS;

/** What differs between the cycles of schools and the county's. */
interface CyclePlan {
  readonly cycleId: Uuid;
  readonly kind: Kind;
  readonly owner: string;
  readonly runBy: Uuid;
  readonly raterIds: readonly Uuid[];
  readonly classes: readonly Class[];
  /** The rubrics that are filled in: nodes of the sample framework. */
  readonly rubrics: readonly string[];
}

export const frameworkIdOf = (seed: string, kind: Kind): Uuid => derivedId('county-year', seed, 'framework', FRAMEWORKS[kind]);
export const basicCycleIdOf = (seed: string, { schoolId }: SchoolWithPeople): Uuid => derivedId('county-year', seed, 'cycle', schoolId);
export const developmentalCycleIdOf = (seed: string): Uuid => derivedId('county-year', seed, 'cycle', 'county');

const cycles = ({ seed, office, schools }: County): CyclePlan[] => [
  ...schools.map((school): CyclePlan => ({
    cycleId: basicCycleIdOf(seed, school), kind: 'basic', owner: school.schoolId, runBy: school.principal.personId, raterIds: [school.principal.personId, school.staff.middle[0]!.personId],
    classes: school.classes, rubrics: ['goal-alignment', 'class-climate'],
  })),
  {
    cycleId: developmentalCycleIdOf(seed), kind: 'developmental', owner: 'county', runBy: office.coordinator.personId, raterIds: [office.researcher.personId, office.support.personId],
    classes: schools.flatMap((school) => school.classes), rubrics: ['county-panel'],
  },
];

type Ask = (operation: Operation, day: LocalDate, hour: number, ids: readonly string[], by: Uuid, body?: PlannedCommand['body'], lane?: string) => void;

/** The county publishes its sample frameworks in September; in June every school evaluates its classes, and the county all of them. */
export const evaluationPlan = (county: County, changes: Changes): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask: Ask = (operation, day, hour, ids, by, body = {}, lane = ids[0] ?? 'county') => void commands.push({ at: instantAt(day, hour * 60), operation, ids, by, body, lane });
  publishSamples(county, ask);
  for (const cycle of cycles(county)) playCycle(county, cycle, ask);
  objection(county, changes, ask);
  return [...commands, ...surveyPlan(county)];
};

const publishSamples = ({ seed, office }: County, ask: Ask): void => {
  const by = office.coordinator.personId;
  const { sample, rules, caps } = samplePointsRules;
  ask('PublishPointsRules', '2025-08-26', 8, [], by, { sample, rules, caps }, 'points');
  for (const kind of ['basic', 'developmental'] as const) {
    const frameworkId = frameworkIdOf(seed, kind);
    const document: FrameworkDocument = sampleFrameworks[FRAMEWORKS[kind]]!;
    ask('DraftFramework', '2025-09-01', 10, [], by, { frameworkId, owner: 'county', document }, frameworkId);
    ask('PublishFramework', '2025-09-01', 14, [frameworkId], by, { frameworkVersion: 1 });
  }
};

const playCycle = (county: County, cycle: CyclePlan, ask: Ask): void => {
  const { cycleId, kind, owner, runBy, raterIds } = cycle;
  const step = (operation: Operation, day: LocalDate, hour: number, body: PlannedCommand['body'] = {}): void => ask(operation, day, hour, [cycleId], runBy, body);
  ask('OpenCycle', DAYS.opened, 8, [], runBy, {
    cycleId, kind, owner, frameworkId: frameworkIdOf(county.seed, kind), frameworkVersion: 1, subjectType: 'class-teacher', from: '2025-09-01', until: LAST_COUNTED_DAY, objectionWorkingDays: 3,
  }, cycleId);
  step('FreezeRoster', DAYS.opened, 10, { asOf: ROSTER_DAY });
  step('AppointRaters', DAYS.opened, 12, { raterIds });
  step('OpenCollection', DAYS.opened, 14);
  for (const schoolClass of cycle.classes) assess(county, cycle, schoolClass, ask);
  step('CloseCollection', DAYS.closed, 16);
  step('StartReview', DAYS.computed, 8);
  step('PubliciseResults', DAYS.published, 8, { objectionsUntil: instantAt('2026-06-24', 1_000) });
  step('CloseObjections', DAYS.ended, 8);
  step('FinaliseCycle', DAYS.ended, 14);
};

const assessmentOf = (cycleId: Uuid, { classId }: Class): string => `${cycleId}:${classId}`;

/** Rated, measured, scored with all others, finalised. Hours are spread, so that schools do not all act at once. */
const assess = ({ random }: County, { cycleId, runBy, raterIds, rubrics }: CyclePlan, schoolClass: Class, ask: Ask): void => {
  const chance = random.of('assessment', cycleId, schoolClass.classId);
  const assessment = assessmentOf(cycleId, schoolClass);
  const rates = raterIds.find((raterId) => raterId !== schoolClass.classTeacher.personId)!;
  rubrics.forEach((nodeId, nth) => ask('RateIndicator', DAYS.rated, 10 + 2 * nth, [assessment], rates, { nodeId, level: chance.pick([4, 4, 3, 3, 3, 2]) }));
  ask('RecordQuantitativeMeasure', DAYS.measured, 10, [assessment], runBy, { name: 'five-domain-index', value: `${chance.whole(62, 96)}.${chance.whole(0, 9)}` });
  ask('RecordQuantitativeMeasure', DAYS.measured, 14, [assessment], runBy, { name: 'academic-position', value: `${chance.whole(55, 95)}.${chance.whole(0, 9)}` });
  ask('ComputeScore', DAYS.computed, 10, [assessment], runBy);
  ask('FinaliseResult', DAYS.finalised, 10, [assessment], runBy);
};

/** The class a newcomer is led to: its class teacher objects, and is right. */
const objectingClass = ({ schools: [school] }: County, { replacements }: Changes): { readonly school: SchoolWithPeople; readonly schoolClass: Class } =>
  ({ school: school!, schoolClass: school!.classes.find((one) => !replacements.some(({ schoolClass }) => schoolClass === one))! });

/** A home visit was forgotten; it is written down, the objection upheld and the result computed anew: version 2. */
const objection = (county: County, changes: Changes, ask: Ask): void => {
  const { school, schoolClass } = objectingClass(county, changes);
  const objectionId = derivedId('county-year', county.seed, 'objection', schoolClass.classId);
  const assessment = assessmentOf(basicCycleIdOf(county.seed, school), schoolClass);
  const decides = county.office.coordinator.personId;
  const own = schoolClass.classTeacher.personId;
  ask('FileObjection', DAYS.objected, 10, [], own, { objectionId, assessment, nodeIds: ['process'], grounds: OBJECTION }, objectionId);
  ask('AcceptObjection', DAYS.objected, 14, [objectionId], decides);
  ask('RecordHomeSchoolContact', DAYS.objected, 16, [`${schoolClass.classId}:${SCHOOL_YEAR}-2`], own, { kind: 'home-visit', on: LAST_COUNTED_DAY, students: 8, note: FORGOTTEN });
  ask('UpholdObjection', DAYS.decided, 10, [objectionId], decides, { reason: UPHELD });
  ask('RecomputeResult', DAYS.decided, 14, [assessment], school.principal.personId, { cause: 'objection', causeId: objectionId });
};

/** The assessment a newcomer looks at: its result has two versions. */
export const touredAssessment = (county: County, changes: Changes): string => {
  const { school, schoolClass } = objectingClass(county, changes);
  return assessmentOf(basicCycleIdOf(county.seed, school), schoolClass);
};
