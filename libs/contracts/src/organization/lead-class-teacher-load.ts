import { internal } from '../catalogue';
import type { Event, SchoolYear, Uuid } from '../event';

/** One class of this person's load in this school year is taken by this appointment. Written in the append that appoints. */
export type LoadReserved = Event<'LoadReserved', { personId: Uuid; schoolYear: SchoolYear; classId: Uuid; appointmentId: string }>;

/** The appointment ended, the person may lead another class in this school year. */
export type LoadReleased = Event<'LoadReleased', { personId: Uuid; schoolYear: SchoolYear; classId: Uuid; appointmentId: string }>;

/** The person may lead this class too, beyond the one that is the rule. Appoints nobody. */
export type LoadExceptionGranted = Event<'LoadExceptionGranted', {
  personId: Uuid; schoolYear: SchoolYear; classId: Uuid;
  /** Number of the document that approved it. */
  approvalNo: string;
}>;

export type LeadClassTeacherLoadEvent = LoadReserved | LoadReleased | LoadExceptionGranted;

export const leadClassTeacherLoadEvents = {
  LoadReserved: internal('lead-class-teacher-load'),
  LoadReleased: internal('lead-class-teacher-load'),
  LoadExceptionGranted: internal('lead-class-teacher-load'),
};
