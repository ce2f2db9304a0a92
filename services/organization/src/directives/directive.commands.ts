import { type EvidenceType, evidenceTypes, type Sealed, teacherPosts, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { Choices, Id, Ids, SealedText, Whole } from '@homeroom/platform';

/** A working day has 570 minutes. */
const acknowledgement = { min: 30, max: 11_400 };
const completion = { min: 60, max: 114_000 };
/** Persons named one by one: each is looked up. Larger circles are named by school and post. */
const NAMED = 200;

/** Write a directive down, to be issued later. */
export class DraftDirective {
  @Id('Id of the directive; drawn when absent', { optional: true }) directiveId?: Uuid;
  @Id('The school whose leaders give it. Without it the county gives it.', { optional: true }) schoolId?: Uuid;
  @SealedText('What it is about, in a line', { max: 100 }) title!: Sealed;
  @SealedText('What is to be done', { max: 5_000 }) text!: Sealed;
  @Choices(evidenceTypes, 'Kinds of evidence that every report of completion must hold') evidenceTypes!: readonly EvidenceType[];
  @Whole('Working minutes from the issue to the acknowledgement; a working day has 570', acknowledgement) acknowledgeWithinWorkingMinutes!: number;
  @Whole('Working minutes from the issue to the report of completion', completion) reportWithinWorkingMinutes!: number;
  @Ids('Upward reports that it answers', { max: 50, optional: true }) answersReportIds?: Uuid[];
  @Id('The common problem that it answers', { optional: true }) answersCommonProblemId?: Uuid;
  @Id('The directive in force that it replaces when it is issued', { optional: true }) supersedesDirectiveId?: Uuid;
}

/** Write the draft anew. Everything it says is replaced; the level that gives it stays. */
export class ReviseDirectiveDraft {
  @SealedText('What it is about, in a line', { max: 100 }) title!: Sealed;
  @SealedText('What is to be done', { max: 5_000 }) text!: Sealed;
  @Choices(evidenceTypes, 'Kinds of evidence that every report of completion must hold') evidenceTypes!: readonly EvidenceType[];
  @Whole('Working minutes from the issue to the acknowledgement; a working day has 570', acknowledgement) acknowledgeWithinWorkingMinutes!: number;
  @Whole('Working minutes from the issue to the report of completion', completion) reportWithinWorkingMinutes!: number;
  @Ids('Upward reports that it answers', { max: 50, optional: true }) answersReportIds?: Uuid[];
  @Id('The common problem that it answers', { optional: true }) answersCommonProblemId?: Uuid;
  @Id('The directive in force that it replaces when it is issued', { optional: true }) supersedesDirectiveId?: Uuid;
}

/** Offices and posts that a directive may be addressed to. */
export const audiences = [...teacherPosts, 'class-teacher', 'lead-class-teacher'] as const;
export type Audience = TeacherPost | 'class-teacher' | 'lead-class-teacher';

/** Put the directive in force for recipients, who are resolved and frozen now. */
export class IssueDirective {
  @Choices(audiences, 'Everyone who holds one of these posts or offices today, as mandatory recipients', { optional: true }) audiences?: Audience[];
  @Ids('The schools whose holders are meant. Without it: the issuing school, or every school of the county', { max: 200, optional: true }) schoolIds?: Uuid[];
  @Ids('Further mandatory recipients, by person', { max: NAMED, optional: true }) recipientIds?: Uuid[];
  @Ids('Recipients who may, and need not', { max: NAMED, optional: true }) optionalRecipientIds?: Uuid[];
}

/** Convey a directive that one has received to the levels of a class's chain below one's own. */
export class RelayDirective {
  @Id('The class along whose chain it goes') classId!: Uuid;
  @Whole('Working minutes to the acknowledgement. Without it: as in the directive. Never later than its own report is due', { ...acknowledgement, optional: true }) acknowledgeWithinWorkingMinutes?: number;
  @Whole('Working minutes to the report of completion. Without it: as in the directive. Never later than its own report is due', { ...completion, optional: true }) reportWithinWorkingMinutes?: number;
  @SealedText('What it means for this class', { max: 1_000, optional: true }) note?: Sealed;
}

/** Address a directive in force to later recipients too. Who has it already is passed over. */
export class ExtendDirective {
  @Choices(audiences, 'Everyone who holds one of these posts or offices today, as mandatory recipients', { optional: true }) audiences?: Audience[];
  @Ids('The schools whose holders are meant. Without it: the issuing school, or every school of the county', { max: 200, optional: true }) schoolIds?: Uuid[];
  @Ids('Further mandatory recipients, by person', { max: NAMED, optional: true }) recipientIds?: Uuid[];
  @Ids('Recipients who may, and need not', { max: NAMED, optional: true }) optionalRecipientIds?: Uuid[];
}

/** A due time of the directive has come. */
export class ElapseDirectiveDeadline {
  deadlineId!: string;
}

/** Let another directive take this one's place. Part of IssueDirective of the successor. */
export class SupersedeDirective {
  successorId!: Uuid;
}

/** Take a directive or a draft back. */
export class RevokeDirective {
  @SealedText('Why it is taken back', { max: 500 }) reason!: Sealed;
}

/** End a directive before everyone has carried it out. */
export class CloseDirective {
  @SealedText('Why it ends now', { max: 500 }) reason!: Sealed;
}

/** Close a directive whose mandatory recipients are all verified. */
export class CloseFulfilledDirective {}

/** End a relay because the directive that it conveyed has ended. */
export class CloseRelayedDirective {
  parentDirectiveId!: Uuid;
}

/** Count a mandatory recipient who was verified. */
export class SettleDirectiveRecipient {
  recipientId!: Uuid;
}
