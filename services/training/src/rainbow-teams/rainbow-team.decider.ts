import { RAINBOW_MENTORS, RAINBOW_TEACHERS, type RainbowRole, type RainbowTeamEvent, type SchoolYear, type Stage, type Subject, type Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, schoolYearOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { ActivateTeam, AddTeamMentor, AddTeamTeacher, DissolveTeam, FormRainbowTeam, ReplaceTeamMember } from './rainbow-team.commands';

export interface RainbowTeam {
  readonly status: 'forming' | 'active' | 'dissolved';
  readonly schoolYear: SchoolYear;
  readonly stage: Stage;
  readonly subject: Subject;
  readonly members: { readonly [R in RainbowRole]: readonly Uuid[] };
}

export type RainbowTeamState = { readonly status: 'none' } | RainbowTeam;

type On<Facts = unknown> = Deciding<RainbowTeamState, Facts>;
/** The person named in the command, as organization told them. */
interface Person { readonly person: StaffMemberState }

const PLACES: { readonly [R in RainbowRole]: number } = { teacher: RAINBOW_TEACHERS, mentor: RAINBOW_MENTORS };

const goingOn = (state: RainbowTeamState): RainbowTeam => {
  if (state.status === 'none') throw new Rejected('rainbow-team-not-found', 'There is no such team.');
  if (state.status === 'dissolved') throw new Rejected('rainbow-team-dissolved', 'The team works no longer.');
  return state;
};

const of = ({ id: teamId, at }: On, { schoolYear, stage, subject }: RainbowTeam) => ({ teamId, schoolYear, stage, subject, at });

const form = ({ stage, subject }: FormRainbowTeam, { id: teamId, state, by, at }: On): RainbowTeamEvent[] => {
  if (state.status === 'none') return [{ type: 'RainbowTeamFormed', data: { teamId, schoolYear: schoolYearOf(dayOf(at)), stage, subject, formedBy: by.personId, at } }];
  if (state.stage === stage && state.subject === subject) return [];
  throw new Rejected('rainbow-team-exists', 'Another team has this id.');
};

/** A teacher of the team teaches its subject; a mentor is none of its teachers; nobody is in it twice. */
const fits = (personId: Uuid, role: RainbowRole, { members, subject }: RainbowTeam, { person }: Person): void => {
  schoolOfMember(person, personId);
  if (members.teacher.includes(personId) || members.mentor.includes(personId)) throw new Rejected('in-the-team-already', 'A mentor is none of the teachers, and nobody is in a team twice.');
  if (role === 'teacher' && !person.subjects.includes(subject)) throw new Rejected('other-subject', 'The teachers of a team teach its subject.', { subject });
};

const add = (role: RainbowRole) => ({ personId }: AddTeamTeacher | AddTeamMentor, on: On<Person>): RainbowTeamEvent[] => {
  const team = goingOn(on.state);
  if (team.members[role].includes(personId)) return [];
  fits(personId, role, team, on.facts);
  if (team.members[role].length >= PLACES[role]) throw new Rejected('team-complete', 'A team has five teachers and two mentors.', { role, places: PLACES[role] });
  return [{ type: role === 'teacher' ? 'TeamTeacherAdded' : 'TeamMentorAdded', data: { ...of(on, team), personId, addedBy: on.by.personId } }];
};

const replace = ({ previousPersonId, personId, reason }: ReplaceTeamMember, on: On<Person>): RainbowTeamEvent[] => {
  const team = goingOn(on.state);
  const role = (['teacher', 'mentor'] as const).find((one) => team.members[one].includes(previousPersonId));
  if (!role) throw new Rejected('team-member-not-found', 'The person is not in the team.');
  fits(personId, role, team, on.facts);
  return [{ type: 'TeamMemberReplaced', data: { ...of(on, team), role, personId, previousPersonId, reason, replacedBy: on.by.personId } }];
};

const activate = (_: ActivateTeam, on: On): RainbowTeamEvent[] => {
  const team = goingOn(on.state);
  if (team.status === 'active') return [];
  const { teacher: teacherIds, mentor: mentorIds } = team.members;
  if (teacherIds.length !== RAINBOW_TEACHERS || mentorIds.length !== RAINBOW_MENTORS) {
    throw new Rejected('team-incomplete', 'A team begins with five teachers and two mentors.', { teachers: teacherIds.length, mentors: mentorIds.length });
  }
  return [{ type: 'TeamActivated', data: { ...of(on, team), on: dayOf(on.at), teacherIds, mentorIds, activatedBy: on.by.personId } }];
};

const dissolve = ({ reason }: DissolveTeam, on: On): RainbowTeamEvent[] => {
  if (on.state.status === 'dissolved') return [];
  return [{ type: 'TeamDissolved', data: { ...of(on, goingOn(on.state)), on: dayOf(on.at), reason, dissolvedBy: on.by.personId } }];
};

const withMembers = (team: RainbowTeam, role: RainbowRole, change: (ids: readonly Uuid[]) => readonly Uuid[]): RainbowTeam =>
  ({ ...team, members: { ...team.members, [role]: change(team.members[role]) } });

const evolve = (state: RainbowTeamState, { type, data }: RainbowTeamEvent): RainbowTeamState => {
  if (type === 'RainbowTeamFormed') return { status: 'forming', schoolYear: data.schoolYear, stage: data.stage, subject: data.subject, members: { teacher: [], mentor: [] } };
  if (state.status === 'none') return state;
  switch (type) {
    case 'TeamTeacherAdded': return withMembers(state, 'teacher', (ids) => [...ids, data.personId]);
    case 'TeamMentorAdded': return withMembers(state, 'mentor', (ids) => [...ids, data.personId]);
    case 'TeamMemberReplaced': return withMembers(state, data.role, (ids) => ids.map((id) => (id === data.previousPersonId ? data.personId : id)));
    case 'TeamActivated': return { ...state, status: 'active' };
    case 'TeamDissolved': return { ...state, status: 'dissolved' };
  }
};

/** A growth team of the rainbow plan: who is in it, and whether it works. */
export const rainbowTeam = decider<RainbowTeamState, RainbowTeamEvent>()('rainbow-team', {
  initial: { status: 'none' },
  decide: { FormRainbowTeam: form, AddTeamTeacher: add('teacher'), AddTeamMentor: add('mentor'), ReplaceTeamMember: replace, ActivateTeam: activate, DissolveTeam: dissolve },
  evolve,
});
