import { Controller, Get, Param, Query } from '@nestjs/common';
import {
  type CourseKind, courseKinds, type LocalDate, type SessionMode, sessionModes, type Stage, stages, type TrainingContent, type TrainingEvent, type TrainingTier, trainingTiers, type Uuid,
} from '@homeroom/contracts';
import { Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowFlag, RowId, RowIds, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

export const sessionStatuses = ['scheduled', 'open', 'completed', 'cancelled'] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

/** A session as it stands. */
export class TrainingSessionRow {
  @RowKey('The session') sessionId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(sessionStatuses, 'How far it has come') status!: SessionStatus;
  @RowId('Its course, which has the title') courseId!: Uuid;
  @RowChoice(courseKinds, 'Foundation, extension or practice') courseKind!: CourseKind;
  @RowWhole('Hours of credit') creditHours!: number;
  @RowIds('What it is about') contents!: TrainingContent[];
  @RowId('The plan that it is held under', { optional: true }) planId!: Uuid | null;
  @RowId('The ladder') ladderId!: Uuid;
  @RowWhole('Its version') ladderVersion!: number;
  @RowChoice(trainingTiers, 'The tier') tier!: TrainingTier;
  @RowText('The region it is held for', { optional: true }) regionCode!: string | null;
  @RowChoice(stages, 'The stage it is held for', { optional: true }) stage!: Stage | null;
  @RowId('The school that holds it', { optional: true }) schoolId!: Uuid | null;
  @RowChoice(sessionModes, 'How it is held') mode!: SessionMode;
  @RowDay('Its first day') beginsOn!: LocalDate;
  @RowDay('Its last day, on which its credit counts') endsOn!: LocalDate;
  @RowWhole('Seats') capacity!: number;
  @RowFlag('Somebody has to agree before a request counts') approval!: boolean;
  @RowWhole('Requests that wait for approval') requested!: number;
  @RowWhole('Seats booked') booked!: number;
  @RowWhole('People who wait for a seat') waitlisted!: number;
  @RowWhole('Who was there, once it is completed', { optional: true }) attended!: number | null;
  @RowWhole('Who had a seat and did not come, once it is completed', { optional: true }) absent!: number | null;
}

type Row = TrainingSessionRow | undefined;
type Counts = Partial<Record<'requested' | 'booked' | 'waitlisted', 1 | -1>>;

const counted = (row: Row, { version: streamVersion }: { readonly version: number }, { requested, booked, waitlisted }: Counts): Row =>
  row && { ...row, streamVersion, requested: row.requested + (requested ?? 0), booked: row.booked + (booked ?? 0), waitlisted: row.waitlisted + (waitlisted ?? 0) };

export const trainingSessions = view<TrainingEvent>()(TrainingSessionRow, {
  name: 'training-sessions', version: 1, key: 'sessionId', indexes: [['endsOn'], ['planId', 'endsOn'], ['schoolId', 'endsOn'], ['status', 'endsOn']],
  on: {
    SessionScheduled: (_, { version: streamVersion, data: { from, until, scheduledBy: _by, at: _at, ...scheduled } }) => ({
      planId: null, regionCode: null, stage: null, schoolId: null, ...scheduled, beginsOn: from, endsOn: until,
      streamVersion, status: 'scheduled' as const, requested: 0, booked: 0, waitlisted: 0, attended: null, absent: null,
    }),
    EnrollmentOpened: (row, e) => moved(row, e, { status: 'open' }),
    EnrollmentRequested: (row, e) => counted(row, e, { requested: 1 }),
    EnrollmentApproved: (row, e) => moved(row, e),
    EnrollmentDeclined: (row, e) => counted(row, e, { requested: -1 }),
    SeatBooked: (row, e) => counted(row, e, { requested: -1, booked: 1 }),
    EnrollmentWaitlisted: (row, e) => counted(row, e, { requested: -1, waitlisted: 1 }),
    WaitlistPromoted: (row, e) => counted(row, e, { waitlisted: -1, booked: 1 }),
    EnrollmentCancelled: (row, e) => counted(row, e, { [e.data.was]: -1 }),
    CapacityChanged: (row, e) => moved(row, e, { capacity: e.data.toSeats }),
    AttendanceRecorded: (row, e) => moved(row, e),
    AttendanceCorrected: (row, e) => moved(row, e, row?.attended === null || row?.attended === undefined ? {} : { attended: row.attended + (e.data.attended ? 1 : -1) }),
    SessionCompleted: (row, e) => moved(row, e, { status: 'completed', attended: e.data.attended, absent: e.data.absent }),
    TrainingCreditGranted: (row, e) => moved(row, e),
    SessionCancelled: (row, e) => moved(row, e, { status: 'cancelled' }),
  },
});

export class TrainingSessionsQuery extends PageQuery {
  @Choice(sessionStatuses, 'Only sessions that stand here', { optional: true }) status?: SessionStatus;
  @Choice(trainingTiers, 'Only of this tier', { optional: true }) tier?: TrainingTier;
  @Choice(stages, 'Only for this stage', { optional: true }) stage?: Stage;
  @Id('Only under this plan', { optional: true }) planId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
}

@Controller('v1/training-sessions')
export class TrainingSessionQueries {
  constructor(@InjectRows(trainingSessions) private readonly rows: Rows<TrainingSessionRow>) {}

  @Get()
  @Reads(TrainingSessionRow, { may: anyStaff, summary: 'Training sessions by their last day', page: true, of: [trainingSessions] })
  listTrainingSessions(@Asks() asks: Asks, @Query() query: TrainingSessionsQuery) {
    const { status, tier, stage, planId, schoolId } = query;
    const where = { ...(status && { status }), ...(tier && { tier }), ...(stage && { stage }), ...(planId && { planId }), ...(schoolId && { schoolId }) };
    return this.rows.page(asks, { where, order: ['endsOn'], query });
  }

  @Get(':sessionId')
  @Reads(TrainingSessionRow, { may: anyStaff, summary: 'A training session as it stands', of: [trainingSessions], etag: 'streamVersion' })
  trainingSession(@Asks() asks: Asks, @Param('sessionId') sessionId: string) {
    return this.rows.one(asks, sessionId);
  }
}
