import type { OrganizationEvent } from '@homeroom/contracts';
import { type Following, follow, reaction } from '@homeroom/eventsourcing';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { jointWorkGroup } from './joint-work-group.decider';

const followOffices = ({ data: { classId } }: { readonly data: { readonly classId: string } }): Following[] =>
  [follow(jointWorkGroup, classId, 'FollowOffices', {}, async (read) => ({ leadership: await read(classLeadership, classId) }))];

/** Whoever leads the class is in its joint work group, as the offices stand when the group is told. A class that ended has none. */
export const groupsFollowOffices = reaction<OrganizationEvent>()('groups-follow-offices', {
  on: {
    ClassTeacherAppointed: followOffices,
    ClassTeacherReplaced: followOffices,
    ClassTeacherEnded: followOffices,
    LeadClassTeacherAppointed: followOffices,
    LeadClassTeacherAppointmentEnded: followOffices,
    ClassGraduated: ({ data: { classId } }) => [follow(jointWorkGroup, classId, 'EndGroupOfClass', {})],
    ClassClosed: ({ data: { classId } }) => [follow(jointWorkGroup, classId, 'EndGroupOfClass', {})],
  },
});
