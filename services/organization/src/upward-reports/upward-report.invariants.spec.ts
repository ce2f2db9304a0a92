import type { UpwardReportEvent } from '@homeroom/contracts';
import { type CommandName, fold, foldRows, Rejected } from '@homeroom/eventsourcing';
import { someTime } from '@homeroom/testing';
import fc from 'fast-check';
import { DEFAULT_DEADLINE_RULES } from '../deadline-policies/deadline-policy.model';
import { isWorkingTime } from '../school-calendars/working-time.model';
import { reportAgeing } from './report-ageing.view';
import { reportDeadlines } from './report-deadlines.view';
import { reportInbox } from './report-inbox.view';
import { reportTimeline } from './report-timeline.view';
import { isOpen, type Report, type ReportState } from './report.model';
import { upwardReport } from './upward-report.decider';

/** Random commands by random people at random times, most of them not allowed: domain-model.md §4.5, invariants 1 to 4. */
const reportId = 'report-1';
const people = ['teacher', 'middle', 'leader', 'secretary', 'colleague', 'deputy'];
const seats = ['teacher', 'middle', 'leader', 'secretary'].map((personId, i) => ({ level: i + 1, role: (['class-teacher', 'middle-leader', 'lead-class-teacher', 'decision-body'] as const)[i]!, personId: personId as string | null }));
const DAY = 86_400_000;

interface Try { readonly command: CommandName<typeof upwardReport>; readonly by: string; readonly afterMs: number; readonly to: string; readonly n: number; readonly version: number }
const commands = (Object.keys(upwardReport.decide) as CommandName<typeof upwardReport>[]).filter((command) => command !== 'RaiseUpwardReport');
const aTry: fc.Arbitrary<Try> = fc.record({
  command: fc.constantFrom(...commands, 'ElapseDeadline', 'ElapseDeadline', 'AcknowledgeUpwardReport', 'RespondToUpwardReport', 'ResolveUpwardReport'),
  by: fc.constantFrom('holder', 'holder', 'holder', 'raiser', 'raiser', ...people), afterMs: fc.oneof(fc.nat(4 * 3_600_000), fc.nat(5 * DAY)), to: fc.constantFrom(...people), n: fc.integer({ min: 0, max: 3 }), version: fc.integer({ min: 0, max: 2 }),
});
const aBeginning = fc.record({
  report: fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('problem-or-need' as const), severity: fc.constantFrom('ROUTINE', 'IMPORTANT', 'URGENT'), category: fc.constantFrom('OTHER', 'RESOURCE_NEED') }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('problem-or-need' as const), severity: fc.constant('CRITICAL'), category: fc.constant('SAFETY'), startAtTop: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('work-status' as const), category: fc.constant('OTHER') }) },
  ),
  vacant: fc.integer({ min: 2, max: 6 }), by: fc.constantFrom('teacher', 'teacher', 'middle'),
});

const decide = (state: ReportState, command: Try['command'], data: object, by: string, at: string, facts: object): UpwardReportEvent[] => {
  try {
    return [...upwardReport.decide[command]!(data as never, { id: reportId, state, at, by: { personId: by, role: 'r' }, facts } as never)];
  } catch (error) {
    if (error instanceof Rejected) return [];
    throw error;
  }
};

const rulesOf = (version: number) => Object.fromEntries(Object.entries(DEFAULT_DEADLINE_RULES).map(([severity, rule]) => [severity, { ...rule, acknowledgeWithinMinutes: rule.acknowledgeWithinMinutes * (version + 1) / 2 }]));
const factsAt = (version: number, vacant: number, into: object) => ({
  chain: { status: 'active', schoolId: 's', version: 1, seats: seats.map((seat) => (seat.level === vacant ? { ...seat, personId: null } : seat)), delegates: [{ level: 2, delegateId: 'deputy', fromAt: someTime }] },
  schoolClass: { status: 'open' }, schoolOfNewHolder: 's', into, policy: { version, rules: rulesOf(version) },
  countyCalendar: { version, publications: version ? [{ from: '2025-09-01', until: '2025-12-31', closures: [{ from: '2025-09-10', until: `2025-09-1${version}` }], makeUpWorkdays: ['2025-09-13'] }] : [] },
  schoolCalendar: { version: 0, publications: [] },
});

