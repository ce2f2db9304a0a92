import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Instant, type LocalDate, type Recorded, type ResourcesEvent, type Sealed, supportCategories, type SupportCategory, type Uuid } from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, type Rows, RowSealed, RowWhole, view,
} from '@homeroom/platform';
import { countyStaff, decides, leaderOfItsSchool, looksAtOwn, provider, requester } from '../who-may.model';

export const supportStatuses = ['requested', 'approved', 'allocated', 'delivered', 'confirmed', 'declined', 'cancelled'] as const;
export type SupportStatus = (typeof supportStatuses)[number];

/** One request for support, as it stands. */
export class SupportRequestRow {
  @RowKey('The request') supportRequestId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(supportStatuses, 'How far it has come') status!: SupportStatus;
  @RowChoice(supportCategories, 'As settled by the approval, before that as asked') category!: SupportCategory;
  @RowId('The school it is for') schoolId!: Uuid;
  @RowId('The class it is for; null: the school', { optional: true }) classId!: Uuid | null;
  @RowId('The upward report whose need it answers; organization holds its text', { optional: true }) upwardReportId!: Uuid | null;
  @RowId('Who confirms that it arrived') requesterId!: Uuid;
  @RowSealed('What is needed', { optional: true }) need!: Sealed | null;
  @RowInstant('When it was asked for') requestedAt!: Instant;
  @RowInstant('When it was approved or declined', { optional: true }) decidedAt!: Instant | null;
  @RowId('Who decided', { optional: true }) decidedBy!: Uuid | null;
  @RowInstant('When it was first allocated: the lead time counts to here', { optional: true }) allocatedAt!: Instant | null;
  @RowId('Who brings it', { optional: true }) providerPersonId!: Uuid | null;
  @RowDay('When it should arrive', { optional: true }) expectedOn!: LocalDate | null;
  @RowSealed('What is given', { optional: true }) support!: Sealed | null;
  @RowInstant('When it was delivered', { optional: true }) deliveredAt!: Instant | null;
  @RowInstant('When it was confirmed, declined or cancelled', { optional: true }) endedAt!: Instant | null;
  @RowSealed('Why it was declined or cancelled', { optional: true }) reason!: Sealed | null;
}

type About = Extract<ResourcesEvent, { type: 'SupportRequested' }>;

const requested = ({ version: streamVersion, data }: Recorded<About>): SupportRequestRow => ({
  supportRequestId: data.supportRequestId, streamVersion, status: 'requested', category: data.category, schoolId: data.schoolId, classId: data.classId ?? null,
  upwardReportId: data.upwardReportId ?? null, requesterId: data.requesterId, need: data.need ?? null, requestedAt: data.at,
  decidedAt: null, decidedBy: null, allocatedAt: null, providerPersonId: null, expectedOn: null, support: null, deliveredAt: null, endedAt: null, reason: null,
});

export const supportRequests = view<ResourcesEvent>()(SupportRequestRow, {
  name: 'support-requests', version: 1, key: 'supportRequestId',
  indexes: [['status', 'requestedAt'], ['schoolId', 'requestedAt'], ['requesterId', 'requestedAt'], ['providerPersonId', 'requestedAt'], ['upwardReportId']],
  on: {
    SupportRequested: (_, e) => requested(e),
    SupportApproved: (row, e) => moved(row, e, { status: 'approved', category: e.data.category, decidedAt: e.data.at, decidedBy: e.data.approvedBy }),
    SupportDeclined: (row, e) => moved(row, e, { status: 'declined', decidedAt: e.data.at, decidedBy: e.data.declinedBy, endedAt: e.data.at, reason: e.data.reason }),
    SupportAllocated: (row, e) => moved(row, e, {
      status: 'allocated', providerPersonId: e.data.providerPersonId, expectedOn: e.data.expectedOn ?? null, support: e.data.support, allocatedAt: row?.allocatedAt ?? e.data.at,
    }),
    SupportDelivered: (row, e) => moved(row, e, { status: 'delivered', deliveredAt: e.data.at }),
    SupportConfirmed: (row, e) => moved(row, e, { status: 'confirmed', endedAt: e.data.at }),
    SupportCancelled: (row, e) => moved(row, e, { status: 'cancelled', endedAt: e.data.at, reason: e.data.reason ?? null }),
  },
});

