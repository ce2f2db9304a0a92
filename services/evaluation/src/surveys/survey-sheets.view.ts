import { Controller, Get, Param, Query } from '@nestjs/common';
import type { EvaluationEvent, SurveyAudience, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, Id, InjectRows, PageQuery, Reads, RowChoice, RowId, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { looksAtOwn } from '../who-may.model';
import { sheetIdOf } from './survey-sheet.decider';

/** One class in one survey: how many were asked and how many answered. Never what. */
export class SurveySheetRow {
  @RowKey('`<surveyId>:<classId>`') sheetId!: string;
  @RowId('The survey') surveyId!: Uuid;
  @RowId('The class') classId!: Uuid;
  @RowId('Its school') schoolId!: Uuid;
  @RowChoice(['open', 'closed'], 'Whether answers are taken') status!: 'open' | 'closed';
  @RowWhole('Students asked') studentsAsked!: number;
  @RowWhole('Students who answered') studentsAnswered!: number;
  @RowWhole('Parents asked') parentsAsked!: number;
  @RowWhole('Parents who answered') parentsAnswered!: number;
}

type Of = { readonly data: { readonly surveyId: Uuid; readonly classId: Uuid } };
const keyOf = ({ data: { surveyId, classId } }: Of): string[] => [sheetIdOf(surveyId, classId)];

const asked = (row: SurveySheetRow, audience: SurveyAudience, more: number, replacesUnused: boolean): SurveySheetRow => (audience === 'student'
  ? { ...row, studentsAsked: (replacesUnused ? row.studentsAnswered : row.studentsAsked) + more }
  : { ...row, parentsAsked: (replacesUnused ? row.parentsAnswered : row.parentsAsked) + more });

export const surveySheets = view<EvaluationEvent>()(SurveySheetRow, { name: 'survey-sheets', version: 1, key: 'sheetId', indexes: [['surveyId', 'schoolId']], on: {
  TokensIssued: each(keyOf, (row, { data: { surveyId, classId, schoolId, audience, hashes, replacesUnused } }, sheetId) => asked(
    row ?? { sheetId, surveyId, classId, schoolId, status: 'open', studentsAsked: 0, studentsAnswered: 0, parentsAsked: 0, parentsAnswered: 0 }, audience, hashes.length, replacesUnused,
  )),
  SurveyResponseSubmitted: each(keyOf, (row, { data: { audience } }) => row && (audience === 'student'
    ? { ...row, studentsAnswered: row.studentsAnswered + 1 } : { ...row, parentsAnswered: row.parentsAnswered + 1 })),
  SheetClosed: each(keyOf, (row) => row && { ...row, status: 'closed' }),
} });

export class SurveySheetsQuery extends PageQuery {
  @Id('Only classes of this school', { optional: true }) schoolId?: Uuid;
}

@Controller('v1/surveys')
export class SurveySheetQueries {
  constructor(@InjectRows(surveySheets) private readonly rows: Rows<SurveySheetRow>) {}

  @Get(':surveyId/sheets')
  @Reads(SurveySheetRow, { may: looksAtOwn, summary: 'How many of each class were asked and answered', page: true, of: [surveySheets] })
  surveySheets(@Asks() asks: Asks, @Param('surveyId') surveyId: string, @Query() query: SurveySheetsQuery) {
    const { schoolId } = query;
    return this.rows.page(asks, { where: { surveyId, ...(schoolId && { schoolId }) }, order: ['classId'], query });
  }
}
