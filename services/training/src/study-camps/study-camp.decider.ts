import type { CampCheckpoint, CampEligibility, LocalDate, SchoolYear, StudyCampEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, daysBetween, schoolYearOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { AdmitCampMember, CloseCamp, GraduateCampMember, OpenCamp, RecordTrackingCheckpoint, WithdrawCampMember } from './study-camp.commands';

/** One year of tracking (为期1年的跟踪培训), in days: a leap day is a day. */
export const TRACKING_DAYS = 365;
/** Whoever was hired, or first led a class, longer before the camp than this is no beginner any more [INF]. */
export const BEGINNER_DAYS = 365;

export interface CampMember {
  readonly schoolId: Uuid;
  readonly from: LocalDate;
  readonly done: readonly string[];
  readonly status: 'active' | 'graduated' | 'withdrawn';
}

export interface StudyCamp {
  readonly status: 'open' | 'closed';
  readonly schoolYear: SchoolYear;
  readonly leaderId: Uuid;
  readonly startsOn: LocalDate;
  readonly places: number;
  readonly checkpoints: readonly CampCheckpoint[];
  readonly members: Readonly<Record<Uuid, CampMember>>;
}

export type StudyCampState = { readonly status: 'none' } | StudyCamp;

type On<Facts = unknown> = Deciding<StudyCampState, Facts>;

export const knownCamp = (state: StudyCampState): StudyCamp => {
  if (state.status === 'none') throw new Rejected('study-camp-not-found', 'There is no such camp.');
  return state;
};

const openCamp = (state: StudyCampState): StudyCamp => {
  const camp = knownCamp(state);
  if (camp.status === 'closed') throw new Rejected('study-camp-closed', 'The camp is closed.');
  return camp;
};

const memberOf = (camp: StudyCamp, personId: Uuid): CampMember => {
  const member = camp.members[personId];
  if (!member || member.status === 'withdrawn') throw new Rejected('camp-member-not-found', 'The person is no member of the camp.', { personId });
  return member;
};

const of = ({ id: campId, at }: On, { schoolYear }: StudyCamp) => ({ campId, schoolYear, at });
const ofMember = (on: On, camp: StudyCamp, personId: Uuid) => ({ ...of(on, camp), personId, schoolId: memberOf(camp, personId).schoolId });

const between = (day: LocalDate, first: LocalDate, today: LocalDate): LocalDate => {
  if (day < first || day > today) throw new Rejected('day-out-of-range', 'The day lies before that on which it could have been, or in the future.', { first, today });
  return day;
};

const open = ({ title, leaderId, startsOn, places, checkpoints }: OpenCamp, { id: campId, state, by, at }: On): StudyCampEvent[] => {
  if (state.status !== 'none') {
    if (state.leaderId === leaderId && state.startsOn === startsOn) return [];
    throw new Rejected('study-camp-exists', 'Another camp has this id.');
  }
  if (new Set(checkpoints.map(({ checkpoint }) => checkpoint)).size < checkpoints.length) throw new Rejected('checkpoint-twice', 'Each checkpoint has a code of its own.');
  const said = checkpoints.map(({ checkpoint, mandatory }) => ({ checkpoint, mandatory }));
  return [{ type: 'CampOpened', data: { campId, schoolYear: schoolYearOf(startsOn), title, leaderId, startsOn, places, checkpoints: said, openedBy: by.personId, at } }];
};

/** Why this person may join a camp that begins on this day, as far as organization has told. */
const eligibility = ({ hiredOn, firstLedOn }: StaffMemberState, startsOn: LocalDate): CampEligibility => {
  const recent = (day: LocalDate | undefined): boolean => day !== undefined && daysBetween(day, startsOn) <= BEGINNER_DAYS;
  if (recent(firstLedOn)) return 'first-time-class-teacher';
  if (recent(hiredOn)) return 'new-hire';
  throw new Rejected('not-a-beginner', 'A camp is for who is new in the profession, or class teacher for the first time.');
};

const admit = ({ personId, from }: AdmitCampMember, on: On<{ person: StaffMemberState }>): StudyCampEvent[] => {
  const camp = openCamp(on.state);
  const before = camp.members[personId];
  if (before && before.status !== 'withdrawn') return [];
  const schoolId = schoolOfMember(on.facts.person, personId);
  const why = eligibility(on.facts.person, camp.startsOn);
  const today = dayOf(on.at);
  const { hiredOn = camp.startsOn } = on.facts.person;
  const first = hiredOn > camp.startsOn ? hiredOn : camp.startsOn;
  if (Object.values(camp.members).filter(({ status }) => status === 'active').length >= camp.places) throw new Rejected('camp-full', 'Every place of the camp is taken.', { places: camp.places });
  return [{ type: 'CampMemberAdmitted', data: { ...of(on, camp), personId, schoolId, from: between(from ?? today, first, today), eligibility: why, admittedBy: on.by.personId } }];
};

const recordCheckpoint = ({ personId, checkpoint, on: day, note }: RecordTrackingCheckpoint, on: On): StudyCampEvent[] => {
  const camp = openCamp(on.state);
  const member = memberOf(camp, personId);
  if (member.done.includes(checkpoint)) return [];
  if (!camp.checkpoints.some((one) => one.checkpoint === checkpoint)) throw new Rejected('checkpoint-not-found', 'The camp has no such checkpoint.');
  if (member.status === 'graduated') throw new Rejected('member-graduated', 'The member has graduated: what they did is settled.');
  const today = dayOf(on.at);
  return [{ type: 'TrackingCheckpointRecorded', data: {
    ...ofMember(on, camp, personId), checkpoint, on: between(day ?? today, member.from, today), ...(note && { note }), recordedBy: on.by.personId,
  } }];
};

const withdraw = ({ personId, reason }: WithdrawCampMember, on: On): StudyCampEvent[] => {
  const camp = openCamp(on.state);
  if (camp.members[personId]?.status === 'withdrawn') return [];
  if (memberOf(camp, personId).status === 'graduated') throw new Rejected('member-graduated', 'The member has graduated: what they did is settled.');
  return [{ type: 'CampMemberWithdrawn', data: { ...ofMember(on, camp, personId), on: dayOf(on.at), reason, withdrawnBy: on.by.personId } }];
};

const graduate = ({ personId }: GraduateCampMember, on: On): StudyCampEvent[] => {
  const camp = openCamp(on.state);
  const { status, from, done } = memberOf(camp, personId);
  if (status === 'graduated') return [];
  const today = dayOf(on.at);
  const days = daysBetween(from, today);
  if (days < TRACKING_DAYS) throw new Rejected('year-not-over', 'The year of tracking is not over.', { days, needed: TRACKING_DAYS });
  const missing = camp.checkpoints.filter(({ checkpoint, mandatory }) => mandatory && !done.includes(checkpoint));
  if (missing.length > 0) throw new Rejected('checkpoints-missing', 'A mandatory checkpoint is missing.', { missing: missing.map(({ checkpoint }) => checkpoint).join(', ') });
  return [{ type: 'CampMemberGraduated', data: { ...ofMember(on, camp, personId), on: today, days, graduatedBy: on.by.personId } }];
};

const close = (_: CloseCamp, on: On): StudyCampEvent[] => {
  const camp = knownCamp(on.state);
  if (camp.status === 'closed') return [];
  const members = Object.values(camp.members);
  if (members.some(({ status }) => status === 'active')) throw new Rejected('members-on-their-way', 'Every member graduates or withdraws before the camp is closed.');
  return [{ type: 'CampClosed', data: { ...of(on, camp), on: dayOf(on.at), graduates: members.filter(({ status }) => status === 'graduated').length, closedBy: on.by.personId } }];
};

const changed = (camp: StudyCamp, personId: Uuid, change: (member: CampMember) => Partial<CampMember>): StudyCamp => {
  const member = camp.members[personId];
  return member ? { ...camp, members: { ...camp.members, [personId]: { ...member, ...change(member) } } } : camp;
};

const evolve = (state: StudyCampState, { type, data }: StudyCampEvent): StudyCampState => {
  if (type === 'CampOpened') {
    const { schoolYear, leaderId, startsOn, places, checkpoints } = data;
    return { status: 'open', schoolYear, leaderId, startsOn, places, checkpoints, members: {} };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'CampMemberAdmitted': return { ...state, members: { ...state.members, [data.personId]: { schoolId: data.schoolId, from: data.from, done: [], status: 'active' } } };
    case 'TrackingCheckpointRecorded': return changed(state, data.personId, ({ done }) => ({ done: [...done, data.checkpoint] }));
    case 'CampMemberWithdrawn': return changed(state, data.personId, () => ({ status: 'withdrawn' }));
    case 'CampMemberGraduated': return changed(state, data.personId, () => ({ status: 'graduated' }));
    case 'CampClosed': return { ...state, status: 'closed' };
  }
};

/** A camp for young class teachers: who is in it, and how far each has come through the year. */
export const studyCamp = decider<StudyCampState, StudyCampEvent>()('study-camp', {
  initial: { status: 'none' },
  decide: { OpenCamp: open, AdmitCampMember: admit, RecordTrackingCheckpoint: recordCheckpoint, WithdrawCampMember: withdraw, GraduateCampMember: graduate, CloseCamp: close },
  evolve,
});
