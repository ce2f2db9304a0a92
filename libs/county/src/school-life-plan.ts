import { type Instant, type LocalDate, derivedId } from '@homeroom/contracts';
import { schoolCalendar } from './calendar';
import { type Absence, type Changes, leavingFrom } from './changes';
import type { Operation, PlannedCommand } from './commands';
import type { Class, County, SchoolWithPeople } from './county';
import { type Hours, HOURS_OF_DAY, workingHours } from './hours';
import type { Random } from './random';
import * as texts from './texts';
import { instantAt, workingTime } from './working-time';

/** What classes give themselves, who comes and goes, and what leaders ask for, beside reports and directives. */
export const schoolLifePlan = (county: County, changes: Changes): PlannedCommand[] => {
  const time = workingTime(schoolCalendar());
  const hours = workingHours(time);
  return [
    ...county.schools.flatMap((school) => [
      ...school.classes.flatMap((schoolClass) => classDocuments(school, schoolClass, county.random.of('documents', schoolClass.classId))),
      ...staffChanges(county, school),
      ...ownSupport(county, school, hours, time.days),
    ]),
    ...changes.absences.flatMap((absence) => absentLeader(county, absence, hours)),
    ...replacedTeachers(county, changes),
  ];
};

/** A working hour of one of these days. */
const someHour = (random: Random, days: readonly LocalDate[]): Instant => instantAt(random.pick(days), random.pick(HOURS_OF_DAY) * 60);

const FIRST_WEEKS = ['2025-09-01', '2025-09-02', '2025-09-03', '2025-09-04', '2025-09-05', '2025-09-08', '2025-09-09', '2025-09-10', '2025-09-11', '2025-09-12'];
const AFTER_MIDTERMS = ['2025-11-17', '2025-11-18', '2025-11-19', '2025-11-20', '2025-11-21'];

const classDocuments = (school: SchoolWithPeople, { classId, classTeacher, lead }: Class, random: Random): PlannedCommand[] => {
  const ask = (operation: Operation, by: string, days: readonly LocalDate[], body: PlannedCommand['body']): PlannedCommand =>
    ({ at: someHour(random, days), operation, ids: [classId], by, body, lane: classId });
  const own = classTeacher.personId;
  return [
    ask('SetClassGoals', own, FIRST_WEEKS, { goals: random.pick(texts.CLASS_GOALS) }),
    ask('AdoptClassCovenant', own, FIRST_WEEKS, { covenant: random.pick(texts.COVENANTS) }),
    ask('PublishDailyNorms', own, FIRST_WEEKS, { norms: random.pick(texts.NORMS) }),
    ...(lead ? [
      ask('SetClassDevelopmentPlan', lead.personId, FIRST_WEEKS, { plan: random.pick(texts.PLANS) }),
      ask('AdjustIntervention', school.principal.personId, AFTER_MIDTERMS, {
        focuses: random.some(['home-school', 'class-building', 'pupil-care', 'resource-coordination'], 2), daysPerMonth: random.whole(2, 6), note: random.pick(texts.INTERVENTION_NOTES),
      }),
    ] : []),
  ];
};

/** Of the schools with somebody to spare every other one sees a teacher move to another school, the others see one retire. */
const staffChanges = ({ office, schools }: County, school: SchoolWithPeople): PlannedCommand[] => {
  const leaving = leavingFrom(school);
  if (!leaving) return [];
  const nth = schools.filter(leavingFrom).indexOf(school);
  const { personId } = leaving;
  const to = schools[school.number % schools.length]!;
  if (to !== school && nth % 2 === 0) {
    const body = { schoolId: to.schoolId, staffNo: `T9${String(school.number).padStart(3, '0')}`, effectiveOn: '2026-03-02' };
    return [{ at: instantAt('2026-03-02', 600), operation: 'TransferTeacher', ids: [personId], by: office.coordinator.personId, body, lane: personId }];
  }
  const body = { reason: 'retired', effectiveOn: '2026-01-31' };
  return [{ at: instantAt('2026-01-30', 960), operation: 'DeactivateTeacher', ids: [personId], by: school.principal.personId, body, lane: personId }];
};

const SUPPORT_CATEGORIES = ['POLICY', 'IDEAS', 'PUBLIC_OPINION', 'SCHOOL_ORGANIZATION'] as const;

/** A leader asks the county for something, without any report. */
const ownSupport = ({ seed, office, random }: County, school: SchoolWithPeople, hours: Hours, days: readonly LocalDate[]): PlannedCommand[] => {
  const chance = random.of('support', school.number);
  const supportRequestId = derivedId('county-year', seed, 'support', school.number);
  const asker = chance.pick([...school.staff.middle, school.principal]).personId;
  let at = someHour(chance, days.filter((day) => day > '2025-09-15' && day < '2026-06-01'));
  const commands: PlannedCommand[] = [];
  const ask = (operation: Operation, by: string, body: PlannedCommand['body']): void => {
    commands.push({ at, operation, ids: operation === 'RequestSupport' ? [] : [supportRequestId], by, body, lane: supportRequestId });
    at = hours.from(hours.add(at, chance.whole(90, 1_400)));
  };
  ask('RequestSupport', asker, { supportRequestId, category: chance.pick(SUPPORT_CATEGORIES), schoolId: school.schoolId, need: chance.pick(texts.SUPPORT_NEEDS) });
  if (chance.chance(0.2)) {
    ask('DeclineSupport', office.support.personId, { reason: '本学期名额已满，列入下学期计划。' });
    return commands;
  }
  ask('ApproveSupport', office.support.personId, {});
  ask('AllocateSupport', office.support.personId, { providerPersonId: office.researcher.personId, support: '安排研究人员到校一次，提供资料。' });
  ask('DeliverSupport', office.researcher.personId, { note: '已完成。' });
  ask('ConfirmSupport', asker, {});
  return commands;
};

/** The school says beforehand who acts for a leader who will be away. */
const absentLeader = ({ schools }: County, { schoolClass, delegate, fromAt, untilAt }: Absence, hours: Hours): PlannedCommand[] => {
  const school = schools.find(({ schoolId }) => schoolId === schoolClass.school.schoolId)!;
  const body = { role: 'middle-leader', delegateId: delegate, fromAt, untilAt };
  return [{ at: hours.before(fromAt), operation: 'SetChainDelegate', ids: [schoolClass.classId], by: school.principal.personId, body, lane: schoolClass.classId }];
};

const replacedTeachers = ({ schools }: County, { replacements }: Changes): PlannedCommand[] => replacements.flatMap(({ schoolClass, to, reason, from }) => {
  const { classId, classTeacher } = schoolClass;
  const by = schools.find(({ schoolId }) => schoolId === schoolClass.school.schoolId)!.principal.personId;
  const body = { previousPersonId: classTeacher.personId, personId: to.personId, subject: to.subjects[0]!, from, reason };
  return [{ at: instantAt(from, 600), operation: 'ReplaceClassTeacher' as const, ids: [classId], by, body, lane: classId }];
});