const dataOf = ({ command, to, n }: Try, state: ReportState, at: string, ofStep: string | undefined): object => {
  if (command === 'ElapseDeadline' || command === 'RemindOfDeadline') return { deadlineId: n < 2 && ofStep ? ofStep : `${reportId}:${n}`, percent: n % 2 ? 50 : 80 };
  if (command === 'HoldUpwardReport') return { reason: 'r', untilAt: new Date(Date.parse(at) + (n + 1) * DAY).toISOString() };
  if (command === 'ResolveUpwardReport') return { outcome: 'o', waivedSupportRequestIds: state.status !== 'none' && n ? Object.keys(state.support) : [] };
  return { toPersonId: to, intoReportId: 'report-2', reason: 'r', measures: 'm', question: 'q', answer: 'a', supportRequestId: 'support-1', outcome: n ? 'confirmed' : 'approved', supportRequestIds: n === 3 ? ['support-1'] : [], classId: 'c' };
};

/** What must hold between a report and what happens to it next. */
const check = (before: ReportState, event: UpwardReportEvent, after: Report, all: readonly UpwardReportEvent[]): void => {
  const seat = after.seats.find(({ level }) => level === after.level);
  expect(seat?.personId).toBeTruthy();
  expect(after.holderId).not.toBe(after.raisedBy);
  expect(after.level).toBeGreaterThan(after.raiserLevel);
  expect(after.seats.some(({ level, personId }) => personId === after.holderId && level !== after.level)).toBe(false);
  expect(all.filter(({ type }) => type === 'UpwardReportEscalated' || type === 'UpwardReportAutoEscalated').length).toBeLessThanOrEqual(after.seats.length - 1);
  if (before.status === 'none') return;
  if (event.type === 'UpwardReportEscalated' || event.type === 'UpwardReportAutoEscalated') {
    const held = after.seats.filter(({ personId }) => personId !== null).map(({ level }) => level);
    expect(held.indexOf(after.level)).toBe(held.indexOf(before.level) + 1);
    expect(after).toMatchObject({ kind: 'problem-or-need', holderId: seat!.personId });
    expect(before.asked).toBe(false);
  } else expect(after.level).toBe(before.level);
  if (event.type === 'UpwardReportConfirmed' && event.data.mode === 'AUTO') expect(after.severity).not.toBe('CRITICAL');
  if (event.type === 'UpwardReportDeadlineScheduled') {
    expect(event.data.dueAt >= event.data.at).toBe(true);
    if (after.policy.clock === 'working' && event.data.kind !== 'hold') for (const at of [event.data.dueAt, ...event.data.reminders.map(({ remindAt }) => remindAt)]) expect(isWorkingTime(after.calendar, at)).toBe(true);
  }
  expect(after.raisedAt).toBe(before.raisedAt);
};

const settledClocks = (report: Report): void => {
  const running = [report.step, report.whole].flatMap((clock) => (clock ? [clock.kind] : []));
  if (!isOpen(report) && report.status !== 'resolved') expect(running).toEqual([]);
  if (report.status === 'info-requested') expect(running).toEqual([]);
  if (report.status === 'on-hold') expect(running).toEqual(['hold']);
  if ((report.status === 'raised' || report.status === 'in-progress') && report.kind === 'problem-or-need') expect(running.includes('resolve') || report.elapsed.includes('resolve')).toBe(true);
  if (report.status === 'raised') expect(running.includes('acknowledge') || report.elapsed.includes('acknowledge')).toBe(true);
};