export class SupportRequestsQuery extends PageQuery {
  @Choice(supportStatuses, 'Only requests that stand here', { optional: true }) status?: SupportStatus;
  @Choice(supportCategories, 'Only requests of this category', { optional: true }) category?: SupportCategory;
  @Id('Only requests for this school', { optional: true }) schoolId?: Uuid;
  @Id('Only requests of this person', { optional: true }) requesterId?: Uuid;
  @Id('Only requests that this person brings the support for', { optional: true }) providerPersonId?: Uuid;
  @Id('Only requests of this upward report', { optional: true }) upwardReportId?: Uuid;
}

export class SupportBacklogQuery {
  @Id('Only requests for this school', { optional: true }) schoolId?: Uuid;
}

/** How many requests of one category wait, and how long they take from the need to the allocation. */
export class SupportBacklogRow {
  @ApiProperty({ type: String, enum: supportCategories, description: 'The category.' }) category!: SupportCategory;
  @ApiProperty({ type: 'integer', description: 'Asked for and not decided.' }) requested!: number;
  @ApiProperty({ type: 'integer', description: 'Approved and not allocated.' }) approved!: number;
  @ApiProperty({ type: 'integer', description: 'Allocated and not delivered.' }) allocated!: number;
  @ApiProperty({ type: 'integer', description: 'Delivered and not confirmed.' }) delivered!: number;
  @ApiProperty({ type: 'integer', description: 'Confirmed.' }) confirmed!: number;
  @ApiProperty({ type: 'integer', description: 'Declined.' }) declined!: number;
  @ApiProperty({ type: 'integer', description: 'Cancelled.' }) cancelled!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'The oldest request that has no allocation yet.' }) oldestWaitingAt!: Instant | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Median minutes from request to first allocation; null where nothing was allocated.' }) medianMinutesToAllocation!: number | null;
  @ApiProperty({ type: 'integer', nullable: true, description: 'Nine of ten were allocated within so many minutes.' }) p90MinutesToAllocation!: number | null;
}

const BACKLOG = `
  with lead as (select *, extract(epoch from allocated_at - requested_at) / 60 as minutes from ${supportRequests.table} where $1::text is null or school_id = $1)
  select category, ${supportStatuses.map((status) => `(count(*) filter (where status = '${status}'))::int as ${status}`).join(', ')},
    min(requested_at) filter (where status in ('requested', 'approved')) as "oldestWaitingAt",
    round(percentile_cont(0.5) within group (order by minutes))::int as "medianMinutesToAllocation",
    round(percentile_cont(0.9) within group (order by minutes))::int as "p90MinutesToAllocation"
  from lead group by category order by category`;

@Controller('v1')
export class SupportRequestQueries {
  constructor(@InjectRows(supportRequests) private readonly rows: Rows<SupportRequestRow>) {}

  @Get('support-requests')
  @Reads(SupportRequestRow, { may: looksAtOwn, summary: 'Support requests, the oldest first', page: true, of: [supportRequests] })
  listSupportRequests(@Asks() asks: Asks, @Query() query: SupportRequestsQuery) {
    const { status, category, schoolId, requesterId, providerPersonId, upwardReportId } = query;
    const where = {
      ...(status && { status }), ...(category && { category }), ...(schoolId && { schoolId }), ...(requesterId && { requesterId }), ...(providerPersonId && { providerPersonId }),
      ...(upwardReportId && { upwardReportId }),
    };
    return this.rows.page(asks, { where, order: ['requestedAt'], query });
  }

  @Get('support-requests/:supportRequestId')
  @Reads(SupportRequestRow, { may: anyOf(countyStaff, requester, provider, leaderOfItsSchool, decides), summary: 'A support request as it stands', of: [supportRequests], etag: 'streamVersion' })
  supportRequest(@Asks() asks: Asks, @Param('supportRequestId') supportRequestId: string) {
    return this.rows.one(asks, supportRequestId);
  }

  @Get('support-backlog')
  @Reads([SupportBacklogRow], { may: looksAtOwn, summary: 'How much support waits, by category, and how long it takes to be allocated', of: [supportRequests] })
  supportBacklog(@Asks() asks: Asks, @Query() query: SupportBacklogQuery): Promise<SupportBacklogRow[]> {
    return this.rows.query(asks, (manager) => manager.query(BACKLOG, [query.schoolId ?? null]));
  }
}
