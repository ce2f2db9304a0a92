import {
  type Instant, reportCategories, type ReportCategory, reportKinds, type ReportKind, reportSeverities, type ReportSeverity, type Sealed, type SupportOutcome,
} from '@homeroom/contracts';
import { Choice, Flag, Id, Ids, Moment, SealedText } from '@homeroom/platform';

/** Report upwards along the chain of a class: the state of work, or a problem or need. */
export class RaiseUpwardReport {
  @Id('The report’s id, chosen by the caller; absent: made from the Idempotency-Key.', { optional: true }) reportId?: string;
  @Id('The class it is about; its chain is the way up.') classId!: string;
  @Choice(reportKinds, 'work-status is only acknowledged; problem-or-need goes on to a confirmed resolution.') kind!: ReportKind;
  @Choice(reportCategories, 'What it is about. RESOURCE_NEED asks for support by itself.') category!: ReportCategory;
  @Choice(reportSeverities, 'How much it presses; absent: ROUTINE, which a work status always is. CRITICAL is for safety.', { optional: true }) severity?: ReportSeverity;
  @Flag('A typical problem: others will have it too (典型问题). Absent: no.', { optional: true }) typical?: boolean;
  @Flag('CRITICAL alone: begin at the top of the chain. Absent: with the next level.', { optional: true }) startAtTop?: boolean;
  @SealedText('What it is, in a line.', { max: 100 }) subject!: Sealed;
  @SealedText('What happened and what is needed.', { max: 4000 }) details!: Sealed;
}

/** Take note, as the holder. */
export class AcknowledgeUpwardReport {}

/** Ask the raiser; the clocks stand until the answer. */
export class RequestUpwardReportInfo {
  @SealedText('What the holder needs to know.', { max: 1000 }) question!: Sealed;
}

/** Answer the holder's question, as the raiser. */
export class SupplyUpwardReportInfo {
  @SealedText('The answer.', { max: 4000 }) answer!: Sealed;
}

/** Hand the report to somebody else of the same level. */
export class ForwardUpwardReport {
  @Id('Who takes it: of the same school, on no level of the chain.') toPersonId!: string;
  @SealedText('Why another is better placed.', { max: 500 }) reason!: Sealed;
}

/** Hand the report one level up before its deadline does. */
export class EscalateUpwardReport {
  @SealedText('Why the present level cannot settle it.', { max: 500 }) reason!: Sealed;
}

/** What follows when a deadline passes. Asked by the clock alone. */
export interface ElapseDeadline { readonly deadlineId: string }

/** What follows when half, or four fifths, of a deadline's time have passed. Asked by the clock alone. */
export interface RemindOfDeadline { readonly deadlineId: string; readonly percent: 50 | 80 }

/** Say what is done about it. Each call is a further response. */
export class RespondToUpwardReport {
  @SealedText('The measures taken or planned.', { max: 4000 }) measures!: Sealed;
  @Ids('Support requests made for it; the resolution waits for them.', { max: 20, optional: true }) supportRequestIds?: string[];
}

/** What resources said about a support request of this report. Asked by the reaction alone. */
export interface RecordSupportOutcome { readonly supportRequestId: string; readonly outcome: SupportOutcome }

/** Consider it settled; the raiser confirms or rejects. */
export class ResolveUpwardReport {
  @SealedText('What came of it.', { max: 4000 }) outcome!: Sealed;
  @Ids('Support still under way that the resolution does not wait for.', { max: 20, optional: true }) waivedSupportRequestIds?: string[];
}

/** Agree that it is settled, as the raiser. */
export class ConfirmUpwardReport {}

/** Disagree that it is settled, as the raiser: back to the same holder. */
export class RejectUpwardReportResolution {
  @SealedText('What is still open.', { max: 1000 }) reason!: Sealed;
}

/** Let the clocks stand while something is waited for. */
export class HoldUpwardReport {
  @SealedText('What is waited for.', { max: 500 }) reason!: Sealed;
  @Moment('When the clocks go on by themselves: 30 days ahead at most.') untilAt!: Instant;
}

/** Let the clocks go on before the hold ends. */
export class ResumeUpwardReport {}

/** Take the report back, as the raiser, while it is not resolved. */
export class WithdrawUpwardReport {
  @SealedText('Why it is no longer needed.', { max: 500 }) reason!: Sealed;
}

/** Handle the report within another one of the same school. */
export class MergeUpwardReport {
  @Id('The report that goes on.') intoReportId!: string;
}

/** Refuse to act on it, at the top of the chain. The raiser may appeal once. */
export class DeclineUpwardReport {
  @SealedText('Why nothing is done.', { max: 1000 }) reason!: Sealed;
}

/** Appeal, as the raiser, within 30 days after the report was closed. */
export class ReopenUpwardReport {
  @SealedText('Why it is not over.', { max: 1000 }) reason!: Sealed;
}

/** Give the report to somebody else of the same level, as the school leader. */
export class ReassignUpwardReport {
  @Id('Who takes it: of the same school, on no other level of the chain.') toPersonId!: string;
  @SealedText('Why it goes to somebody else.', { max: 500 }) reason!: Sealed;
}

/** Reckon with what was published since. Asked by the reaction alone. */
export interface RecomputeDueTimes { readonly reportId: string }
