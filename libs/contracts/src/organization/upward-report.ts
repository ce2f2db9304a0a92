import type { Event, Instant, LocalDate, Sealed } from '../event';
import { published } from '../catalogue';
import type { ChainLevel, ChainSeat } from './collaboration-chain';
import type { DeadlineRule, ReportSeverity } from './deadline-policy';

/** 上报工作情况 (only acknowledged) and 典型问题/需求 (goes the whole way). */
export const reportKinds = ['work-status', 'problem-or-need'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What it is about. RESOURCE_NEED asks for support by itself; SAFETY and the last three beyond the sources' words are [INF]. */
export const reportCategories = ['CLASS_MANAGEMENT', 'HOME_SCHOOL_CONFLICT', 'RESOURCE_NEED', 'INSTITUTIONAL_NEED', 'SAFETY', 'STUDENT_WELLBEING', 'TEACHING', 'OTHER'] as const;
export type ReportCategory = (typeof reportCategories)[number];

/** What waits for whom: the holder's acknowledgement or response, the resolution as a whole, the raiser's confirmation, the end of a hold. */
export const deadlineKinds = ['acknowledge', 'respond', 'resolve', 'confirm', 'hold'] as const;
export type DeadlineKind = (typeof deadlineKinds)[number];

/** How far a support request has come, by what resources said last. */
export const supportOutcomes = ['pending', 'approved', 'allocated', 'delivered', 'confirmed', 'declined', 'cancelled'] as const;
export type SupportOutcome = (typeof supportOutcomes)[number];

/** By whom: somebody, or a deadline. */
export const stepModes = ['MANUAL', 'AUTO'] as const;
export type StepMode = (typeof stepModes)[number];

/** Share of a deadline's time after which its person is reminded. */
export type ReminderPercent = 50 | 80;

/** A stopped clock: what is left of it, in milliseconds of the report's clock. */
export interface PausedClock {
  kind: 'acknowledge' | 'respond' | 'resolve';
  remainingMs: number;
  allowedMinutes: number;
}

/** The policy a report runs under. Version 0: the defaults, nothing was published. */
export interface PinnedPolicy extends DeadlineRule {
  version: number;
}

/** The school days a report reckons with, from its raise on: of the county, overlaid by the school's own. Version 0: nothing was published. */
export interface PinnedCalendar {
  countyVersion: number;
  schoolVersion: number;
  /** Ascending, apart from each other, both ends included. */
  closures: { from: LocalDate; until: LocalDate }[];
  /** Saturdays and Sundays with school, outside the closures, ascending. */
  makeUpWorkdays: LocalDate[];
}

/** Where a report stands after a step, and who took it. */
export interface ReportStep {
  reportId: string;
  classId: string;
  schoolId: string;
  /** The one current holder and the holder's level. */
  level: ChainLevel;
  holderId: string;
  /** 1 with the first holder, one more whenever the report comes to a holder (again). */
  stay: number;
  by: string;
  /** Whose place `by` took as a delegate. */
  onBehalfOf?: string;
  at: Instant;
}

/** A report leaves one stay for another. Minutes are those of the report's clock. */
export interface ReportPassed {
  fromLevel: ChainLevel;
  fromPersonId: string;
  /** How long the former holder had it, pauses included. */
  heldMinutes: number;
}

/** Somebody in a chain reports upwards. The chain, the deadlines and the school days of this instant go with it to its end. Never held against the raiser. */
export type UpwardReportRaised = Event<'UpwardReportRaised', ReportStep & {
  kind: ReportKind; category: ReportCategory; severity: ReportSeverity;
  /** A problem that others will have too (典型问题). */
  typical: boolean;
  subject: Sealed; details: Sealed;
  raisedBy: string; raiserLevel: ChainLevel;
  chain: { version: number; seats: ChainSeat[] };
  policy: PinnedPolicy; calendar: PinnedCalendar;
  /** CRITICAL: every level of the chain; otherwise the holder alone. */
  notifiedPersonIds: string[];
  /** RESOURCE_NEED: the request that resources makes of this report; it counts as pending from now on. */
  supportRequestId?: string;
}>;

/** Something is awaited until `dueAt`. Takes the place of the deadline of the same kind; deadlines of the holder's steps take each other's place. */
export type UpwardReportDeadlineScheduled = Event<'UpwardReportDeadlineScheduled', ReportStep & {
  /** `<reportId>:<n>`. */
  deadlineId: string; kind: DeadlineKind;
  /** Who is awaited. */
  personId: string;
  dueAt: Instant;
  allowedMinutes: number; remainingMs: number;
  /** Reminders still ahead. */
  reminders: { percent: ReminderPercent; remindAt: Instant }[];
}>;

/** Half, or four fifths, of the time have passed. A flag in the inbox; changes nothing else. */
export type UpwardReportReminded = Event<'UpwardReportReminded', ReportStep & {
  deadlineId: string; kind: DeadlineKind; percent: ReminderPercent; personId: string; dueAt: Instant;
}>;

/** The holder has taken note. Ends a work-status report; a problem or need is in progress from now on. */
export type UpwardReportAcknowledged = Event<'UpwardReportAcknowledged', ReportStep & {
  /** It was a work status: nothing more will happen. */
  closed: boolean;
  /** Minutes of the report's clock in this stay, pauses taken off. */
  tookMinutes: number;
}>;

/** The holder needs to know more. The clocks stand until the raiser answers: a raiser's silence never escalates. */
export type UpwardReportInfoRequested = Event<'UpwardReportInfoRequested', ReportStep & { question: Sealed; paused: PausedClock[] }>;

/** The raiser has answered; the clocks go on with what they had left, unless the report is on hold. `status`: what it is now; `pausedMinutes`: how long the clocks stood, in minutes of the report's clock. */
export type UpwardReportInfoSupplied = Event<'UpwardReportInfoSupplied', ReportStep & { answer: Sealed; status: 'raised' | 'in-progress' | 'on-hold'; pausedMinutes: number }>;

/** The holder handed the report to somebody else of the same level. */
export type UpwardReportForwarded = Event<'UpwardReportForwarded', ReportStep & ReportPassed & { reason: Sealed }>;

/** The holder handed the report one level up. */
export type UpwardReportEscalated = Event<'UpwardReportEscalated', ReportStep & ReportPassed & {
  reason: Sealed;
  /** Levels between that nobody held when the report was raised. */
  passedLevels: ChainLevel[];
}>;

/** A deadline passed without what it awaited. Says nothing about fault. */
export type UpwardReportDeadlineElapsed = Event<'UpwardReportDeadlineElapsed', ReportStep & { deadlineId: string; kind: DeadlineKind; personId: string; dueAt: Instant }>;

/** The holder's time ran out and the report went one level up by itself. Says nothing about fault. */
export type UpwardReportAutoEscalated = Event<'UpwardReportAutoEscalated', ReportStep & ReportPassed & { deadlineId: string; passedLevels: ChainLevel[] }>;

/** Time ran out where no escalation is possible: at the top, or for a work-status report. */
export type UpwardReportOverdueFlagged = Event<'UpwardReportOverdueFlagged', ReportStep & { deadlineId: string; kind: DeadlineKind; dueAt: Instant }>;

/** The holder said what is done about it, and which support was asked for. There may be several. */
export type UpwardReportResponded = Event<'UpwardReportResponded', ReportStep & {
  measures: Sealed; supportRequestIds: string[];
  /** Minutes of the report's clock in this stay, pauses taken off. */
  tookMinutes: number;
}>;

/** Resources said how far a support request of this report has come. Resources decides; this is the report's memory of it. */
export type UpwardReportSupportOutcomeRecorded = Event<'UpwardReportSupportOutcomeRecorded', ReportStep & { supportRequestId: string; outcome: SupportOutcome }>;

/** The holder considers it settled. Open until the raiser has confirmed. */
export type UpwardReportResolved = Event<'UpwardReportResolved', ReportStep & {
  outcome: Sealed;
  /** Support still under way that the resolution does not wait for. */
  waivedSupportRequestIds: string[];
  paused: PausedClock[];
  heldMinutes: number;
  /** Minutes of the report's clock since the raise. */
  ageMinutes: number;
}>;

/** The raiser agrees (MANUAL), or was silent for the policy's time (AUTO). */
export type UpwardReportConfirmed = Event<'UpwardReportConfirmed', ReportStep & { mode: StepMode }>;

/** Back with the holder who had it last: the raiser rejects the resolution, or appeals against what closed the report. */
export type UpwardReportReopened = Event<'UpwardReportReopened', ReportStep & {
  reason: Sealed;
  after: 'resolved' | 'confirmed' | 'withdrawn' | 'merged' | 'declined';
}>;

/** The holder waits for something, until an instant at most. The clocks stand. */
export type UpwardReportHeld = Event<'UpwardReportHeld', ReportStep & { reason: Sealed; untilAt: Instant; paused: PausedClock[] }>;

/** The hold is over; the clocks go on with what they had left, unless the raiser still owes an answer. `status` and `pausedMinutes` as there. */
export type UpwardReportResumed = Event<'UpwardReportResumed', ReportStep & { mode: StepMode; status: 'raised' | 'in-progress' | 'info-requested'; pausedMinutes: number }>;

/** The raiser took it back. */
export type UpwardReportWithdrawn = Event<'UpwardReportWithdrawn', ReportStep & { reason: Sealed; paused: PausedClock[]; heldMinutes: number }>;

/** Handled within another report of the same school. */
export type UpwardReportMerged = Event<'UpwardReportMerged', ReportStep & { intoReportId: string; paused: PausedClock[]; heldMinutes: number }>;

/** The top level will not act on it, and says why. The raiser may appeal once. */
export type UpwardReportDeclined = Event<'UpwardReportDeclined', ReportStep & { reason: Sealed; paused: PausedClock[]; heldMinutes: number }>;

/** The school leader gave it to somebody else of the same level. */
export type UpwardReportReassigned = Event<'UpwardReportReassigned', ReportStep & ReportPassed & { reason: Sealed }>;

/** A newly published policy or calendar holds for this report from now on. The deadlines that moved follow; none moves into the past. */
export type UpwardReportDueTimesRecomputed = Event<'UpwardReportDueTimesRecomputed', ReportStep & {
  policy: PinnedPolicy; calendar: PinnedCalendar;
  /** Stopped clocks, as they stand under the new policy. */
  paused: PausedClock[];
}>;

export type UpwardReportEvent =
  | UpwardReportRaised
  | UpwardReportDeadlineScheduled
  | UpwardReportReminded
  | UpwardReportAcknowledged
  | UpwardReportInfoRequested
  | UpwardReportInfoSupplied
  | UpwardReportForwarded
  | UpwardReportEscalated
  | UpwardReportDeadlineElapsed
  | UpwardReportAutoEscalated
  | UpwardReportOverdueFlagged
  | UpwardReportResponded
  | UpwardReportSupportOutcomeRecorded
  | UpwardReportResolved
  | UpwardReportConfirmed
  | UpwardReportReopened
  | UpwardReportHeld
  | UpwardReportResumed
  | UpwardReportWithdrawn
  | UpwardReportMerged
  | UpwardReportDeclined
  | UpwardReportReassigned
  | UpwardReportDueTimesRecomputed;

export const upwardReportEvents = {
  UpwardReportRaised: published('upward-report'),
  UpwardReportDeadlineScheduled: published('upward-report'),
  UpwardReportReminded: published('upward-report'),
  UpwardReportAcknowledged: published('upward-report'),
  UpwardReportInfoRequested: published('upward-report'),
  UpwardReportInfoSupplied: published('upward-report'),
  UpwardReportForwarded: published('upward-report'),
  UpwardReportEscalated: published('upward-report'),
  UpwardReportDeadlineElapsed: published('upward-report'),
  UpwardReportAutoEscalated: published('upward-report'),
  UpwardReportOverdueFlagged: published('upward-report'),
  UpwardReportResponded: published('upward-report'),
  UpwardReportSupportOutcomeRecorded: published('upward-report'),
  UpwardReportResolved: published('upward-report'),
  UpwardReportConfirmed: published('upward-report'),
  UpwardReportReopened: published('upward-report'),
  UpwardReportHeld: published('upward-report'),
  UpwardReportResumed: published('upward-report'),
  UpwardReportWithdrawn: published('upward-report'),
  UpwardReportMerged: published('upward-report'),
  UpwardReportDeclined: published('upward-report'),
  UpwardReportReassigned: published('upward-report'),
  UpwardReportDueTimesRecomputed: published('upward-report'),
};
