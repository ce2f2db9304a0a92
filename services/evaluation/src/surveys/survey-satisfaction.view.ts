import { Controller, Get, Param, Query } from '@nestjs/common';
import { type EvaluationEvent, type Instant, type SurveyAudience, surveyAudiences, type SurveyTarget, surveyTargets, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, Id, InjectRows, Reads, RowChoice, RowFlag, RowId, RowInstant, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { Rational } from '../scoring/rational.model';
import { anyStaff, looksAtOwn } from '../who-may.model';

const outcomes = ['sufficient', 'insufficient-data'] as const;

/** One of the four cells of a class: {student, parent} × {class teacher, subject teachers}. */
export class SatisfactionRow {
  @RowKey('`<surveyId>:<classId>:<audience>:<target>`') cellId!: string;
  @RowId('The survey') surveyId!: Uuid;
  @RowId('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowChoice(surveyAudiences, 'Who answered') audience!: SurveyAudience;
  @RowChoice(surveyTargets, 'About whom') target!: SurveyTarget;
  @RowChoice(outcomes, 'Whether enough answered') outcome!: (typeof outcomes)[number];
  @RowWhole('How many were asked') invited!: number;
  @RowWhole('How many gave an answer other than 不适用') valid!: number;
  @RowWhole('How many are satisfied or very satisfied; null where too few answered', { optional: true }) satisfied!: number | null;
  @RowText('Their share, at four decimals; null where too few answered', { optional: true }) share!: string | null;
  @RowFlag('Whether it reaches the threshold; null where too few answered', { optional: true }) met!: boolean | null;
  @RowInstant('When it was counted') at!: Instant;
}

type Cell = { readonly data: { readonly surveyId: Uuid; readonly classId: Uuid; readonly audience: SurveyAudience; readonly target: SurveyTarget } };
const keyOf = ({ data: { surveyId, classId, audience, target } }: Cell): string[] => [`${surveyId}:${classId}:${audience}:${target}`];

const SHARE_DECIMALS = 4;
/** Half up, as everywhere. */
const shareOf = (satisfied: number, valid: number): string => Rational.of(satisfied, valid).rounded(SHARE_DECIMALS);

export const surveySatisfaction = view<EvaluationEvent>()(SatisfactionRow, { name: 'survey-satisfaction', version: 1, key: 'cellId', indexes: [['surveyId', 'schoolId'], ['classId', 'at']], on: {
  SatisfactionComputed: each(keyOf, (_, { data: { surveyId, classId, schoolId, audience, target, outcome, invited, valid, satisfied, at } }, cellId) => ({
    cellId, surveyId, classId, schoolId, audience, target, outcome, invited, valid, satisfied: satisfied ?? null, share: satisfied === undefined ? null : shareOf(satisfied, valid), met: null, at,
  })),
  SatisfactionThresholdMet: each(keyOf, (row) => row && { ...row, met: true }),
  SatisfactionThresholdMissed: each(keyOf, (row) => row && { ...row, met: false }),
} });

/** One cell over many classes, each class with the weight of its answers. */
export class SatisfactionSummary {
  @ApiProperty({ type: String, enum: surveyAudiences, description: 'Who answered.' }) audience!: SurveyAudience;
  @ApiProperty({ type: String, enum: surveyTargets, description: 'About whom.' }) target!: SurveyTarget;
  @ApiProperty({ type: 'integer', description: 'Classes with enough answers.' }) classes!: number;
  @ApiProperty({ type: 'integer', description: 'Classes with too few: they count for nothing here.' }) insufficient!: number;
  @ApiProperty({ type: 'integer', description: 'Answers other than 不适用.' }) valid!: number;
  @ApiProperty({ type: 'integer', description: 'Satisfied or very satisfied.' }) satisfied!: number;
  @ApiProperty({ type: String, nullable: true, description: 'Their share, at four decimals; null where no class has enough answers.' }) share!: string | null;
  @ApiProperty({ type: 'integer', description: 'Classes that reach the threshold.' }) met!: number;
}

export class SatisfactionQuery {
  @Id('Only classes of this school', { optional: true }) schoolId?: Uuid;
}

const SUMMARY = `
  select audience, target, (count(*) filter (where outcome = 'sufficient'))::int as classes, (count(*) filter (where outcome <> 'sufficient'))::int as insufficient,
    coalesce(sum(valid) filter (where outcome = 'sufficient'), 0)::int as valid, coalesce(sum(satisfied), 0)::int as satisfied, (count(*) filter (where met))::int as met
  from ${surveySatisfaction.table} where survey_id = $1 and ($2::text is null or school_id = $2) group by audience, target order by audience desc, target`;

@Controller('v1')
export class SurveySatisfactionQueries {
  constructor(@InjectRows(surveySatisfaction) private readonly rows: Rows<SatisfactionRow>) {}

  @Get('surveys/:surveyId/satisfaction')
  @Reads([SatisfactionSummary], { may: looksAtOwn, summary: 'The four cells over a school or the county, weighted by answers', of: [surveySatisfaction] })
  async surveySatisfaction(@Asks() asks: Asks, @Param('surveyId') surveyId: string, @Query() query: SatisfactionQuery): Promise<SatisfactionSummary[]> {
    const cells = await this.rows.query(asks, (manager) => manager.query(SUMMARY, [surveyId, query.schoolId ?? null])) as Omit<SatisfactionSummary, 'share'>[];
    return cells.map((cell) => ({ ...cell, share: cell.valid > 0 ? shareOf(cell.satisfied, cell.valid) : null }));
  }

  @Get('surveys/:surveyId/classes/:classId/satisfaction')
  @Reads([SatisfactionRow], { may: anyStaff, summary: 'The four cells of a class', of: [surveySatisfaction] })
  classSatisfaction(@Asks() asks: Asks, @Param('surveyId') surveyId: string, @Param('classId') classId: string) {
    return this.rows.find(asks, { surveyId, classId }, ['audience', 'target']);
  }

  @Get('classes/:classId/satisfaction')
  @Reads([SatisfactionRow], { may: anyStaff, summary: 'The four cells of a class over all surveys, the oldest first', of: [surveySatisfaction] })
  classSatisfactionTrend(@Asks() asks: Asks, @Param('classId') classId: string) {
    return this.rows.find(asks, { classId }, ['at', 'audience', 'target']);
  }
}
