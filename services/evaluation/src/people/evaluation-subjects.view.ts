import { classAsTold, type ClassRosterEvent, type GradeStep, type KnownClass, type LocalDate, type OrganizationEvent, type Stage, stages, type Tenure, type Uuid } from '@homeroom/contracts';
import { RowChoice, RowDay, RowId, RowJson, RowKey, view } from '@homeroom/platform';

/** A class with everything that a roster of any day needs: whom it had as class teacher and lead class teacher, and when. */
export class EvaluationSubjectRow implements KnownClass {
  @RowKey('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowChoice(stages, 'Its stage') stage!: Stage;
  @RowDay('Its first day') openedOn!: LocalDate;
  @RowDay('The first day on which it was no class any more', { optional: true }) closedOn!: LocalDate | null;
  @RowJson(Object, 'The grades it stood in, oldest first') grades!: readonly GradeStep[];
  @RowJson(Object, 'Its class teachers, in the order of their appointment') classTeachers!: readonly Tenure[];
  @RowJson(Object, 'Its lead class teachers, in the order of their appointment') leads!: readonly Tenure[];
}

const told = (row: EvaluationSubjectRow | undefined, event: ClassRosterEvent): EvaluationSubjectRow | undefined => classAsTold(row, event);

export const evaluationSubjects = view<OrganizationEvent>()(EvaluationSubjectRow, { name: 'evaluation-subjects', version: 1, key: 'classId', indexes: [['schoolId']], on: {
  ClassOpened: told, ClassPromoted: told, ClassGraduated: told, ClassClosed: told, ClassTeacherAppointed: told, ClassTeacherReplaced: told, ClassTeacherEnded: told,
  LeadClassTeacherAppointed: told, LeadClassTeacherAppointmentEnded: told, AppointmentDatesCorrected: told,
} });
