import type {
  DeadlineKind, Instant, PausedClock, PinnedCalendar, PinnedPolicy, ReminderPercent, ReportSeverity, UpwardReportDeadlineScheduled,
} from '@homeroom/contracts';
import type { DeadlineRules } from '../deadline-policies/deadline-policy.model';
import { addWorkingMs, dayOf, MINUTE_MS, type Publication, schoolDaysFrom, schoolDaysOf, workingMsBetween } from '../school-calendars/working-time.model';
import type { Report, RunningClock } from './report.model';

/** Shares of a deadline's time at which its person is reminded. */
const REMIND_AT: readonly ReminderPercent[] = [50, 80];

/** What a county, and perhaps the school, has published. */
export interface Published {
  readonly policy: { readonly version: number; readonly rules: DeadlineRules };
  readonly countyCalendar: { readonly version: number; readonly publications: readonly Publication[] };
  readonly schoolCalendar: { readonly version: number; readonly publications: readonly Publication[] };
}

/** The deadlines that hold for a severity now. */
export const pinPolicy = ({ policy }: Published, severity: ReportSeverity): PinnedPolicy => ({ version: policy.version, ...policy.rules[severity] });

/** The school days that hold from this instant on: the county's, overlaid by the school's own. */
export const pinCalendar = ({ countyCalendar, schoolCalendar }: Published, at: Instant): PinnedCalendar => {
  const days = schoolDaysOf([...countyCalendar.publications, ...schoolCalendar.publications]);
  const { closures, makeUpWorkdays } = schoolDaysFrom(days, dayOf(at));
  return { countyVersion: countyCalendar.version, schoolVersion: schoolCalendar.version, closures: [...closures], makeUpWorkdays: [...makeUpWorkdays] };
};

export const sameVersions = (a: PinnedCalendar, b: PinnedCalendar): boolean => a.countyVersion === b.countyVersion && a.schoolVersion === b.schoolVersion;

type Timing = Pick<Report, 'policy' | 'calendar'>;

const add = ({ policy, calendar }: Timing, at: Instant, ms: number): Instant =>
  (policy.clock === 'working' ? addWorkingMs(calendar, at, ms) : new Date(Date.parse(at) + ms).toISOString());

const msBetween = ({ policy, calendar }: Timing, from: Instant, until: Instant): number =>
  (policy.clock === 'working' ? workingMsBetween(calendar, from, until) : Math.max(0, Date.parse(until) - Date.parse(from)));

/** Whole minutes of the report's clock. */
export const minutesBetween = (timing: Timing, from: Instant, until: Instant): number => Math.floor(msBetween(timing, from, until) / MINUTE_MS);

/** Minutes of the report's clock in this stay, pauses taken off. */
export const tookMinutes = (report: Report, at: Instant): number => Math.max(0, minutesBetween(report, report.stay.since, at) - report.stay.pausedMinutes);

/** Minutes that the clocks have stood. */
export const pausedMinutes = (report: Report, at: Instant): number => (report.pausedAt ? minutesBetween(report, report.pausedAt, at) : 0);

/** What each clock has left when all of them stop now; those that stand already keep what they have. */
export const stopClocks = (report: Report, at: Instant): PausedClock[] => [
  ...report.paused,
  ...[report.step, report.whole].flatMap((clock) => {
    if (!clock || !isPausable(clock.kind)) return [];
    return [{ kind: clock.kind, remainingMs: msBetween(report, at, clock.dueAt), allowedMinutes: clock.allowedMinutes }];
  }),
];

const isPausable = (kind: DeadlineKind): kind is PausedClock['kind'] => kind === 'acknowledge' || kind === 'respond' || kind === 'resolve';

/** What a report in this state awaits, and for how long; `null`: nothing, or nothing that ends by itself. */
const awaits = ({ status, kind, stay, policy }: Report): { step?: [DeadlineKind, minutes: number | null]; whole: boolean } => {
  switch (status) {
    case 'raised': return { step: ['acknowledge', policy.acknowledgeWithinMinutes], whole: kind === 'problem-or-need' };
    case 'in-progress': return { step: stay.responded ? undefined : ['respond', policy.respondWithinMinutes], whole: true };
    case 'resolved': return { step: ['confirm', policy.confirmWithinMinutes], whole: false };
    case 'on-hold': return { step: ['hold', null], whole: false };
    case 'info-requested': case 'acknowledged': case 'confirmed': case 'withdrawn': case 'merged': case 'declined': return { whole: false };
  }
};

type Scheduled = Pick<UpwardReportDeadlineScheduled['data'], 'deadlineId' | 'kind' | 'personId' | 'dueAt' | 'allowedMinutes' | 'remainingMs' | 'reminders'>;

