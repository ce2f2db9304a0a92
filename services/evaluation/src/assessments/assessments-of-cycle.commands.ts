import type { Sealed, Uuid } from '@homeroom/contracts';
import { Id, Ids, Parts, SealedText, Text, Whole } from '@homeroom/platform';
import { DECIMAL, NODE } from './assessment.commands';

/** Ratings or values in one append: a panel's whole sheet, or a column of a table for a large school. */
export const MAX_SAID_TOGETHER = 500;
/** Subjects scored in one append: a score is some kB, and what is written at once is read at once. */
export const MAX_SCORED_TOGETHER = 200;

/** One level on a rubric of one subject. */
export class OneRating {
  @Id('Who or what is rated') subjectId!: Uuid;
  @Text('The rubric leaf of the framework', { max: 64, pattern: NODE }) nodeId!: string;
  @Whole('One of its levels', { min: 0, max: 1_000 }) level!: number;
  @SealedText('Why', { max: 1_000, optional: true, of: 'subjectId' }) comment?: Sealed;
}

/** Give levels on several rubrics, of several subjects. A later one takes the place of an earlier one of the same rubric and subject. */
export class RateIndicators {
  @Parts(() => OneRating, 'The ratings: all of them or none', { min: 1, max: MAX_SAID_TOGETHER }) ratings!: OneRating[];
}

/** One class-level value of one subject. */
export class OneValue {
  @Id('Whose value it is') subjectId!: Uuid;
  @Text('`<name>` of the measure `quantitative:<name>`', { max: 64, pattern: NODE, example: 'five-domain-index' }) name!: string;
  @Text('The value, a decimal as text', { max: 20, pattern: DECIMAL, example: '87.5' }) value!: string;
}

/** Record class-level values of several subjects, as they stand in a table of examination results. */
export class RecordQuantitativeMeasures {
  @Parts(() => OneValue, 'The values: all of them or none', { min: 1, max: MAX_SAID_TOGETHER }) values!: OneValue[];
}

/** Compute the scores of several subjects by the facts known now, and record them. Binds nobody. */
export class ComputeScores {
  @Ids('The subjects: all of them or none', { min: 1, max: MAX_SCORED_TOGETHER }) subjectIds!: Uuid[];
}

/** Compute the scores of several subjects and make them their results. Who has a result already keeps it. */
export class FinaliseResults {
  @Ids('The subjects: all of them or none', { min: 1, max: MAX_SCORED_TOGETHER }) subjectIds!: Uuid[];
}
