import type { FirstClassNoted, LocalDate, StaffMemberEvent, StaffMemberPlaced, Subject, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

/** A person as organization has told them so far. */
export interface StaffMemberState {
  /** Where they work; absent for who works in no school, or is not known. */
  readonly schoolId?: Uuid;
  readonly subjects: readonly Subject[];
  /** Their first day in the profession, where organization has told it. */
  readonly hiredOn?: LocalDate;
  /** Their first day as a class teacher, where it was not before the registry. */
  readonly firstLedOn?: LocalDate;
}

type On = Deciding<StaffMemberState>;

const place = ({ schoolId, since, newlyHired }: Omit<StaffMemberPlaced['data'], 'personId'>, { id: personId, state }: On): StaffMemberEvent[] =>
  (state.schoolId === schoolId ? [] : [{ type: 'StaffMemberPlaced', data: { personId, schoolId, since, newlyHired } }]);

const noteSubjects = ({ subjects }: { readonly subjects: readonly Subject[] }, { id: personId, state }: On): StaffMemberEvent[] =>
  (state.subjects.join() === subjects.join() ? [] : [{ type: 'StaffMemberSubjectsNoted', data: { personId, subjects } }]);

const noteFirstClass = ({ classId, since }: Omit<FirstClassNoted['data'], 'personId'>, { id: personId, state }: On): StaffMemberEvent[] =>
  (state.firstLedOn ? [] : [{ type: 'FirstClassNoted', data: { personId, classId, since } }]);

const leave = ({ since }: { readonly since: LocalDate }, { id: personId, state }: On): StaffMemberEvent[] =>
  (state.schoolId ? [{ type: 'StaffMemberLeft', data: { personId, since } }] : []);

const evolve = (state: StaffMemberState, { type, data }: StaffMemberEvent): StaffMemberState => {
  switch (type) {
    case 'StaffMemberPlaced': return { ...state, schoolId: data.schoolId, ...(data.newlyHired && { hiredOn: data.since }) };
    case 'StaffMemberSubjectsNoted': return { ...state, subjects: data.subjects };
    case 'FirstClassNoted': return { ...state, firstLedOn: data.since };
    case 'StaffMemberLeft': return { ...state, schoolId: undefined };
  }
};

/** What training's rules may take for granted of a person: a fact of organization counts once it stands here. */
export const staffMember = decider<StaffMemberState, StaffMemberEvent>()('staff-member', {
  initial: { subjects: [] },
  decide: { PlaceStaffMember: place, NoteSubjects: noteSubjects, NoteFirstClass: noteFirstClass, LeaveStaffMember: leave },
  evolve,
});

/** @throws Rejected `person-not-found` for who works in no school of the county, as far as training has heard */
export const schoolOfMember = ({ schoolId }: StaffMemberState, personId: Uuid): Uuid => {
  if (!schoolId) throw new Rejected('person-not-found', 'The person works in no school of the county, as far as training has heard. Whoever was registered a moment ago: ask again shortly.', { personId });
  return schoolId;
};
