import { derivedId, type FrameworkDocument, type LocalDate, sampleFrameworks, samplePointsRules, type Uuid } from '@homeroom/contracts';
import { SCHOOL_YEAR } from './calendar';
import { LAST_COUNTED_DAY } from './class-work-plan';
import type { Changes } from './changes';
import { FORGOTTEN, OBJECTION, UPHELD } from './class-work-texts';
import type { Operation, PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import { basicCycleIdOf, countyCycleIdOf, cyclesOf, FRAMEWORKS, frameworkIdOf, playCycle } from './cycle-plan';
import { surveyPlan } from './survey-plan';
import { instantAt } from './working-time';

/** The days of the one objection, while results are public. */
const DAYS = { objected: '2026-06-18', decided: '2026-06-22' } as const;

type Ask = (operation: Operation, day: LocalDate, hour: number, ids: readonly string[], by: Uuid, body?: PlannedCommand['body'], lane?: string) => void;

/** The county publishes its sample frameworks in September; in June every school evaluates its classes, and the county classes, leads and schools. */
export const evaluationPlan = (county: County, changes: Changes): PlannedCommand[] => {
  const commands: PlannedCommand[] = [];
  const ask: Ask = (operation, day, hour, ids, by, body = {}, lane = ids[0] ?? 'county') => void commands.push({ at: instantAt(day, hour * 60), operation, ids, by, body, lane });
  publishSamples(county, ask);
  objection(county, changes, ask);
  return [...commands, ...cyclesOf(county).flatMap((cycle) => playCycle(county, cycle)), ...surveyPlan(county)];
};

const publishSamples = ({ seed, office }: County, ask: Ask): void => {
  const by = office.coordinator.personId;
  const { sample, rules, caps } = samplePointsRules;
  ask('PublishPointsRules', '2025-08-26', 8, [], by, { sample, rules, caps }, 'points');
  for (const name of FRAMEWORKS) {
    const frameworkId = frameworkIdOf(seed, name);
    const document: FrameworkDocument = sampleFrameworks[name]!;
    ask('DraftFramework', '2025-09-01', 10, [], by, { frameworkId, owner: 'county', document }, frameworkId);
    ask('PublishFramework', '2025-09-01', 14, [frameworkId], by, { frameworkVersion: 1 });
  }
};

const assessmentOf = (cycleId: Uuid, { classId }: Class): string => `${cycleId}:${classId}`;

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

/** Where a newcomer looks: of each kind of subject, and of each way of scoring, one assessment. */
export interface TouredScores {
  /** Its result has two versions. */
  readonly basic: string;
  readonly combined: string;
  readonly lead?: string;
  readonly school: string;
}

export const touredScores = (county: County, changes: Changes): TouredScores => {
  const { seed } = county;
  const { school, schoolClass } = objectingClass(county, changes);
  const lead = county.schools.flatMap(({ classes }) => classes).find((one) => one.lead)?.lead;
  return {
    basic: assessmentOf(basicCycleIdOf(seed, school), schoolClass), combined: assessmentOf(countyCycleIdOf(seed, 'class-teacher-combined'), schoolClass),
    ...(lead && { lead: `${countyCycleIdOf(seed, 'lead-class-teacher-developmental')}:${lead.personId}` }),
    school: `${countyCycleIdOf(seed, 'school-developmental')}:${school.schoolId}`,
  };
};
