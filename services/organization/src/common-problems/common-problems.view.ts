import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type CommonProblemOutcome, commonProblemOutcomes, type Instant, type LocalDate, type OrganizationEvent, type Recorded, type Sealed, stages, type Stage, type Uuid,
} from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowId, RowIds, RowInstant, RowJson, RowKey, Rows, RowSealed, RowWhole, Whole, view } from '@homeroom/platform';
import { countyStaff, inQuery, memberOfSchool } from '../who-may.model';
import { commonProblem } from './common-problem.decider';

export const commonProblemStatuses = ['identified', 'discussed', 'answered', 'closed'] as const;
export type CommonProblemStatus = (typeof commonProblemStatuses)[number];

/** One discussion. */
export class Discussion {
  @ApiProperty({ type: String, format: 'date', description: 'The day of the meeting.' }) discussedOn!: LocalDate;
  @ApiProperty({ type: String, nullable: true, description: 'Strategies that were found. Null once the key of its subject is destroyed.' }) strategies!: Sealed | null;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who recorded it.' }) recordedBy!: Uuid;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was recorded.' }) at!: Instant;
}

/** One answer: a directive or a guidance document. */
export class ProblemAnswer {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The directive.' }) directiveId!: Uuid | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The guidance document.' }) guidanceId!: Uuid | null;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who answered.' }) answeredBy!: Uuid;
  @ApiProperty({ type: String, format: 'date-time', description: 'When.' }) at!: Instant;
}

/** A problem that several upward reports share, and what was done about it. */
export class CommonProblemRow {
  @RowKey('The problem.') commonProblemId!: Uuid;
  @RowWhole('Version of its stream: the ETag.') streamVersion!: number;
  @RowChoice(commonProblemStatuses, 'How far it has come.') status!: CommonProblemStatus;
  @RowId('The school.') schoolId!: Uuid;
  @RowChoice(stages, "The stage, when it is one grade's problem.", { optional: true }) stage!: Stage | null;
  @RowWhole('The grade within the stage.', { optional: true }) grade!: number | null;
  @RowIds('Upward reports that show it.') reportIds!: Uuid[];
  @RowSealed('What the problem is.', { optional: true }) summary!: Sealed | null;
  @RowId('Who identified it.') identifiedBy!: Uuid;
  @RowInstant('When.') identifiedAt!: Instant;
  @RowJson([Discussion], 'Discussions, the first one first.') discussions!: Discussion[];
  @RowJson([ProblemAnswer], 'Answers, the first one first.') answers!: ProblemAnswer[];
  @RowChoice(commonProblemOutcomes, 'How it ended.', { optional: true }) outcome!: CommonProblemOutcome | null;
  @RowSealed('What came of it.', { optional: true }) reason!: Sealed | null;
  @RowInstant('When it was closed.', { optional: true }) closedAt!: Instant | null;
}

type Identified = Recorded<Extract<OrganizationEvent, { type: 'CommonProblemIdentified' }>>;

const identified = ({ version: streamVersion, data }: Identified): CommonProblemRow => ({
  commonProblemId: data.commonProblemId, streamVersion, status: 'identified', schoolId: data.schoolId, stage: data.stage ?? null, grade: data.grade ?? null, reportIds: [...data.reportIds],
  summary: data.summary, identifiedBy: data.identifiedBy, identifiedAt: data.at, discussions: [], answers: [], outcome: null, reason: null, closedAt: null,
});

export const commonProblems = view<OrganizationEvent>()(CommonProblemRow, {
  name: 'common-problems', version: 1, key: 'commonProblemId', indexes: [['schoolId', 'identifiedAt'], ['identifiedAt']],
  on: {
    CommonProblemIdentified: (_, e) => identified(e),
    CommonProblemReportsAdded: (row, e) => moved(row, e, ({ reportIds }) => ({ reportIds: [...reportIds, ...e.data.reportIds] })),
    CommonProblemDiscussed: (row, e) => moved(row, e, ({ status, discussions }): Partial<CommonProblemRow> => {
      const { discussedOn, strategies, recordedBy, at } = e.data;
      return { status: status === 'answered' ? 'answered' : 'discussed', discussions: [...discussions, { discussedOn, strategies, recordedBy, at }] };
    }),
    CommonProblemAnswered: (row, e) => moved(row, e, ({ answers }): Partial<CommonProblemRow> => {
      const { directiveId, guidanceId, answeredBy, at } = e.data;
      return { status: 'answered', answers: [...answers, { directiveId: directiveId ?? null, guidanceId: guidanceId ?? null, answeredBy, at }] };
    }),
    CommonProblemClosed: (row, e) => moved(row, e, { status: 'closed', outcome: e.data.outcome, reason: e.data.reason, closedAt: e.data.at }),
  },
});

export class CommonProblemsQuery extends PageQuery {
  @Id('Only those of this school', { optional: true }) schoolId?: Uuid;
  @Choice(stages, 'Only those of this stage', { optional: true }) stage?: Stage;
  @Whole('Only those of this grade', { min: 1, max: 12, optional: true }) grade?: number;
  @Choice(commonProblemStatuses, 'Only those that stand here', { optional: true }) status?: CommonProblemStatus;
}

@Controller('v1/common-problems')
export class CommonProblemQueries {
  constructor(@InjectRows(commonProblems) private readonly rows: Rows<CommonProblemRow>) {}

  @Get()
  @Reads(CommonProblemRow, { may: anyOf(countyStaff, memberOfSchool(inQuery('schoolId'))), summary: 'Common problems, the latest first', page: true, of: [commonProblems] })
  listCommonProblems(@Asks() asks: Asks, @Query() query: CommonProblemsQuery) {
    const { schoolId, stage, grade, status } = query;
    const where = { ...(schoolId && { schoolId }), ...(stage && { stage }), ...(grade && { grade }), ...(status && { status }) };
    return this.rows.page(asks, { where, order: ['-identifiedAt'], query });
  }

  @Get(':commonProblemId')
  @Reads(CommonProblemRow, {
    may: anyOf(countyStaff, memberOfSchool(async ({ params, state }) => {
      const problem = await state(commonProblem, params['commonProblemId']!);
      return problem.status === 'none' ? undefined : problem.schoolId;
    })),
    summary: 'A common problem and what was done about it', of: [commonProblems], etag: 'streamVersion',
  })
  commonProblem(@Asks() asks: Asks, @Param('commonProblemId') commonProblemId: string) {
    return this.rows.one(asks, commonProblemId);
  }
}
