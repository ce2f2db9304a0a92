import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { teacher } from './teacher.decider';

/** A first appointment makes the person experienced: a later one needs no pre-service certificate. */
export const rememberFirstAppointments = reaction<OrganizationEvent>()('remember-first-appointments', {
  on: {
    ClassTeacherAppointed: ({ data: { firstTime, personId, classId } }) => (firstTime ? [follow(teacher, personId, 'GainClassTeacherExperience', { classId })] : []),
    ClassTeacherReplaced: ({ data: { firstTime, personId, classId } }) => (firstTime ? [follow(teacher, personId, 'GainClassTeacherExperience', { classId })] : []),
  },
});
