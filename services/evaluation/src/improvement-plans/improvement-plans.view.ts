import { Controller, Get, Param, Query } from '@nestjs/common';
import { type EvaluationEvent, type Instant, type LocalDate, planOutcomes, type PlanOutcome, type Sealed, type SubjectType, subjectTypes, type Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowJson, RowKey, type Rows, RowSealed, RowWhole, view } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { countyStaff, keepsPlan, looksAtPlans } from '../who-may.model';

export const planStatuses = ['open', 'reviewed', 'closed'] as const;
export type PlanStatus = (typeof planStatuses)[number];

export class WeakNode {
  @ApiProperty({ type: String, description: 'Dimension or indicator.' }) nodeId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Its exact score when the plan was made.' }) score!: string | null;
}

export class FoundNode {
  @ApiProperty({ type: String, description: 'Dimension or indicator.' }) nodeId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'Its exact score when the plan was made.' }) before!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'Its exact score in the later cycle.' }) after!: string | null;
}

/** A plan as it stands, with what the last review found. */
export class ImprovementPlanRow {
  @RowKey('The plan') planId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(planStatuses, 'How far it has come') status!: PlanStatus;
  @RowId('Whose it is') subjectId!: Uuid;
  @RowChoice(subjectTypes, 'What the subject is') subjectType!: SubjectType;
  @RowId('The cycle of the result it answers') cycleId!: Uuid;
  @RowWhole('The version of that result') resultVersion!: number;
  @RowJson([WeakNode], 'What it is for') weak!: WeakNode[];
  @RowSealed('What is to be done') plan!: Sealed;
  @RowDay('The day by which it is looked at again') reviewBy!: LocalDate;
  @RowInstant('When it was made') createdAt!: Instant;
  @RowId('The later cycle it was last held against', { optional: true }) reviewCycleId!: Uuid | null;
  @RowJson([FoundNode], 'What that cycle found', { optional: true }) found!: FoundNode[] | null;
  @RowChoice(planOutcomes, 'How it ended', { optional: true }) outcome!: PlanOutcome | null;
  @RowSealed('The last word on it', { optional: true }) note!: Sealed | null;
}

export const improvementPlans = view<EvaluationEvent>()(ImprovementPlanRow, {
  name: 'improvement-plans', version: 1, key: 'planId', indexes: [['subjectId', 'createdAt'], ['cycleId', 'createdAt'], ['status', 'reviewBy']],
  on: {
    ImprovementPlanCreated: (_, { version: streamVersion, data: { at: createdAt, createdBy: _by, ...made } }) =>
      ({ ...made, streamVersion, status: 'open' as const, createdAt, reviewCycleId: null, found: null, outcome: null, note: null }),
    ImprovementPlanReviewed: (row, { version: streamVersion, data: { cycleId: reviewCycleId, found, note } }) =>
      row && { ...row, streamVersion, status: 'reviewed' as const, reviewCycleId, found, note: note ?? null },
    ImprovementPlanClosed: (row, { version: streamVersion, data: { outcome, note } }) => row && { ...row, streamVersion, status: 'closed' as const, outcome, note: note ?? row.note },
  },
});

export class ImprovementPlansQuery extends PageQuery {
  @Id('Only plans of this subject', { optional: true }) subjectId?: Uuid;
  @Id('Only plans that answer results of this cycle', { optional: true }) cycleId?: Uuid;
  @Choice(planStatuses, 'Only plans that stand here', { optional: true }) status?: PlanStatus;
}

@Controller('v1/improvement-plans')
export class ImprovementPlanQueries {
  constructor(@InjectRows(improvementPlans) private readonly rows: Rows<ImprovementPlanRow>) {}

  @Get()
  @Reads(ImprovementPlanRow, { may: looksAtPlans, summary: 'Improvement plans, those to be looked at first', page: true, of: [improvementPlans] })
  listImprovementPlans(@Asks() asks: Asks, @Query() query: ImprovementPlansQuery) {
    const { subjectId, cycleId, status } = query;
    return this.rows.page(asks, { where: { ...(subjectId && { subjectId }), ...(cycleId && { cycleId }), ...(status && { status }) }, order: ['reviewBy'], query });
  }

  @Get(':planId')
  @Reads(ImprovementPlanRow, { may: anyOf(countyStaff, keepsPlan), summary: 'An improvement plan as it stands', of: [improvementPlans], etag: 'streamVersion' })
  improvementPlan(@Asks() asks: Asks, @Param('planId') planId: string) {
    return this.rows.one(asks, planId);
  }
}
