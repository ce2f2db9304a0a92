import { supportOutcomes, supportRequestIdOf, type UpwardReportEvent } from '@homeroom/contracts';
import { decider, Rejected } from '@homeroom/eventsourcing';
import { seatsAt } from '../collaboration-chains/chain.model';
import {
  awaited, minutesBetween, pausedMinutes, pinCalendar, pinPolicy, type Published, repaused, rescheduled, sameVersions, stopClocks, tookMinutes,
} from './report-clocks.model';
import {
  acknowledged, type Asking, byHolder, byRaiser, type ChainFacts, checkKind, checkSupport, clockOf, closedBefore, existing, inForce, isSettled, mergeable,
  movedAlready, newHolder, type NewHolderFacts, open, problem, type RaiseFacts, raisedAlready, raiserIn, resolved, running, targetOf,
} from './report-guards.decider';
import { ended, made, nextStay, oneUp, passed, step, withClocks } from './report-steps.model';
import { actsForHolder, evolveReport, isOpen, type Report, type ReportState, type RunningClock, underWay } from './report.model';
import type * as Asked from './upward-report.commands';

/** Longest hold: after a month somebody looks again. */
const LONGEST_HOLD_MS = 30 * 86_400_000;

const raise = (command: Asked.RaiseUpwardReport, { id: reportId, state, at, by, facts }: Asking<RaiseFacts & Published>): UpwardReportEvent[] => {
  const { classId, kind, category, severity = 'ROUTINE', typical = false, startAtTop = false, subject, details } = command;
  if (state.status !== 'none') return raisedAlready(state, command, by);
  const { schoolId, version } = inForce(facts);
  checkKind(kind, category, severity, startAtTop);
  const { raiserLevel, onBehalfOf } = raiserIn(facts.chain, by.personId, at);
  const seats = seatsAt(facts.chain, at);
  const target = targetOf(seats, raiserLevel, startAtTop);
  const everybodyElse = seats.flatMap(({ personId }) => (personId && personId !== by.personId ? [personId] : []));
  return withClocks(state, { by, at }, () => ({ type: 'UpwardReportRaised', data: {
    reportId, classId, schoolId, level: target.level, holderId: target.personId, stay: 1, by: by.personId, ...(onBehalfOf && { onBehalfOf }), at,
    kind, category, severity, typical, subject, details, raisedBy: by.personId, raiserLevel, chain: { version, seats },
    policy: pinPolicy(facts, severity), calendar: pinCalendar(facts, at),
    notifiedPersonIds: severity === 'CRITICAL' ? everybodyElse : [target.personId],
    ...(category === 'RESOURCE_NEED' && { supportRequestId: supportRequestIdOf(reportId) }),
  } }));
};

const acknowledge = (_: Asked.AcknowledgeUpwardReport, asking: Asking<ChainFacts>) => {
  const report = existing(asking.state);
  const who = byHolder(report, asking);
  if (report.status === 'in-progress' || report.status === 'acknowledged') return [];
  const closed = report.kind === 'work-status';
  return step(running(open(report)), asking, 'UpwardReportAcknowledged', { ...who, closed, tookMinutes: tookMinutes(report, asking.at) });
};

const requestInfo = ({ question }: Asked.RequestUpwardReportInfo, asking: Asking<ChainFacts>) => {
  const report = problem(open(asking.state));
  const who = byHolder(report, asking);
  return report.asked ? [] : step(running(report), asking, 'UpwardReportInfoRequested', { ...who, question, paused: stopClocks(report, asking.at) });
};

const supplyInfo = ({ answer }: Asked.SupplyUpwardReportInfo, asking: Asking<ChainFacts>) => {
  const report = open(asking.state);
  const who = byRaiser(report, asking);
  if (!report.asked) throw new Rejected('nothing-asked', 'The holder has asked for nothing, or has the answer.');
  const goesOn = report.status === 'on-hold'
    ? { status: 'on-hold' as const, pausedMinutes: 0 }
    : { status: underWay(report.stay), pausedMinutes: pausedMinutes(report, asking.at) };
  return step(report, asking, 'UpwardReportInfoSupplied', { ...who, answer, ...goesOn });
};

const forward = ({ toPersonId, reason }: Asked.ForwardUpwardReport, asking: Asking<ChainFacts & NewHolderFacts>) => {
  const report = open(asking.state);
  if (movedAlready(report, 'forwarded', asking.by, toPersonId)) return [];
  const who = byHolder(report, asking);
  if (toPersonId === report.holderId) return [];
  newHolder(running(report), toPersonId, asking.facts);
  return step(report, asking, 'UpwardReportForwarded', { ...who, ...passed(report, asking.at), ...nextStay(report, toPersonId), reason });
};

