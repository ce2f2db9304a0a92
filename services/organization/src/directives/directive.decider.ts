import type { DirectiveClosed, DirectiveEvent, Instant, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import type { CommonProblemState } from '../common-problems/common-problem.decider';
import type { SchoolDays } from '../school-calendars/working-time.model';
import type {
  CloseDirective, CloseFulfilledDirective, CloseRelayedDirective, DraftDirective, ElapseDirectiveDeadline, ExtendDirective, IssueDirective, RelayDirective, ReviseDirectiveDraft, RevokeDirective,
  SupersedeDirective,
} from './directive.commands';
import { addressees, addressing, type DirectiveState, type Draft, dueTimes, inForce, isIssued, type Issued, mandatoryOf, recipientsOf } from './directive.model';

/** What a person named one by one is known as; `schoolId` is absent for who works in no school of the county. */
interface Named { readonly personId: Uuid; readonly schoolId?: Uuid }
/** Who was found for the audience, what is known of the persons named, and the school days to count in. */
interface Resolved { readonly audienceIds?: readonly Uuid[]; readonly named?: readonly Named[]; readonly schoolDays: SchoolDays }
/** The directive to be replaced, and the common problem that is answered. */
interface Origins { readonly predecessor?: DirectiveState; readonly problem?: CommonProblemState }
/** The schools of the upward reports that are cited, for those that exist. */
interface Cited { readonly reports?: readonly { readonly reportId: Uuid; readonly schoolId: Uuid }[] }
/** A level of the class's chain, as far as a relay asks. */
interface Seat { readonly level: number; readonly role: string; readonly personId: Uuid | null }
interface Conveying {
  readonly parent: DirectiveState;
  /** The relayer has acknowledged the parent. */
  readonly acknowledged: boolean;
  readonly chain: { readonly schoolId: Uuid; readonly seats: readonly Seat[] };
  readonly parentDirectiveId: Uuid;
  readonly schoolDays: SchoolDays;
}

/** Who conveys: the lead class teacher the school's directive to the class's chain, middle leaders onward [INF]. */
const CONVEYING_ROLES: readonly string[] = ['lead-class-teacher', 'middle-leader'];

const draft = (data: DraftDirective, { id, state, by, at, facts }: Deciding<DirectiveState, Cited>): DirectiveEvent[] => {
  if (state.status === 'drafted') return [];
  if (state.status !== 'none') throw new Rejected('directive-already-issued', 'This id names a directive that is no draft any more.');
  const { schoolId } = data;
  return [{ type: 'DirectiveDrafted', data: { directiveId: id, issuerLevel: schoolId ? 'school' : 'county', ...contents(data, schoolId, facts), draftedBy: by.personId, at } }];
};

const revise = (data: ReviseDirectiveDraft, { id, state, by, at, facts }: Deciding<DirectiveState, Cited>): DirectiveEvent[] =>
  [{ type: 'DirectiveDraftRevised', data: { directiveId: id, ...contents(data, drafted(state).schoolId, facts), revisedBy: by.personId, at } }];

const issue = (data: IssueDirective, { id, state, by, at, facts }: Deciding<DirectiveState, Resolved & Origins>): DirectiveEvent[] => {
  if (state.status === 'in-force') return [];
  const { status, title, text, answersReportIds, ...demand } = drafted(state);
  const to = resolve(data, demand, facts);
  if (to.mandatoryRecipientIds.length + to.optionalRecipientIds.length === 0) throw new Rejected('no-recipients', 'Nobody holds these posts in these schools: name somebody.');
  return [{ type: 'DirectiveIssued', data: {
    directiveId: id, directiveVersion: 1 + (predecessorOf(demand, facts)?.directiveVersion ?? 0), ...demand, ...to, ...dueTimes(id, 0, at, facts.schoolDays, demand),
    answersReportIds: [...new Set([...answersReportIds, ...problemReports(demand, facts)])], issuedBy: by.personId, at,
  } }];
};

const relay = (data: RelayDirective, { id, state, by, at, facts }: Deciding<DirectiveState, Conveying>): DirectiveEvent[] => {
  if (state.status !== 'none') return [];
  const parent = inForce(facts.parent);
  const own = addressing(parent, by.personId);
  if (!own) throw new Forbidden('not-recipient', 'Only who received the directive may convey it.');
  if (!facts.acknowledged) throw new Rejected('not-acknowledged', 'Acknowledge the directive before you convey it.');
  const mandatoryRecipientIds = seatsBelow(facts.chain.seats, by.personId);
  const demand = {
    evidenceTypes: parent.evidenceTypes,
    acknowledgeWithinWorkingMinutes: data.acknowledgeWithinWorkingMinutes ?? parent.acknowledgeWithinWorkingMinutes,
    reportWithinWorkingMinutes: data.reportWithinWorkingMinutes ?? parent.reportWithinWorkingMinutes,
  };
  return [{ type: 'DirectiveRelayed', data: {
    directiveId: id, directiveVersion: parent.directiveVersion, parentDirectiveId: facts.parentDirectiveId, rootDirectiveId: parent.rootDirectiveId,
    classId: data.classId, schoolId: facts.chain.schoolId, ...demand, mandatoryRecipientIds, optionalRecipientIds: [],
    ...dueTimes(id, 0, at, facts.schoolDays, demand, own.reportDueAt), ...(data.note && { note: data.note }), relayedBy: by.personId, at,
  } }];
};

const extend = (data: ExtendDirective, { id, state, by, at, facts }: Deciding<DirectiveState, Resolved>): DirectiveEvent[] => {
  const directive = inForce(state);
  const to = resolve(data, directive, facts, recipientsOf(directive));
  if (to.mandatoryRecipientIds.length + to.optionalRecipientIds.length === 0) return [];
  return [{ type: 'DirectiveExtended', data: {
    directiveId: id, directiveVersion: directive.directiveVersion, ...to, ...dueTimes(id, directive.groups.length, at, facts.schoolDays, directive), extendedBy: by.personId, at,
  } }];
};

const elapse = ({ deadlineId }: ElapseDirectiveDeadline, { id, state, at }: Deciding<DirectiveState>): DirectiveEvent[] => {
  if (state.status !== 'in-force' || state.elapsed.includes(deadlineId)) return [];
  const group = state.groups.find((g) => g.acknowledgeDeadlineId === deadlineId || g.reportDeadlineId === deadlineId);
  if (!group) return [];
  const [stage, dueAt] = group.acknowledgeDeadlineId === deadlineId ? ['acknowledge', group.acknowledgeDueAt] as const : ['report', group.reportDueAt] as const;
  return at < dueAt ? [] : [{ type: 'DirectiveDeadlineElapsed', data: { directiveId: id, deadlineId, stage, dueAt, at } }];
};

const supersede = ({ successorId }: SupersedeDirective, { id, state, by, at }: Deciding<DirectiveState>): DirectiveEvent[] => {
  if (state.status === 'superseded' && state.successorId === successorId) return [];
  inForce(state);
  return [{ type: 'DirectiveSuperseded', data: { directiveId: id, successorId, supersededBy: by.personId, at } }];
};

const revoke = ({ reason }: RevokeDirective, { id, state, by, at }: Deciding<DirectiveState>): DirectiveEvent[] => {
  if (state.status === 'revoked' || state.status === 'discarded') return [];
  if (state.status !== 'drafted') inForce(state);
  return [{ type: 'DirectiveRevoked', data: { directiveId: id, reason, revokedBy: by.personId, at } }];
};

const close = ({ reason }: CloseDirective, { id, state, by, at }: Deciding<DirectiveState>): DirectiveEvent[] => {
  if (state.status === 'closed') return [];
  inForce(state);
  return [closed(id, 'by-hand', by.personId, at, { reason })];
};

/** The directive and the tally are conditions of one append: nobody can be added or counted in between. */
const closeFulfilled = (_: CloseFulfilledDirective, { id, state, by, at, facts }: Deciding<DirectiveState, { readonly settled: ReadonlySet<Uuid> }>): DirectiveEvent[] => {
  if (state.status !== 'in-force') return [];
  const mandatory = mandatoryOf(state);
  return mandatory.length > 0 && mandatory.every((personId) => facts.settled.has(personId)) ? [closed(id, 'all-verified', by.personId, at)] : [];
};

const closeWithParent = ({ parentDirectiveId }: CloseRelayedDirective, { id, state, by, at }: Deciding<DirectiveState>): DirectiveEvent[] =>
  state.status === 'in-force' && state.parentDirectiveId === parentDirectiveId ? [closed(id, 'with-parent', by.personId, at)] : [];

const closed = (directiveId: Uuid, mode: DirectiveClosed['data']['mode'], closedBy: string, at: Instant, more: Pick<DirectiveClosed['data'], 'reason'> = {}): DirectiveEvent =>
  ({ type: 'DirectiveClosed', data: { directiveId, mode, ...more, closedBy, at } });

const drafted = (state: DirectiveState): Draft => {
  if (state.status === 'none') throw new Rejected('directive-not-found', 'There is no such directive.');
  if (state.status !== 'drafted') throw new Rejected('directive-not-draft', `The directive is ${state.status}: a new one may supersede it.`);
  return state;
};

/** What a draft says. The reports it cites exist, and a school answers its own. */
const contents = (data: ReviseDirectiveDraft, schoolId: Uuid | undefined, { reports = [] }: Cited) => {
  const { title, text, evidenceTypes, acknowledgeWithinWorkingMinutes, reportWithinWorkingMinutes, answersReportIds = [], answersCommonProblemId, supersedesDirectiveId } = data;
  for (const reportId of answersReportIds) {
    const report = reports.find((each) => each.reportId === reportId);
    if (!report || (schoolId && report.schoolId !== schoolId)) throw new Rejected('report-not-found', 'A cited report does not exist here.', { reportId });
  }
  if (reportWithinWorkingMinutes < acknowledgeWithinWorkingMinutes) throw new Rejected('report-before-acknowledgement', 'Give at least as much time to report as to acknowledge.');
  return {
    ...(schoolId && { schoolId }), title, text, evidenceTypes, acknowledgeWithinWorkingMinutes, reportWithinWorkingMinutes, answersReportIds,
    ...(answersCommonProblemId && { answersCommonProblemId }), ...(supersedesDirectiveId && { supersedesDirectiveId }),
  };
};

/** The directive that is replaced: in force, and of the same issuer. */
const predecessorOf = ({ supersedesDirectiveId, issuerLevel, schoolId }: Pick<Draft, 'supersedesDirectiveId' | 'issuerLevel' | 'schoolId'>, { predecessor }: Origins): Issued | undefined => {
  if (!supersedesDirectiveId) return undefined;
  const before = inForce(predecessor ?? { status: 'none' });
  if (before.issuerLevel !== issuerLevel || before.schoolId !== schoolId) throw new Rejected('other-issuer', 'Only the level that gave a directive may replace it.');
  return before;
};

/** The reports of the common problem that is answered; a school answers its own problems. */
const problemReports = ({ answersCommonProblemId, schoolId }: Pick<Draft, 'answersCommonProblemId' | 'schoolId'>, { problem }: Origins): readonly Uuid[] => {
  if (!answersCommonProblemId) return [];
  if (!problem || problem.status === 'none' || (schoolId && problem.schoolId !== schoolId)) throw new Rejected('common-problem-not-found', 'There is no such common problem here.');
  return problem.reportIds;
};

/** Frozen from here on. Persons named one by one must work in the county; a school addresses its own people only. */
const resolve = (
  { recipientIds = [], optionalRecipientIds = [] }: IssueDirective | ExtendDirective, { issuerLevel, schoolId }: Pick<Draft | Issued, 'issuerLevel' | 'schoolId'>,
  { audienceIds = [], named = [] }: Resolved, known: readonly Uuid[] = [],
) => {
  const schools = new Map(named.map((person) => [person.personId, person.schoolId]));
  for (const personId of [...recipientIds, ...optionalRecipientIds]) {
    const works = schools.get(personId);
    if (!works) throw new Rejected('recipient-not-found', 'A recipient named here works in no school of the county.', { personId });
    if (issuerLevel !== 'county' && works !== schoolId) throw new Rejected('recipient-of-other-school', 'A school addresses its own people.', { personId });
  }
  return addressees([...recipientIds, ...audienceIds], optionalRecipientIds, known);
};

/** Who sits below the relayer in the chain, each once. Vacant seats are passed over: who fills them later gets it by extension. */
const seatsBelow = (seats: readonly Seat[], relayedBy: Uuid): Uuid[] => {
  const own = seats.filter(({ personId, role }) => personId === relayedBy && CONVEYING_ROLES.includes(role)).map(({ level }) => level);
  if (own.length === 0) throw new Forbidden('not-conveying', 'Only the lead class teacher or a middle leader of the class conveys a directive to its chain.');
  const below = seats.filter(({ level, personId }) => level < Math.max(...own) && personId !== null && personId !== relayedBy).map(({ personId }) => personId!);
  if (below.length === 0) throw new Rejected('nobody-below', 'Nobody sits below you in this chain.');
  return [...new Set(below)];
};

const evolve = (state: DirectiveState, { type, data }: DirectiveEvent): DirectiveState => {
  switch (type) {
    case 'DirectiveDrafted': {
      const { directiveId, draftedBy, at, ...draft } = data;
      return { status: 'drafted', ...draft };
    }
    case 'DirectiveDraftRevised': {
      const { directiveId, revisedBy, at, ...draft } = data;
      return state.status === 'drafted' ? { status: 'drafted', issuerLevel: state.issuerLevel, ...draft } : state;
    }
    case 'DirectiveIssued':
      return issued(data, { issuerLevel: data.issuerLevel, issuedBy: data.issuedBy, rootDirectiveId: data.directiveId });
    case 'DirectiveRelayed': {
      const { relayedBy, rootDirectiveId, parentDirectiveId, classId } = data;
      return issued(data, { issuerLevel: 'class', issuedBy: relayedBy, rootDirectiveId, parentDirectiveId, classId });
    }
    case 'DirectiveExtended': {
      const { directiveId, directiveVersion, extendedBy, at, ...group } = data;
      return isIssued(state) ? { ...state, groups: [...state.groups, group] } : state;
    }
    case 'DirectiveDeadlineElapsed': return isIssued(state) ? { ...state, elapsed: [...state.elapsed, data.deadlineId] } : state;
    case 'DirectiveSuperseded': return isIssued(state) ? { ...state, status: 'superseded', successorId: data.successorId } : state;
    case 'DirectiveRevoked': return isIssued(state) ? { ...state, status: 'revoked' } : { status: 'discarded' };
    case 'DirectiveClosed': return isIssued(state) ? { ...state, status: 'closed' } : state;
  }
};

type Born = Extract<DirectiveEvent, { type: 'DirectiveIssued' | 'DirectiveRelayed' }>['data'];

const issued = (data: Born, origin: Pick<Issued, 'issuerLevel' | 'issuedBy' | 'rootDirectiveId' | 'parentDirectiveId' | 'classId'>): Issued => {
  const { mandatoryRecipientIds, optionalRecipientIds, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId } = data;
  const { evidenceTypes, acknowledgeWithinWorkingMinutes, reportWithinWorkingMinutes, directiveVersion, schoolId } = data;
  return {
    status: 'in-force', ...origin, ...(schoolId && { schoolId }), directiveVersion, evidenceTypes, acknowledgeWithinWorkingMinutes, reportWithinWorkingMinutes,
    groups: [{ mandatoryRecipientIds, optionalRecipientIds, acknowledgeDueAt, acknowledgeDeadlineId, reportDueAt, reportDeadlineId }],
    elapsed: [],
  };
};

/** A directive from draft to end. What each recipient does with it stands in a stream of its own, see `directive-receipt`. */
export const directive = decider<DirectiveState, DirectiveEvent>()('directive', {
  initial: { status: 'none' },
  decide: {
    DraftDirective: draft, ReviseDirectiveDraft: revise, IssueDirective: issue, RelayDirective: relay, ExtendDirective: extend, ElapseDirectiveDeadline: elapse,
    SupersedeDirective: supersede, RevokeDirective: revoke, CloseDirective: close, CloseFulfilledDirective: closeFulfilled, CloseRelayedDirective: closeWithParent,
  },
  evolve,
});
