import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';
import { derivedId } from '../uuid';

/**
 * The four supports a county gives its schools: education policy, advanced ideas, the climate of public opinion, and the
 * professional organisation of schools (教育政策、教育理念、社会舆论环境、学校专业组织).
 */
export const supportCategories = ['POLICY', 'IDEAS', 'PUBLIC_OPINION', 'SCHOOL_ORGANIZATION'] as const;
export type SupportCategory = (typeof supportCategories)[number];

/** What every fact about a request repeats, so that readers fold it without looking elsewhere. */
interface AboutSupport {
  readonly supportRequestId: Uuid;
  readonly schoolId: Uuid;
  /** The class the support is for; absent when it is for the school. */
  readonly classId?: Uuid;
  /** The upward report whose need this request answers, and whose resolution waits for it. */
  readonly upwardReportId?: Uuid;
}

/** Support was asked for. Where `upwardReportId` is set, the need itself stands in that report, sealed by organization. */
export type SupportRequested = Event<'SupportRequested', AboutSupport & {
  /** As asked; the approval may settle another one. */
  readonly category: SupportCategory;
  /** The only person who may confirm that the support arrived: for a report, the person who raised it. */
  readonly requesterId: Uuid;
  readonly need?: Sealed;
  readonly at: Instant;
}>;

/** The request is granted in principle. Nothing has been set aside for it yet. */
export type SupportApproved = Event<'SupportApproved', AboutSupport & {
  readonly category: SupportCategory;
  readonly approvedBy: Uuid;
  readonly note?: Sealed;
  readonly at: Instant;
}>;

/** The request is refused. Terminal; a changed need is a new request. */
export type SupportDeclined = Event<'SupportDeclined', AboutSupport & {
  readonly declinedBy: Uuid;
  readonly reason: Sealed;
  readonly at: Instant;
}>;

/** Something definite is set aside and someone is charged with bringing it. A later allocation replaces an earlier one. */
export type SupportAllocated = Event<'SupportAllocated', AboutSupport & {
  /** Who brings it. */
  readonly providerPersonId: Uuid;
  readonly expectedOn?: LocalDate;
  readonly support: Sealed;
  readonly allocatedBy: Uuid;
  readonly at: Instant;
}>;

/** The provider says that the support has arrived. The requester has not agreed yet. */
export type SupportDelivered = Event<'SupportDelivered', AboutSupport & {
  readonly deliveredBy: Uuid;
  readonly note?: Sealed;
  readonly at: Instant;
}>;

/** The requester agrees that the support arrived. Terminal. Says nothing about whether the need behind it is resolved. */
export type SupportConfirmed = Event<'SupportConfirmed', AboutSupport & {
  readonly confirmedBy: Uuid;
  readonly at: Instant;
}>;

/** The request is no longer wanted. Terminal. */
export type SupportCancelled = Event<'SupportCancelled', AboutSupport & {
  readonly cancelledBy: Uuid;
  /** Absent when it followed by itself from the withdrawal of the report. */
  readonly reason?: Sealed;
  readonly at: Instant;
}>;

export type SupportRequestEvent =
  | SupportRequested | SupportApproved | SupportDeclined | SupportAllocated | SupportDelivered | SupportConfirmed | SupportCancelled;

export const supportRequestEvents = {
  SupportRequested: published('support-request'),
  SupportApproved: published('support-request'),
  SupportDeclined: published('support-request'),
  SupportAllocated: published('support-request'),
  SupportDelivered: published('support-request'),
  SupportConfirmed: published('support-request'),
  SupportCancelled: published('support-request'),
};

/**
 * The id of the request that an upward report of category `RESOURCE_NEED` makes by itself, derived from the report's: so
 * organization knows the request as pending from the raise, before resources has heard of it.
 */
export const supportRequestIdOf = (reportId: Uuid): Uuid => derivedId('support-request', reportId);
