import { type AssessmentEvidenceKind, assessmentEvidenceKinds, type RecomputationCause, recomputationCauses, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Id, SealedText, Text, Whole } from '@homeroom/platform';

/** A node of the framework: an indicator or a measure. */
export const NODE = /[a-z0-9]+(-[a-z0-9]+)*/;
/** A decimal, as text: no exponent, no NaN, no infinity. */
export const DECIMAL = /-?(0|[1-9]\d{0,11})(\.\d{1,6})?/;

/** File something that speaks for or about the subject. */
export class AttachEvidence {
  @Id('Id of the evidence; derived from the command when absent', { optional: true }) evidenceId?: Uuid;
  @Text('The indicator or measure it is about; without it the whole', { max: 64, pattern: NODE, optional: true }) nodeId?: string;
  @Choice(assessmentEvidenceKinds, 'What it is') kind!: AssessmentEvidenceKind;
  @SealedText('What it says, or where it is', { max: 2_000 }) what!: Sealed;
}

/** Give a level on a rubric. A later one takes its place. */
export class RateIndicator {
  @Text('The rubric leaf of the framework', { max: 64, pattern: NODE }) nodeId!: string;
  @Whole('One of its levels', { min: 0, max: 1_000 }) level!: number;
  @SealedText('Why', { max: 1_000, optional: true }) comment?: Sealed;
}

/** Take one's own rating back. */
export class WithdrawRating {
  @Text('The rubric leaf', { max: 64, pattern: NODE }) nodeId!: string;
}

/** Record a class-level value. A later one takes its place. */
export class RecordQuantitativeMeasure {
  @Text('`<name>` of the measure `quantitative:<name>`', { max: 64, pattern: NODE, example: 'five-domain-index' }) name!: string;
  @Text('The value, a decimal as text', { max: 20, pattern: DECIMAL, example: '87.5' }) value!: string;
}

/** Say how one sees one's own work. */
export class SubmitSelfAssessment {
  @SealedText('The view', { max: 5_000 }) text!: Sealed;
}

/** Let a rating count with another level, for a reason. */
export class OverrideRating {
  @Text('The rubric leaf', { max: 64, pattern: NODE }) nodeId!: string;
  @Id('Whose rating it is') raterId!: Uuid;
  @Whole('The level that counts', { min: 0, max: 1_000 }) level!: number;
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}

/** Compute the score by the facts known now, and record it. Binds nobody. */
export class ComputeScore {}

/** Compute the score and make it the subject's result. */
export class FinaliseResult {}

/** Approve that a finalised result is computed anew, since facts behind it were put right. */
export class ApproveCorrection {
  @Id('Id of the correction; derived from the command when absent', { optional: true }) correctionId?: Uuid;
  @SealedText('What was wrong', { max: 2_000 }) reason!: Sealed;
}

/** Compute a finalised result anew, once for each upheld objection or approved correction. */
export class RecomputeResult {
  @Choice(recomputationCauses, 'Why it may change') cause!: RecomputationCause;
  @Id('Id of the upheld objection or approved correction') causeId!: Uuid;
}
