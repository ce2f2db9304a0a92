import type {
  Actor, ChainLevel, ChainSeat, Instant, ReportCategory, ReportKind, ReportSeverity, SupportOutcome, UpwardReportReopened,
} from '@homeroom/contracts';
import { type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import { type Chain, delegateAt, nextSeat, topSeat } from '../collaboration-chains/chain.model';
import { actsForHolder, actsForRaiser, isOpen, type Report, type ReportState, type RunningClock, type Stay } from './report.model';
import type { RaiseUpwardReport } from './upward-report.commands';

/* Who may do what to a report, and when: the refusals of the decider, in one place. */

export type Asking<Facts = unknown> = Deciding<ReportState, Facts>;
/** Delegates as they are now; everything else a report needs of its chain it took along. */
export interface ChainFacts { readonly chain: Chain }
/** Where the person works who shall take the report; absent: not, or no longer, registered. */
export interface NewHolderFacts { readonly schoolOfNewHolder?: string }
/** The class, and its chain as it stands. */
export interface RaiseFacts {
  readonly schoolClass: { readonly status: string };
  readonly chain: Chain & { readonly status: string; readonly schoolId?: string; readonly version?: number };
}

/** After so long a closed report is history, and a new one is raised. */
const REOPEN_WITHIN_MS = 30 * 86_400_000;

/** The chain, which is in force, of a class that is open. */
export const inForce = ({ schoolClass, chain: { status, schoolId, version } }: RaiseFacts): { schoolId: string; version: number } => {
  if (schoolClass.status !== 'open') throw new Rejected('class-not-open', 'Reports are raised for open classes.');
  if (status !== 'active' || !schoolId || !version) throw new Rejected('chain-not-active', 'The class has no chain in force: the school leader activates one.');
  return { schoolId, version };
};

export const checkKind = (kind: ReportKind, category: ReportCategory, severity: ReportSeverity, startAtTop: boolean): void => {
  if (kind === 'work-status' && (severity !== 'ROUTINE' || category === 'RESOURCE_NEED')) {
    throw new Rejected('work-status-only-informs', 'A work status is ROUTINE and asks for nothing: raise a problem-or-need.');
  }
  if (startAtTop && severity !== 'CRITICAL') throw new Rejected('only-critical-starts-at-top', 'Only a CRITICAL report may begin at the top.');
};

/** The level from which somebody reports upwards, in person or as its delegate. */
export const raiserIn = (chain: Chain, personId: string, at: Instant): { raiserLevel: ChainLevel; onBehalfOf?: string } => {
  const seat = chain.seats.find((each) => each.personId === personId);
  if (seat) return { raiserLevel: seat.level };
  const stoodInFor = chain.seats.find(({ level }) => delegateAt(chain, level, at) === personId);
  if (!stoodInFor) throw new Forbidden('not-in-chain', 'Reports are raised by those who hold a level of the class’s chain.');
  return { raiserLevel: stoodInFor.level, ...(stoodInFor.personId && { onBehalfOf: stoodInFor.personId }) };
};

/** Who has the report first. */
export const targetOf = (seats: readonly ChainSeat[], raiserLevel: ChainLevel, startAtTop: boolean): ChainSeat & { personId: string } => {
  const target = startAtTop ? topSeat(seats) : nextSeat(seats, raiserLevel);
  if (!target || target.level <= raiserLevel) throw new Rejected('top-of-chain', 'There is no level above this one.');
  return target;
};

/** The same report, raised again: nothing to be done. */
export const raisedAlready = (report: Report, { classId, kind, category, severity = 'ROUTINE' }: RaiseUpwardReport, by: Actor): [] => {
  const same = report.classId === classId && report.raisedBy === by.personId
    && report.kind === kind && report.category === category && report.severity === severity;
  if (!same) throw new Rejected('report-id-taken', 'Another report has this id.');
  return [];
};

export const existing = (state: ReportState): Report => {
  if (state.status === 'none') throw new Rejected('upward-report-not-found', 'There is no such report.');
  return state;
};

export const open = (state: ReportState): Report => {
  const report = existing(state);
  if (!isOpen(report)) throw new Rejected('report-not-open', 'The report is resolved or closed.', { status: report.status });
  return report;
};

/** Neither on hold nor waiting for the raiser's answer. */
export const running = (report: Report): Report => {
  if (report.status === 'raised' || report.status === 'in-progress') return report;
  throw new Rejected('report-paused', 'The report is on hold or waits for the raiser’s answer.', { status: report.status });
};

export const acknowledged = (report: Report): Report => {
  if (!report.stay.acknowledged) throw new Rejected('not-acknowledged', 'Acknowledge the report first.');
  return report;
};

export const resolved = (report: Report): Report => {
  if (report.status !== 'resolved') throw new Rejected('report-not-resolved', 'There is no resolution to confirm or to reject.', { status: report.status });
  return report;
};

export const problem = (report: Report): Report => {
  if (report.kind === 'work-status') throw new Rejected('work-status-only-acknowledged', 'A work status is acknowledged, and nothing more.');
  return report;
};

/** @returns whose place the actor takes, when it is not the holder */
export const byHolder = (report: Report, { by, at, facts: { chain } }: Asking<ChainFacts>): { onBehalfOf?: string } => {
  if (!actsForHolder(report, chain, by.personId, at)) throw new Forbidden('not-holder', 'Only the present holder, or a delegate of that level, may do this.');
  return by.personId === report.holderId ? {} : { onBehalfOf: report.holderId };
};

/** @returns whose place the actor takes, when it is not the raiser */
export const byRaiser = (report: Report, { by, at, facts: { chain } }: Asking<ChainFacts>): { onBehalfOf?: string } => {
  if (!actsForRaiser(report, chain, by.personId, at)) throw new Forbidden('not-raiser', 'Only the raiser, or a delegate of that level, may do this.');
  return by.personId === report.raisedBy ? {} : { onBehalfOf: report.raisedBy };
};

/** Somebody of the same school who is nobody's superior or reporter in this case. */
export const newHolder = (report: Report, personId: string, { schoolOfNewHolder }: NewHolderFacts): void => {
  if (personId === report.raisedBy) throw new Rejected('raiser-cannot-hold', 'Nobody answers their own report.');
  const elsewhere = report.seats.some((seat) => seat.personId === personId && seat.level !== report.level);
  if (elsewhere) throw new Rejected('person-twice', 'This person holds another level of the chain.');
  if (schoolOfNewHolder !== report.schoolId) throw new Rejected('not-of-this-school', 'A report stays within its school.');
};

/** The actor has made this move already, and nothing happened since. */
export const movedAlready = ({ stay, holderId }: Report, how: Stay['began'], by: Actor, toPersonId = holderId): boolean =>
  stay.began === how && stay.begunBy === by.personId && holderId === toPersonId && !stay.acknowledged;

/** The clock of a deadline, while it runs: a deadline that was superseded has none. */
export const clockOf = ({ step, whole }: Report, deadlineId: string): RunningClock | undefined =>
  [step, whole].find((clock) => clock?.deadlineId === deadlineId);

/** Nothing more will come of it. */
export const isSettled = (outcome: SupportOutcome): boolean => outcome === 'confirmed' || outcome === 'declined' || outcome === 'cancelled';

/** Support that was asked for has come to an end, or is not waited for. */
export const checkSupport = (report: Report, waived: readonly string[]): void => {
  const unknown = waived.find((id) => !report.support[id]);
  if (unknown) throw new Rejected('support-unknown', 'Only support asked for by this report can be waived.', { supportRequestId: unknown });
  const pending = Object.entries(report.support).find(([id, outcome]) => !isSettled(outcome) && !waived.includes(id));
  if (pending) throw new Rejected('support-pending', 'Support for this report is under way: wait for it, or waive it.', { supportRequestId: pending[0] });
};

/** Another problem or need of the same school, still open, can take the report in. */
export const mergeable = (report: Report, intoReportId: string, into: ReportState): void => {
  if (intoReportId === report.reportId) throw new Rejected('merge-into-itself', 'A report is not merged into itself.');
  if (problem(open(into)).schoolId !== report.schoolId) throw new Rejected('other-school', 'Reports are merged within one school.');
};

/** @returns how it was closed, if that is not too long ago to appeal */
export const closedBefore = ({ status, closedAt, appealed }: Report, at: Instant): Exclude<UpwardReportReopened['data']['after'], 'resolved'> => {
  const closed = status === 'confirmed' || status === 'withdrawn' || status === 'merged' || status === 'declined';
  if (!closed || !closedAt) throw new Rejected('report-not-closed', 'Only a closed report is reopened.', { status });
  if (Date.parse(at) - Date.parse(closedAt) > REOPEN_WITHIN_MS) throw new Rejected('reopen-too-late', 'A report is reopened within 30 days: raise a new one.');
  if (status === 'declined' && appealed) throw new Rejected('appealed-already', 'A declined report is appealed once.');
  return status;
};
