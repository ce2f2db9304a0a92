import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  findingSeverities, type FindingSeverity, inspectionAreas, type InspectionArea, type Instant, type LocalDate, type OrganizationEvent, type Sealed, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, EDGE, type Edge, Flag, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowFlag, RowId, RowInstant, RowKey, Rows, RowSealed, RowWhole, view,
} from '@homeroom/platform';
import { LessThan } from 'typeorm';
import { readsClassOrSchool } from '../class-work-logs/work-log.view';
import { dayOf } from '../school-calendars/working-time.model';
import { countyStaff, inQuery, leaderIn } from '../who-may.model';

export const findingStatuses = ['recorded', 'requested', 'submitted', 'confirmed', 'withdrawn'] as const;
export type FindingStatus = (typeof findingStatuses)[number];

/** One finding of an inspection, and how far it is put right. */
export class InspectionFindingRow {
  @RowKey('The finding.') findingId!: string;
  @RowId('The inspection.') inspectionId!: Uuid;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowChoice(inspectionAreas, 'What it is about.') area!: InspectionArea;
  @RowChoice(findingSeverities, 'How grave it is.') severity!: FindingSeverity;
  @RowChoice(findingStatuses, 'How far it is put right; `requested` again once a rectification was returned.') status!: FindingStatus;
  @RowDay('The day it was found.') foundOn!: LocalDate;
  @RowSealed('What was found.', { optional: true }) details!: Sealed | null;
  @RowInstant('When a rectification was asked for.', { optional: true }) requestedAt!: Instant | null;
  @RowDay('The last day for it; after a return, the new one.', { optional: true }) dueOn!: LocalDate | null;
  @RowSealed('What is expected.', { optional: true }) instructions!: Sealed | null;
  @RowDay('When it was said to be put right, last.', { optional: true }) submittedOn!: LocalDate | null;
  @RowSealed('What was done, by the last word.', { optional: true }) measures!: Sealed | null;
  @RowWhole('How often a rectification was returned.') returns!: number;
  @RowSealed('What was missing the last time.', { optional: true }) returnReason!: Sealed | null;
  @RowInstant('When it was accepted.', { optional: true }) confirmedAt!: Instant | null;
  @RowFlag('The accepted rectification came by the last day.', { optional: true }) onTime!: boolean | null;
}

const changed = (row: InspectionFindingRow | undefined, changes: Partial<InspectionFindingRow>): InspectionFindingRow | undefined => row && { ...row, ...changes };

export const inspectionFindings = view<OrganizationEvent>()(InspectionFindingRow, {
  name: 'inspection-findings', version: 1, key: 'findingId', indexes: [['classId', 'foundOn'], ['schoolId', 'status', 'dueOn'], ['inspectionId']],
  on: {
    InspectionFindingRecorded: (_, { data: { findingId, inspectionId, classId, schoolId, area, severity, on, details } }): InspectionFindingRow => ({
      findingId, inspectionId, classId, schoolId, area, severity, status: 'recorded', foundOn: on, details, requestedAt: null, dueOn: null, instructions: null,
      submittedOn: null, measures: null, returns: 0, returnReason: null, confirmedAt: null, onTime: null,
    }),
    InspectionFindingWithdrawn: (row) => changed(row, { status: 'withdrawn' }),
    RectificationRequested: (row, { data: { dueOn, instructions, at } }) => changed(row, { status: 'requested', requestedAt: at, dueOn, instructions: instructions ?? null }),
    RectificationSubmitted: (row, { data: { on, measures } }) => changed(row, { status: 'submitted', submittedOn: on, measures }),
    RectificationReturned: (row, { data: { dueOn, reason } }) => changed(row, { status: 'requested', dueOn, returns: (row?.returns ?? 0) + 1, returnReason: reason }),
    RectificationConfirmed: (row, { data: { onTime, at } }) => changed(row, { status: 'confirmed', confirmedAt: at, onTime }),
  },
});

