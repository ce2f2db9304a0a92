import { type ChainDelegateSet, type ChainLevel, type ChainRole, chainRoles, type ChainSeat, type CollaborationChainEvent } from '@homeroom/contracts';
import { decider, type Deciding, event, Rejected } from '@homeroom/eventsourcing';
import { type Delegation, sameSeats, seatOf } from './chain.model';
import type {
  ActivateCollaborationChain, DefineCollaborationChain, DetectChainVacancy, FillChainSeat, ReviseCollaborationChain, SetChainDelegate,
} from './collaboration-chain.commands';

/** Defined: drawn up, not yet in force. Every change of a seat is a version. */
export type ChainState =
  | { readonly status: 'none'; readonly seats: readonly []; readonly delegates: readonly [] }
  | DefinedChain;

export interface DefinedChain {
  readonly status: 'defined' | 'active';
  readonly classId: string;
  readonly schoolId: string;
  readonly version: number;
  readonly seats: readonly ChainSeat[];
  readonly delegates: readonly Delegation[];
}

/** Who the people of the seats are, and who leads the class. */
export interface SeatFacts {
  readonly leadership: { readonly classTeacher?: { readonly personId: string }; readonly leadClassTeacher?: { readonly personId: string } };
  /** By person: the school they work at, absent when they are not (or no longer) registered. */
  readonly schools: Readonly<Record<string, string | undefined>>;
}

type DefineFacts = SeatFacts & { readonly schoolClass: { readonly status: string; readonly schoolId?: string } };

const define = ({ seats: wanted }: DefineCollaborationChain, { id: classId, state, at, facts }: Deciding<ChainState, DefineFacts>) => {
  const { schoolId } = facts.schoolClass;
  if (facts.schoolClass.status !== 'open' || !schoolId) throw new Rejected('class-not-open', 'Only a class that is open has a chain.');
  const seats = seated(wanted, schoolId, facts);
  if (state.status !== 'none' && sameSeats(state.seats, seats)) return [];
  if (state.status === 'active') throw new Rejected('chain-active', 'The class has a chain in force: revise it.');
  const version = state.status === 'none' ? 1 : state.version + 1;
  return [event<CollaborationChainEvent>('CollaborationChainDefined', { classId, schoolId, version, seats, at })];
};

const activate = (_: ActivateCollaborationChain, { state, at, facts }: Deciding<ChainState, SeatFacts>) => {
  const { status, classId, schoolId, version, seats } = defined(state);
  if (status === 'active') return [];
  seated(seats, schoolId, facts);
  return [event<CollaborationChainEvent>('CollaborationChainActivated', { classId, schoolId, version, at })];
};

const revise = ({ seats: wanted }: ReviseCollaborationChain, { state, at, facts }: Deciding<ChainState, SeatFacts>) => {
  const { classId, schoolId, version, seats } = active(state);
  const revised = seated(wanted, schoolId, facts);
  if (sameSeats(seats, revised)) return [];
  return [event<CollaborationChainEvent>('CollaborationChainRevised', { classId, schoolId, version: version + 1, seats: revised, at })];
};

type DelegateFacts = Pick<SeatFacts, 'schools'>;

const setDelegate = ({ role, delegateId, fromAt, untilAt }: SetChainDelegate, { state, at, facts }: Deciding<ChainState, DelegateFacts>) => {
  const chain = defined(state);
  const { level, personId } = seat(chain, role);
  const { classId, schoolId } = chain;
  const present = chain.delegates.find((each) => each.level === level);
  if (!delegateId) return present ? [event<CollaborationChainEvent>('ChainDelegateSet', { classId, schoolId, level, personId, delegateId: null, at })] : [];
  if (present?.delegateId === delegateId && present.untilAt === untilAt && (fromAt === undefined || present.fromAt === fromAt)) return [];
  free(chain, level, delegateId);
  ofTheSchool(role, delegateId, schoolId, facts.schools);
  if (untilAt !== undefined && untilAt <= (fromAt ?? at)) throw new Rejected('delegation-empty', 'A delegation ends after it begins.');
  const time = { ...(fromAt && { fromAt }), ...(untilAt && { untilAt }) };
  return [event<CollaborationChainEvent>('ChainDelegateSet', { classId, schoolId, level, personId, delegateId, ...time, at })];
};

/** A delegate stands nowhere else in the chain: nobody answers their own report. */
const free = (chain: DefinedChain, level: ChainLevel, delegateId: string): void => {
  if (chain.seats.some(({ personId }) => personId === delegateId)) throw new Rejected('delegate-in-chain', 'A delegate holds no level of the same chain.');
  const elsewhere = chain.delegates.some((each) => each.delegateId === delegateId && each.level !== level);
  if (elsewhere) throw new Rejected('delegate-twice', 'This person is the delegate of another level already.');
};

const detectVacancy = ({ role, leftBy }: DetectChainVacancy, { state, at }: Deciding<ChainState>) => {
  const { classId, schoolId, version, ...chain } = active(state);
  const left = seatOf(chain, role);
  if (left?.personId !== leftBy) return [];
  const { level } = left;
  const seats = taken(chain.seats, level, null);
  return [event<CollaborationChainEvent>('ChainVacancyDetected', { classId, schoolId, version: version + 1, level, role, leftBy, seats, at })];
};

