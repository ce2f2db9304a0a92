import { type Instant, reportCategories, reportSeverities, type UpwardReportEvent } from '@homeroom/contracts';
import { fold, Rejected } from '@homeroom/eventsourcing';
import type { Chain } from '../../../services/organization/src/collaboration-chains/chain.model';
import type { DeadlineRules } from '../../../services/organization/src/deadline-policies/deadline-policy.model';
import type { Report, ReportState } from '../../../services/organization/src/upward-reports/report.model';
import { upwardReport } from '../../../services/organization/src/upward-reports/upward-report.decider';
import { schoolCalendar } from './calendar';
import { type Changes, changesOf } from './changes';
import type { PlannedCommand } from './commands';
import { countyOf } from './county';
import { POLICY } from './policy';
import { type PlannedReport, reportPlan } from './report-plan';
import { NEED_PLOTS, PLOTS } from './report-plots';
import { YEAR_ENDS_AT } from './year';

/** The organization's own decider plays the plan: it must refuse nothing, and its deadlines must do what the plan foresaw. */
class Played {
  private readonly events = new Map<string, UpwardReportEvent[]>();
  private readonly states = new Map<string, ReportState>();

  constructor(private readonly changes: Changes, private readonly reports: ReadonlyMap<string, PlannedReport>) {}

  of(reportId: string): readonly UpwardReportEvent[] {
    return this.events.get(reportId) ?? [];
  }

  play(command: PlannedCommand): void {
    const reportId = command.lane;
    this.pass(reportId, command.at);
    const { schoolClass } = this.reports.get(reportId)!.report.raised;
    const { intoReportId } = command.body as { intoReportId?: string };
    if (intoReportId) this.pass(intoReportId, command.at);
    this.decide(reportId, command.operation, command.body, command.at, command.by, {
      ...published, chain: this.chainOf(schoolClass, command.at), schoolClass: { status: 'open' }, schoolOfNewHolder: schoolClass.school.schoolId, into: intoReportId && this.state(intoReportId),
    });
  }

  /** Every reminder and deadline of a report until then, each at its time. */
  pass(reportId: string, until: Instant): void {
    for (;;) {
      const next = momentsOf(this.state(reportId)).sort((a, b) => (a.at < b.at ? -1 : 1))[0];
      if (!next || next.at > until) return;
      this.decide(reportId, next.percent ? 'RemindOfDeadline' : 'ElapseDeadline', next, next.at, 'system:elapse-report-deadlines', {});
    }
  }

  state(reportId: string): ReportState {
    return this.states.get(reportId) ?? upwardReport.initial;
  }

  private chainOf(schoolClass: PlannedReport['report']['raised']['schoolClass'], at: Instant): Chain & { status: string; schoolId: string; version: number } {
    const people = this.changes.seatsAt(schoolClass, at);
    const seats = schoolClass.seats.map(({ role }, i) => ({ level: i + 1, role, personId: people[i]! }));
    const delegates = this.changes.absences.filter((each) => each.schoolClass === schoolClass).map(({ level, delegate, fromAt, untilAt }) => ({ level, delegateId: delegate, fromAt, untilAt }));
    return { status: 'active', schoolId: schoolClass.school.schoolId, version: 1, seats, delegates };
  }

  private decide(reportId: string, command: string, data: object, at: Instant, personId: string, facts: object): void {
    const state = this.state(reportId);
    try {
      const decide = upwardReport.decide[command as 'ElapseDeadline'] as (data: object, deciding: object) => UpwardReportEvent[];
      const events = decide(data, { id: reportId, state, at, by: { personId, role: 'school-staff' }, facts });
      if (events.length === 0) throw new Error('nothing was to be done');
      this.events.set(reportId, [...this.of(reportId), ...events]);
      this.states.set(reportId, fold(upwardReport, events as never, state));
    } catch (error) {
      const { plot } = this.reports.get(reportId)!;
      throw new Error(`${plot}: ${command} at ${at}: ${error instanceof Rejected ? error.code : ''} ${(error as Error).message}\n${this.of(reportId).map((e) => `${e.type} ${e.data.at}`).join('\n')}`);
    }
  }
}

const rules = Object.fromEntries(reportSeverities.map((severity) => {
  const { acknowledge, respond, resolve, confirm = null } = POLICY[severity];
  return [severity, { clock: severity === 'CRITICAL' ? '24x7' : 'working', acknowledgeWithinMinutes: acknowledge, respondWithinMinutes: respond, resolveWithinMinutes: resolve, confirmWithinMinutes: confirm }];
})) as unknown as DeadlineRules;
const published = { policy: { version: 1, rules }, countyCalendar: { version: 1, publications: [schoolCalendar()] }, schoolCalendar: { version: 0, publications: [] } };

