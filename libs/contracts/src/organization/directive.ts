import { internal, published } from '../catalogue';
import type { Event, Instant, Sealed, Uuid } from '../event';

/** Who gives a directive (部署): the county's office, a school, or the leader of a class who conveys one onward. */
export const issuerLevels = ['county', 'school', 'class'] as const;
export type IssuerLevel = (typeof issuerLevels)[number];

/** What proves that a directive was carried out. The evidence itself is kept elsewhere; events carry its id. */
export const evidenceTypes = ['document', 'minutes', 'attendance', 'photo', 'figures', 'link'] as const;
export type EvidenceType = (typeof evidenceTypes)[number];

/** What a recipient is late with. */
export const directiveStages = ['acknowledge', 'report'] as const;
export type DirectiveStage = (typeof directiveStages)[number];

/** How a directive came to its end without being superseded or revoked. */
export const directiveClosings = ['all-verified', 'by-hand', 'with-parent'] as const;
export type DirectiveClosing = (typeof directiveClosings)[number];

/** A piece of evidence: its kind, and the id under which it is kept. */
export interface Evidence {
  readonly evidenceType: EvidenceType;
  readonly evidenceId: Uuid;
}

/** What a directive asks, and what it answers. */
interface Demand {
  /** The school whose leaders give it; absent at county level. */
  readonly schoolId?: Uuid;
  /** Each of these must be among the evidence of every report of completion. */
  readonly evidenceTypes: readonly EvidenceType[];
  readonly acknowledgeWithinWorkingMinutes: number;
  readonly reportWithinWorkingMinutes: number;
}

/** To whom a directive goes, frozen at this moment: nobody joins by changing post, class or school later. Each person once. */
interface Addressed {
  /** The directive closes by itself when all of these are verified. */
  readonly mandatoryRecipientIds: readonly Uuid[];
  readonly optionalRecipientIds: readonly Uuid[];
  /** Same for all addressed here; counted in working time from `at`. */
  readonly acknowledgeDueAt: Instant;
  /** `<directiveId>:<n>`, counted through the directive. */
  readonly acknowledgeDeadlineId: string;
  readonly reportDueAt: Instant;
  readonly reportDeadlineId: string;
}

/** Someone wrote a directive down. Nobody has received it, and it may never be issued. */
export type DirectiveDrafted = Event<'DirectiveDrafted', Demand & {
  readonly directiveId: Uuid;
  readonly issuerLevel: 'county' | 'school';
  readonly title: Sealed;
  readonly text: Sealed;
  /** Reports and the common problem that it answers (决策反哺). */
  readonly answersReportIds: readonly Uuid[];
  readonly answersCommonProblemId?: Uuid;
  /** The directive in force that this one is to replace once issued. */
  readonly supersedesDirectiveId?: Uuid;
  readonly draftedBy: Uuid;
  readonly at: Instant;
}>;

/** The draft was written anew; everything it says replaces what it said. */
export type DirectiveDraftRevised = Event<'DirectiveDraftRevised', Demand & {
  readonly directiveId: Uuid;
  readonly title: Sealed;
  readonly text: Sealed;
  readonly answersReportIds: readonly Uuid[];
  readonly answersCommonProblemId?: Uuid;
  readonly supersedesDirectiveId?: Uuid;
  readonly revisedBy: Uuid;
  readonly at: Instant;
}>;

/** The directive is in force for these recipients. Does not say that anyone has seen it. */
export type DirectiveIssued = Event<'DirectiveIssued', Demand & Addressed & {
  readonly directiveId: Uuid;
  /** 1, or one more than that of the directive it replaces. */
  readonly directiveVersion: number;
  readonly issuerLevel: 'county' | 'school';
  /** The reports it answers, those of the common problem included. */
  readonly answersReportIds: readonly Uuid[];
  readonly answersCommonProblemId?: Uuid;
  readonly supersedesDirectiveId?: Uuid;
  readonly issuedBy: Uuid;
  readonly at: Instant;
}>;

/** A recipient conveys a directive along a class's chain, as a directive of its own under the first. Its words are those of the root. */
export type DirectiveRelayed = Event<'DirectiveRelayed', Demand & Addressed & {
  readonly directiveId: Uuid;
  readonly directiveVersion: number;
  readonly parentDirectiveId: Uuid;
  /** The directive that was issued, at the head of the relays. */
  readonly rootDirectiveId: Uuid;
  readonly classId: Uuid;
  readonly schoolId: Uuid;
  readonly note?: Sealed;
  readonly relayedBy: Uuid;
  readonly at: Instant;
}>;

/** Later recipients get the directive too, with their own due times. The only way to join it. */
export type DirectiveExtended = Event<'DirectiveExtended', Addressed & {
  readonly directiveId: Uuid;
  readonly directiveVersion: number;
  readonly extendedBy: Uuid;
  readonly at: Instant;
}>;

/** A due time of the directive passed while it was in force. Who was late follows recipient by recipient. */
export type DirectiveDeadlineElapsed = Event<'DirectiveDeadlineElapsed', {
  readonly directiveId: Uuid;
  readonly deadlineId: string;
  readonly stage: DirectiveStage;
  readonly dueAt: Instant;
  readonly at: Instant;
}>;

