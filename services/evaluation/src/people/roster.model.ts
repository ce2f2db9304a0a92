import { type KnownClass, type LocalDate, type RosterSubject, stoodOn, type SubjectType, type Tenure, tenureOn, type Uuid } from '@homeroom/contracts';

export interface KnownSchool { readonly schoolId: Uuid; readonly openedOn: LocalDate; readonly closedOn: LocalDate | null }

const holderOn = (tenures: readonly Tenure[], on: LocalDate): Uuid | undefined => tenureOn(tenures, on)?.personId;

/** Parallel classes share a group: one school, one stage, one grade. */
export const groupOf = ({ schoolId, stage, grades }: KnownClass, on: LocalDate): string =>
  `${schoolId}:${stage}:${(grades.findLast(({ from }) => from <= on) ?? grades[0])?.grade ?? 0}`;

const byId = (subjects: readonly RosterSubject[]): RosterSubject[] => [...subjects].sort((a, b) => (a.subjectId < b.subjectId ? -1 : 1));

const classTeachersOn = (classes: readonly KnownClass[], on: LocalDate): RosterSubject[] => classes.filter((one) => stoodOn(one, on)).flatMap((one) => {
  const personId = holderOn(one.classTeachers, on);
  return personId === undefined ? [] : [{ subjectId: one.classId, schoolId: one.schoolId, personId, group: groupOf(one, on) }];
});

/** A person who leads several classes is one subject, of the school of the first, with all of them. */
const leadsOn = (classes: readonly KnownClass[], on: LocalDate): RosterSubject[] => {
  const found = new Map<Uuid, RosterSubject>();
  for (const one of [...classes].sort((a, b) => (a.classId < b.classId ? -1 : 1))) {
    const personId = stoodOn(one, on) ? holderOn(one.leads, on) : undefined;
    if (personId === undefined) continue;
    const { schoolId, group, classIds = [] } = found.get(personId) ?? { schoolId: one.schoolId, group: one.schoolId };
    found.set(personId, { subjectId: personId, schoolId, personId, classIds: [...classIds, one.classId], group });
  }
  return [...found.values()];
};

/** Who is evaluated as of a day, in the order of their ids. A class without a class teacher on that day is no subject. */
export const rosterOf = (subjectType: Exclude<SubjectType, 'studio'>, on: LocalDate, classes: readonly KnownClass[], schools: readonly KnownSchool[]): RosterSubject[] => {
  switch (subjectType) {
    case 'class-teacher': return byId(classTeachersOn(classes, on));
    case 'lead-class-teacher': return byId(leadsOn(classes, on));
    case 'school': return byId(schools.filter((one) => stoodOn(one, on)).map(({ schoolId }) => ({ subjectId: schoolId, schoolId })));
  }
};