const fillSeat = ({ role, personId }: FillChainSeat, { state, at, facts }: Deciding<ChainState, SeatFacts>) => {
  const chain = active(state);
  const { classId, schoolId, version } = chain;
  const { level, personId: previousPersonId } = seat(chain, role);
  if (previousPersonId === personId) return [];
  if (chain.seats.some((each) => each.personId === personId)) throw new Rejected('person-twice', 'This person holds another level of the chain.');
  appointed(role, personId, facts);
  ofTheSchool(role, personId, schoolId, facts.schools);
  const seats = taken(chain.seats, level, personId);
  return [event<CollaborationChainEvent>('ChainSeatFilled', { classId, schoolId, version: version + 1, level, role, personId, previousPersonId, seats, at })];
};

interface Wanted { readonly role: ChainRole; readonly personId: string | null }

const seated = (wanted: readonly Wanted[], schoolId: string, facts: SeatFacts): ChainSeat[] => {
  const rank = wanted.map(({ role }) => chainRoles.indexOf(role));
  if (wanted.length < 2) throw new Rejected('chain-too-short', 'A chain has at least two levels.');
  if (wanted[0]!.role !== 'class-teacher') throw new Rejected('class-teacher-first', 'The first level is the class teacher.');
  if (rank.some((each, i) => i > 0 && each <= rank[i - 1]!)) throw new Rejected('levels-out-of-order', `Levels rise, each once: ${chainRoles.join(', ')}.`);
  if (new Set(wanted.map(({ personId }) => personId)).size < wanted.length) {
    throw new Rejected('person-twice', 'Each level has a person of its own: where a middle leader leads the class, another holds the middle level.');
  }
  return wanted.map(({ role, personId }, i) => {
    appointed(role, personId, facts);
    ofTheSchool(role, personId, schoolId, facts.schools);
    return { level: i + 1, role, personId };
  });
};

const appointed = (role: ChainRole, personId: string | null, { leadership }: SeatFacts): void => {
  if (role === 'class-teacher' && leadership.classTeacher?.personId !== personId) {
    throw new Rejected('not-class-teacher', 'The first level is the class teacher appointed to this class.');
  }
  if (role === 'lead-class-teacher' && leadership.leadClassTeacher?.personId !== personId) {
    throw new Rejected('not-lead-class-teacher', 'This level is the lead class teacher appointed to this class.');
  }
};

const ofTheSchool = (role: ChainRole, personId: string | null, schoolId: string, schools: SeatFacts['schools']): void => {
  if (role === 'county-joint-meeting' || (personId && schools[personId] === schoolId)) return;
  throw new Rejected('not-of-this-school', 'Levels below the county are held by people of the school.', { role });
};

const defined = (state: ChainState): DefinedChain => {
  if (state.status === 'none') throw new Rejected('collaboration-chain-not-found', 'The class has no chain: define one.');
  return state;
};

const active = (state: ChainState): DefinedChain => {
  const chain = defined(state);
  if (chain.status !== 'active') throw new Rejected('chain-not-active', 'Activate the chain first, or define it anew.');
  return chain;
};

const seat = (chain: DefinedChain, role: ChainRole): ChainSeat => {
  const found = seatOf(chain, role);
  if (!found) throw new Rejected('no-such-level', 'The chain has no such level: revise it.');
  return found;
};

const evolve = (state: ChainState, { type, data }: CollaborationChainEvent): ChainState => {
  if (type === 'CollaborationChainDefined') {
    const { classId, schoolId, version, seats } = data;
    return { status: 'defined', classId, schoolId, version, seats, delegates: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'CollaborationChainActivated': return { ...state, status: 'active' };
    case 'CollaborationChainRevised': return { ...state, version: data.version, seats: data.seats, delegates: stillMeant(state, data.seats) };
    case 'ChainDelegateSet': return { ...state, delegates: delegated(state.delegates, data) };
    case 'ChainVacancyDetected': return { ...state, version: data.version, seats: data.seats };
    case 'ChainSeatFilled': return {
      ...state, version: data.version, seats: data.seats,
      delegates: state.delegates.filter(({ level, delegateId }) => level !== data.level && delegateId !== data.personId),
    };
  }
};

const taken = (seats: readonly ChainSeat[], level: number, personId: string | null): ChainSeat[] =>
  seats.map((each) => (each.level === level ? { ...each, personId } : each));

/** Delegations outlive a revision where the same person holds the same level and the delegate got none. */
const stillMeant = (chain: DefinedChain, seats: readonly ChainSeat[]): Delegation[] => chain.delegates.filter(({ level, delegateId }) =>
  seats.some((each) => each.level === level && each.personId === chain.seats.find((old) => old.level === level)?.personId)
  && !seats.some((each) => each.personId === delegateId));

const delegated = (delegates: readonly Delegation[], { level, delegateId, fromAt, untilAt, at }: ChainDelegateSet['data']): Delegation[] => {
  const others = delegates.filter((each) => each.level !== level);
  return delegateId === null ? others : [...others, { level, delegateId, fromAt: fromAt ?? at, ...(untilAt && { untilAt }) }];
};

/** One class's chain: who hears of its reports, in which order, and who decides. */
export const collaborationChain = decider<ChainState, CollaborationChainEvent>()('collaboration-chain', {
  initial: { status: 'none', seats: [], delegates: [] },
  decide: {
    DefineCollaborationChain: define,
    ActivateCollaborationChain: activate,
    ReviseCollaborationChain: revise,
    SetChainDelegate: setDelegate,
    DetectChainVacancy: detectVacancy,
    FillChainSeat: fillSeat,
  },
  evolve,
});
