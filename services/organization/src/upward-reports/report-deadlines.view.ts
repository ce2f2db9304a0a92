import { Controller, Get, Query } from '@nestjs/common';
import {
  type DeadlineKind, deadlineKinds, type Instant, type OrganizationEvent, type Recorded, type UpwardReportDeadlineElapsed, type UpwardReportDeadlineScheduled,
  type UpwardReportReminded, type Uuid,
} from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { anyOf, Asks, Id, InjectRows, Moment, PageQuery, Reads, RowChoice, RowId, RowInstant, RowKey, Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { LessThanOrEqual } from 'typeorm';
import { countyStaff, inQuery, leaderIn, self } from '../who-may.model';
import { type ClockSlot, slotOf, STOPPED_BY } from './clock-slots.model';

export const nextMoments = ['remind-50', 'remind-80', 'due'] as const;

/** A clock that runs, and when something follows from it next. */
export class ReportDeadlineRow {
  @RowKey('`<reportId>:step` or `<reportId>:whole`.') key!: string;
  @RowId('The report.') reportId!: string;
  @RowId('Its school.') schoolId!: string;
  @RowText('The deadline’s id.') deadlineId!: string;
  @RowChoice(deadlineKinds, 'What is awaited.') kind!: DeadlineKind;
  @RowWhole('Level of the holder.') level!: number;
  @RowId('Who is awaited.') personId!: string;
  @RowInstant('When something follows next: a reminder, or the deadline.') nextAt!: Instant;
  @RowChoice(nextMoments, 'What follows then.') next!: (typeof nextMoments)[number];
  @RowInstant('When four fifths of the time will have passed, after the reminder at half.', { optional: true }) remind80At!: Instant | null;
  @RowInstant('The deadline.') dueAt!: Instant;
}

type Row = ReportDeadlineRow;
const keyOf = (reportId: string, slot: ClockSlot): string => `${reportId}:${slot}`;

const scheduled = ({ data }: { data: UpwardReportDeadlineScheduled['data'] }, key: string): Row => {
  const { reportId, schoolId, deadlineId, kind, level, personId, dueAt, reminders: [first, second] } = data;
  return {
    key, reportId, schoolId, deadlineId, kind, level, personId, dueAt,
    nextAt: first?.remindAt ?? dueAt, next: first ? `remind-${first.percent}` : 'due', remind80At: second?.remindAt ?? null,
  };
};

const reminded = (row: Row | undefined, { data }: { data: UpwardReportReminded['data'] }): Row | undefined => {
  if (row?.deadlineId !== data.deadlineId) return undefined;
  const again = data.percent === 50 ? row.remind80At : null;
  return { ...row, nextAt: again ?? row.dueAt, next: again ? 'remind-80' : 'due', remind80At: null };
};

const elapsed = (row: Row | undefined, { data }: { data: UpwardReportDeadlineElapsed['data'] }): null | undefined =>
  (row?.deadlineId === data.deadlineId ? null : undefined);

/** Clocks that this fact stops go away; one that runs on waits for whoever has the report now. */
const stopped = (type: keyof typeof STOPPED_BY): KeyedFold<Row, any> => each<Row, any>(
  ({ data }: Recorded<any>) => [keyOf(data.reportId, 'step'), keyOf(data.reportId, 'whole')],
  (row, { data }, key) => {
    if (!row || STOPPED_BY[type].some((slot) => keyOf(data.reportId, slot) === key)) return row && null;
    return row.personId === data.holderId ? undefined : { ...row, level: data.level, personId: data.holderId };
  },
);

export const reportDeadlines = view<OrganizationEvent>()(ReportDeadlineRow, {
  name: 'report-deadlines', version: 1, key: 'key', indexes: [['nextAt'], ['personId', 'dueAt'], ['schoolId', 'dueAt']],
  on: {
    ...Object.fromEntries(Object.keys(STOPPED_BY).map((type) => [type, stopped(type as keyof typeof STOPPED_BY)])),
    UpwardReportDeadlineScheduled: each((e) => [keyOf(e.data.reportId, slotOf(e.data.kind))], (_, e, key) => scheduled(e, key)),
    UpwardReportReminded: each((e) => [keyOf(e.data.reportId, slotOf(e.data.kind))], (row, e) => reminded(row, e)),
    UpwardReportDeadlineElapsed: each((e) => [keyOf(e.data.reportId, slotOf(e.data.kind))], (row, e) => elapsed(row, e)),
  },
});

export class ReportDeadlinesQuery extends PageQuery {
  @Id('Only what this person is awaited for.', { optional: true }) personId?: Uuid;
  @Id('Only of this school.', { optional: true }) schoolId?: Uuid;
  @Moment('Only what is due until then.', { optional: true }) dueUntil?: Instant;
}

@Controller('v1/report-deadlines')
export class ReportDeadlinesQueries {
  constructor(@InjectRows(reportDeadlines) private readonly rows: Rows<ReportDeadlineRow>) {}

  @Get()
  @Reads(ReportDeadlineRow, {
    may: anyOf(countyStaff, self(inQuery('personId')), leaderIn(inQuery('schoolId'))), summary: 'What upward reports await, and until when', page: true, of: [reportDeadlines],
  })
  reportDeadlines(@Asks() asks: Asks, @Query() query: ReportDeadlinesQuery) {
    const { personId, schoolId, dueUntil } = query;
    const where = { ...(personId && { personId }), ...(schoolId && { schoolId }), ...(dueUntil && { dueAt: LessThanOrEqual(dueUntil) }) };
    return this.rows.page(asks, { where, order: ['dueAt'], query });
  }
}
