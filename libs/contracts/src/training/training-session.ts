import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';
import type { Stage } from '../organization/org-unit';
import type { CourseKind, TrainingContent } from './course';
import type { TrainingTier } from './tier-ladder';

/** How it is held: 全员培训、校本教研、名师引领、辐射整体; in schools also 政治学习 and 集团班主任例会. */
export const sessionModes = ['whole-staff', 'school-based', 'master-led', 'outreach', 'political-study', 'group-meeting'] as const;
export type SessionMode = (typeof sessionModes)[number];

interface OfSession {
  sessionId: Uuid;
  /** The school that holds it; absent where the county or a town does. */
  schoolId?: Uuid;
  at: Instant;
}
interface OfPerson extends OfSession { personId: Uuid }

/** Where a session stands in the three tiers, and when it is over. */
interface Placed { ladderId: Uuid; ladderVersion: number; tier: TrainingTier; regionCode?: string; stage?: Stage; planId?: Uuid; from: LocalDate; until: LocalDate }

/** A session of a published course is to be held. Nobody can enrol yet. */
export type SessionScheduled = Event<'SessionScheduled', OfSession & Placed & {
  courseId: Uuid; courseKind: CourseKind; creditHours: number; contents: TrainingContent[]; mode: SessionMode;
  /** Seats. */
  capacity: number;
  /** Somebody has to agree before a request counts. */
  approval: boolean;
  scheduledBy: Uuid;
}>;

/** Requests are taken from now on. */
export type EnrollmentOpened = Event<'EnrollmentOpened', OfSession & { openedBy: Uuid }>;

/** The person is to take part, by their own wish or because somebody sends them. Their place in the queue is kept whatever the approval takes. */
export type EnrollmentRequested = Event<'EnrollmentRequested', OfPerson & {
  /** 1, 2, 3, … in the order of asking; a further request after a cancellation stands at the end. */
  place: number;
  requestedBy: Uuid;
}>;

/** The request counts. Whether there is a seat is said by the next event. */
export type EnrollmentApproved = Event<'EnrollmentApproved', OfPerson & { approvedBy: Uuid }>;

/** The request does not count. */
export type EnrollmentDeclined = Event<'EnrollmentDeclined', OfPerson & { declinedBy: Uuid; reason?: Sealed }>;

/** The person has a seat. */
export type SeatBooked = Event<'SeatBooked', OfPerson>;

/** All seats are taken: the person waits, first asked first served. */
export type EnrollmentWaitlisted = Event<'EnrollmentWaitlisted', OfPerson & { place: number }>;

/** A seat became free and is this person's: the first of those who waited. */
export type WaitlistPromoted = Event<'WaitlistPromoted', OfPerson & { place: number }>;

/** The person does not take part. A seat that they had is free. */
export type EnrollmentCancelled = Event<'EnrollmentCancelled', OfPerson & { was: 'requested' | 'waitlisted' | 'booked'; cancelledBy: Uuid }>;

/** There are more or fewer seats; never fewer than are booked. */
export type CapacityChanged = Event<'CapacityChanged', OfSession & { fromSeats: number; toSeats: number; changedBy: Uuid }>;

/** Who was there, of one sheet; people of earlier sheets are not in it again. */
export type AttendanceRecorded = Event<'AttendanceRecorded', OfSession & {
  entries: {
    personId: Uuid; attended: boolean;
    /** The person had no seat and came nevertheless. */
    walkIn: boolean;
  }[];
  recordedBy: Uuid;
}>;

/**
 * The sheet was wrong about a person: this is what is true. Takes the credit back where one was granted and the person was
 * not there. Says nothing about whose mistake it was.
 */
export type AttendanceCorrected = Event<'AttendanceCorrected', OfPerson & {
  attended: boolean; reversesCredit: boolean;
  /** The day that the credit counted on. */
  on: LocalDate;
  reason: Sealed; correctedBy: Uuid;
}>;

/** The person has the credit of this session, once. It stands until an {@link AttendanceCorrected} takes it back. */
export type TrainingCreditGranted = Event<'TrainingCreditGranted', OfPerson & {
  /** `<sessionId>:<personId>`. */
  creditId: string;
  courseId: Uuid; courseKind: CourseKind; creditHours: number; ladderId: Uuid; ladderVersion: number; tier: TrainingTier;
  /** The day it counts on: the last day of the session. */
  on: LocalDate;
}>;

/** The session is over and its sheet is complete: who was there has credit, by the events before this one. */
export type SessionCompleted = Event<'SessionCompleted', OfSession & Placed & {
  attended: number;
  /** Had a seat and did not come. */
  absent: number;
  completedBy: Uuid;
}>;

/** The session is not held. Everybody's enrolment lapses with it. */
export type SessionCancelled = Event<'SessionCancelled', OfSession & { reason: Sealed; cancelledBy: Uuid }>;

export type TrainingSessionEvent =
  | SessionScheduled | EnrollmentOpened | EnrollmentRequested | EnrollmentApproved | EnrollmentDeclined | SeatBooked | EnrollmentWaitlisted | WaitlistPromoted
  | EnrollmentCancelled | CapacityChanged | AttendanceRecorded | AttendanceCorrected | TrainingCreditGranted | SessionCompleted | SessionCancelled;

export const trainingSessionEvents = {
  SessionScheduled: published('training-session', { dataLevel: 'L1' }),
  EnrollmentOpened: published('training-session', { dataLevel: 'L1' }),
  EnrollmentRequested: published('training-session'),
  EnrollmentApproved: published('training-session'),
  EnrollmentDeclined: published('training-session'),
  SeatBooked: published('training-session'),
  EnrollmentWaitlisted: published('training-session'),
  WaitlistPromoted: published('training-session'),
  EnrollmentCancelled: published('training-session'),
  CapacityChanged: published('training-session', { dataLevel: 'L1' }),
  AttendanceRecorded: published('training-session'),
  AttendanceCorrected: published('training-session'),
  TrainingCreditGranted: published('training-session'),
  SessionCompleted: published('training-session', { dataLevel: 'L1' }),
  SessionCancelled: published('training-session', { dataLevel: 'L1' }),
};
