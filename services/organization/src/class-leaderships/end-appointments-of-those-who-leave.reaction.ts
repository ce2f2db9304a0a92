import type { EndReason, LocalDate, OrganizationEvent } from '@homeroom/contracts';
import { type Ask, follow, reaction } from '@homeroom/eventsourcing';
import { type AppointmentRow, appointmentTimeline } from './appointment-timeline.view';
import { classLeadership } from './class-leadership.decider';

interface Leaving { readonly personId: string; readonly schoolId: string; readonly until: LocalDate; readonly reason: EndReason; readonly position: number }

/**
 * Appointments of that school made before the person left. An appointment rests on the person's stream, so none is made in
 * between; those made after a return are not touched.
 */
const endOf = async ({ personId, schoolId, until, reason, position }: Leaving, ask: Ask) => {
  const held = await ask.rows<AppointmentRow>(appointmentTimeline, { personId, schoolId });
  return held.filter(({ heldUntil, recordedPosition }) => heldUntil === null && recordedPosition < position)
    .map(({ classId, appointmentId }) => follow(classLeadership, classId, 'EndAppointment', { appointmentId, until, reason }));
};

/** Who leaves a school leads its classes no more. */
export const endAppointmentsOfThoseWhoLeave = reaction<OrganizationEvent>()('end-appointments-of-those-who-leave', {
  on: {
    TeacherTransferred: ({ data, position }, ask) =>
      endOf({ personId: data.personId, schoolId: data.fromSchoolId, until: data.effectiveOn, reason: 'transferred', position }, ask),
    TeacherDeactivated: ({ data, position }, ask) =>
      endOf({ personId: data.personId, schoolId: data.schoolId, until: data.effectiveOn, reason: 'deactivated', position }, ask),
  },
});
