import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type LocalDate, type MeetingKind, meetingKinds, type OrganizationEvent, type Sealed, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, Choice, EDGE, type Edge, Id, InjectRows, type Page, PageQuery, Reads, RowChoice, RowDay, RowFlag, RowId, RowKey, Rows, RowSealed, RowText, view } from '@homeroom/platform';
import { IsNull, LessThan, Not } from 'typeorm';
import { readsClassOrSchool } from '../class-work-logs/work-log.view';
import { dayOf } from '../school-calendars/working-time.model';
import { inQuery, self } from '../who-may.model';

/** Something that somebody is to do, by what a meeting wanted. */
export class ActionItemRow {
  @RowKey('The action item.') actionItemId!: string;
  @RowId('The meeting.') meetingId!: Uuid;
  @RowChoice(meetingKinds, 'What meeting it was.') kind!: MeetingKind;
  @RowId('The school.', { optional: true }) schoolId!: Uuid | null;
  @RowId('The class.', { optional: true }) classId!: Uuid | null;
  @RowText('The decision that it carries out.', { optional: true }) decisionId!: string | null;
  @RowId('Who is to do it.') ownerId!: Uuid;
  @RowDay('The day of the meeting.') raisedOn!: LocalDate;
  @RowDay('Last day for it.') dueOn!: LocalDate;
  @RowSealed('What is to be done.', { optional: true }) task!: Sealed | null;
  @RowDay('The day it was done.', { optional: true }) completedOn!: LocalDate | null;
  @RowFlag('It was done by its last day.', { optional: true }) onTime!: boolean | null;
  @RowSealed('What came of it.', { optional: true }) outcome!: Sealed | null;
}

export const actionItems = view<OrganizationEvent>()(ActionItemRow, {
  name: 'action-items', version: 1, key: 'actionItemId', indexes: [['ownerId', 'dueOn'], ['schoolId', 'dueOn'], ['classId', 'dueOn'], ['meetingId']],
  on: {
    ActionItemRaised: each(({ data }) => [data.actionItemId], (_, { data }): ActionItemRow => {
      const { actionItemId, meetingId, kind, schoolId = null, classId = null, decisionId = null, ownerId, on, dueOn, task } = data;
      return { actionItemId, meetingId, kind, schoolId, classId, decisionId, ownerId, raisedOn: on, dueOn, task, completedOn: null, onTime: null, outcome: null };
    }),
    ActionItemCompleted: (row, { data: { completedOn, onTime, outcome = null } }) => row && { ...row, completedOn, onTime, outcome },
  },
});

/** An action item as it is today. */
export class ActionItemEntry extends ActionItemRow {
  @ApiProperty({ type: Boolean, description: 'It is not done, and its last day has passed.' }) overdue!: boolean;
}

const standings = ['open', 'overdue', 'done'] as const;

export class ActionItemsQuery extends PageQuery {
  @Id('Only of this person', { optional: true }) ownerId?: Uuid;
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only of this meeting; with its class or school, or the owner', { optional: true }) meetingId?: Uuid;
  @Choice(standings, '`open`: not done, overdue or not', { optional: true }) standing?: (typeof standings)[number];
}

/** How many action items a person has. */
export class ActionItemCount {
  @ApiProperty({ type: String, format: 'uuid', description: 'Who is to do them.' }) ownerId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Not done.' }) open!: number;
  @ApiProperty({ type: 'integer', description: 'Not done, and past their last day.' }) overdue!: number;
  @ApiProperty({ type: 'integer', description: 'Done by their last day.' }) doneOnTime!: number;
  @ApiProperty({ type: 'integer', description: 'Done later.' }) doneLate!: number;
}

export class ActionItemCountsQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
}

const COUNTS = `select owner_id as "ownerId", (count(*) filter (where completed_on is null))::int as open, (count(*) filter (where completed_on is null and due_on < $3::date))::int as overdue,
    (count(*) filter (where on_time))::int as "doneOnTime", (count(*) filter (where not on_time))::int as "doneLate"
  from ${actionItems.table} where ($1::text is null or class_id = $1) and ($2::text is null or school_id = $2) group by owner_id order by overdue desc, open desc, owner_id`;

@Controller('v1/action-items')
export class ActionItemQueries {
  constructor(@InjectRows(actionItems) private readonly rows: Rows<ActionItemRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get()
  @Reads(ActionItemEntry, { may: anyOf(self(inQuery('ownerId')), readsClassOrSchool), summary: 'Action items of a person, a class or a school, the next due first', page: true, of: [actionItems] })
  async listActionItems(@Asks() asks: Asks, @Query() query: ActionItemsQuery): Promise<Page<ActionItemEntry>> {
    const { ownerId, classId, schoolId, meetingId, standing } = query;
    const today = dayOf(this.edge.runtime.now());
    const where = {
      ...(ownerId && { ownerId }), ...(classId && { classId }), ...(schoolId && { schoolId }), ...(meetingId && { meetingId }),
      ...(standing && { completedOn: standing === 'done' ? Not(IsNull()) : IsNull() }), ...(standing === 'overdue' && { dueOn: LessThan(today) }),
    };
    const page = await this.rows.page(asks, { where, order: ['dueOn'], query });
    return { ...page, rows: page.rows.map((row) => ({ ...row, overdue: row.completedOn === null && row.dueOn < today })) };
  }

  @Get('counts')
  @Reads([ActionItemCount], { may: readsClassOrSchool, summary: 'Action items by person, who is most behind first', of: [actionItems] })
  actionItemCounts(@Asks() asks: Asks, @Query() { classId, schoolId }: ActionItemCountsQuery): Promise<ActionItemCount[]> {
    return this.rows.query(asks, (manager) => manager.query(COUNTS, [classId ?? null, schoolId ?? null, dayOf(this.edge.runtime.now())]));
  }
}
