import type {
  ChainLevel, ChainSeat, DeadlineKind, Instant, PausedClock, PinnedCalendar, PinnedPolicy, ReminderPercent, ReportCategory, ReportKind, ReportSeverity, SupportOutcome,
  UpwardReportEvent,
} from '@homeroom/contracts';
import { type Chain, delegateAt } from '../collaboration-chains/chain.model';

export const openStatuses = ['raised', 'in-progress', 'info-requested', 'on-hold'] as const;
/** `acknowledged` is the end of a work-status report, `confirmed` that of a problem or need that was settled. */
export const closedStatuses = ['acknowledged', 'confirmed', 'withdrawn', 'merged', 'declined'] as const;
export const reportStatuses = [...openStatuses, 'resolved', ...closedStatuses] as const;
export type ReportStatus = (typeof reportStatuses)[number];

/** A clock that runs: what it awaits, and until when. */
export interface RunningClock {
  readonly deadlineId: string;
  readonly kind: DeadlineKind;
  readonly dueAt: Instant;
  readonly allowedMinutes: number;
  /** Those still ahead. */
  readonly reminders: readonly { readonly percent: ReminderPercent; readonly remindAt: Instant }[];
}

/** One holder's time with the report. */
export interface Stay {
  readonly n: number;
  readonly since: Instant;
  /** What brought the report here, and who. */
  readonly began: 'raised' | 'forwarded' | 'escalated' | 'auto-escalated' | 'reassigned' | 'rejected' | 'reopened';
  readonly begunBy: string;
  readonly acknowledged: boolean;
  readonly responded: boolean;
  readonly pausedMinutes: number;
}

/** What is true of a report. Everything but its texts, which are for people. */
export interface Report {
  readonly status: ReportStatus;
  readonly reportId: string;
  readonly classId: string;
  readonly schoolId: string;
  readonly kind: ReportKind;
  readonly category: ReportCategory;
  readonly severity: ReportSeverity;
  readonly raisedBy: string;
  readonly raiserLevel: ChainLevel;
  readonly raisedAt: Instant;
  /** As the chain was at the raise. */
  readonly seats: readonly ChainSeat[];
  readonly policy: PinnedPolicy;
  readonly calendar: PinnedCalendar;
  readonly level: ChainLevel;
  readonly holderId: string;
  readonly stay: Stay;
  /** The raiser owes an answer. */
  readonly asked: boolean;
  /** Since when the clocks stand. */
  readonly pausedAt?: Instant;
  readonly holdUntilAt?: Instant;
  /** How many deadlines there were: the number of the last one's id. */
  readonly deadlines: number;
  /** What the holder or the raiser is awaited for, or the end of a hold. */
  readonly step?: RunningClock;
  /** The resolve clock: runs from the raise, stands in pauses, never begins again. */
  readonly whole?: RunningClock;
  readonly paused: readonly PausedClock[];
  /** Kinds whose time has run out: in this stay, or for the whole report. */
  readonly elapsed: readonly DeadlineKind[];
  /** Since it was last reopened. */
  readonly responses: number;
  readonly support: Readonly<Record<string, SupportOutcome>>;
  readonly appealed: boolean;
  readonly closedAt?: Instant;
  readonly mergedInto?: string;
}

export type ReportState = { readonly status: 'none' } | Report;

export const isOpen = (report: Report): boolean => (openStatuses as readonly string[]).includes(report.status);

/** What an interruption goes back to. */
export const underWay = (stay: Stay): 'raised' | 'in-progress' => (stay.acknowledged ? 'in-progress' : 'raised');

/** The holder, or the delegate of the holder's level at this instant. */
export const actsForHolder = (report: Report, chain: Chain, personId: string, at: Instant): boolean =>
  personId === report.holderId || personId === delegateAt(chain, report.level, at);

/** The raiser, whoever held the raiser's level at the raise, or that level's delegate at this instant. */
export const actsForRaiser = (report: Report, chain: Chain, personId: string, at: Instant): boolean =>
  personId === report.raisedBy
  || report.seats.some((seat) => seat.level === report.raiserLevel && seat.personId === personId)
  || personId === delegateAt(chain, report.raiserLevel, at);

