import { type EvidenceType, evidenceTypes, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Id, Parts, SealedText, Whole } from '@homeroom/platform';

/** Lay the directive into the recipient's inbox. */
export class DeliverDirective {}

/** Take note of a directive. */
export class AcknowledgeDirective {}

/** A piece of evidence that is kept elsewhere. */
export class EvidencePiece {
  @Choice(evidenceTypes, 'What it is') evidenceType!: EvidenceType;
  @Id('The id under which it is kept') evidenceId!: Uuid;
}

/** Say that the directive is carried out, and prove it. */
export class ReportDirectiveCompletion {
  @Parts(() => EvidencePiece, 'Evidence; each kind that the directive asks for at least once', { max: 30 }) evidence!: EvidencePiece[];
  @SealedText('What was done', { max: 2_000 }) summary!: Sealed;
}

/** Give a report of completion back: another one is due. */
export class ReturnDirectiveCompletion {
  @SealedText('What is missing', { max: 1_000 }) reason!: Sealed;
  @Whole('Working minutes to the next report', { min: 60, max: 114_000 }) reportWithinWorkingMinutes!: number;
}

/** Accept a report of completion. */
export class VerifyDirectiveCompletion {}

/** A due time has passed without the recipient's acknowledgement or report. */
export class FlagDirectiveOverdue {
  deadlineId!: string;
}
