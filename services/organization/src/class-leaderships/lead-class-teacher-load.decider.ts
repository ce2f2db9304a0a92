import type { LeadClassTeacherLoadEvent, SchoolYear, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import { isSchoolYear } from '../school-classes/school-year.model';
import type { TeacherState } from '../teachers/teacher.decider';
import type { GrantLoadException } from './lead-class-teacher-load.commands';

/** The classes that one person leads in one school year: one, unless an exception names a further one. */
export interface LeadClassTeacherLoadState {
  /** By class: the appointment that takes it. */
  readonly taken: Readonly<Record<Uuid, string>>;
  readonly exceptions: readonly Uuid[];
}

type On<Facts = unknown> = Deciding<LeadClassTeacherLoadState, Facts>;
interface Load { readonly classId: Uuid; readonly appointmentId: string }

/** The id of the stream: one for each person and school year. */
export const loadId = (personId: Uuid, schoolYear: SchoolYear): string => `${personId}:${schoolYear}`;

/** The person whose load it is. */
export const personOfLoad = (id: string): Uuid => ofId(id).personId;

const ofId = (id: string): { personId: Uuid; schoolYear: SchoolYear } => {
  const [personId = '', schoolYear = ''] = id.split(':');
  return { personId, schoolYear };
};

const reserve = ({ classId, appointmentId }: Load, { id, state }: On): LeadClassTeacherLoadEvent[] => {
  if (state.taken[classId] === appointmentId) return [];
  const ordinary = Object.keys(state.taken).filter((taken) => !state.exceptions.includes(taken));
  if (ordinary.length > 0 && !state.exceptions.includes(classId)) {
    throw new Rejected('leads-another-class', 'A lead class teacher leads one class in a school year, unless an exception is granted.', { classId: ordinary[0]! });
  }
  return [{ type: 'LoadReserved', data: { ...ofId(id), classId, appointmentId } }];
};

/** Frees what this appointment took, and nothing that a later one took. */
const release = ({ classId, appointmentId }: Load, { id, state }: On): LeadClassTeacherLoadEvent[] =>
  state.taken[classId] === appointmentId ? [{ type: 'LoadReleased', data: { ...ofId(id), classId, appointmentId } }] : [];

const grantException = ({ classId, approvalNo }: GrantLoadException, { id, state, facts }: On<{ teacher: TeacherState; schoolClass: SchoolClassState }>): LeadClassTeacherLoadEvent[] => {
  if (!isSchoolYear(ofId(id).schoolYear)) throw new Rejected('load-not-found', 'A load is named by person and school year.');
  if (facts.teacher.status === 'none') throw new Rejected('teacher-not-found', 'No such person in the registry.');
  if (facts.schoolClass.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  return state.exceptions.includes(classId) ? [] : [{ type: 'LoadExceptionGranted', data: { ...ofId(id), classId, approvalNo } }];
};

export const leadClassTeacherLoad = decider<LeadClassTeacherLoadState, LeadClassTeacherLoadEvent>()('lead-class-teacher-load', {
  initial: { taken: {}, exceptions: [] },
  decide: { ReserveLoad: reserve, ReleaseLoad: release, GrantLoadException: grantException },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'LoadReserved': return { ...state, taken: { ...state.taken, [data.classId]: data.appointmentId } };
      case 'LoadReleased': {
        const { [data.classId]: _released, ...taken } = state.taken;
        return { ...state, taken };
      }
      case 'LoadExceptionGranted': return { ...state, exceptions: [...state.exceptions, data.classId] };
    }
  },
});
