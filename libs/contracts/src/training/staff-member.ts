import { internal } from '../catalogue';
import type { Event, LocalDate, Uuid } from '../event';
import type { Subject } from '../organization/teacher';

/**
 * What organization tells of a person, so far as training's rules rest on it, in a stream of training's own. Each repeats one
 * of organization's events and says nothing beyond it; nobody here decides where a person works.
 */
interface OfStaffMember { readonly personId: Uuid }

/** The person works in this school from `since`: registered, transferred or back. */
export type StaffMemberPlaced = Event<'StaffMemberPlaced', OfStaffMember & {
  readonly schoolId: Uuid;
  readonly since: LocalDate;
  /** The person was never in the registry before, nor a class teacher before the registry knew of them. */
  readonly newlyHired: boolean;
}>;

/** What the person teaches, all of it. */
export type StaffMemberSubjectsNoted = Event<'StaffMemberSubjectsNoted', OfStaffMember & { readonly subjects: readonly Subject[] }>;

/** The person is class teacher for the first time, from `since`. */
export type FirstClassNoted = Event<'FirstClassNoted', OfStaffMember & { readonly classId: Uuid; readonly since: LocalDate }>;

/** The person works in no school of the county from `since`. */
export type StaffMemberLeft = Event<'StaffMemberLeft', OfStaffMember & { readonly since: LocalDate }>;

export type StaffMemberEvent = StaffMemberPlaced | StaffMemberSubjectsNoted | FirstClassNoted | StaffMemberLeft;

export const staffMemberEvents = {
  StaffMemberPlaced: internal('staff-member'),
  StaffMemberSubjectsNoted: internal('staff-member'),
  FirstClassNoted: internal('staff-member'),
  StaffMemberLeft: internal('staff-member'),
};
