import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Instant, type PlanAudience, planAudiences, type SchoolYear, type Sealed, type Stage, stages, type TrainingEvent, type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { Asks, Id, InjectRows, PageQuery, Reads, RowChoice, RowId, RowInstant, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, Text, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

export const planStatuses = ['created', 'published', 'closed'] as const;
export type PlanStatus = (typeof planStatuses)[number];

export class PlanTarget {
  @ApiProperty({ type: String, description: '`<planId>:<n>`.' }) targetId!: string;
  @ApiProperty({ enum: trainingTiers, description: 'At this tier.' }) tier!: TrainingTier;
  @ApiProperty({ type: String, nullable: true, description: 'In this region; null: anywhere.' }) regionCode!: string | null;
  @ApiProperty({ type: String, enum: [...stages, null], nullable: true, description: 'For this stage; null: for any.' }) stage!: Stage | null;
  @ApiProperty({ type: 'integer', description: 'So many sessions.' }) sessions!: number;
}

/** A plan as it stands, with its targets. */
export class TrainingPlanRow {
  @RowKey('The plan') planId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(planStatuses, 'How far it has come') status!: PlanStatus;
  @RowText('School year') schoolYear!: SchoolYear;
  @RowChoice(planAudiences, 'Whom it is for') audience!: PlanAudience;
  @RowId('The school whose plan it is; null: the county\'s', { optional: true }) schoolId!: Uuid | null;
  @RowId('The plan that it is part of', { optional: true }) parentPlanId!: Uuid | null;
  @RowSealed('Its title.') title!: Sealed;
  @RowJson([PlanTarget], 'How many sessions are to be held') targets!: readonly PlanTarget[];
  @RowInstant('When it was made') createdAt!: Instant;
}

export const trainingPlans = view<TrainingEvent>()(TrainingPlanRow, { name: 'training-plans', version: 1, key: 'planId', indexes: [['schoolYear', 'createdAt'], ['parentPlanId']], on: {
  TrainingPlanCreated: (_, { version: streamVersion, data: { planId, schoolYear, audience, schoolId, parentPlanId, title, at } }) =>
    ({ planId, streamVersion, status: 'created' as const, schoolYear, audience, schoolId: schoolId ?? null, parentPlanId: parentPlanId ?? null, title, targets: [], createdAt: at }),
  PlanTargetAdded: (row, { version: streamVersion, data: { targetId, tier, regionCode, stage, sessions } }) =>
    row && { ...row, streamVersion, targets: [...row.targets, { targetId, tier, regionCode: regionCode ?? null, stage: stage ?? null, sessions }] },
  TrainingPlanPublished: (row, { version: streamVersion }) => row && { ...row, streamVersion, status: 'published' as const },
  TrainingPlanClosed: (row, { version: streamVersion }) => row && { ...row, streamVersion, status: 'closed' as const },
} });

export class TrainingPlansQuery extends PageQuery {
  @Text('Only plans of this school year', { pattern: /\d{4}-\d{4}/, example: '2025-2026', optional: true }) schoolYear?: SchoolYear;
  @Id('Only the parts of this plan', { optional: true }) parentPlanId?: Uuid;
  @Id('Only plans of this school', { optional: true }) schoolId?: Uuid;
}

@Controller('v1/training-plans')
export class TrainingPlanQueries {
  constructor(@InjectRows(trainingPlans) private readonly rows: Rows<TrainingPlanRow>) {}

  @Get()
  @Reads(TrainingPlanRow, { may: anyStaff, summary: 'Training plans, the oldest first; with `parentPlanId` they are a tree', page: true, of: [trainingPlans] })
  listTrainingPlans(@Asks() asks: Asks, @Query() query: TrainingPlansQuery) {
    const { schoolYear, parentPlanId, schoolId } = query;
    return this.rows.page(asks, { where: { ...(schoolYear && { schoolYear }), ...(parentPlanId && { parentPlanId }), ...(schoolId && { schoolId }) }, order: ['createdAt'], query });
  }

  @Get(':planId')
  @Reads(TrainingPlanRow, { may: anyStaff, summary: 'A training plan as it stands', of: [trainingPlans], etag: 'streamVersion' })
  trainingPlan(@Asks() asks: Asks, @Param('planId') planId: string) {
    return this.rows.one(asks, planId);
  }
}
