import { Controller, Get, Param, Query } from '@nestjs/common';
import { type EvaluationEvent, type Grade, grades, type Instant, type RecordedScore, type RosterSubject, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowFlag, RowId, RowIds, RowInstant, RowJson, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { looksAtAssessments, seesScore } from '../who-may.model';
import { assessmentIdOf } from './assessment.model';

export const assessmentStatuses = ['open', 'scored', 'finalised', 'recomputed'] as const;
export type AssessmentStatus = (typeof assessmentStatuses)[number];

/** One rating that counts. */
export class CountedRating {
  @ApiProperty({ type: String, description: 'The rubric leaf.' }) nodeId!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who gave it.' }) raterId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'The level that counts.' }) level!: number;
  @ApiProperty({ type: Boolean, description: 'It counts with another level than the rater gave.' }) overridden!: boolean;
}

/** A rating that counts, by nobody that is named. */
export class RatingSaid {
  @ApiProperty({ type: String, description: 'The rubric leaf.' }) nodeId!: string;
  @ApiProperty({ type: 'integer', description: 'The level that counts.' }) level!: number;
  @ApiProperty({ type: Boolean, description: 'It counts with another level than the rater gave.' }) overridden!: boolean;
}

/** What was said in an assessment, and not by whom: for everyone who may see its score. */
export class SaidInAssessment {
  @ApiProperty({ type: String, description: '`<cycleId>:<subjectId>`.' }) assessmentId!: string;
  @ApiProperty({ type: [RatingSaid], description: 'Ratings that count.' }) ratings!: RatingSaid[];
  @ApiProperty({ type: Object, description: 'Quantitative values that count, by measure.' }) quantities!: Record<string, string>;
  @ApiProperty({ type: 'integer', description: 'Pieces of evidence.' }) evidence!: number;
  @ApiProperty({ type: Boolean, description: 'Whether the subject has said how they see their work.' }) selfAssessed!: boolean;
}

/** The assessment of one subject of a cycle, as it stands. It is there from the moment the roster is frozen. */
export class AssessmentRow {
  @RowKey('`<cycleId>:<subjectId>`') assessmentId!: string;
  @RowWhole('Version of its stream: the ETag; 0 before anything is said') streamVersion!: number;
  @RowId('The cycle') cycleId!: Uuid;
  @RowId('Who or what is evaluated') subjectId!: Uuid;
  @RowId('The school of the subject', { optional: true }) schoolId!: Uuid | null;
  @RowId('The person behind the subject', { optional: true }) personId!: Uuid | null;
  @RowIds('The classes that a lead class teacher leads; of others none') classIds!: Uuid[];
  @RowText('Subjects of one group are parallel', { optional: true }) peerGroup!: string | null;
  @RowChoice(assessmentStatuses, 'How far it has come') status!: AssessmentStatus;
  @RowJson([CountedRating], 'Ratings that count') ratings!: CountedRating[];
  @RowJson(Object, 'Quantitative values that count, by measure') quantities!: Record<string, string>;
  @RowWhole('Pieces of evidence') evidence!: number;
  @RowFlag('Whether the subject has said how they see their work') selfAssessed!: boolean;
  @RowWhole('Version of the result; 0: none yet') resultVersion!: number;
  @RowText('The score last computed or the result, at two decimals', { optional: true }) score!: string | null;
  @RowChoice(grades, 'Its grade, after the quota of the cohort where there is one', { optional: true }) grade!: Grade | null;
  @RowInstant('When the score was last computed', { optional: true }) scoredAt!: Instant | null;
}

type Row = AssessmentRow | undefined;
type Said = { readonly version: number };
type Rated = { readonly nodeId: string; readonly raterId: Uuid };

const begun = (cycleId: Uuid, { subjectId, schoolId, personId, classIds, group }: RosterSubject): AssessmentRow => ({
  assessmentId: assessmentIdOf(cycleId, subjectId), streamVersion: 0, cycleId, subjectId, schoolId: schoolId ?? null, personId: personId ?? null, classIds: classIds ?? [], peerGroup: group ?? null, status: 'open',
  ratings: [], quantities: {}, evidence: 0, selfAssessed: false, resultVersion: 0, score: null, grade: null, scoredAt: null,
});

const without = (ratings: readonly CountedRating[], { nodeId, raterId }: Rated): CountedRating[] => ratings.filter((one) => one.nodeId !== nodeId || one.raterId !== raterId);

const rated = (row: Row, e: Said & { readonly data: Rated & { readonly level: number } }, overridden: boolean): Row =>
  moved(row, e, ({ ratings }) => ({ ratings: [...without(ratings, e.data), { nodeId: e.data.nodeId, raterId: e.data.raterId, level: e.data.level, overridden }] }));

const scored = (status: AssessmentStatus, { result: { score, grade }, cohortGrade }: RecordedScore, scoredAt: Instant) =>
  ({ status, score: score?.shown ?? null, grade: cohortGrade ?? grade, scoredAt });

export const assessments = view<EvaluationEvent>()(AssessmentRow, {
  name: 'assessments', version: 2, key: 'assessmentId', indexes: [['cycleId', 'subjectId'], ['cycleId', 'schoolId', 'subjectId']],
  on: {
    RosterFrozen: each(({ data }) => data.subjects.map(({ subjectId }) => assessmentIdOf(data.cycleId, subjectId)), (row, { data }, key) =>
      row ?? begun(data.cycleId, data.subjects.find(({ subjectId }) => key.endsWith(subjectId))!)),
    EvidenceAttached: (row, e) => moved(row, e, ({ evidence }) => ({ evidence: evidence + 1 })),
    IndicatorRated: (row, e) => rated(row, e, false),
    RatingOverridden: (row, e) => rated(row, e, true),
    RatingWithdrawn: (row, e) => moved(row, e, ({ ratings }) => ({ ratings: without(ratings, e.data) })),
    QuantitativeMeasureRecorded: (row, e) => moved(row, e, ({ quantities }) => ({ quantities: { ...quantities, [e.data.measure]: e.data.value } })),
    SelfAssessmentSubmitted: (row, e) => moved(row, e, () => ({ selfAssessed: true })),
    ScoreComputed: (row, e) => moved(row, e, ({ resultVersion }) => (resultVersion > 0 ? {} : scored('scored', e.data.scored, e.data.at))),
    EvaluationResultFinalised: (row, e) => moved(row, e, () => ({ resultVersion: 1, ...scored('finalised', e.data.scored, e.data.at) })),
    CorrectionApproved: (row, e) => moved(row, e, () => ({})),
    ResultRecomputed: (row, e) => moved(row, e, () => ({ resultVersion: e.data.resultVersion, ...scored('recomputed', e.data.scored, e.data.at) })),
  },
});

export class AssessmentsQuery extends PageQuery {
  @Id('Only subjects of this school', { optional: true }) schoolId?: Uuid;
  @Choice(assessmentStatuses, 'Only assessments that stand here', { optional: true }) status?: AssessmentStatus;
}

@Controller('v1')
export class AssessmentQueries {
  constructor(@InjectRows(assessments) private readonly rows: Rows<AssessmentRow>) {}

  @Get('evaluation-cycles/:cycleId/assessments')
  @Reads(AssessmentRow, { may: looksAtAssessments, summary: 'Who is on the roster, and how far each assessment has come', page: true, of: [assessments] })
  assessmentsOfCycle(@Asks() asks: Asks, @Param('cycleId') cycleId: string, @Query() query: AssessmentsQuery) {
    const { schoolId, status } = query;
    return this.rows.page(asks, { where: { cycleId, ...(schoolId && { schoolId }), ...(status && { status }) }, order: ['subjectId'], query });
  }

  @Get('assessments/:assessment')
  @Reads(AssessmentRow, { may: looksAtAssessments, summary: 'An assessment as it stands', of: [assessments], etag: 'streamVersion' })
  assessment(@Asks() asks: Asks, @Param('assessment') assessmentId: string) {
    return this.rows.one(asks, assessmentId);
  }

  @Get('assessments/:assessment/said')
  @Reads(SaidInAssessment, { may: seesScore, summary: 'What was said in an assessment, without who said it', of: [assessments] })
  async saidInAssessment(@Asks() asks: Asks, @Param('assessment') assessmentId: string): Promise<SaidInAssessment> {
    const { ratings, quantities, evidence, selfAssessed } = await this.rows.one(asks, assessmentId);
    return { assessmentId, ratings: ratings.map(({ nodeId, level, overridden }) => ({ nodeId, level, overridden })), quantities, evidence, selfAssessed };
  }
}
