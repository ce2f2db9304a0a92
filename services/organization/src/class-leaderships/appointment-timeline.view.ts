import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { endReasons, type EndReason, type Instant, type LocalDate, type Office, offices, type OrganizationEvent, type SchoolYear, subjects, type Subject, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import {
  anyOf, Asks, Choice, Day, EDGE, type Edge, Id, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowJson, RowKey, Rows, RowSealed, RowText, RowWhole, view,
} from '@homeroom/platform';
import { type FindOptionsWhere, IsNull, LessThanOrEqual, MoreThan } from 'typeorm';
import { dayOf } from '../school-calendars/working-time.model';
import { countyStaff, inQuery, memberOfSchool, schoolOfClass, schoolOfPerson, self } from '../who-may.model';

/** Days that had been recorded before a correction. */
export class CorrectedDays {
  @ApiProperty({ type: String, format: 'date', description: 'First day, as it stood before.' }) heldFrom!: LocalDate;
  @ApiProperty({ type: String, nullable: true, description: 'First day after the last, as it stood before.' }) heldUntil!: LocalDate | null;
  @ApiProperty({ type: String, format: 'date-time', description: 'When they were put right.' }) correctedAt!: Instant;
}

/** One person in one office of one class. */
export class AppointmentRow {
  @RowKey('Id of the appointment: `<classId>:<n>`.') appointmentId!: string;
  @RowId('The class.') classId!: string;
  @RowId('Its school.') schoolId!: string;
  @RowChoice(offices, 'Class teacher or lead class teacher.') office!: Office;
  @RowId('The person.') personId!: string;
  @RowDay('First day, by the corrected record.') heldFrom!: LocalDate;
  @RowDay('First day on which it was over; none while it lasts.', { optional: true }) heldUntil!: LocalDate | null;
  @RowText('School year that a lead class teacher is appointed for.', { optional: true }) schoolYear!: SchoolYear | null;
  @RowChoice(subjects, 'What a class teacher teaches the class.', { optional: true }) subject!: Subject | null;
  @RowChoice(endReasons, 'Why it ended.', { optional: true }) endReason!: EndReason | null;
  @RowSealed('More about its end.', { optional: true }) endNote!: string | null;
  @RowInstant('When it became known.') recordedAt!: Instant;
  @RowInstant('When its end became known.', { optional: true }) endRecordedAt!: Instant | null;
  @RowWhole('Position of its record in the log.') recordedPosition!: number;
  @RowJson([CorrectedDays], 'What stood before each correction, oldest first.') corrections!: CorrectedDays[];
}

type Made = { readonly recordedAt: Instant; readonly position: number; readonly data: Pick<AppointmentRow, 'appointmentId' | 'classId' | 'schoolId' | 'personId'> & { from: LocalDate; subject?: Subject; schoolYear?: SchoolYear } };

const begun = (office: Office, { recordedAt, position, data }: Made): AppointmentRow => {
  const { appointmentId, classId, schoolId, personId, from, subject = null, schoolYear = null } = data;
  return {
    appointmentId, classId, schoolId, office, personId, heldFrom: from, heldUntil: null, schoolYear, subject,
    endReason: null, endNote: null, recordedAt, endRecordedAt: null, recordedPosition: position, corrections: [],
  };
};

const over = (row: AppointmentRow | undefined, heldUntil: LocalDate, endRecordedAt: Instant, { reason, note }: { reason?: EndReason; note?: string }): AppointmentRow | undefined =>
  row && { ...row, heldUntil, endRecordedAt, endReason: reason ?? null, endNote: note ?? null };

export const appointmentTimeline = view<OrganizationEvent>()(AppointmentRow, {
  name: 'appointment-timeline', version: 1, key: 'appointmentId',
  indexes: [['classId', 'heldFrom'], ['personId', 'heldFrom'], ['schoolId', 'office', 'heldFrom'], ['office', 'heldFrom']],
  on: {
    ClassTeacherAppointed: (_, e) => begun('class-teacher', e),
    ClassTeacherReplaced: each((e) => [e.data.previousAppointmentId, e.data.appointmentId], (row, e, key) =>
      (key === e.data.appointmentId ? begun('class-teacher', e) : over(row, e.data.from, e.recordedAt, e.data))),
    ClassTeacherEnded: (row, { data, recordedAt }) => over(row, data.until, recordedAt, data),
    LeadClassTeacherAppointed: (_, e) => begun('lead-class-teacher', e),
    LeadClassTeacherAppointmentEnded: (row, { data, recordedAt }) => over(row, data.until, recordedAt, data),
    AppointmentDatesCorrected: (row, { data: { from, until }, recordedAt: correctedAt }) => row && {
      ...row, heldFrom: from, heldUntil: until ?? null,
      corrections: [...row.corrections, { heldFrom: row.heldFrom, heldUntil: row.heldUntil, correctedAt }],
    },
  },
});

/** Appointments that were held on a day. */
const heldOn = (where: FindOptionsWhere<AppointmentRow>, on: LocalDate | undefined): FindOptionsWhere<AppointmentRow>[] =>
  on === undefined ? [where] : [IsNull(), MoreThan(on)].map((heldUntil) => ({ ...where, heldFrom: LessThanOrEqual(on), heldUntil }));

export class AppointmentTimelineQuery extends PageQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this person', { optional: true }) personId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(offices, 'Only this office', { optional: true }) office?: Office;
  @Day('Only what was held on this day', { optional: true }) on?: LocalDate;
}

