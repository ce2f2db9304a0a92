import { type Instant, type LocalDate, type Uuid } from '@homeroom/contracts';
import { schoolCalendar } from './calendar';
import type { Class, County, SchoolWithPeople } from './county';
import type { Teacher } from './people';
import { instantAt, workingTime } from './working-time';

/** Somebody acts for a middle leader who is away. */
export interface Absence {
  readonly schoolClass: Class;
  readonly level: number;
  readonly delegate: Uuid;
  readonly fromAt: Instant;
  readonly untilAt: Instant;
}

/** Another person becomes class teacher, from this day on. */
export interface Replacement {
  readonly schoolClass: Class;
  readonly to: Teacher;
  readonly reason: 'illness' | 'parental-leave';
  readonly from: LocalDate;
}

/** What changes in the schools while the year goes on. */
export interface Changes {
  readonly absences: readonly Absence[];
  readonly replacements: readonly Replacement[];
  delegateOf(classId: Uuid, level: number, at: Instant): Uuid | undefined;
  /** Who holds which level at an instant, from the class teacher upwards. */
  seatsAt(schoolClass: Class, at: Instant): readonly Uuid[];
  classTeacherAt(schoolClass: Class, at: Instant): Teacher;
}

/** Teachers of a school who are no class teachers, by what happens to them in the sample year. */
export const standIn = (school: SchoolWithPeople): Teacher => school.staff.others[0]!;
export const replacementIn = (school: SchoolWithPeople): Teacher | undefined => school.staff.others[1];
export const leavingFrom = (school: SchoolWithPeople): Teacher | undefined => school.staff.others[2];

/** Somebody of the school on no level of the chain: another middle leader, else the teacher who stands in. */
export const colleagueOf = (school: SchoolWithPeople, seats: readonly Uuid[]): Uuid =>
  (school.staff.middle.find(({ personId }) => !seats.includes(personId)) ?? standIn(school)).personId;

const absencesOf = (county: County, days: readonly LocalDate[]): Absence[] => county.schools.flatMap((school) => school.staff.middle.flatMap((leader, n): Absence[] => {
  const random = county.random.of('absence', school.number, n);
  // In a school of its own the first leader is away once, so that every size of county shows a delegate at work.
  if (!(school.number === 1 && n === 0) && !random.chance(0.25)) return [];
  const first = random.whole(15, days.length - 40);
  const [from, until] = [days[first]!, days[first + random.whole(4, 9)]!];
  return school.classes.filter(({ seats }) => seats.some(({ role, personId }) => role === 'middle-leader' && personId === leader.personId)).map((schoolClass) => ({
    schoolClass, level: 2, delegate: colleagueOf(school, schoolClass.seats.map(({ personId }) => personId)), fromAt: instantAt(from, 480), untilAt: instantAt(until, 480),
  }));
}));

const replacementsOf = (county: County, days: readonly LocalDate[]): Replacement[] => county.schools.flatMap((school): Replacement[] => {
  const random = county.random.of('replacement', school.number);
  const to = replacementIn(school);
  if (!to || (school.number > 1 && !random.chance(0.6))) return [];
  return [{ schoolClass: random.pick(school.classes), to, reason: random.pick(['illness', 'parental-leave'] as const), from: days[random.whole(40, 120)]! }];
});

export const changesOf = (county: County): Changes => {
  const { days } = workingTime(schoolCalendar());
  const inYear = days.filter((day) => day >= '2025-09-01' && day <= '2026-06-30');
  const absences = absencesOf(county, inYear);
  const replacements = replacementsOf(county, inYear);
  const byClass = new Map(replacements.map((each) => [each.schoolClass.classId, each]));
  const away = new Map<Uuid, Absence[]>();
  for (const absence of absences) away.set(absence.schoolClass.classId, [...away.get(absence.schoolClass.classId) ?? [], absence]);
  const classTeacherAt = (schoolClass: Class, at: Instant): Teacher => {
    const replaced = byClass.get(schoolClass.classId);
    // The chain follows in the hours after the appointment: reports of that day's end are the new one's.
    return replaced && at >= instantAt(replaced.from, 720) ? replaced.to : schoolClass.classTeacher;
  };
  return {
    absences, replacements, classTeacherAt,
    delegateOf: (classId, level, at) => away.get(classId)?.find((each) => each.level === level && each.fromAt <= at && at < each.untilAt)?.delegate,
    seatsAt: (schoolClass, at) => schoolClass.seats.map(({ role, personId }) => (role === 'class-teacher' ? classTeacherAt(schoolClass, at).personId : personId)),
  };
};
