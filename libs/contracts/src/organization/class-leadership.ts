import { published } from '../catalogue';
import type { Event, LocalDate, SchoolYear, Sealed, Uuid } from '../event';
import type { Subject, TeacherPost } from './teacher';

/** The two offices of a class, never held by one person on one day. */
export const offices = ['class-teacher', 'lead-class-teacher'] as const;
export type Office = (typeof offices)[number];

/** Why an appointment ended. `unfit`: the periodic assessment said so (regulation of 2009, Art. 20). */
export const endReasons = ['term-completed', 'transferred', 'deactivated', 'illness', 'parental-leave', 'own-wish', 'unfit', 'post-changed', 'class-needs', 'class-ended', 'other'] as const;
export type EndReason = (typeof endReasons)[number];

/** The body that decides on lead class teachers: the school's party–administration joint meeting (党政联席会). */
export const approvingBodies = ['party-administration-joint-meeting'] as const;
export type ApprovingBody = (typeof approvingBodies)[number];

/** What a lead class teacher gives a class: planning, resources, class building, home and school, care for single pupils. */
export const interventionFocuses = ['development-planning', 'resource-coordination', 'class-building', 'home-school', 'pupil-care'] as const;
export type InterventionFocus = (typeof interventionFocuses)[number];

/** The person is class teacher of the class from `from`, a day that may lie before the recording. `appointmentId` is `<classId>:<n>`. */
export type ClassTeacherAppointed = Event<'ClassTeacherAppointed', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; personId: Uuid; from: LocalDate;
  /** What the person teaches the class; absent only where the county does not ask for it. */
  subject?: Subject;
  /** No earlier appointment as class teacher is known of this person. */
  firstTime: boolean;
}>;

/** Another person is class teacher from `from`; the one before is so no longer on that day. */
export type ClassTeacherReplaced = Event<'ClassTeacherReplaced', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; personId: Uuid; from: LocalDate; subject?: Subject; firstTime: boolean;
  previousAppointmentId: string; previousPersonId: Uuid;
  /** Absent when the term was served. */
  reason?: EndReason; note?: Sealed;
}>;

/** `until` is the first day on which the person is no longer class teacher. The class has none then. */
export type ClassTeacherEnded = Event<'ClassTeacherEnded', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; personId: Uuid; until: LocalDate; reason?: EndReason; note?: Sealed;
}>;

/** Somebody is proposed as lead class teacher (第一班主任). Nothing is decided. */
export type LeadClassTeacherNominated = Event<'LeadClassTeacherNominated', {
  classId: Uuid; schoolId: Uuid; nominationId: string; personId: Uuid; post: TeacherPost; schoolYear: SchoolYear;
  /** Why a middle leader, not a school leader, goes. */
  extensionReason?: Sealed;
}>;

/** The body decided for the nominee. The appointment itself is a step of its own. */
export type LeadClassTeacherAssignmentApproved = Event<'LeadClassTeacherAssignmentApproved', {
  classId: Uuid; schoolId: Uuid; nominationId: string; personId: Uuid; approvedByBody: ApprovingBody; resolvedOn: LocalDate;
  /** Number of the minutes or resolution, where the school gives one. */
  resolutionNo?: string;
}>;

/** The body decided against the nominee, or the nomination was taken back. The class is free for another one. */
export type LeadClassTeacherAssignmentDeclined = Event<'LeadClassTeacherAssignmentDeclined', {
  classId: Uuid; schoolId: Uuid; nominationId: string; personId: Uuid; reason: Sealed;
}>;

/** The person is lead class teacher of the class from `from`, for one school year. Recorded together with the person's load of that year. */
export type LeadClassTeacherAppointed = Event<'LeadClassTeacherAppointed', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; nominationId: string; personId: Uuid; post: TeacherPost; schoolYear: SchoolYear; from: LocalDate;
}>;

/** What the lead class teacher does for the class was fitted to its needs. */
export type InterventionAdjusted = Event<'InterventionAdjusted', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; personId: Uuid; focuses: InterventionFocus[];
  /** Days a month on which the lead class teacher means to be with the class. */
  daysPerMonth: number;
  note?: Sealed; effectiveOn: LocalDate;
}>;

/** `until` is the first day on which the person is no longer lead class teacher. */
export type LeadClassTeacherAppointmentEnded = Event<'LeadClassTeacherAppointmentEnded', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; personId: Uuid; schoolYear: SchoolYear; until: LocalDate; reason?: EndReason; note?: Sealed;
}>;

/** The days of an appointment had been recorded wrongly; these are the true ones. What was done under the wrong ones stands. */
export type AppointmentDatesCorrected = Event<'AppointmentDatesCorrected', {
  classId: Uuid; schoolId: Uuid; appointmentId: string; office: Office; personId: Uuid; from: LocalDate;
  /** Absent: it has not ended. */
  until?: LocalDate;
  reason: Sealed;
}>;

export type ClassLeadershipEvent =
  | ClassTeacherAppointed | ClassTeacherReplaced | ClassTeacherEnded | LeadClassTeacherNominated | LeadClassTeacherAssignmentApproved
  | LeadClassTeacherAssignmentDeclined | LeadClassTeacherAppointed | InterventionAdjusted | LeadClassTeacherAppointmentEnded | AppointmentDatesCorrected;

export const classLeadershipEvents = {
  ClassTeacherAppointed: published('class-leadership'),
  ClassTeacherReplaced: published('class-leadership'),
  ClassTeacherEnded: published('class-leadership'),
  LeadClassTeacherNominated: published('class-leadership'),
  LeadClassTeacherAssignmentApproved: published('class-leadership'),
  LeadClassTeacherAssignmentDeclined: published('class-leadership'),
  LeadClassTeacherAppointed: published('class-leadership'),
  InterventionAdjusted: published('class-leadership'),
  LeadClassTeacherAppointmentEnded: published('class-leadership'),
  AppointmentDatesCorrected: published('class-leadership'),
};