/** Another directive took its place. Recipients owe nothing under this one any more. Terminal. */
export type DirectiveSuperseded = Event<'DirectiveSuperseded', {
  readonly directiveId: Uuid;
  readonly successorId: Uuid;
  readonly supersededBy: Uuid;
  readonly at: Instant;
}>;

/** The issuer takes the directive or its draft back. Recipients owe nothing under it any more. Terminal. */
export type DirectiveRevoked = Event<'DirectiveRevoked', {
  readonly directiveId: Uuid;
  readonly reason: Sealed;
  readonly revokedBy: Uuid;
  readonly at: Instant;
}>;

/** The directive is done with: carried out by all who had to, ended by its issuer, or ended with the directive it conveyed. Terminal. */
export type DirectiveClosed = Event<'DirectiveClosed', {
  readonly directiveId: Uuid;
  readonly mode: DirectiveClosing;
  /** Set when closed by hand. */
  readonly reason?: Sealed;
  /** A person, or `system:<reaction>` where it followed by itself. */
  readonly closedBy: string;
  readonly at: Instant;
}>;

/** The directive lies in the recipient's inbox. Does not say that it was read. */
export type DirectiveDelivered = Event<'DirectiveDelivered', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  readonly directiveVersion: number;
  readonly mandatory: boolean;
  readonly acknowledgeDueAt: Instant;
  readonly acknowledgeDeadlineId: string;
  readonly reportDueAt: Instant;
  readonly reportDeadlineId: string;
  readonly at: Instant;
}>;

/** The recipient has taken note. Once per recipient and version of the directive. */
export type DirectiveAcknowledged = Event<'DirectiveAcknowledged', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  /** Working time was over when it came. */
  readonly late: boolean;
  readonly at: Instant;
}>;

/** The recipient says that it is carried out, with evidence of every mandatory kind. Nobody has checked it yet. */
export type DirectiveCompletionReported = Event<'DirectiveCompletionReported', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  readonly evidence: readonly Evidence[];
  readonly summary: Sealed;
  readonly late: boolean;
  readonly at: Instant;
}>;

/** The issuer level does not accept the report; another one is due. */
export type DirectiveCompletionReturned = Event<'DirectiveCompletionReturned', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  readonly reason: Sealed;
  readonly reportDueAt: Instant;
  /** `<directiveId>:<recipientId>:<n>`: this due time is the recipient's own. */
  readonly reportDeadlineId: string;
  readonly returnedBy: Uuid;
  readonly at: Instant;
}>;

/** The issuer level accepts the report. The recipient owes nothing more. */
export type DirectiveCompletionVerified = Event<'DirectiveCompletionVerified', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  readonly verifiedBy: Uuid;
  readonly at: Instant;
}>;

/** The recipient had not acknowledged, or not reported, when time ran out. Says nothing about fault; both may still follow. */
export type DirectiveOverdueFlagged = Event<'DirectiveOverdueFlagged', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  readonly deadlineId: string;
  readonly stage: DirectiveStage;
  readonly dueAt: Instant;
  readonly at: Instant;
}>;

/** One more mandatory recipient is verified. The directive closes when none is outstanding. */
export type DirectiveRecipientSettled = Event<'DirectiveRecipientSettled', {
  readonly directiveId: Uuid;
  readonly recipientId: Uuid;
  /** Mandatory recipients still to be verified, by the directive as it was at this moment. */
  readonly outstanding: number;
  readonly at: Instant;
}>;

/** The directive itself: one stream per directive. */
export type DirectiveEvent =
  | DirectiveDrafted | DirectiveDraftRevised | DirectiveIssued | DirectiveRelayed | DirectiveExtended | DirectiveDeadlineElapsed
  | DirectiveSuperseded | DirectiveRevoked | DirectiveClosed;

/** What one recipient did with a directive: one stream per directive and recipient, `directive-receipt-<directiveId>:<personId>`. */
export type DirectiveReceiptEvent =
  | DirectiveDelivered | DirectiveAcknowledged | DirectiveCompletionReported | DirectiveCompletionReturned | DirectiveCompletionVerified
  | DirectiveOverdueFlagged;

/** Who of the mandatory recipients is done: one stream per directive, apart from it, so that counting disturbs nobody. */
export type DirectiveTallyEvent = DirectiveRecipientSettled;

export const directiveEvents = {
  DirectiveDrafted: internal('directive'),
  DirectiveDraftRevised: internal('directive'),
  DirectiveIssued: published('directive'),
  DirectiveRelayed: published('directive'),
  DirectiveExtended: published('directive'),
  DirectiveDeadlineElapsed: internal('directive'),
  DirectiveSuperseded: published('directive'),
  DirectiveRevoked: published('directive'),
  DirectiveClosed: published('directive'),
};

export const directiveReceiptEvents = {
  DirectiveDelivered: published('directive-receipt'),
  DirectiveAcknowledged: published('directive-receipt'),
  DirectiveCompletionReported: published('directive-receipt'),
  DirectiveCompletionReturned: published('directive-receipt'),
  DirectiveCompletionVerified: published('directive-receipt'),
  DirectiveOverdueFlagged: published('directive-receipt'),
};

export const directiveTallyEvents = {
  DirectiveRecipientSettled: internal('directive-tally'),
};