const momentsOf = (state: ReportState): { at: Instant; deadlineId: string; percent?: number }[] => {
  if (state.status === 'none') return [];
  const { step, whole } = state as Report;
  return [step, whole].flatMap((clock) => (clock
    ? [...clock.reminders.map(({ percent, remindAt }) => ({ at: remindAt, deadlineId: clock.deadlineId, percent })), { at: clock.dueAt, deadlineId: clock.deadlineId }]
    : []));
};

const playedYear = (schools: number, seed: string) => {
  const county = countyOf(seed, schools);
  const changes = changesOf(county);
  const reports = reportPlan(county, changes);
  const played = new Played(changes, new Map(reports.map((each) => [each.report.raised.reportId, each])));
  const commands = reports.flatMap((each) => each.commands).filter(({ operation, at }) => !operation.endsWith('Support') && at <= YEAR_ENDS_AT);
  for (const command of withSupport(commands.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)), reports)) played.play(command);
  for (const { report } of reports) played.pass(report.raised.reportId, YEAR_ENDS_AT);
  return { reports, played };
};

/** What resources says comes back before the next hour. */
const withSupport = (commands: PlannedCommand[], reports: readonly PlannedReport[]): PlannedCommand[] => {
  const settled = reports.flatMap(({ report, commands: all }) => all.filter(({ operation }) => operation === 'ConfirmSupport' || operation === 'DeclineSupport').map((command): PlannedCommand => ({
    ...command, operation: 'RecordSupportOutcome' as never, lane: report.raised.reportId, body: { supportRequestId: command.ids[0], outcome: command.operation === 'ConfirmSupport' ? 'confirmed' : 'declined' },
  })));
  return [...commands, ...settled.filter(({ at }) => at <= YEAR_ENDS_AT)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
};

/** What befell a report, by the events of the organization. */
const befellBy = (events: readonly UpwardReportEvent[]): string[] => events.flatMap(({ type, data }): string[] => {
  const mode = (data as { mode?: string }).mode;
  switch (type) {
    case 'UpwardReportEscalated': return ['escalated'];
    case 'UpwardReportAutoEscalated': return ['auto-escalated'];
    case 'UpwardReportOverdueFlagged': return ['overdue'];
    case 'UpwardReportConfirmed': return [mode === 'AUTO' ? 'auto-confirmed' : 'confirmed'];
    case 'UpwardReportResumed': return mode === 'AUTO' ? ['resumed-by-itself'] : [];
    case 'UpwardReportAcknowledged': return ['acknowledged'];
    case 'UpwardReportInfoRequested': return ['info-requested'];
    case 'UpwardReportForwarded': return ['forwarded'];
    case 'UpwardReportReassigned': return ['reassigned'];
    case 'UpwardReportHeld': return ['held'];
    case 'UpwardReportResolved': return ['resolved'];
    case 'UpwardReportReopened': return [(data as { after: string }).after === 'resolved' ? 'rejected' : 'reopened'];
    case 'UpwardReportWithdrawn': return ['withdrawn'];
    case 'UpwardReportMerged': return ['merged'];
    case 'UpwardReportDeclined': return ['declined'];
    default: return [];
  }
});

describe('a year of upward reports', () => {
  it.each([[1, 'a'], [2, 'b'], [9, 'homeroom-2025']])('is what the organization would let happen (%i schools, seed %s)', (schools, seed) => {
    const { reports, played } = playedYear(schools, seed);
    for (const { plot, report, commands } of reports) {
      const inYear = commands.every(({ at }) => at <= YEAR_ENDS_AT);
      // Of those that reach beyond the year only the beginning is played.
      const events = played.of(report.raised.reportId);
      if (inYear && report.now <= YEAR_ENDS_AT) expect([plot, ...befellBy(events.filter(({ data }) => data.at <= report.now))]).toEqual([plot, ...report.befell]);
    }
  });

  it.each([1, 9, 83])('has every plot, category, severity and outcome with %i schools', (schools) => {
    const county = countyOf('homeroom-2025', schools);
    const reports = reportPlan(county, changesOf(county));
    expect(new Set(reports.map(({ plot }) => plot))).toEqual(new Set(['work-status', 'merged', ...Object.keys(PLOTS), ...Object.keys(NEED_PLOTS)]));
    expect(new Set(reports.map(({ report }) => report.raised.category))).toEqual(new Set(reportCategories));
    expect(new Set(reports.map(({ report }) => report.raised.severity))).toEqual(new Set(reportSeverities));
    expect(new Set(reports.flatMap(({ report }) => report.befell))).toEqual(new Set([
      'acknowledged', 'escalated', 'auto-escalated', 'overdue', 'resolved', 'confirmed', 'auto-confirmed', 'held', 'resumed-by-itself', 'info-requested', 'forwarded', 'reassigned',
      'rejected', 'reopened', 'withdrawn', 'merged', 'declined',
    ]));
  });
});
