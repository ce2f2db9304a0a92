import type { ClassLeadershipEvent, LocalDate, SchoolYear, TeacherPost, Uuid } from '@homeroom/contracts';
import { type Appointment, present } from './appointment.model';

export interface Nomination {
  readonly nominationId: string;
  readonly personId: Uuid;
  readonly post: TeacherPost;
  readonly schoolYear: SchoolYear;
  readonly approved: boolean;
}

export interface ClassLeadershipState {
  /** In the order they were made; ended ones stay. */
  readonly appointments: readonly Appointment[];
  readonly schoolId?: Uuid;
  /** Neither ended nor, perhaps, begun. */
  readonly classTeacher?: Appointment;
  readonly leadClassTeacher?: Appointment;
  readonly nominations: number;
  readonly nomination?: Nomination;
}

export const nobody: ClassLeadershipState = { appointments: [], nominations: 0 };

/** The appointments as they are once this one has ended. */
export const withEnd = (appointments: readonly Appointment[], appointmentId: string, until: LocalDate): readonly Appointment[] =>
  appointments.map((each) => (each.appointmentId === appointmentId ? { ...each, until } : each));

const withAppointments = (state: ClassLeadershipState, appointments: readonly Appointment[]): ClassLeadershipState =>
  ({ ...state, appointments, classTeacher: present(appointments, 'class-teacher'), leadClassTeacher: present(appointments, 'lead-class-teacher') });

/** Who leads the class after this event. */
export const afterwards = (before: ClassLeadershipState, event: ClassLeadershipEvent): ClassLeadershipState => {
  const state = { ...before, schoolId: event.data.schoolId };
  switch (event.type) {
    case 'ClassTeacherAppointed': {
      const { appointmentId, personId, from } = event.data;
      return withAppointments(state, [...state.appointments, { appointmentId, office: 'class-teacher', personId, from }]);
    }
    case 'ClassTeacherReplaced': {
      const { appointmentId, personId, from, previousAppointmentId } = event.data;
      const left = withEnd(state.appointments, previousAppointmentId, from);
      return withAppointments(state, [...left, { appointmentId, office: 'class-teacher', personId, from }]);
    }
    case 'LeadClassTeacherNominated': {
      const { nominationId, personId, post, schoolYear } = event.data;
      return { ...state, nominations: state.nominations + 1, nomination: { nominationId, personId, post, schoolYear, approved: false } };
    }
    case 'LeadClassTeacherAssignmentApproved': return { ...state, nomination: state.nomination && { ...state.nomination, approved: true } };
    case 'LeadClassTeacherAssignmentDeclined': return { ...state, nomination: undefined };
    case 'LeadClassTeacherAppointed': {
      const { appointmentId, personId, from, schoolYear } = event.data;
      return withAppointments({ ...state, nomination: undefined }, [...state.appointments, { appointmentId, office: 'lead-class-teacher', personId, from, schoolYear }]);
    }
    case 'InterventionAdjusted': return state;
    case 'ClassTeacherEnded':
    case 'LeadClassTeacherAppointmentEnded': return withAppointments(state, withEnd(state.appointments, event.data.appointmentId, event.data.until));
    case 'AppointmentDatesCorrected': {
      const { appointmentId, from, until } = event.data;
      return withAppointments(state, state.appointments.map((each) => (each.appointmentId === appointmentId ? { ...each, from, until } : each)));
    }
  }
};
