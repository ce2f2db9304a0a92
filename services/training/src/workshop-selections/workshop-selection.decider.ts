import type { SchoolYear, Uuid, WorkshopSelectionEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { CloseSelection, OpenSelection, SelectParticipant } from './workshop-selection.commands';

export type WorkshopSelectionState = { readonly status: 'none' } | { readonly status: 'open' | 'closed'; readonly places: number; readonly participantIds: readonly Uuid[] };

type On<Facts = unknown> = Deciding<WorkshopSelectionState, Facts>;

/** `<districtId>:<schoolYear>`: the stream's name is what keeps a district to one selection a year. */
const of = ({ id, at }: On): { selectionId: string; districtId: Uuid; schoolYear: SchoolYear; at: string } => {
  const [districtId = '', schoolYear = ''] = [id.slice(0, 36), id.slice(37)];
  if (!/^\d{4}-\d{4}$/.test(schoolYear) || Number(schoolYear.slice(5)) !== Number(schoolYear.slice(0, 4)) + 1) throw new Rejected('not-a-selection', 'A selection is named by its district and a school year.');
  return { selectionId: id, districtId, schoolYear, at };
};

const known = ({ state }: On) => {
  if (state.status === 'none') throw new Rejected('workshop-selection-not-found', 'The district has opened no selection for this school year.');
  return state;
};

const open = ({ places }: OpenSelection, on: On): WorkshopSelectionEvent[] => {
  if (on.state.status === 'none') return [{ type: 'SelectionOpened', data: { ...of(on), places, openedBy: on.by.personId } }];
  if (on.state.places === places) return [];
  throw new Rejected('selection-of-the-year-exists', 'The district has its selection for this school year.');
};

const select = ({ personId }: SelectParticipant, on: On<{ person: StaffMemberState }>): WorkshopSelectionEvent[] => {
  const { status, places, participantIds } = known(on);
  if (participantIds.includes(personId)) return [];
  if (status === 'closed') throw new Rejected('selection-closed', 'Who is selected is settled.');
  if (participantIds.length >= places) throw new Rejected('selection-full', 'Every place is given.', { places });
  return [{ type: 'ParticipantSelected', data: { ...of(on), personId, schoolId: schoolOfMember(on.facts.person, personId), selectedBy: on.by.personId } }];
};

const close = (_: CloseSelection, on: On): WorkshopSelectionEvent[] => {
  const { status, participantIds } = known(on);
  return status === 'closed' ? [] : [{ type: 'SelectionClosed', data: { ...of(on), participantIds, closedBy: on.by.personId } }];
};

/** A district's selection for its workshop of excellent class teachers, once a school year. */
export const workshopSelection = decider<WorkshopSelectionState, WorkshopSelectionEvent>()('workshop-selection', {
  initial: { status: 'none' },
  decide: { OpenSelection: open, SelectParticipant: select, CloseSelection: close },
  evolve: (state, { type, data }) => {
    if (type === 'SelectionOpened') return { status: 'open', places: data.places, participantIds: [] };
    if (state.status === 'none') return state;
    return type === 'ParticipantSelected' ? { ...state, participantIds: [...state.participantIds, data.personId] } : { ...state, status: 'closed' };
  },
});
