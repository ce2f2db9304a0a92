import {
  type Instant, type OrganizationEvent, type ReportPassed, type ReportStep, type UpwardReportAutoEscalated, type UpwardReportEscalated, type UpwardReportForwarded,
  type UpwardReportReassigned, type Uuid,
} from '@homeroom/contracts';
import { each, type KeyedFold } from '@homeroom/eventsourcing';
import { RowChoice, RowFlag, RowId, RowInstant, RowKey, RowWhole, view } from '@homeroom/platform';

export const stayEnds = ['forwarded', 'escalated', 'auto-escalated', 'reassigned', 'acknowledged', 'resolved', 'withdrawn', 'merged', 'declined'] as const;
export type StayEnd = (typeof stayEnds)[number];

/** One holder's time with one report. Minutes are those of the report's clock: working time, or every minute of a critical one. */
export class ReportStayRow {
  @RowKey('`<reportId>:<stay>`.') key!: string;
  @RowId('The report.') reportId!: Uuid;
  @RowWhole('1 with the first holder, one more whenever it came to a holder again.') stay!: number;
  @RowId('The class.') classId!: Uuid;
  @RowId('Its school.') schoolId!: Uuid;
  @RowWhole('Level of the holder.') level!: number;
  @RowId('The holder.') holderId!: Uuid;
  @RowInstant('When it came.') startedAt!: Instant;
  @RowInstant('When it was acknowledged.', { optional: true }) acknowledgedAt!: Instant | null;
  @RowWhole('Minutes until then, pauses taken off.', { optional: true }) acknowledgeMinutes!: number | null;
  @RowInstant('When it was first responded to.', { optional: true }) respondedAt!: Instant | null;
  @RowWhole('Minutes until then, pauses taken off.', { optional: true }) respondMinutes!: number | null;
  @RowWhole('Minutes that the clocks stood.') pausedMinutes!: number;
  @RowFlag('A deadline passed in this time.') late!: boolean;
  @RowInstant('When it left.', { optional: true }) endedAt!: Instant | null;
  @RowChoice(stayEnds, 'How it left.', { optional: true }) endedBy!: StayEnd | null;
  @RowWhole('Minutes from its coming to its leaving, pauses included.', { optional: true }) heldMinutes!: number | null;
}

type Row = ReportStayRow | undefined;
type About = { data: ReportStep };

const keyOf = (reportId: string, stay: number): string => `${reportId}:${stay}`;
const stayKey = ({ data }: About): string[] => [keyOf(data.reportId, data.stay)];
const bothStays = ({ data }: About): string[] => [keyOf(data.reportId, data.stay - 1), keyOf(data.reportId, data.stay)];

const begun = ({ reportId, stay, classId, schoolId, level, holderId, at }: ReportStep): ReportStayRow => ({
  key: keyOf(reportId, stay), reportId, stay, classId, schoolId, level, holderId, startedAt: at, acknowledgedAt: null, acknowledgeMinutes: null, respondedAt: null,
  respondMinutes: null, pausedMinutes: 0, late: false, endedAt: null, endedBy: null, heldMinutes: null,
});

const ended = (row: Row, endedBy: StayEnd, { at, heldMinutes }: { at: Instant; heldMinutes: number }): Row => row && { ...row, endedAt: at, endedBy, heldMinutes };

type Passing = UpwardReportForwarded | UpwardReportEscalated | UpwardReportAutoEscalated | UpwardReportReassigned;

/** One stay ends and the next begins. */
const passed = <E extends Passing>(endedBy: StayEnd): KeyedFold<ReportStayRow, E> => each<ReportStayRow, E>(bothStays as never, (row, e, key) => {
  const data = e.data as ReportStep & ReportPassed;
  return key === keyOf(data.reportId, data.stay) ? begun(data) : ended(row, endedBy, data);
});

export const reportAgeing = view<OrganizationEvent>()(ReportStayRow, {
  name: 'report-ageing', version: 1, key: 'key', indexes: [['reportId', 'stay'], ['schoolId', 'startedAt'], ['endedAt']],
  on: {
    UpwardReportRaised: each(stayKey, (_, { data }) => begun(data)),
    UpwardReportAcknowledged: each(stayKey, (row, { data: { at, tookMinutes, closed } }) => {
      const acknowledged = row && { ...row, acknowledgedAt: at, acknowledgeMinutes: tookMinutes };
      return closed ? ended(acknowledged, 'acknowledged', { at, heldMinutes: tookMinutes }) : acknowledged;
    }),
    UpwardReportInfoSupplied: each(stayKey, (row, { data }) => row && { ...row, pausedMinutes: row.pausedMinutes + data.pausedMinutes }),
    UpwardReportForwarded: passed('forwarded'),
    UpwardReportEscalated: passed('escalated'),
    UpwardReportDeadlineElapsed: each(stayKey, (row, { data: { kind } }) => (row && kind !== 'confirm' && kind !== 'hold' ? { ...row, late: true } : undefined)),
    UpwardReportAutoEscalated: passed('auto-escalated'),
    UpwardReportResponded: each(stayKey, (row, { data: { at, tookMinutes } }) =>
      (row && !row.respondedAt ? { ...row, respondedAt: at, respondMinutes: tookMinutes } : undefined)),
    UpwardReportResolved: each(stayKey, (row, { data }) => ended(row, 'resolved', data)),
    UpwardReportReopened: each(stayKey, (_, { data }) => begun(data)),
    UpwardReportResumed: each(stayKey, (row, { data }) => row && { ...row, pausedMinutes: row.pausedMinutes + data.pausedMinutes }),
    UpwardReportWithdrawn: each(stayKey, (row, { data }) => ended(row, 'withdrawn', data)),
    UpwardReportMerged: each(stayKey, (row, { data }) => ended(row, 'merged', data)),
    UpwardReportDeclined: each(stayKey, (row, { data }) => ended(row, 'declined', data)),
    UpwardReportReassigned: passed('reassigned'),
  },
});
