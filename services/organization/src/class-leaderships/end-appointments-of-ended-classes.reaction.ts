import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { classLeadership } from './class-leadership.decider';

/** A class that ended has nobody to lead it; one that goes on into another school year gets its lead class teacher anew. */
export const endAppointmentsOfEndedClasses = reaction<OrganizationEvent>()('end-appointments-of-ended-classes', {
  on: {
    ClassPromoted: ({ data: { classId, schoolYear, effectiveOn: until } }) => [follow(classLeadership, classId, 'CompleteLeadTerm', { schoolYear, until })],
    ClassGraduated: ({ data: { classId, effectiveOn: until } }) => [follow(classLeadership, classId, 'EndAppointmentsOfClass', { until })],
    ClassClosed: ({ data: { classId, effectiveOn: until } }) => [follow(classLeadership, classId, 'EndAppointmentsOfClass', { until })],
  },
});
