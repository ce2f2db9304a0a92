import { Controller, Get, Param, Query } from '@nestjs/common';
import { type EvaluationEvent, type EvaluationOwner, type Instant, surveyAudiences, type SurveyAudience, type Uuid } from '@homeroom/contracts';
import { Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowId, RowIds, RowInstant, RowKey, type Rows, RowText, RowWhole, Text, view } from '@homeroom/platform';
import { OWNER } from '../frameworks/framework.commands';
import { anyStaff } from '../who-may.model';
import { surveyStatuses, type SurveyStatus } from './survey.decider';

/** A survey as it stands. */
export class SurveyRow {
  @RowKey('The survey') surveyId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(surveyStatuses, 'Whether answers are taken') status!: SurveyStatus;
  @RowText('Whose it is: `county`, or a school') owner!: EvaluationOwner;
  @RowId('The cycle it is for', { optional: true }) cycleId!: Uuid | null;
  @RowIds(`Who is asked: ${surveyAudiences.join(', ')}`) audiences!: SurveyAudience[];
  @RowWhole('Fewer valid answers are not told') minValid!: number;
  @RowText('Share of the invited that must have answered') minResponse!: string;
  @RowText('Satisfied share from which on a cell is met') threshold!: string;
  @RowInstant('When it was opened', { optional: true }) openedAt!: Instant | null;
  @RowInstant('When it was closed', { optional: true }) closedAt!: Instant | null;
}

export const surveys = view<EvaluationEvent>()(SurveyRow, { name: 'surveys', version: 1, key: 'surveyId', indexes: [['owner', 'openedAt']], on: {
  SurveyDesigned: (_, { version: streamVersion, data: { cycleId, designedBy: _by, at: _at, ...designed } }) =>
    ({ ...designed, streamVersion, status: 'designed' as const, cycleId: cycleId ?? null, openedAt: null, closedAt: null }),
  SurveyOpened: (row, { version: streamVersion, data }) => row && { ...row, streamVersion, status: 'open' as const, openedAt: data.at },
  SurveyClosed: (row, { version: streamVersion, data }) => row && { ...row, streamVersion, status: 'closed' as const, closedAt: data.at },
} });

export class SurveysQuery extends PageQuery {
  @Text('Only surveys of this owner: `county`, or a school', { pattern: OWNER, optional: true }) owner?: EvaluationOwner;
  @Id('Only surveys for this cycle', { optional: true }) cycleId?: Uuid;
  @Choice(surveyStatuses, 'Only surveys that stand here', { optional: true }) status?: SurveyStatus;
}

@Controller('v1/surveys')
export class SurveyQueries {
  constructor(@InjectRows(surveys) private readonly rows: Rows<SurveyRow>) {}

  @Get()
  @Reads(SurveyRow, { may: anyStaff, summary: 'Surveys, the last opened first', page: true, of: [surveys] })
  listSurveys(@Asks() asks: Asks, @Query() query: SurveysQuery) {
    const { owner, cycleId, status } = query;
    return this.rows.page(asks, { where: { ...(owner && { owner }), ...(cycleId && { cycleId }), ...(status && { status }) }, order: ['-openedAt'], query });
  }

  @Get(':surveyId')
  @Reads(SurveyRow, { may: anyStaff, summary: 'A survey as it stands', of: [surveys], etag: 'streamVersion' })
  survey(@Asks() asks: Asks, @Param('surveyId') surveyId: string) {
    return this.rows.one(asks, surveyId);
  }
}
