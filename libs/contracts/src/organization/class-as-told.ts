import type { LocalDate, SchoolYear, Uuid } from '../event';
import type { ClassLeadershipEvent } from './class-leadership';
import type { Stage } from './org-unit';
import type { SchoolClassEvent } from './school-class';

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
  /** Oldest first. */
  readonly grades: readonly GradeStep[];
  /** In the order of their appointment, as are the leads. */
  readonly classTeachers: readonly Tenure[];
  readonly leads: readonly Tenure[];
}

/** The events that say who leads a class on which day. */
export const classRosterEvents = [
  'ClassOpened', 'ClassPromoted', 'ClassGraduated', 'ClassClosed',
  'ClassTeacherAppointed', 'ClassTeacherReplaced', 'ClassTeacherEnded', 'LeadClassTeacherAppointed', 'LeadClassTeacherAppointmentEnded', 'AppointmentDatesCorrected',
] as const;
export type ClassRosterEvent = Extract<SchoolClassEvent | ClassLeadershipEvent, { type: (typeof classRosterEvents)[number] }>;

const begun = (tenures: readonly Tenure[], { appointmentId, personId, from }: Omit<Tenure, 'until'>): Tenure[] =>
  [...tenures.filter((one) => one.appointmentId !== appointmentId), { appointmentId, personId, from, until: null }];

const ended = (tenures: readonly Tenure[], appointmentId: string, until: LocalDate): Tenure[] =>
  tenures.map((one) => (one.appointmentId === appointmentId ? { ...one, until } : one));

const corrected = (tenures: readonly Tenure[], { appointmentId, from, until }: { appointmentId: string; from: LocalDate; until?: LocalDate }): Tenure[] =>
  tenures.map((one) => (one.appointmentId === appointmentId ? { ...one, from, until: until ?? null } : one));

/** What is known of a class after one more of its events: read in the order of the log, whoever keeps it. */
export const classAsTold = (known: KnownClass | undefined, { type, data }: ClassRosterEvent): KnownClass | undefined => {
  if (type === 'ClassOpened') {
    const { classId, schoolId, stage, effectiveOn, schoolYear, grade } = data;
    return { classId, schoolId, stage, openedOn: effectiveOn, closedOn: null, grades: [{ from: effectiveOn, schoolYear, grade }], classTeachers: [], leads: [] };
  }
  if (!known) return undefined;
  switch (type) {
    case 'ClassPromoted': return { ...known, grades: [...known.grades, { from: data.effectiveOn, schoolYear: data.schoolYear, grade: data.grade }] };
    case 'ClassGraduated': case 'ClassClosed': return { ...known, closedOn: data.effectiveOn };
    case 'ClassTeacherAppointed': return { ...known, classTeachers: begun(known.classTeachers, data) };
    case 'ClassTeacherReplaced': return { ...known, classTeachers: begun(ended(known.classTeachers, data.previousAppointmentId, data.from), data) };
    case 'ClassTeacherEnded': return { ...known, classTeachers: ended(known.classTeachers, data.appointmentId, data.until) };
    case 'LeadClassTeacherAppointed': return { ...known, leads: begun(known.leads, data) };
    case 'LeadClassTeacherAppointmentEnded': return { ...known, leads: ended(known.leads, data.appointmentId, data.until) };
    case 'AppointmentDatesCorrected':
      return data.office === 'class-teacher' ? { ...known, classTeachers: corrected(known.classTeachers, data) } : { ...known, leads: corrected(known.leads, data) };
  }
};

/** Whether a class or school was there on a day. */
export const stoodOn = ({ openedOn, closedOn }: Pick<KnownClass, 'openedOn' | 'closedOn'>, on: LocalDate): boolean => openedOn <= on && (closedOn === null || on < closedOn);

/** The appointment that held on a day: the last one that covers it. */
export const tenureOn = (tenures: readonly Tenure[], on: LocalDate): Tenure | undefined =>
  tenures.findLast(({ from, until }) => from <= on && (until === null || on < until));
