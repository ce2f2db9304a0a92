import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  contactParties, type ContactParty, type Instant, type LocalDate, type OrganizationEvent, type Recorded, type SchoolYear, type Sealed, type Term, terms, type Uuid,
  type WorkLogEntry, type WorkLogEntryType, workLogEntryTypes,
} from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import {
  anyOf, Asks, Choice, Day, Flag, Id, InjectRows, type May, PageQuery, Reads, RowChoice, RowDay, RowId, RowInstant, RowKey, Rows, RowSealed, RowText, RowWhole, Text, view,
} from '@homeroom/platform';
import { And, IsNull, LessThanOrEqual, MoreThanOrEqual, Not } from 'typeorm';
import { classTeacherOf, countyStaff, inParams, inQuery, leadClassTeacherOf, leaderIn, schoolOfClass, type WhichId } from '../who-may.model';

/** One entry of a class's work log. */
export class WorkLogRow {
  @RowKey('Id of the entry.') entryId!: string;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowText('School year.') schoolYear!: SchoolYear;
  @RowChoice(terms, 'Term of the school year.') term!: Term;
  @RowChoice(workLogEntryTypes, 'What sort of entry it is.') entry!: WorkLogEntryType;
  @RowText('Its kind within that sort.') kind!: string;
  @RowDay('The day it was about.') doneOn!: LocalDate;
  @RowChoice(contactParties, 'With whom a contact was.', { optional: true }) party!: ContactParty | null;
  @RowWhole('Pupils who took part, or whose homes were reached.', { optional: true }) pupils!: number | null;
  @RowSealed('The report, the topic or the note.', { optional: true }) text!: Sealed | null;
  @RowId('Who recorded it.') recordedBy!: Uuid;
  @RowInstant('When.') enteredAt!: Instant;
  @RowInstant('When it was taken back: it counts no longer.', { optional: true }) withdrawnAt!: Instant | null;
  @RowId('Who took it back.', { optional: true }) withdrawnBy!: Uuid | null;
  @RowSealed('Why it was taken back.', { optional: true }) withdrawalReason!: Sealed | null;
}

type Of<Type extends OrganizationEvent['type']> = Extract<OrganizationEvent, { type: Type }>;
type Entering = Of<'ClassReportSubmitted' | 'RoutineWorkRecorded' | 'ClassActivityHeld' | 'HomeSchoolContactRecorded'>;
type Particulars = Pick<WorkLogRow, 'entry' | 'kind'> & Partial<Pick<WorkLogRow, 'party' | 'pupils' | 'text'>>;

/** One row for each entry, written once. */
const entered = <E extends Entering>(particulars: (data: E['data']) => Particulars): KeyedFold<WorkLogRow, E> => each<WorkLogRow, E>(
  ({ data }: Recorded<E>) => [data.entryId],
  (_, e) => {
    const { entryId, classId, schoolId, schoolYear, term, on, recordedBy, at } = e.data as WorkLogEntry;
    return {
      entryId, classId, schoolId, schoolYear, term, doneOn: on, party: null, pupils: null, text: null, ...particulars(e.data as E['data']), recordedBy, enteredAt: at,
      withdrawnAt: null, withdrawnBy: null, withdrawalReason: null,
    };
  });

export const workLog = view<OrganizationEvent>()(WorkLogRow, {
  name: 'work-log', version: 1, key: 'entryId', indexes: [['classId', 'doneOn'], ['schoolId', 'doneOn']],
  on: {
    ClassReportSubmitted: entered<Of<'ClassReportSubmitted'>>(({ kind, summary }) => ({ entry: 'class-report', kind, text: summary })),
    RoutineWorkRecorded: entered<Of<'RoutineWorkRecorded'>>(({ kind, note }) => ({ entry: 'routine-work', kind, text: note ?? null })),
    ClassActivityHeld: entered<Of<'ClassActivityHeld'>>(({ kind, topic, participants }) => ({ entry: 'class-activity', kind, text: topic, pupils: participants ?? null })),
    HomeSchoolContactRecorded: entered<Of<'HomeSchoolContactRecorded'>>(({ kind, party, students, note }) => ({ entry: 'home-school-contact', kind, party, pupils: students, text: note ?? null })),
    WorkLogEntryWithdrawn: (row, { data: { reason, withdrawnBy, at } }) => row && { ...row, withdrawnAt: at, withdrawnBy, withdrawalReason: reason },
  },
});