export class ClassTeacherRosterQuery extends PageQuery {
  @Day('The day; today when absent', { optional: true }) on?: LocalDate;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
}

/** How many people are class teachers on a day: what coverage is counted against. */
export class ClassTeacherCount {
  @ApiProperty({ type: String, format: 'date', description: 'The day.' }) on!: LocalDate;
  @ApiProperty({ type: 'integer', description: 'Classes that have a class teacher on that day.' }) classes!: number;
  @ApiProperty({ type: 'integer', description: 'Distinct people who are class teachers on that day.' }) people!: number;
}

const ofSchool = memberOfSchool(inQuery('schoolId'));
/** The bureau; colleagues, for their school, its classes and people; everybody for themselves. */
const mayAsk = anyOf(countyStaff, self(inQuery('personId')), ofSchool, async (asking) => {
  const { classId, personId } = asking.query;
  if (classId) return memberOfSchool(schoolOfClass(inQuery('classId')))(asking);
  return personId ? memberOfSchool(schoolOfPerson(inQuery('personId')))(asking) : false;
});

@Controller('v1')
export class AppointmentQueries {
  constructor(@InjectRows(appointmentTimeline) private readonly rows: Rows<AppointmentRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get('appointment-timeline')
  @Reads(AppointmentRow, { may: mayAsk, summary: 'Who held which office when, of a class, a person or a school', page: true, of: [appointmentTimeline] })
  appointmentTimeline(@Asks() asks: Asks, @Query() query: AppointmentTimelineQuery) {
    const { classId, personId, schoolId, office, on } = query;
    const where = { ...(classId && { classId }), ...(personId && { personId }), ...(schoolId && { schoolId }), ...(office && { office }) };
    return this.rows.page(asks, { where: heldOn(where, on), order: ['heldFrom'], query });
  }

  @Get('class-teacher-roster')
  @Reads(AppointmentRow, { may: anyOf(countyStaff, ofSchool), summary: 'Class teachers in office on a day', page: true, of: [appointmentTimeline] })
  classTeacherRoster(@Asks() asks: Asks, @Query() query: ClassTeacherRosterQuery) {
    return this.rows.page(asks, { where: this.inOffice(query), order: ['schoolId', 'classId'], query });
  }

  @Get('class-teacher-roster/count')
  @Reads(ClassTeacherCount, { may: anyOf(countyStaff, ofSchool), summary: 'How many class teachers are in office on a day', of: [appointmentTimeline] })
  async classTeacherCount(@Asks() asks: Asks, @Query() query: ClassTeacherRosterQuery): Promise<ClassTeacherCount> {
    const counted = await this.rows.query(asks, (manager) => manager.createQueryBuilder(AppointmentRow, 'a').where(this.inOffice(query))
      .select('count(*)::int', 'classes').addSelect('count(distinct a.personId)::int', 'people').getRawOne<Omit<ClassTeacherCount, 'on'>>());
    return { on: query.on ?? this.today(), classes: counted?.classes ?? 0, people: counted?.people ?? 0 };
  }

  private inOffice({ on = this.today(), schoolId }: ClassTeacherRosterQuery) {
    return heldOn({ office: 'class-teacher', ...(schoolId && { schoolId }) }, on);
  }

  private today(): LocalDate {
    return dayOf(this.edge.runtime.now());
  }
}
