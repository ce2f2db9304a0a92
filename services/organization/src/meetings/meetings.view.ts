import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type Instant, type LocalDate, type MeetingKind, meetingKinds, type MeetingScope, meetingScopes, type OrganizationEvent, type Recorded, type Sealed, type Stage, stages, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, Day, Id, InjectRows, type May, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowInstant, RowJson, RowKey, Rows, RowSealed, RowWhole, view,
} from '@homeroom/platform';
import { And, LessThanOrEqual, MoreThanOrEqual } from 'typeorm';
import { readsClassOrSchool } from '../class-work-logs/work-log.view';
import { countyStaff, inQuery, leaderIn, schoolOfUnit } from '../who-may.model';
import { seesMeeting } from './meeting-who-may.model';

export const meetingStatuses = ['scheduled', 'held', 'cancelled'] as const;
export type MeetingStatus = (typeof meetingStatuses)[number];

/** One decision of a meeting. */
export class MeetingDecision {
  @ApiProperty({ type: String, description: 'The decision.' }) decisionId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What was decided. Null once the key of its subject is destroyed.' }) decision!: Sealed | null;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was recorded.' }) at!: Instant;
}

/** One meeting, and what came of it. */
export class MeetingRow {
  @RowKey('The meeting.') meetingId!: Uuid;
  @RowWhole('Version of its stream: the ETag.') streamVersion!: number;
  @RowChoice(meetingStatuses, '`held`: there are minutes.') status!: MeetingStatus;
  @RowChoice(meetingKinds, 'What meeting it is.') kind!: MeetingKind;
  @RowChoice(meetingScopes, 'Of a unit, or of a class.') scope!: MeetingScope;
  @RowId('The unit, or the class.') scopeId!: Uuid;
  @RowId('The school.', { optional: true }) schoolId!: Uuid | null;
  @RowId('The class.', { optional: true }) classId!: Uuid | null;
  @RowChoice(stages, 'Of a grade meeting: the stage.', { optional: true }) stage!: Stage | null;
  @RowWhole('Of a grade meeting: the grade within the stage.', { optional: true }) grade!: number | null;
  @RowDay('Its day.') meetsOn!: LocalDate;
  @RowInstant('When it begins.') startsAt!: Instant;
  @RowId('Who leads it.') chairId!: Uuid;
  @RowId('Who arranged it.') scheduledBy!: Uuid;
  @RowIds('Who is invited.') invitedPersonIds!: Uuid[];
  @RowIds('Who was there.') attendedPersonIds!: Uuid[];
  @RowIds('Who was excused.') excusedPersonIds!: Uuid[];
  @RowSealed('The agenda.', { optional: true }) agenda!: Sealed | null;
  @RowSealed('The minutes, in their last wording.', { optional: true }) minutes!: Sealed | null;
  @RowSealed('What was planned.', { optional: true }) plans!: Sealed | null;
  @RowSealed('What was learnt.', { optional: true }) lessons!: Sealed | null;
  @RowSealed('What was solved.', { optional: true }) solutions!: Sealed | null;
  @RowJson([MeetingDecision], 'What was decided, the first one first.') decisions!: MeetingDecision[];
  @RowWhole('Action items that are not done.') openActionItems!: number;
  @RowSealed('Why it was called off.', { optional: true }) cancelReason!: Sealed | null;
}

type Scheduled = Recorded<Extract<OrganizationEvent, { type: 'MeetingScheduled' }>>;

const scheduled = ({ version: streamVersion, data }: Scheduled): MeetingRow => {
  const { meetingId, kind, scope, scopeId, schoolId = null, classId = null, stage = null, grade = null, on, startsAt, chairId, scheduledBy, invitedPersonIds, agenda = null } = data;
  return {
    meetingId, streamVersion, status: 'scheduled', kind, scope, scopeId, schoolId, classId, stage, grade, meetsOn: on, startsAt, chairId, scheduledBy, invitedPersonIds, attendedPersonIds: [],
    excusedPersonIds: [], agenda, minutes: null, plans: null, lessons: null, solutions: null, decisions: [], openActionItems: 0, cancelReason: null,
  };
};

export const meetings = view<OrganizationEvent>()(MeetingRow, {
  name: 'meetings', version: 1, key: 'meetingId', indexes: [['schoolId', 'meetsOn'], ['classId', 'meetsOn'], ['scopeId', 'meetsOn']],
  on: {
    MeetingScheduled: (_, e) => scheduled(e),
    MeetingAttendanceRecorded: (row, e) => moved(row, e, { attendedPersonIds: e.data.attendedPersonIds, excusedPersonIds: e.data.excusedPersonIds }),
    MeetingMinutesRecorded: (row, e) => moved(row, e, (): Partial<MeetingRow> => {
      const { minutes, plans = null, lessons = null, solutions = null } = e.data;
      return { status: 'held', minutes, plans, lessons, solutions };
    }),
    DecisionRecorded: (row, e) => moved(row, e, ({ decisions }) => ({ decisions: [...decisions, { decisionId: e.data.decisionId, decision: e.data.decision, at: e.data.at }] })),
    ActionItemRaised: (row, e) => moved(row, e, ({ openActionItems }) => ({ openActionItems: openActionItems + 1 })),
    ActionItemCompleted: (row, e) => moved(row, e, ({ openActionItems }) => ({ openActionItems: openActionItems - 1 })),
    MeetingCancelled: (row, e) => moved(row, e, { status: 'cancelled', cancelReason: e.data.reason }),
  },
});

export class MeetingsQuery extends PageQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this unit', { optional: true }) unitId?: Uuid;
  @Id('Only of this school, its classes and units', { optional: true }) schoolId?: Uuid;
  @Choice(meetingKinds, 'Only this kind', { optional: true }) kind?: MeetingKind;
  @Choice(meetingStatuses, 'Only those that stand here', { optional: true }) status?: MeetingStatus;
  @Day('Only on this day or later', { optional: true }) from?: LocalDate;
  @Day('Only on this day or earlier', { optional: true }) until?: LocalDate;
}

/** What was said is for who leads the class or the school; whoever was there asks for the one meeting. */
const readsMeetings: May = (asking) => (asking.query.unitId ? anyOf(countyStaff, leaderIn(schoolOfUnit(inQuery('unitId')))) : readsClassOrSchool)(asking);

@Controller('v1/meetings')
export class MeetingQueries {
  constructor(@InjectRows(meetings) private readonly rows: Rows<MeetingRow>) {}

  @Get()
  @Reads(MeetingRow, { may: readsMeetings, summary: 'Meetings of a class, a unit or a school, the latest first', page: true, of: [meetings] })
  listMeetings(@Asks() asks: Asks, @Query() query: MeetingsQuery) {
    const { classId, unitId, schoolId, kind, status, from, until } = query;
    const days = [...(from ? [MoreThanOrEqual(from)] : []), ...(until ? [LessThanOrEqual(until)] : [])];
    const where = {
      ...(classId && { classId }), ...(unitId && { scopeId: unitId }), ...(schoolId && { schoolId }), ...(kind && { kind }), ...(status && { status }),
      ...(days.length > 0 && { meetsOn: And(...days) }),
    };
    return this.rows.page(asks, { where, order: ['-meetsOn'], query });
  }

  @Get(':meetingId')
  @Reads(MeetingRow, { may: seesMeeting, summary: 'One meeting, and what came of it', of: [meetings], etag: 'streamVersion' })
  meeting(@Asks() asks: Asks, @Param('meetingId') meetingId: string) {
    return this.rows.one(asks, meetingId);
  }
}