export class WorkLogQuery extends PageQuery {
  @Id('Only of this class', { optional: true }) classId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(workLogEntryTypes, 'Only this sort of entries', { optional: true }) entry?: WorkLogEntryType;
  @Text('Only this kind', { max: 50, pattern: /[a-z-]+/, optional: true }) kind?: string;
  @Day('Only about this day or a later one', { optional: true }) from?: LocalDate;
  @Day('Only about this day or an earlier one', { optional: true }) until?: LocalDate;
  @Flag('Only entries that were taken back, or only those that count; absent: all', { optional: true }) withdrawn?: boolean;
}

/** How often something was recorded for a class in a term. */
export class WorkLogCount {
  @ApiProperty({ type: String, description: 'School year.' }) schoolYear!: SchoolYear;
  @ApiProperty({ enum: terms, description: 'Term.' }) term!: Term;
  @ApiProperty({ enum: workLogEntryTypes, description: 'Sort of entries.' }) entry!: WorkLogEntryType;
  @ApiProperty({ type: String, description: 'Kind within that sort.' }) kind!: string;
  @ApiProperty({ type: 'integer', description: 'Entries that count.' }) entries!: number;
  @ApiProperty({ type: 'integer', description: 'Pupils who took part or whose homes were reached, over all of these.' }) pupils!: number;
  @ApiProperty({ type: String, format: 'date', description: 'The latest day.' }) lastOn!: LocalDate;
}

const COUNTS = `select school_year as "schoolYear", term, entry, kind, count(*)::int as entries, coalesce(sum(pupils), 0)::int as pupils, max(done_on)::text as "lastOn"
  from ${workLog.table} where class_id = $1 and withdrawn_at is null group by school_year, term, entry, kind order by school_year desc, term desc, entry, kind`;

/** Who reads what was done with a class: who leads it, the leaders of its school, the county. */
export const readsClass = (which: WhichId): May => anyOf(countyStaff, classTeacherOf(which), leadClassTeacherOf(which), leaderIn(schoolOfClass(which)));

/** Of one class as above; of a school its leaders. */
export const readsClassOrSchool: May = (asking) => (asking.query.classId ? readsClass(inQuery('classId')) : anyOf(countyStaff, leaderIn(inQuery('schoolId'))))(asking);

@Controller('v1/class-work-logs')
export class WorkLogQueries {
  constructor(@InjectRows(workLog) private readonly rows: Rows<WorkLogRow>) {}

  @Get()
  @Reads(WorkLogRow, { may: readsClassOrSchool, summary: 'What was done with a class or in a school, the latest first', page: true, of: [workLog] })
  listWorkLog(@Asks() asks: Asks, @Query() query: WorkLogQuery) {
    const { classId, schoolId, entry, kind, from, until, withdrawn } = query;
    const days = [...(from ? [MoreThanOrEqual(from)] : []), ...(until ? [LessThanOrEqual(until)] : [])];
    const where = {
      ...(classId && { classId }), ...(schoolId && { schoolId }), ...(entry && { entry }), ...(kind && { kind }), ...(days.length > 0 && { doneOn: And(...days) }),
      ...(withdrawn !== undefined && { withdrawnAt: withdrawn ? Not(IsNull()) : IsNull() }),
    };
    return this.rows.page(asks, { where, order: ['-doneOn'], query });
  }

  @Get(':classId/counts')
  @Reads([WorkLogCount], { may: readsClass(inParams('classId')), summary: 'How often each kind of work was recorded for a class, by term', of: [workLog] })
  workLogCounts(@Asks() asks: Asks, @Param('classId') classId: string): Promise<WorkLogCount[]> {
    return this.rows.query(asks, (manager) => manager.query(COUNTS, [classId]));
  }
}
