import { type LocalDate, type OrganizationEvent, type Stage, stages, type Uuid } from '@homeroom/contracts';
import { RowChoice, RowDay, RowId, RowJson, RowKey, view } from '@homeroom/platform';
import type { GradeStep, Tenure } from './roster.model';

/** A class with everything that a roster of any day needs: whom it had as class teacher and lead class teacher, and when. */
export class EvaluationSubjectRow {
  @RowKey('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowChoice(stages, 'Its stage') stage!: Stage;
  @RowDay('Its first day') openedOn!: LocalDate;
  @RowDay('The first day on which it was no class any more', { optional: true }) closedOn!: LocalDate | null;
  @RowJson(Object, 'The grades it stood in, oldest first') grades!: GradeStep[];
  @RowJson(Object, 'Its class teachers, in the order of their appointment') classTeachers!: Tenure[];
  @RowJson(Object, 'Its lead class teachers, in the order of their appointment') leads!: Tenure[];
}

type Row = EvaluationSubjectRow | undefined;

const begun = (tenures: readonly Tenure[], { appointmentId, personId, from }: Omit<Tenure, 'until'>): Tenure[] =>
  [...tenures.filter((one) => one.appointmentId !== appointmentId), { appointmentId, personId, from, until: null }];

const ended = (tenures: readonly Tenure[], appointmentId: string, until: LocalDate): Tenure[] =>
  tenures.map((one) => (one.appointmentId === appointmentId ? { ...one, until } : one));

const corrected = (tenures: readonly Tenure[], { appointmentId, from, until }: { appointmentId: string; from: LocalDate; until?: LocalDate }): Tenure[] =>
  tenures.map((one) => (one.appointmentId === appointmentId ? { ...one, from, until: until ?? null } : one));

const over = (row: Row, closedOn: LocalDate): Row => row && { ...row, closedOn };

export const evaluationSubjects = view<OrganizationEvent>()(EvaluationSubjectRow, { name: 'evaluation-subjects', version: 1, key: 'classId', indexes: [['schoolId']], on: {
  ClassOpened: (_, { data: { classId, schoolId, stage, effectiveOn, schoolYear, grade } }) =>
    ({ classId, schoolId, stage, openedOn: effectiveOn, closedOn: null, grades: [{ from: effectiveOn, schoolYear, grade }], classTeachers: [], leads: [] }),
  ClassPromoted: (row, { data: { effectiveOn: from, schoolYear, grade } }) => row && { ...row, grades: [...row.grades, { from, schoolYear, grade }] },
  ClassGraduated: (row, { data }) => over(row, data.effectiveOn),
  ClassClosed: (row, { data }) => over(row, data.effectiveOn),
  ClassTeacherAppointed: (row, { data }) => row && { ...row, classTeachers: begun(row.classTeachers, data) },
  ClassTeacherReplaced: (row, { data }) => row && { ...row, classTeachers: begun(ended(row.classTeachers, data.previousAppointmentId, data.from), data) },
  ClassTeacherEnded: (row, { data }) => row && { ...row, classTeachers: ended(row.classTeachers, data.appointmentId, data.until) },
  LeadClassTeacherAppointed: (row, { data }) => row && { ...row, leads: begun(row.leads, data) },
  LeadClassTeacherAppointmentEnded: (row, { data }) => row && { ...row, leads: ended(row.leads, data.appointmentId, data.until) },
  AppointmentDatesCorrected: (row, { data }) => row && (data.office === 'class-teacher'
    ? { ...row, classTeachers: corrected(row.classTeachers, data) } : { ...row, leads: corrected(row.leads, data) }),
} });