export class InspectionFindingsQuery extends PageQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only of this inspection; with its class or school', { optional: true }) inspectionId?: Uuid;
  @Choice(findingSeverities, 'Only this grave', { optional: true }) severity?: FindingSeverity;
  @Choice(findingStatuses, 'Only those that stand here', { optional: true }) status?: FindingStatus;
  @Flag('Only rectifications whose last day has passed without a submission', { optional: true }) overdue?: boolean;
}

/** Rectifications of a school by severity: what waits, and how it went. */
export class RectificationAgeing {
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ enum: findingSeverities, description: 'How grave the findings are.' }) severity!: FindingSeverity;
  @ApiProperty({ type: 'integer', description: 'Asked for, nothing submitted yet.' }) awaited!: number;
  @ApiProperty({ type: 'integer', description: 'How many of these are past their last day.' }) overdue!: number;
  @ApiProperty({ type: 'integer', description: 'Submitted, nobody has judged yet.' }) submitted!: number;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Days since the oldest of all these was asked for.' }) oldestDays!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Half of all these were asked for so many days ago at least.' }) medianDays!: number | null;
  @ApiProperty({ type: 'integer', description: 'Confirmed.' }) confirmed!: number;
  @ApiProperty({ type: 'integer', description: 'How many of the confirmed ones came by their last day.' }) onTime!: number;
}

export class RectificationAgeingQuery {
  @Id('Only of this school.', { optional: true }) schoolId?: Uuid;
}

const AGE = `($2::date - (requested_at at time zone 'Asia/Shanghai')::date)`;
const OPEN = `status in ('requested', 'submitted')`;
const AGEING = `select school_id as "schoolId", severity, (count(*) filter (where status = 'requested'))::int as awaited,
    (count(*) filter (where status = 'requested' and due_on < $2::date))::int as overdue, (count(*) filter (where status = 'submitted'))::int as submitted,
    (max(${AGE}) filter (where ${OPEN}))::int as "oldestDays", (percentile_disc(0.5) within group (order by ${AGE} desc) filter (where ${OPEN}))::int as "medianDays",
    (count(*) filter (where status = 'confirmed'))::int as confirmed, (count(*) filter (where on_time))::int as "onTime"
  from ${inspectionFindings.table} where ($1::text is null or school_id = $1) and requested_at is not null and status <> 'withdrawn'
  group by school_id, severity order by school_id, severity`;

@Controller('v1')
export class InspectionFindingQueries {
  constructor(@InjectRows(inspectionFindings) private readonly rows: Rows<InspectionFindingRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get('inspection-findings')
  @Reads(InspectionFindingRow, { may: readsClassOrSchool, summary: 'Findings of a class or a school, the latest first', page: true, of: [inspectionFindings] })
  listInspectionFindings(@Asks() asks: Asks, @Query() query: InspectionFindingsQuery) {
    const { classId, schoolId, inspectionId, severity, status, overdue } = query;
    const late = overdue ? { status: 'requested' as const, dueOn: LessThan(dayOf(this.edge.runtime.now())) } : {};
    const where = { ...(classId && { classId }), ...(schoolId && { schoolId }), ...(inspectionId && { inspectionId }), ...(severity && { severity }), ...(status && { status }), ...late };
    return this.rows.page(asks, { where, order: ['-foundOn'], query });
  }

  @Get('rectification-ageing')
  @Reads([RectificationAgeing], { may: anyOf(countyStaff, leaderIn(inQuery('schoolId'))), summary: 'What is to be put right, since when, and how it went', of: [inspectionFindings] })
  rectificationAgeing(@Asks() asks: Asks, @Query() { schoolId }: RectificationAgeingQuery): Promise<RectificationAgeing[]> {
    return this.rows.query(asks, (manager) => manager.query(AGEING, [schoolId ?? null, dayOf(this.edge.runtime.now())]));
  }
}
