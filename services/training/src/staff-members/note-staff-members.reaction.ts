import type { OrganizationEvent, Uuid } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { staffMember } from './staff-member.decider';

/**
 * Whatever organization tells of people that training's rules rest on, from the beginning of its log. One reaction, because
 * what is told of a person must arrive in the order in which it was told.
 */
export const noteStaffMembers = reaction<OrganizationEvent>()('note-staff-members', { from: 'start', about: ({ data }) => (data as { readonly personId: Uuid }).personId, on: {
  TeacherRegistered: ({ data: { personId, schoolId, effectiveOn: since, subjects, experienced } }) => [
    follow(staffMember, personId, 'PlaceStaffMember', { schoolId, since, newlyHired: !experienced }), follow(staffMember, personId, 'NoteSubjects', { subjects }),
  ],
  TeacherProfileUpdated: ({ data: { personId, subjects } }) => (subjects ? [follow(staffMember, personId, 'NoteSubjects', { subjects })] : []),
  TeacherTransferred: ({ data: { personId, toSchoolId: schoolId, effectiveOn: since } }) => [follow(staffMember, personId, 'PlaceStaffMember', { schoolId, since, newlyHired: false })],
  TeacherDeactivated: ({ data: { personId, effectiveOn: since } }) => [follow(staffMember, personId, 'LeaveStaffMember', { since })],
  TeacherReactivated: ({ data: { personId, schoolId, effectiveOn: since } }) => [follow(staffMember, personId, 'PlaceStaffMember', { schoolId, since, newlyHired: false })],
  ClassTeacherAppointed: ({ data: { personId, classId, from: since, firstTime } }) => (firstTime ? [follow(staffMember, personId, 'NoteFirstClass', { classId, since })] : []),
  ClassTeacherReplaced: ({ data: { personId, classId, from: since, firstTime } }) => (firstTime ? [follow(staffMember, personId, 'NoteFirstClass', { classId, since })] : []),
} });
