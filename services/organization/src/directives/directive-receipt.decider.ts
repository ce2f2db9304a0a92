import type { Actor, DirectiveReceiptEvent, Instant, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import { addWorkingMs, MINUTE_MS, type SchoolDays } from '../school-calendars/working-time.model';
import { addressing, type DirectiveState, inForce, type Issued, speaksForIssuer, type Standing } from './directive.model';
import type {
  AcknowledgeDirective, DeliverDirective, FlagDirectiveOverdue, ReportDirectiveCompletion, ReturnDirectiveCompletion, VerifyDirectiveCompletion,
} from './directive-receipt.commands';

/** What is due, until when; a later deadline of the same stage takes its place. */
interface Due { readonly deadlineId: string; readonly dueAt: Instant }

interface Receipt {
  readonly status: 'delivered' | 'acknowledged' | 'reported' | 'returned' | 'verified';
  readonly acknowledge: Due;
  readonly report: Due;
  readonly returns: number;
  /** Deadlines that were missed. */
  readonly flagged: readonly string[];
}

export type DirectiveReceiptState = { readonly status: 'none' } | Receipt;

/** The directive, whose end ends everything owed under it: consulted by each decision here. */
interface Under { readonly directive: DirectiveState }
/** For who judges: in whose name. */
interface Judging extends Under { readonly judge: Standing; readonly schoolDays: SchoolDays }

/** Acknowledged before: what a relay asks of the relayer. */
export const hasAcknowledged = (state: DirectiveReceiptState): boolean => state.status !== 'none' && state.status !== 'delivered';

const deliver = (_: DeliverDirective, deciding: Deciding<DirectiveReceiptState, Under>): DirectiveReceiptEvent[] =>
  deciding.facts.directive.status === 'in-force' ? delivery(deciding) : [];

const acknowledge = (_: AcknowledgeDirective, deciding: Deciding<DirectiveReceiptState, Under>): DirectiveReceiptEvent[] => {
  const { id, state, by, at } = deciding;
  const about = recipient(id, by);
  if (hasAcknowledged(state)) return [];
  const arrived = delivery(deciding);
  const { acknowledge: due } = received(state, arrived);
  return [...arrived, { type: 'DirectiveAcknowledged', data: { ...about, late: at > due.dueAt, at } }];
};

const report = ({ evidence, summary }: ReportDirectiveCompletion, { id, state, by, at, facts }: Deciding<DirectiveReceiptState, Under>): DirectiveReceiptEvent[] => {
  const about = recipient(id, by);
  const { evidenceTypes } = inForce(facts.directive);
  if (state.status === 'none' || state.status === 'delivered') throw new Rejected('not-acknowledged', 'Acknowledge the directive before you report on it.');
  if (state.status === 'reported') throw new Rejected('report-under-review', 'Your report waits for a verdict.');
  if (state.status === 'verified') throw new Rejected('completion-verified', 'Your report was accepted: nothing more is owed.');
  const missing = evidenceTypes.filter((type) => !evidence.some(({ evidenceType }) => evidenceType === type));
  if (missing.length > 0) throw new Rejected('evidence-missing', `The directive asks for evidence of these kinds: ${missing.join(', ')}.`, { missing: missing.join(',') });
  const pieces = evidence.map(({ evidenceType, evidenceId }) => ({ evidenceType, evidenceId }));
  return [{ type: 'DirectiveCompletionReported', data: { ...about, evidence: pieces, summary, late: at > state.report.dueAt, at } }];
};

const giveBack = ({ reason, reportWithinWorkingMinutes }: ReturnDirectiveCompletion, { id, state, by, at, facts }: Deciding<DirectiveReceiptState, Judging>): DirectiveReceiptEvent[] => {
  const about = judged(id, by, facts);
  if (state.status === 'returned') return [];
  const { returns } = underReview(state);
  return [{ type: 'DirectiveCompletionReturned', data: {
    ...about, reason, reportDueAt: addWorkingMs(facts.schoolDays, at, reportWithinWorkingMinutes * MINUTE_MS), reportDeadlineId: `${id}:${returns + 1}`, returnedBy: by.personId, at,
  } }];
};

const verify = (_: VerifyDirectiveCompletion, { id, state, by, at, facts }: Deciding<DirectiveReceiptState, Omit<Judging, 'schoolDays'>>): DirectiveReceiptEvent[] => {
  if (state.status === 'verified') return [];
  const about = judged(id, by, facts);
  underReview(state);
  return [{ type: 'DirectiveCompletionVerified', data: { ...about, verifiedBy: by.personId, at } }];
};

const flagOverdue = ({ deadlineId }: FlagDirectiveOverdue, deciding: Deciding<DirectiveReceiptState, Under>): DirectiveReceiptEvent[] => {
  const { id, state, at, facts } = deciding;
  if (facts.directive.status !== 'in-force') return [];
  const arrived = delivery(deciding);
  const missed = missedStage(received(state, arrived), deadlineId, at);
  return missed ? [...arrived, { type: 'DirectiveOverdueFlagged', data: { ...partsOf(id), deadlineId, ...missed, at } }] : arrived;
};

/** What a deadline still waits for; nothing once it was flagged, replaced or met. */
const missedStage = ({ status, acknowledge, report, flagged }: Receipt, deadlineId: string, at: Instant) => {
  if (flagged.includes(deadlineId)) return undefined;
  if (deadlineId === acknowledge.deadlineId && status === 'delivered' && at >= acknowledge.dueAt) return { stage: 'acknowledge', dueAt: acknowledge.dueAt } as const;
  const owed = status === 'delivered' || status === 'acknowledged' || status === 'returned';
  return deadlineId === report.deadlineId && owed && at >= report.dueAt ? { stage: 'report', dueAt: report.dueAt } as const : undefined;
};

/** The delivery that is still to come: whoever acts before the postman has the directive in hand. */
const delivery = ({ id, state, at, facts }: Deciding<DirectiveReceiptState, Under>): DirectiveReceiptEvent[] => {
  const directive: Issued = inForce(facts.directive);
  if (state.status !== 'none') return [];
  const about = partsOf(id);
  const to = addressing(directive, about.recipientId);
  if (!to) throw new Forbidden('not-recipient', 'The directive was not addressed to this person.');
  const { mandatory, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId } = to;
  return [{ type: 'DirectiveDelivered', data: {
    ...about, directiveVersion: directive.directiveVersion, mandatory, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId, at,
  } }];
};

const received = (state: DirectiveReceiptState, arrived: readonly DirectiveReceiptEvent[]): Receipt => arrived.reduce(evolve, state) as Receipt;

/** Only the recipient acknowledges and reports. */
const recipient = (id: string, by: Actor) => {
  const about = partsOf(id);
  if (about.recipientId !== by.personId) throw new Forbidden('not-recipient', 'Only the recipient answers for a directive.');
  return about;
};

/** Only the level that gave the directive judges a report, and nobody judges one's own. */
const judged = (id: string, by: Actor, { directive, judge }: Omit<Judging, 'schoolDays'>) => {
  const about = partsOf(id);
  if (!speaksForIssuer(inForce(directive), by.personId, judge)) throw new Forbidden('not-issuer', 'Only the level that gave the directive judges its completion.');
  if (about.recipientId === by.personId) throw new Forbidden('own-completion', 'Nobody judges their own report.');
  return about;
};

const underReview = (state: DirectiveReceiptState): Receipt => {
  if (state.status === 'reported') return state;
  throw new Rejected('nothing-reported', 'There is no report of completion that waits for a verdict.');
};

const partsOf = (id: string): { directiveId: Uuid; recipientId: Uuid } => {
  const [directiveId = '', recipientId = ''] = id.split(':');
  return { directiveId, recipientId };
};

const evolve = (state: DirectiveReceiptState, { type, data }: DirectiveReceiptEvent): DirectiveReceiptState => {
  if (type === 'DirectiveDelivered') {
    const { acknowledgeDeadlineId, acknowledgeDueAt, reportDeadlineId, reportDueAt } = data;
    return { status: 'delivered', acknowledge: { deadlineId: acknowledgeDeadlineId, dueAt: acknowledgeDueAt }, report: { deadlineId: reportDeadlineId, dueAt: reportDueAt }, returns: 0, flagged: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'DirectiveAcknowledged': return { ...state, status: 'acknowledged' };
    case 'DirectiveCompletionReported': return { ...state, status: 'reported' };
    case 'DirectiveCompletionReturned': return { ...state, status: 'returned', returns: state.returns + 1, report: { deadlineId: data.reportDeadlineId, dueAt: data.reportDueAt } };
    case 'DirectiveCompletionVerified': return { ...state, status: 'verified' };
    case 'DirectiveOverdueFlagged': return { ...state, flagged: [...state.flagged, data.deadlineId] };
  }
};

/** What one recipient does with one directive; the id is `<directiveId>:<personId>`. A stream of its own, so that thousands of recipients do not wait for each other. */
export const directiveReceipt = decider<DirectiveReceiptState, DirectiveReceiptEvent>()('directive-receipt', {
  initial: { status: 'none' },
  decide: {
    DeliverDirective: deliver, AcknowledgeDirective: acknowledge, ReportDirectiveCompletion: report, ReturnDirectiveCompletion: giveBack, VerifyDirectiveCompletion: verify,
    FlagDirectiveOverdue: flagOverdue,
  },
  evolve,
});
