import { internal, published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';

/** Why somebody may join a camp for young class teachers: new in the profession, or class teacher for the first time. */
export const campEligibilities = ['new-hire', 'first-time-class-teacher'] as const;
export type CampEligibility = (typeof campEligibilities)[number];

/** A station of the year of tracking: a class observed, a case written, a report given. `checkpoint` is its code within the camp. */
export interface CampCheckpoint {
  readonly checkpoint: string;
  /** Nobody graduates without it. */
  readonly mandatory: boolean;
}

/** What every event of a camp says. */
interface OfCamp { readonly campId: Uuid; readonly schoolYear: SchoolYear; readonly at: Instant }
interface OfCampMember extends OfCamp { readonly personId: Uuid; readonly schoolId: Uuid }

/** A camp for young class teachers (青年班主任学习营) takes members from `startsOn`. */
export type CampOpened = Event<'CampOpened', OfCamp & {
  readonly title: Sealed;
  readonly leaderId: Uuid;
  readonly startsOn: LocalDate;
  /** Most members at a time. */
  readonly places: number;
  readonly checkpoints: readonly CampCheckpoint[];
  readonly openedBy: Uuid;
}>;

/** The year of tracking begins on `from` for this person. `eligibility` is what was known of them then. */
export type CampMemberAdmitted = Event<'CampMemberAdmitted', OfCampMember & {
  readonly from: LocalDate;
  readonly eligibility: CampEligibility;
  readonly admittedBy: Uuid;
}>;

/** The member passed this station. Each counts once. */
export type TrackingCheckpointRecorded = Event<'TrackingCheckpointRecorded', OfCampMember & {
  readonly checkpoint: string;
  readonly on: LocalDate;
  readonly note?: Sealed;
  readonly recordedBy: Uuid;
}>;

/** The person is in the camp no longer, without having graduated. What was recorded does not count if they join again. */
export type CampMemberWithdrawn = Event<'CampMemberWithdrawn', OfCampMember & {
  readonly on: LocalDate;
  readonly reason: Sealed;
  readonly withdrawnBy: Uuid;
}>;

/** The year of tracking is complete, with every mandatory checkpoint. `days` are those since the admission. */
export type CampMemberGraduated = Event<'CampMemberGraduated', OfCampMember & {
  readonly on: LocalDate;
  readonly days: number;
  readonly graduatedBy: Uuid;
}>;

/** The camp is over: everybody has graduated or withdrawn. */
export type CampClosed = Event<'CampClosed', OfCamp & { readonly on: LocalDate; readonly graduates: number; readonly closedBy: Uuid }>;

export type StudyCampEvent = CampOpened | CampMemberAdmitted | TrackingCheckpointRecorded | CampMemberWithdrawn | CampMemberGraduated | CampClosed;

export const studyCampEvents = {
  CampOpened: published('study-camp'),
  CampMemberAdmitted: published('study-camp'),
  TrackingCheckpointRecorded: published('study-camp'),
  CampMemberWithdrawn: published('study-camp'),
  CampMemberGraduated: published('study-camp'),
  CampClosed: published('study-camp'),
};

/** The person is taken by this camp, in the append of the admission: nobody is in two camps, and nobody goes through one twice. */
export type CampPlaceTaken = Event<'CampPlaceTaken', { readonly personId: Uuid; readonly campId: Uuid }>;

/** The person withdrew and may join a camp again. */
export type CampPlaceReleased = Event<'CampPlaceReleased', { readonly personId: Uuid; readonly campId: Uuid }>;

export type CampPlaceEvent = CampPlaceTaken | CampPlaceReleased;

export const campPlaceEvents = {
  CampPlaceTaken: internal('camp-place'),
  CampPlaceReleased: internal('camp-place'),
};