const escalate = ({ reason }: Asked.EscalateUpwardReport, asking: Asking<ChainFacts>) => {
  const report = problem(open(asking.state));
  if (movedAlready(report, 'escalated', asking.by) && !actsForHolder(report, asking.facts.chain, asking.by.personId, asking.at)) return [];
  const who = byHolder(report, asking);
  const up = oneUp(running(report));
  if (!up) throw new Rejected('top-of-chain', 'There is no level above this one.');
  return step(report, asking, 'UpwardReportEscalated', { ...who, ...passed(report, asking.at), ...up, reason });
};

const elapse = ({ deadlineId }: Asked.ElapseDeadline, asking: Asking): UpwardReportEvent[] => {
  const report = existing(asking.state);
  const clock = clockOf(report, deadlineId);
  if (!clock) return [];
  const { kind, dueAt } = clock;
  if (asking.at < dueAt) throw new Rejected('not-due-yet', 'The deadline has not passed.');
  return withClocks(report, asking,
    (now) => made(now, asking, 'UpwardReportDeadlineElapsed', { deadlineId, kind, personId: awaited(now, kind), dueAt }),
    (now) => afterElapse(now, asking, clock));
};

const afterElapse = (report: Report, asking: Asking, { kind, deadlineId, dueAt }: RunningClock): UpwardReportEvent => {
  if (kind === 'confirm') return made(report, asking, 'UpwardReportConfirmed', { mode: 'AUTO' });
  if (kind === 'hold') return made(report, asking, 'UpwardReportResumed', { mode: 'AUTO', ...afterHold(report, asking) });
  const up = report.kind === 'problem-or-need' ? oneUp(report) : undefined;
  if (!up) return made(report, asking, 'UpwardReportOverdueFlagged', { deadlineId, kind, dueAt });
  return made(report, asking, 'UpwardReportAutoEscalated', { ...passed(report, asking.at), ...up, deadlineId });
};

const remind = ({ deadlineId, percent }: Asked.RemindOfDeadline, asking: Asking) => {
  const report = existing(asking.state);
  const clock = clockOf(report, deadlineId);
  const reminder = clock?.reminders.find((each) => each.percent === percent);
  if (!clock || !reminder) return [];
  if (asking.at < reminder.remindAt) throw new Rejected('not-due-yet', 'It is too early to remind.');
  return step(report, asking, 'UpwardReportReminded', { deadlineId, kind: clock.kind, percent, personId: awaited(report, clock.kind), dueAt: clock.dueAt });
};

const respond = ({ measures, supportRequestIds = [] }: Asked.RespondToUpwardReport, asking: Asking<ChainFacts>) => {
  const report = problem(open(asking.state));
  const who = byHolder(report, asking);
  acknowledged(running(report));
  return step(report, asking, 'UpwardReportResponded', { ...who, measures, supportRequestIds, tookMinutes: tookMinutes(report, asking.at) });
};

const recordSupportOutcome = ({ supportRequestId, outcome }: Asked.RecordSupportOutcome, asking: Asking) => {
  const report = existing(asking.state);
  const known = report.support[supportRequestId];
  if (known && (isSettled(known) || supportOutcomes.indexOf(outcome) <= supportOutcomes.indexOf(known))) return [];
  return step(report, asking, 'UpwardReportSupportOutcomeRecorded', { supportRequestId, outcome });
};

const resolve = ({ outcome, waivedSupportRequestIds = [] }: Asked.ResolveUpwardReport, asking: Asking<ChainFacts>) => {
  const report = existing(asking.state);
  const who = byHolder(report, asking);
  if (report.status === 'resolved') return [];
  acknowledged(running(open(problem(report))));
  if (report.responses === 0) throw new Rejected('no-response-yet', 'Say first what was done: a resolution needs a response.');
  checkSupport(report, waivedSupportRequestIds);
  const ageMinutes = minutesBetween(report, report.raisedAt, asking.at);
  return step(report, asking, 'UpwardReportResolved', { ...who, outcome, waivedSupportRequestIds, ...ended(report, asking.at), ageMinutes });
};

const confirm = (_: Asked.ConfirmUpwardReport, asking: Asking<ChainFacts>) => {
  const report = existing(asking.state);
  const who = byRaiser(report, asking);
  return report.status === 'confirmed' ? [] : step(resolved(report), asking, 'UpwardReportConfirmed', { ...who, mode: 'MANUAL' });
};

const rejectResolution = ({ reason }: Asked.RejectUpwardReportResolution, asking: Asking<ChainFacts>) => {
  const report = existing(asking.state);
  const who = byRaiser(report, asking);
  if (isOpen(report) && report.stay.began === 'rejected') return [];
  return step(resolved(report), asking, 'UpwardReportReopened', { ...who, ...nextStay(report), reason, after: 'resolved' });
};

const hold = ({ reason, untilAt }: Asked.HoldUpwardReport, asking: Asking<ChainFacts>) => {
  const report = problem(open(asking.state));
  const who = byHolder(report, asking);
  if (report.status === 'on-hold') return [];
  const holdMs = Date.parse(untilAt) - Date.parse(asking.at);
  if (holdMs <= 0 || holdMs > LONGEST_HOLD_MS) throw new Rejected('hold-too-long', 'A hold ends within the next 30 days.');
  return step(report, asking, 'UpwardReportHeld', { ...who, reason, untilAt, paused: stopClocks(report, asking.at) });
};