/** The clocks that this state asks for and that do not run yet. A clock that stood goes on with what it had left; one that ran out stays so. */
export const clocksToStart = (report: Report, at: Instant): Scheduled[] => {
  const { step, whole } = awaits(report);
  const wanted: [DeadlineKind, number | null, RunningClock | undefined][] = [
    ...(step ? [[step[0], step[1], report.step] as [DeadlineKind, number | null, RunningClock | undefined]] : []),
    ...(whole ? [['resolve', report.policy.resolveWithinMinutes, report.whole] as [DeadlineKind, number, RunningClock | undefined]] : []),
  ];
  let n = report.deadlines;
  return wanted.filter(([kind, , running]) => running?.kind !== kind && !report.elapsed.includes(kind)).flatMap(([kind, minutes]) => {
    if (kind === 'hold') return [untilHeld(report, ++n, at)];
    const left = report.paused.find((each) => each.kind === kind);
    if (!left && minutes === null) return [];
    return [schedule(report, ++n, kind, at, left?.allowedMinutes ?? minutes!, left?.remainingMs ?? minutes! * MINUTE_MS)];
  });
};

const schedule = (report: Report, n: number, kind: DeadlineKind, at: Instant, allowedMinutes: number, remainingMs: number): Scheduled => {
  const used = allowedMinutes * MINUTE_MS - remainingMs;
  const reminders = REMIND_AT.map((percent) => ({ percent, after: (allowedMinutes * MINUTE_MS * percent) / 100 - used }))
    .filter(({ after }) => after > 0)
    .map(({ percent, after }) => ({ percent, remindAt: add(report, at, after) }));
  const dueAt = add(report, at, remainingMs);
  return { deadlineId: `${report.reportId}:${n}`, kind, personId: awaited(report, kind), dueAt, allowedMinutes, remainingMs, reminders };
};

/** Who is awaited: the raiser to confirm, the present holder for everything else. */
export const awaited = ({ raisedBy, holderId }: Report, kind: DeadlineKind): string => (kind === 'confirm' ? raisedBy : holderId);

/** A hold ends at an instant of the wall clock. */
const untilHeld = (report: Report, n: number, at: Instant): Scheduled => {
  const dueAt = report.holdUntilAt!;
  const remainingMs = Date.parse(dueAt) - Date.parse(at);
  const allowedMinutes = Math.ceil(remainingMs / MINUTE_MS);
  return { deadlineId: `${report.reportId}:${n}`, kind: 'hold', personId: report.holderId, dueAt, allowedMinutes, remainingMs, reminders: [] };
};

/** Allowance of a kind under a policy. */
const allowance = (policy: PinnedPolicy): Partial<Record<DeadlineKind, number | null>> => ({
  acknowledge: policy.acknowledgeWithinMinutes, respond: policy.respondWithinMinutes, resolve: policy.resolveWithinMinutes, confirm: policy.confirmWithinMinutes,
});

interface Left { readonly remainingMs: number; readonly allowedMinutes: number }

/** Time used stays used. An allowance that would be used up already does not hold for a clock that has begun: nothing falls due in the past. */
const reallowed = (clock: { kind: DeadlineKind } & Left, policy: PinnedPolicy): Left => {
  const allowedMinutes = allowance(policy)[clock.kind] ?? clock.allowedMinutes;
  const remainingMs = clock.remainingMs + (allowedMinutes - clock.allowedMinutes) * MINUTE_MS;
  return remainingMs > 0 ? { remainingMs, allowedMinutes } : { remainingMs: clock.remainingMs, allowedMinutes: clock.allowedMinutes };
};

/** Stopped clocks under a new policy. */
export const repaused = (report: Report, policy: PinnedPolicy): PausedClock[] =>
  report.paused.map((clock) => ({ kind: clock.kind, ...reallowed(clock, policy) }));

/** Running clocks as they stand under a new policy and calendar: those that moved. What has passed, or is due now, is left alone. */
export const rescheduled = (report: Report, timing: Timing, at: Instant): Scheduled[] => {
  let n = report.deadlines;
  return [report.step, report.whole].flatMap((clock) => {
    if (!clock || clock.kind === 'hold' || clock.dueAt <= at) return [];
    const { allowedMinutes, remainingMs } = reallowed({ ...clock, remainingMs: msBetween(report, at, clock.dueAt) }, timing.policy);
    const moved = schedule({ ...report, ...timing }, n + 1, clock.kind, at, allowedMinutes, remainingMs);
    if (moved.dueAt === clock.dueAt && moved.allowedMinutes === clock.allowedMinutes) return [];
    n += 1;
    return [moved];
  });
};
