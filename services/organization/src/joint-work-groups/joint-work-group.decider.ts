import type { GroupMember, GroupRole, JointWorkGroupEvent, MemberRemovalReason, OfGroup, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { ClassLeadershipState } from '../class-leaderships/class-leadership.model';
import { dayOf } from '../school-calendars/working-time.model';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { AddGroupMember, AgreeGroupGoals, DissolveGroup, FormJointWorkGroup, RemoveGroupMember, ShareGroupOutcome } from './joint-work-group.commands';

export interface JointWorkGroup {
  readonly status: 'active' | 'dissolved';
  readonly schoolId: Uuid;
  readonly formation: number;
  readonly members: readonly GroupMember[];
  /** Wordings of the goals, and outcomes, of this formation. */
  readonly goals: number;
  readonly outcomes: number;
}

export type JointWorkGroupState = { readonly status: 'none' } | JointWorkGroup;

type On<Facts = unknown> = Deciding<JointWorkGroupState, Facts>;
interface Led { readonly leadership: ClassLeadershipState }
/** Who of the people named works in a school of the county. */
interface Known { readonly registered: readonly Uuid[] }

const OFFICES = ['lead-class-teacher', 'class-teacher'] as const;
const isOffice = (role: GroupRole): boolean => (OFFICES as readonly GroupRole[]).includes(role);

const active = (state: JointWorkGroupState): JointWorkGroup => {
  if (state.status !== 'active') throw new Rejected('joint-work-group-not-found', 'The class has no joint work group.');
  return state;
};

/** The group, with both offices of the class in it. */
const complete = (state: JointWorkGroupState): JointWorkGroup => {
  const group = active(state);
  if (!OFFICES.every((office) => group.members.some(({ role }) => role === office))) throw new Rejected('offices-vacant', 'The group lacks a lead class teacher or a class teacher.');
  return group;
};

const of = ({ id: classId, at }: On, { schoolId, formation }: Pick<JointWorkGroup, 'schoolId' | 'formation'>): OfGroup => ({ classId, schoolId, formation, on: dayOf(at), at });

/** Parents stand in no registry of ours. */
const inRegistry = ({ personId, role }: GroupMember, { registered }: Known): void => {
  if (role !== 'parent-representative' && !registered.includes(personId)) throw new Rejected('member-not-found', 'The person works in no school of the county.', { personId });
};

/** Who is in the group by an office of the class, in the order of the offices. */
const officeHolders = ({ leadership: { leadClassTeacher, classTeacher } }: Led): GroupMember[] => [
  ...(leadClassTeacher ? [{ personId: leadClassTeacher.personId, role: OFFICES[0] }] : []), ...(classTeacher ? [{ personId: classTeacher.personId, role: OFFICES[1] }] : []),
];

const form = ({ members: named = [] }: FormJointWorkGroup, on: On<Led & Known & { schoolClass: SchoolClassState }>): JointWorkGroupEvent[] => {
  const { state, facts, by } = on;
  if (facts.schoolClass.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  if (facts.schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nothing about it changes any more.');
  const holders = officeHolders(facts);
  if (holders.length < OFFICES.length) throw new Rejected('offices-vacant', 'The class needs a lead class teacher and a class teacher first.');
  const members = [...holders, ...named.map(({ personId, role }) => ({ personId, role }))];
  if (new Set(members.map(({ personId }) => personId)).size < members.length) throw new Rejected('member-twice', 'Everybody is in the group once.');
  if (state.status === 'active') {
    if (members.every(({ personId, role }) => state.members.some((each) => each.personId === personId && each.role === role))) return [];
    throw new Rejected('group-active', 'The class has a joint work group.');
  }
  named.forEach((member) => inRegistry(member, facts));
  const formation = state.status === 'none' ? 1 : state.formation + 1;
  return [{ type: 'JointWorkGroupFormed', data: { ...of(on, { schoolId: facts.schoolClass.schoolId, formation }), members, formedBy: by.personId } }];
};

const add = ({ personId, role }: AddGroupMember, on: On<Known>): JointWorkGroupEvent[] => {
  const group = active(on.state);
  const present = group.members.find((each) => each.personId === personId);
  if (present?.role === role) return [];
  if (present) throw new Rejected('member-twice', 'Everybody is in the group once.');
  inRegistry({ personId, role }, on.facts);
  return [{ type: 'GroupMemberAdded', data: { ...of(on, group), personId, role, addedBy: on.by.personId } }];
};

const remove = ({ personId }: RemoveGroupMember, on: On): JointWorkGroupEvent[] => {
  const group = active(on.state);
  const member = group.members.find((each) => each.personId === personId);
  if (!member) return [];
  if (isOffice(member.role)) throw new Rejected('office-holder-stays', 'The lead class teacher and the class teacher are in the group as long as they are in office.');
  return [{ type: 'GroupMemberRemoved', data: { ...of(on, group), ...member, cause: 'asked', removedBy: on.by.personId } }];
};

/** The group follows the offices of the class. A group that is not there follows nothing. */
const followOffices = (_: object, on: On<Led>): JointWorkGroupEvent[] => {
  const { state, by, facts } = on;
  if (state.status !== 'active') return [];
  const holders = officeHolders(facts);
  const isHolder = ({ personId, role }: GroupMember): boolean => holders.some((each) => each.personId === personId && each.role === role);
  const wasMember = ({ personId, role }: GroupMember): boolean => state.members.some((each) => each.personId === personId && each.role === role);
  const cause = ({ personId }: GroupMember): MemberRemovalReason | undefined => (holders.some((each) => each.personId === personId) ? 'other-role' : undefined);
  const leaving = state.members.flatMap((member) => {
    const why = isHolder(member) ? undefined : isOffice(member.role) ? 'office-ended' : cause(member);
    return why ? [{ ...member, cause: why }] : [];
  });
  return [
    ...leaving.map((member): JointWorkGroupEvent => ({ type: 'GroupMemberRemoved', data: { ...of(on, state), ...member, removedBy: by.personId } })),
    ...holders.filter((holder) => !wasMember(holder)).map((holder): JointWorkGroupEvent => ({ type: 'GroupMemberAdded', data: { ...of(on, state), ...holder, addedBy: by.personId } })),
  ];
};

const agreeGoals = ({ goals }: AgreeGroupGoals, on: On): JointWorkGroupEvent[] => {
  const group = complete(on.state);
  return [{ type: 'GroupGoalsAgreed', data: { ...of(on, group), edition: group.goals + 1, goals, recordedBy: on.by.personId } }];
};

const share = ({ outcome }: ShareGroupOutcome, on: On): JointWorkGroupEvent[] => {
  const group = complete(on.state);
  return [{ type: 'GroupOutcomeShared', data: { ...of(on, group), outcomeId: `${on.id}:${group.formation}:${group.outcomes + 1}`, outcome, sharedBy: on.by.personId } }];
};

const dissolve = ({ reason }: DissolveGroup, on: On): JointWorkGroupEvent[] => {
  if (on.state.status === 'dissolved') return [];
  return [{ type: 'GroupDissolved', data: { ...of(on, active(on.state)), cause: 'asked', reason, dissolvedBy: on.by.personId } }];
};

const endWithClass = (_: object, on: On): JointWorkGroupEvent[] =>
  (on.state.status === 'active' ? [{ type: 'GroupDissolved', data: { ...of(on, on.state), cause: 'class-ended', dissolvedBy: on.by.personId } }] : []);

const evolve = (state: JointWorkGroupState, { type, data }: JointWorkGroupEvent): JointWorkGroupState => {
  if (type === 'JointWorkGroupFormed') return { status: 'active', schoolId: data.schoolId, formation: data.formation, members: data.members, goals: 0, outcomes: 0 };
  if (state.status === 'none') return state;
  switch (type) {
    case 'GroupMemberAdded': return { ...state, members: [...state.members, { personId: data.personId, role: data.role }] };
    case 'GroupMemberRemoved': return { ...state, members: state.members.filter(({ personId, role }) => personId !== data.personId || role !== data.role) };
    case 'GroupGoalsAgreed': return { ...state, goals: data.edition };
    case 'GroupOutcomeShared': return { ...state, outcomes: state.outcomes + 1 };
    case 'GroupDissolved': return { ...state, status: 'dissolved' };
  }
};

/** The joint work group of a class; its id is the class's. */
export const jointWorkGroup = decider<JointWorkGroupState, JointWorkGroupEvent>()('joint-work-group', {
  initial: { status: 'none' },
  decide: {
    FormJointWorkGroup: form, AddGroupMember: add, RemoveGroupMember: remove, FollowOffices: followOffices, AgreeGroupGoals: agreeGoals, ShareGroupOutcome: share,
    DissolveGroup: dissolve, EndGroupOfClass: endWithClass,
  },
  evolve,
});
