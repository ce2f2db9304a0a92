import type { OrganizationEvent, Uuid } from '@homeroom/contracts';
import { RowId, RowKey, RowText, view } from '@homeroom/platform';

/** A class, its school, and who was last appointed to lead it and has not ended. Days are not kept: whoever is appointed may ask already. */
export class ClassLeadersRow {
  @RowKey('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowId('Its class teacher', { optional: true }) classTeacherId!: Uuid | null;
  @RowText('That appointment', { optional: true }) classTeacherAppointmentId!: string | null;
  @RowId('Its lead class teacher', { optional: true }) leadClassTeacherId!: Uuid | null;
  @RowText('That appointment', { optional: true }) leadAppointmentId!: string | null;
}

type Place = { readonly classId: Uuid; readonly schoolId: Uuid };

const of = (row: ClassLeadersRow | undefined, { classId, schoolId }: Place): ClassLeadersRow =>
  row ?? { classId, schoolId, classTeacherId: null, classTeacherAppointmentId: null, leadClassTeacherId: null, leadAppointmentId: null };

const withoutTeacher = (row: ClassLeadersRow | undefined, appointmentId: string): ClassLeadersRow | undefined =>
  (row?.classTeacherAppointmentId === appointmentId ? { ...row, classTeacherId: null, classTeacherAppointmentId: null } : undefined);

const withoutLead = (row: ClassLeadersRow | undefined, appointmentId: string): ClassLeadersRow | undefined =>
  (row?.leadAppointmentId === appointmentId ? { ...row, leadClassTeacherId: null, leadAppointmentId: null } : undefined);

export const classLeaders = view<OrganizationEvent>()(ClassLeadersRow, { name: 'class-leaders', version: 1, key: 'classId', on: {
  ClassOpened: (row, { data }) => of(row, data),
  ClassTeacherAppointed: (row, { data }) => ({ ...of(row, data), classTeacherId: data.personId, classTeacherAppointmentId: data.appointmentId }),
  ClassTeacherReplaced: (row, { data }) => ({ ...of(row, data), classTeacherId: data.personId, classTeacherAppointmentId: data.appointmentId }),
  ClassTeacherEnded: (row, { data }) => withoutTeacher(row, data.appointmentId),
  LeadClassTeacherAppointed: (row, { data }) => ({ ...of(row, data), leadClassTeacherId: data.personId, leadAppointmentId: data.appointmentId }),
  LeadClassTeacherAppointmentEnded: (row, { data }) => withoutLead(row, data.appointmentId),
  AppointmentDatesCorrected: (row, { data }) => (data.until === undefined ? undefined : withoutTeacher(row, data.appointmentId) ?? withoutLead(row, data.appointmentId)),
} });
