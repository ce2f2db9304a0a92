import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** Posts whose duties are laid down (岗位的职责定位). */
export const dutyRoles = ['school-leader', 'lead-class-teacher', 'middle-leader', 'grade-head', 'chief-class-teacher', 'class-teacher', 'subject-teacher'] as const;
export type DutyRole = (typeof dutyRoles)[number];

/** What holders of the role do, and how they work together with the others (职责定位与协同要求); the n-th wording. Nobody has agreed to it yet. */
export type DutyCharterDefined = Event<'DutyCharterDefined', {
  /** `<county or schoolId>:<role>`. */
  charterId: string;
  /** Absent: the county's. */
  schoolId?: Uuid;
  role: DutyRole; edition: number; duties: Sealed; collaboration: Sealed; effectiveOn: LocalDate; definedBy: Uuid; at: Instant;
}>;

export type DutyCharterEvent = DutyCharterDefined;

export const dutyCharterEvents = {
  DutyCharterDefined: published('duty-charter'),
};

/** The person has taken note of this wording. Does not say that the person holds the role. In a stream of its own: `<charterId>:<personId>`. */
export type DutyCharterAcknowledged = Event<'DutyCharterAcknowledged', {
  charterId: string; schoolId?: Uuid; role: DutyRole; edition: number; personId: Uuid; on: LocalDate; at: Instant;
}>;

export type DutyAcknowledgementEvent = DutyCharterAcknowledged;

export const dutyAcknowledgementEvents = {
  DutyCharterAcknowledged: published('duty-acknowledgement'),
};
