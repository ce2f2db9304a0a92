import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { leadClassTeacherLoad, loadId } from './lead-class-teacher-load.decider';

/** An end that a person asked for freed the load in its own append, and this changes nothing; an end that followed by itself needs it. */
export const releaseLoadOfEndedAppointments = reaction<OrganizationEvent>()('release-load-of-ended-appointments', {
  on: {
    LeadClassTeacherAppointmentEnded: ({ data: { personId, schoolYear, classId, appointmentId } }) =>
      [follow(leadClassTeacherLoad, loadId(personId, schoolYear), 'ReleaseLoad', { classId, appointmentId })],
  },
});
