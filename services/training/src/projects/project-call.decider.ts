import type { LocalDate, ProjectCallEvent, ProjectKind, SchoolYear } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, schoolYearOf } from '../days.model';
import type { CloseProjectCall, OpenProjectCall } from './project.commands';

export interface ProjectCall { readonly status: 'open' | 'closed'; readonly kind: ProjectKind; readonly schoolYear: SchoolYear; readonly closesOn: LocalDate }
export type ProjectCallState = { readonly status: 'none' } | ProjectCall;

type On = Deciding<ProjectCallState>;

const open = ({ kind, title, closesOn, wanted }: OpenProjectCall, { id: callId, state, by, at }: On): ProjectCallEvent[] => {
  if (state.status !== 'none') {
    if (state.kind === kind && state.closesOn === closesOn) return [];
    throw new Rejected('project-call-exists', 'Another call has this id.');
  }
  if (closesOn < dayOf(at)) throw new Rejected('closes-in-past', 'The last day of a call is today or later.');
  return [{ type: 'ProjectCallOpened', data: { callId, kind, schoolYear: schoolYearOf(closesOn), title, closesOn, wanted, openedBy: by.personId, at } }];
};

const close = (_: CloseProjectCall, { id: callId, state, by, at }: On): ProjectCallEvent[] => {
  if (state.status === 'none') throw new Rejected('project-call-not-found', 'There is no such call.');
  return state.status === 'closed' ? [] : [{ type: 'ProjectCallClosed', data: { callId, closedBy: by.personId, at } }];
};

/** A call for projects of one kind. */
export const projectCall = decider<ProjectCallState, ProjectCallEvent>()('project-call', {
  initial: { status: 'none' },
  decide: { OpenProjectCall: open, CloseProjectCall: close },
  evolve: (state, { type, data }) => {
    if (type === 'ProjectCallOpened') return { status: 'open', kind: data.kind, schoolYear: data.schoolYear, closesOn: data.closesOn };
    return state.status === 'none' ? state : { ...state, status: 'closed' };
  },
});

/** The call, if it takes a proposal on this day. */
export const takingProposals = (state: ProjectCallState, today: LocalDate): ProjectCall => {
  if (state.status === 'none') throw new Rejected('project-call-not-found', 'There is no such call.');
  if (state.status === 'closed' || today > state.closesOn) throw new Rejected('project-call-closed', 'The call takes no proposals any more.', { closesOn: state.closesOn });
  return state;
};
