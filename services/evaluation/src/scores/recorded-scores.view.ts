import { type EvaluationEvent, type ExactNumber, type Grade, grades, type Instant, type RecordedScore, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { RowChoice, RowId, RowInstant, RowKey, RowText, RowWhole, view } from '@homeroom/platform';
import type { CohortScore } from './score-input.model';

/** One recorded score or result, as others of its cycle are compared with it. Nothing is taken out, so what stood at any time is a part of it. */
export class RecordedScoreRow implements CohortScore {
  @RowKey('`<assessmentId>:<position>`') key!: string;
  @RowId('The cycle') cycleId!: Uuid;
  @RowId('The subject') subjectId!: Uuid;
  @RowId('Its school', { optional: true }) schoolId!: Uuid | null;
  @RowWhole('Version of the result; 0: a score of its moment') resultVersion!: number;
  @RowText('The exact total; null where something that must be there is missing', { optional: true }) exact!: ExactNumber | null;
  @RowChoice(grades, 'The grade after gates, before a quota', { optional: true }) grade!: Grade | null;
  @RowWhole('Its place in the log') position!: number;
  @RowId('The event') eventId!: Uuid;
  @RowText('What was recorded') type!: string;
  @RowInstant('When, as the recorder says') at!: Instant;
  @RowInstant('When the log took it') recordedAt!: Instant;
}

interface Told {
  readonly position: number;
  readonly eventId: Uuid;
  readonly type: string;
  readonly recordedAt: Instant;
  readonly data: { readonly assessmentId: string; readonly cycleId: Uuid; readonly subjectId: Uuid; readonly schoolId?: Uuid; readonly resultVersion?: number; readonly scored: RecordedScore; readonly at: Instant };
}

const keyOf = ({ data: { assessmentId }, position }: Told): string[] => [`${assessmentId}:${position}`];

const recorded = each<RecordedScoreRow, EvaluationEvent>((event) => keyOf(event as unknown as Told), (_, event, key) => {
  const { position, eventId, type, recordedAt, data: { cycleId, subjectId, schoolId, resultVersion, scored: { result }, at } } = event as unknown as Told;
  return { key, cycleId, subjectId, schoolId: schoolId ?? null, resultVersion: resultVersion ?? 0, exact: result.score?.exact ?? null, grade: result.grade, position, eventId, type, at, recordedAt };
});

export const recordedScores = view<EvaluationEvent>()(RecordedScoreRow, {
  name: 'recorded-scores', version: 1, key: 'key', indexes: [['cycleId', 'subjectId', 'position']],
  on: { ScoreComputed: recorded, EvaluationResultFinalised: recorded, ResultRecomputed: recorded },
});
