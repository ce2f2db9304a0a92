import type { LocalDate, RosterSubject, SchoolYear, Stage, SubjectType, Uuid } from '@homeroom/contracts';

/** Somebody held an office of a class from a day on; `until` is the first day on which no longer. */
export interface Tenure { readonly appointmentId: string; readonly personId: Uuid; readonly from: LocalDate; readonly until: LocalDate | null }

/** From a day on the class stood in this grade. */
export interface GradeStep { readonly from: LocalDate; readonly schoolYear: SchoolYear; readonly grade: number }

/** A class as organization tells it, with everything that a roster of any day needs. */
export interface KnownClass {
  readonly classId: Uuid;
  readonly schoolId: Uuid;
  readonly stage: Stage;
  readonly openedOn: LocalDate;
  /** The first day on which it was no class any more. */
  readonly closedOn: LocalDate | null;
  readonly grades: readonly GradeStep[];
  readonly classTeachers: readonly Tenure[];
  readonly leads: readonly Tenure[];
}

export interface KnownSchool { readonly schoolId: Uuid; readonly openedOn: LocalDate; readonly closedOn: LocalDate | null }

const stands = ({ openedOn, closedOn }: Pick<KnownClass, 'openedOn' | 'closedOn'>, on: LocalDate): boolean => openedOn <= on && (closedOn === null || on < closedOn);

/** Who held the office on a day: the last appointment that covers it. */
const holderOn = (tenures: readonly Tenure[], on: LocalDate): Uuid | undefined =>
  tenures.findLast(({ from, until }) => from <= on && (until === null || on < until))?.personId;

/** Parallel classes share a group: one school, one stage, one grade. */
export const groupOf = ({ schoolId, stage, grades }: KnownClass, on: LocalDate): string =>
  `${schoolId}:${stage}:${(grades.findLast(({ from }) => from <= on) ?? grades[0])?.grade ?? 0}`;

const byId = (subjects: readonly RosterSubject[]): RosterSubject[] => [...subjects].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));

const classTeachersOn = (classes: readonly KnownClass[], on: LocalDate): RosterSubject[] => classes.filter((one) => stands(one, on)).flatMap((one) => {
  const personId = holderOn(one.classTeachers, on);
  return personId === undefined ? [] : [{ subjectId: one.classId, schoolId: one.schoolId, personId, group: groupOf(one, on) }];
});

/** A person who leads several classes is one subject, of the school of the first. */
const leadsOn = (classes: readonly KnownClass[], on: LocalDate): RosterSubject[] => {
  const found = new Map<Uuid, RosterSubject>();
  for (const one of [...classes].sort((a, b) => (a.classId < b.classId ? -1 : 1))) {
    const personId = stands(one, on) ? holderOn(one.leads, on) : undefined;
    if (personId !== undefined && !found.has(personId)) found.set(personId, { subjectId: personId, schoolId: one.schoolId, personId, group: one.schoolId });
  }
  return [...found.values()];
};

/** Who is evaluated as of a day, in the order of their ids. A class without a class teacher on that day is no subject. */
export const rosterOf = (subjectType: Exclude<SubjectType, 'studio'>, on: LocalDate, classes: readonly KnownClass[], schools: readonly KnownSchool[]): RosterSubject[] => {
  switch (subjectType) {
    case 'class-teacher': return byId(classTeachersOn(classes, on));
    case 'lead-class-teacher': return byId(leadsOn(classes, on));
    case 'school': return byId(schools.filter((one) => stands(one, on)).map(({ schoolId }) => ({ subjectId: schoolId, schoolId })));
  }
};