/** How a fact changes a report. */
export const evolveReport = (state: ReportState, event: UpwardReportEvent): ReportState => {
  if (event.type === 'UpwardReportRaised') return raised(event.data);
  if (state.status === 'none') return state;
  const { type, data } = event;
  const report: Report = { ...state, level: data.level, holderId: data.holderId };
  switch (type) {
    case 'UpwardReportDeadlineScheduled': return scheduled(report, data);
    case 'UpwardReportReminded': return reminded(report, data.deadlineId, data.percent);
    case 'UpwardReportAcknowledged': return data.closed
      ? closed(report, 'acknowledged', data)
      : { ...report, status: 'in-progress', step: undefined, stay: { ...report.stay, acknowledged: true } };
    case 'UpwardReportInfoRequested': return { ...stopped(report, data), status: 'info-requested', asked: true };
    case 'UpwardReportInfoSupplied': return goesOn({ ...report, asked: false }, data);
    case 'UpwardReportForwarded': return newStay(report, 'forwarded', data);
    case 'UpwardReportEscalated': return newStay(report, 'escalated', data);
    case 'UpwardReportDeadlineElapsed': return elapsed(report, data);
    case 'UpwardReportAutoEscalated': return newStay(report, 'auto-escalated', data);
    case 'UpwardReportOverdueFlagged': return report;
    case 'UpwardReportResponded': return responded(report, data.supportRequestIds);
    case 'UpwardReportSupportOutcomeRecorded': return { ...report, support: { ...report.support, [data.supportRequestId]: data.outcome } };
    case 'UpwardReportResolved': return { ...stopped(report, data), status: 'resolved' };
    case 'UpwardReportConfirmed': return closed(report, 'confirmed', { at: data.at });
    case 'UpwardReportReopened': return {
      ...newStay(report, data.after === 'resolved' ? 'rejected' : 'reopened', data),
      responses: 0, appealed: report.appealed || data.after === 'declined', closedAt: undefined, mergedInto: undefined,
    };
    case 'UpwardReportHeld': return { ...stopped(report, data), status: 'on-hold', holdUntilAt: data.untilAt };
    case 'UpwardReportResumed': return { ...goesOn(report, data), step: undefined, holdUntilAt: undefined };
    case 'UpwardReportWithdrawn': return closed(report, 'withdrawn', data);
    case 'UpwardReportMerged': return { ...closed(report, 'merged', data), mergedInto: data.intoReportId };
    case 'UpwardReportDeclined': return closed(report, 'declined', data);
    case 'UpwardReportReassigned': return newStay(report, 'reassigned', data);
    case 'UpwardReportDueTimesRecomputed': return { ...report, policy: data.policy, calendar: data.calendar, paused: data.paused };
  }
};

type DataOf<Type extends UpwardReportEvent['type']> = Extract<UpwardReportEvent, { type: Type }>['data'];

const raised = (data: DataOf<'UpwardReportRaised'>): Report => {
  const { reportId, classId, schoolId, kind, category, severity, raisedBy, raiserLevel, policy, calendar, level, holderId, at } = data;
  return {
    status: 'raised', reportId, classId, schoolId, kind, category, severity, raisedBy, raiserLevel, raisedAt: at, seats: data.chain.seats, policy, calendar, level, holderId,
    stay: { n: data.stay, since: at, began: 'raised', begunBy: data.by, acknowledged: false, responded: false, pausedMinutes: 0 },
    asked: false, deadlines: 0, paused: [], elapsed: [], responses: 0, support: data.supportRequestId ? { [data.supportRequestId]: 'pending' } : {}, appealed: false,
  };
};

/** The report is with a holder, from now on: the clocks of the stay before are over, the resolve clock keeps what it had left. */
const newStay = (report: Report, began: Stay['began'], data: { stay: number; by: string; at: Instant }): Report => ({
  ...report, status: 'raised', asked: false, pausedAt: undefined, holdUntilAt: undefined, step: undefined,
  stay: { n: data.stay, since: data.at, began, begunBy: data.by, acknowledged: false, responded: false, pausedMinutes: 0 },
  paused: report.paused.filter(({ kind }) => kind === 'resolve'), elapsed: report.elapsed.filter((kind) => kind === 'resolve'),
});

const scheduled = (report: Report, data: DataOf<'UpwardReportDeadlineScheduled'>): Report => {
  const { deadlineId, kind, dueAt, allowedMinutes, reminders } = data;
  const clock: RunningClock = { deadlineId, kind, dueAt, allowedMinutes, reminders };
  const begun = { ...report, deadlines: Number(deadlineId.slice(deadlineId.lastIndexOf(':') + 1)), paused: report.paused.filter((each) => each.kind !== kind) };
  return kind === 'resolve' ? { ...begun, whole: clock } : { ...begun, step: clock };
};

const reminded = (report: Report, deadlineId: string, percent: ReminderPercent): Report => {
  const without = (clock?: RunningClock): RunningClock | undefined =>
    (clock?.deadlineId === deadlineId ? { ...clock, reminders: clock.reminders.filter((each) => each.percent > percent) } : clock);
  return { ...report, step: without(report.step), whole: without(report.whole) };
};

const elapsed = (report: Report, { deadlineId, kind }: { deadlineId: string; kind: DeadlineKind }): Report => {
  const still = (clock?: RunningClock): RunningClock | undefined => (clock?.deadlineId === deadlineId ? undefined : clock);
  return { ...report, step: still(report.step), whole: still(report.whole), elapsed: kind === 'hold' ? report.elapsed : [...report.elapsed, kind] };
};

const stopped = (report: Report, { paused, at }: { paused: readonly PausedClock[]; at: Instant }): Report =>
  ({ ...report, step: undefined, whole: undefined, paused, pausedAt: report.pausedAt ?? at });

const closed = (report: Report, status: ReportStatus, { paused = report.paused, at }: { paused?: readonly PausedClock[]; at: Instant }): Report =>
  ({ ...stopped(report, { paused, at }), status, asked: false, pausedAt: undefined, holdUntilAt: undefined, closedAt: at });

const goesOn = (report: Report, { status, pausedMinutes }: { status: ReportStatus; pausedMinutes: number }): Report => {
  const stands = status === 'on-hold' || status === 'info-requested';
  return { ...report, status, pausedAt: stands ? report.pausedAt : undefined, stay: { ...report.stay, pausedMinutes: report.stay.pausedMinutes + pausedMinutes } };
};

const responded = (report: Report, supportRequestIds: readonly string[]): Report => ({
  ...report, step: undefined, responses: report.responses + 1, stay: { ...report.stay, responded: true },
  support: { ...Object.fromEntries(supportRequestIds.map((id) => [id, 'pending' as const])), ...report.support },
});