const resume = (_: Asked.ResumeUpwardReport, asking: Asking<ChainFacts>) => {
  const report = open(asking.state);
  const who = byHolder(report, asking);
  return report.status === 'on-hold' ? step(report, asking, 'UpwardReportResumed', { ...who, mode: 'MANUAL', ...afterHold(report, asking) }) : [];
};

/** Where the raiser still owes an answer the pause goes on. */
const afterHold = (report: Report, { at }: Asking) =>
  (report.asked ? { status: 'info-requested' as const, pausedMinutes: 0 } : { status: underWay(report.stay), pausedMinutes: pausedMinutes(report, at) });

const withdraw = ({ reason }: Asked.WithdrawUpwardReport, asking: Asking<ChainFacts>) => {
  const report = existing(asking.state);
  const who = byRaiser(report, asking);
  return report.status === 'withdrawn' ? [] : step(open(report), asking, 'UpwardReportWithdrawn', { ...who, reason, ...ended(report, asking.at) });
};

const merge = ({ intoReportId }: Asked.MergeUpwardReport, asking: Asking<ChainFacts & { into: ReportState }>) => {
  const report = problem(existing(asking.state));
  const who = byHolder(report, asking);
  if (report.status === 'merged' && report.mergedInto === intoReportId) return [];
  mergeable(open(report), intoReportId, asking.facts.into);
  return step(report, asking, 'UpwardReportMerged', { ...who, intoReportId, ...ended(report, asking.at) });
};

const decline = ({ reason }: Asked.DeclineUpwardReport, asking: Asking<ChainFacts>) => {
  const report = problem(existing(asking.state));
  const who = byHolder(report, asking);
  if (report.status === 'declined') return [];
  if (oneUp(open(report))) throw new Rejected('not-top-of-chain', 'Only the top of the chain declines: escalate it.');
  return step(report, asking, 'UpwardReportDeclined', { ...who, reason, ...ended(report, asking.at) });
};

const reopen = ({ reason }: Asked.ReopenUpwardReport, asking: Asking<ChainFacts>) => {
  const report = problem(existing(asking.state));
  const who = byRaiser(report, asking);
  if (isOpen(report) && report.stay.began === 'reopened') return [];
  return step(report, asking, 'UpwardReportReopened', { ...who, ...nextStay(report), reason, after: closedBefore(report, asking.at) });
};

const reassign = ({ toPersonId, reason }: Asked.ReassignUpwardReport, asking: Asking<NewHolderFacts>) => {
  const report = open(asking.state);
  if (report.holderId === toPersonId) return [];
  newHolder(report, toPersonId, asking.facts);
  return step(report, asking, 'UpwardReportReassigned', { ...passed(report, asking.at), ...nextStay(report, toPersonId), reason });
};

const recompute = (_: Asked.RecomputeDueTimes, asking: Asking<Published>): UpwardReportEvent[] => {
  const report = existing(asking.state);
  const policy = pinPolicy(asking.facts, report.severity);
  const calendar = pinCalendar(asking.facts, report.raisedAt);
  const same = policy.version === report.policy.version && sameVersions(calendar, report.calendar);
  if (same || !(isOpen(report) || report.status === 'resolved')) return [];
  const moved = rescheduled(report, { policy, calendar }, asking.at);
  const recomputed = made(report, asking, 'UpwardReportDueTimesRecomputed', { policy, calendar, paused: repaused(report, policy) });
  return [recomputed, ...moved.map((clock) => made(report, asking, 'UpwardReportDeadlineScheduled', clock))];
};

/** A report upwards along the chain of a class, from the raise to the raiser's confirmation. */
export const upwardReport = decider<ReportState, UpwardReportEvent>()('upward-report', {
  initial: { status: 'none' },
  decide: {
    RaiseUpwardReport: raise,
    AcknowledgeUpwardReport: acknowledge,
    RequestUpwardReportInfo: requestInfo,
    SupplyUpwardReportInfo: supplyInfo,
    ForwardUpwardReport: forward,
    EscalateUpwardReport: escalate,
    ElapseDeadline: elapse,
    RemindOfDeadline: remind,
    RespondToUpwardReport: respond,
    RecordSupportOutcome: recordSupportOutcome,
    ResolveUpwardReport: resolve,
    ConfirmUpwardReport: confirm,
    RejectUpwardReportResolution: rejectResolution,
    HoldUpwardReport: hold,
    ResumeUpwardReport: resume,
    WithdrawUpwardReport: withdraw,
    MergeUpwardReport: merge,
    DeclineUpwardReport: decline,
    ReopenUpwardReport: reopen,
    ReassignUpwardReport: reassign,
    RecomputeDueTimes: recompute,
  },
  evolve: evolveReport,
});
