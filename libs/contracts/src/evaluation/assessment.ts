import { internal, published } from '../catalogue';
import type { Event, Instant, Sealed, Uuid } from '../event';
import type { KnownTo } from './evaluation-cycle';
import type { ExactNumber, FrameworkKind, Grade, SubjectType } from './framework-document';
import type { ScoreResult } from './score';

/** What every fact about the assessment of one subject in one cycle repeats. */
interface AboutAssessment {
  /** `<cycleId>:<subjectId>`. */
  assessmentId: string;
  cycleId: Uuid; subjectId: Uuid; at: Instant;
}

/** What a piece of evidence is. */
export const assessmentEvidenceKinds = ['document', 'photo', 'record', 'link', 'other'] as const;
export type AssessmentEvidenceKind = (typeof assessmentEvidenceKinds)[number];

/** Something that speaks for or about the subject is filed. It counts nothing by itself: raters look at it. */
export type EvidenceAttached = Event<'EvidenceAttached', AboutAssessment & {
  evidenceId: Uuid;
  /** The indicator or measure it is about; absent: the whole. */
  nodeId?: string;
  kind: AssessmentEvidenceKind; what: Sealed; attachedBy: Uuid;
}>;

/** A rater gave a level on a rubric. A later one by the same rater on the same node takes its place. */
export type IndicatorRated = Event<'IndicatorRated', AboutAssessment & {
  nodeId: string;
  /** `rating:<indicator>`. */
  measure: string;
  level: number; raterId: Uuid; comment?: Sealed;
}>;

/** A class-level value (never a pupil's) was recorded by somebody authorised. A later one takes its place. */
export type QuantitativeMeasureRecorded = Event<'QuantitativeMeasureRecorded', AboutAssessment & {
  /** `quantitative:<name>`. */
  measure: string;
  value: ExactNumber; recordedBy: Uuid;
}>;

/** The evaluated person's own view of the work. Counts nothing by itself. */
export type SelfAssessmentSubmitted = Event<'SelfAssessmentSubmitted', AboutAssessment & { text: Sealed; submittedBy: Uuid }>;

/** A rating counts with another level than its rater gave, for a reason and by a person who is not the rater. */
export type RatingOverridden = Event<'RatingOverridden', AboutAssessment & {
  nodeId: string; measure: string; raterId: Uuid; fromLevel: number; level: number; reason: Sealed; approvedBy: Uuid;
}>;

/** A rating counts no more. */
export type RatingWithdrawn = Event<'RatingWithdrawn', AboutAssessment & { nodeId: string; measure: string; raterId: Uuid; withdrawnBy: Uuid }>;

/** A score and everything needed to compute it again from the logs. */
export interface RecordedScore {
  frameworkId: Uuid; frameworkVersion: number; formulaHash: string; engineVersion: string;
  /** Facts up to these positions were read. */
  knownTo: KnownTo;
  /** SHA-256 (hex) of the score's input in canonical JSON. */
  inputDigest: string;
  result: ScoreResult;
  /** The grade after the quota of the cohort, where the framework has one. */
  cohortGrade?: Grade;
}

/** The score of this moment, by the facts known then. Binds nobody. */
export type ScoreComputed = Event<'ScoreComputed', AboutAssessment & { scored: RecordedScore; computedBy: string }>;

/** The subject's result in this cycle. From here on it changes only by a {@link ResultRecomputed}. */
export type EvaluationResultFinalised = Event<'EvaluationResultFinalised', AboutAssessment & {
  resultVersion: 1; kind: FrameworkKind; subjectType: SubjectType; schoolId?: Uuid; personId?: Uuid; scored: RecordedScore; finalisedBy: string;
}>;

/** Facts behind a finalised result were wrong and have been put right where they came from; the result may be computed anew, once. */
export type CorrectionApproved = Event<'CorrectionApproved', AboutAssessment & { correctionId: Uuid; reason: Sealed; approvedBy: Uuid }>;

/** Why a finalised result was computed anew. */
export const recomputationCauses = ['objection', 'correction'] as const;
export type RecomputationCause = (typeof recomputationCauses)[number];

/** Another result takes the finalised one's place, because of an upheld objection or an approved correction. The earlier version stays explainable. */
export type ResultRecomputed = Event<'ResultRecomputed', AboutAssessment & {
  /** One more than the version it replaces. */
  resultVersion: number;
  becauseOf: { cause: RecomputationCause; id: Uuid };
  kind: FrameworkKind; subjectType: SubjectType; schoolId?: Uuid; personId?: Uuid; scored: RecordedScore; recomputedBy: string;
}>;

export type AssessmentEvent =
  | EvidenceAttached | IndicatorRated | QuantitativeMeasureRecorded | SelfAssessmentSubmitted | RatingOverridden | RatingWithdrawn
  | ScoreComputed | EvaluationResultFinalised | CorrectionApproved | ResultRecomputed;

const personal = { dataLevel: 'L3' } as const;

export const assessmentEvents = {
  EvidenceAttached: internal('assessment', personal),
  IndicatorRated: internal('assessment', personal),
  QuantitativeMeasureRecorded: published('assessment', personal),
  SelfAssessmentSubmitted: internal('assessment', personal),
  RatingOverridden: internal('assessment', personal),
  RatingWithdrawn: internal('assessment', personal),
  ScoreComputed: internal('assessment', personal),
  EvaluationResultFinalised: published('assessment', personal),
  CorrectionApproved: published('assessment', personal),
  ResultRecomputed: published('assessment', personal),
};