/** What people read says what the decider knows, without folding the whole report. */
const checkViews = (report: Report, all: readonly UpwardReportEvent[]): void => {
  const recorded = all.map((event, i) => ({ ...event, stream: `upward-report-${reportId}`, version: i + 1, position: i + 1, eventId: `e${i}`, commandId: 'c', recordedAt: event.data.at, meta: {} as never })) as never[];
  const rowsOf = (view: any): any[] => [...foldRows<any>(view, new Map(), recorded).values()].filter(Boolean);
  const { step, whole, status, level, holderId, stay, deadlines } = report;
  expect(rowsOf(reportDeadlines).map(({ deadlineId, kind, dueAt, personId }) => ({ deadlineId, kind, dueAt, personId })).sort((a) => (a.kind === 'resolve' ? 1 : -1)))
    .toEqual([step, whole].flatMap((clock) => (clock ? [{ deadlineId: clock.deadlineId, kind: clock.kind, dueAt: clock.dueAt, personId: clock.kind === 'confirm' ? report.raisedBy : holderId }] : [])));
  expect(rowsOf(reportInbox)).toMatchObject([{
    status, level, holderId, open: isOpen(report), stay: stay.n, heldSinceAt: stay.since, awaits: step?.kind ?? null, awaitedId: step ? (step.kind === 'confirm' ? report.raisedBy : holderId) : null, dueAt: step?.dueAt ?? null,
    resolveDueAt: whole?.dueAt ?? null, mergedIntoId: report.mergedInto ?? null, version: all.length,
  }]);
  const stays = rowsOf(reportAgeing).sort((a, b) => a.stay - b.stay);
  expect(stays.map((each) => each.stay)).toEqual(Array.from({ length: stay.n }, (_, i) => i + 1));
  expect(stays.map(({ endedAt }) => endedAt === null)).toEqual(stays.map((_, i) => i === stay.n - 1 && isOpen(report)));
  expect(stays.at(-1)).toMatchObject({ level, holderId, startedAt: stay.since, pausedMinutes: stay.pausedMinutes });
  expect(rowsOf(reportTimeline).filter(({ key }) => key.startsWith(`${reportId}:0`))).toHaveLength(all.length);
  expect(all.filter(({ type }) => type === 'UpwardReportDeadlineScheduled')).toHaveLength(deadlines);
};

it('keeps one holder, one level at a time, one trail, whatever is tried', () => {
  let steps = 0;
  fc.assert(fc.property(aBeginning, fc.array(aTry, { minLength: 5, maxLength: 40 }), ({ vacant, by, report }, tries) => {
    let state = { status: 'none' } as ReportState;
    let at = someTime;
    const all: UpwardReportEvent[] = [];
    const take = (events: readonly UpwardReportEvent[]): void => events.forEach((event) => {
      const before = state;
      state = upwardReport.evolve(state, event);
      all.push(event);
      check(before, event, state as Report, all);
      steps += 1;
    });
    take(decide(state, 'RaiseUpwardReport', { ...report, classId: 'c', subject: 's', details: 'd' }, by, at, factsAt(0, vacant, {})));
    for (const each of tries) {
      at = new Date(Date.parse(at) + each.afterMs).toISOString();
      const facts = factsAt(each.version, vacant, { ...state, reportId: 'report-2' });
      const running = state.status === 'none' ? undefined : (each.n === 0 ? state.whole : state.step) ?? state.step;
      if (each.command === 'ElapseDeadline' && running && running.dueAt > at) at = running.dueAt;
      const data = dataOf(each, state, at, running?.deadlineId);
      const actor = state.status === 'none' ? each.by : { holder: state.holderId, raiser: state.raisedBy }[each.by] ?? each.by;
      take(decide(state, each.command, data, actor, at, facts));
      if (state.status !== 'none') settledClocks(state);
      if (each.command === 'ElapseDeadline' || each.command === 'RecomputeDueTimes') expect(decide(state, each.command, data, actor, at, facts)).toEqual([]);
    }
    expect(fold(upwardReport, JSON.parse(JSON.stringify(all)))).toEqual(state);
    if (state.status !== 'none') checkViews(state, all);
  }), { numRuns: 200 });
  expect(steps).toBeGreaterThan(1_000);
});
