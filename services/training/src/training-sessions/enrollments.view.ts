import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Instant, TrainingEvent, Uuid } from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { Asks, Choice, Id, InjectRows, PageQuery, Reads, RowChoice, RowFlag, RowId, RowInstant, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { looksAtOwnTraining, runsSession } from './session-who-may.model';

export const enrollmentStatuses = ['requested', 'waitlisted', 'booked', 'declined', 'cancelled', 'walk-in'] as const;
export type EnrollmentStatus = (typeof enrollmentStatuses)[number];

/** One person in one session: asked, has a seat, was there. */
export class EnrollmentRow {
  @RowKey('`<sessionId>:<personId>`') key!: string;
  @RowId('The session') sessionId!: Uuid;
  @RowId('The person') personId!: Uuid;
  @RowChoice(enrollmentStatuses, 'How far it has come; a walk-in never had a seat') status!: EnrollmentStatus;
  @RowWhole('Their place in the order of asking', { optional: true }) place!: number | null;
  @RowInstant('When it came to stand so') since!: Instant;
  @RowFlag('Was there; null: no sheet says so', { optional: true }) attended!: boolean | null;
  @RowFlag('Has credit that stands') credited!: boolean;
}

type Told = { readonly sessionId: Uuid; readonly personId: Uuid; readonly at: Instant };
type OfOne = Extract<TrainingEvent, { readonly data: { readonly sessionId: Uuid; readonly personId: Uuid } }>;

/** The row of the one person whom the event is about, and what changes in it. */
const person = <E extends OfOne>(changes: (data: E['data']) => Partial<EnrollmentRow>): KeyedFold<EnrollmentRow, E> => each<EnrollmentRow, E>(
  ({ data: { sessionId, personId } }) => [`${sessionId}:${personId}`],
  (row, { data }, key) => ({ ...(row ?? begun(key, data as Told, 'walk-in')), ...changes(data as E['data']) }),
);

const begun = (key: string, { sessionId, personId, at }: Told, status: EnrollmentStatus): EnrollmentRow =>
  ({ key, sessionId, personId, status, place: null, since: at, attended: null, credited: false });

export const enrollments = view<TrainingEvent>()(EnrollmentRow, { name: 'enrollments', version: 1, key: 'key', indexes: [['sessionId', 'place'], ['personId', 'since']], on: {
  EnrollmentRequested: person(({ place, at }) => ({ status: 'requested', place, since: at })),
  EnrollmentDeclined: person(({ at }) => ({ status: 'declined', since: at })),
  SeatBooked: person(({ at }) => ({ status: 'booked', since: at })),
  EnrollmentWaitlisted: person(({ at }) => ({ status: 'waitlisted', since: at })),
  WaitlistPromoted: person(({ at }) => ({ status: 'booked', since: at })),
  EnrollmentCancelled: person(({ at }) => ({ status: 'cancelled', since: at })),
  AttendanceRecorded: each(({ data }) => data.entries.map(({ personId }) => `${data.sessionId}:${personId}`), (row, { data: { sessionId, entries, at } }, key) => {
    const entry = entries.find(({ personId }) => key.endsWith(personId))!;
    return { ...(row && !entry.walkIn ? row : begun(key, { sessionId, personId: entry.personId, at }, 'walk-in')), attended: entry.attended };
  }),
  AttendanceCorrected: person(({ attended, reversesCredit }) => ({ attended, ...(reversesCredit && { credited: false }) })),
  TrainingCreditGranted: person(() => ({ credited: true })),
} });

export class EnrollmentsQuery extends PageQuery {
  @Id('Whose') personId!: Uuid;
  @Choice(enrollmentStatuses, 'Only those that stand here', { optional: true }) status?: EnrollmentStatus;
}

@Controller('v1')
export class EnrollmentQueries {
  constructor(@InjectRows(enrollments) private readonly rows: Rows<EnrollmentRow>) {}

  @Get('enrollments')
  @Reads(EnrollmentRow, { may: looksAtOwnTraining, summary: 'The enrolments of a person, the latest first', page: true, of: [enrollments] })
  listEnrollments(@Asks() asks: Asks, @Query() query: EnrollmentsQuery) {
    const { personId, status } = query;
    return this.rows.page(asks, { where: { personId, ...(status && { status }) }, order: ['-since'], query });
  }

  @Get('training-sessions/:sessionId/roster')
  @Reads([EnrollmentRow], { may: runsSession, summary: 'Everybody who asked or came, in the order of asking', of: [enrollments] })
  trainingSessionRoster(@Asks() asks: Asks, @Param('sessionId') sessionId: string) {
    return this.rows.find(asks, { sessionId }, ['place']);
  }
}
