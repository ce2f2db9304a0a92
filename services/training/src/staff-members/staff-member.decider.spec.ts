import type { OrganizationEvent, StaffMemberEvent } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import { noteStaffMembers } from './note-staff-members.reaction';
import { schoolOfMember, staffMember } from './staff-member.decider';

const id = 'ann';
const placed = (schoolId: string, since: string, newlyHired = false): StaffMemberEvent => ({ type: 'StaffMemberPlaced', data: { personId: id, schoolId, since, newlyHired } });
const left: StaffMemberEvent = { type: 'StaffMemberLeft', data: { personId: id, since: '2026-01-31' } };
const first: StaffMemberEvent = { type: 'FirstClassNoted', data: { personId: id, classId: 'class', since: '2025-09-01' } };
const taught = (...subjects: ('chinese' | 'music')[]): StaffMemberEvent => ({ type: 'StaffMemberSubjectsNoted', data: { personId: id, subjects } });
const member = (...events: StaffMemberEvent[]) => given(staffMember, ...events);

describe('what training knows of a person', () => {
  it('is where they work, until they work nowhere', () => {
    member().when('PlaceStaffMember', { schoolId: 's1', since: '2025-08-25', newlyHired: true }, { id }).then(placed('s1', '2025-08-25', true));
    member(placed('s1', '2025-08-25')).when('PlaceStaffMember', { schoolId: 's1', since: '2025-08-25', newlyHired: false }, { id }).then();
    member(placed('s1', '2025-08-25')).when('PlaceStaffMember', { schoolId: 's2', since: '2026-03-01', newlyHired: false }, { id }).then(placed('s2', '2026-03-01'));
    member(placed('s1', '2025-08-25')).when('LeaveStaffMember', { since: '2026-01-31' }, { id }).then(left);
    member(placed('s1', '2025-08-25'), left).when('LeaveStaffMember', { since: '2026-01-31' }, { id }).then();
    expect(() => schoolOfMember(member(placed('s1', '2025-08-25'), left).state(), id)).toThrow('no school');
    expect(schoolOfMember(member(placed('s1', '2025-08-25'), left, placed('s2', '2026-03-01')).state(), id)).toBe('s2');
  });
  it('is when they were hired, which a move does not change', () =>
    expect(member(placed('s1', '2025-08-25', true), placed('s2', '2026-03-01')).state()).toMatchObject({ schoolId: 's2', hiredOn: '2025-08-25' }));
  it('is when they first led a class, once and for all', () => {
    member().when('NoteFirstClass', { classId: 'class', since: '2025-09-01' }, { id }).then(first);
    member(first).when('NoteFirstClass', { classId: 'other', since: '2026-02-01' }, { id }).then();
  });
  it('is what they teach, all of it', () => {
    member(taught('chinese')).when('NoteSubjects', { subjects: ['chinese'] }, { id }).then();
    member(taught('chinese')).when('NoteSubjects', { subjects: ['chinese', 'music'] }, { id }).then(taught('chinese', 'music'));
  });
});

describe('what organization tells', () => {
  const told = (event: OrganizationEvent) => (noteStaffMembers.on[event.type]!(event as never, {} as never) as readonly { id: string; command: string; data: object }[])
    .map(({ id: whose, command, data }) => ({ id: whose, command, data }));
  const of = { personId: id, schoolId: 's1' };
  it('of who begins to work is noted, with what they teach', () => {
    const registered = (experienced: boolean): OrganizationEvent =>
      ({ type: 'TeacherRegistered', data: { ...of, staffNo: '1', post: 'teacher', name: 'v1.k.x', subjects: ['music'], experienced, effectiveOn: '2025-08-25' } });
    expect(told(registered(false))).toEqual([
      { id, command: 'PlaceStaffMember', data: { schoolId: 's1', since: '2025-08-25', newlyHired: true } }, { id, command: 'NoteSubjects', data: { subjects: ['music'] } },
    ]);
    expect(told(registered(true))[0]?.data).toMatchObject({ newlyHired: false });
  });
  it('of who moves, leaves and comes back is noted', () => {
    expect(told({ type: 'TeacherTransferred', data: { personId: id, fromSchoolId: 's1', toSchoolId: 's2', fromStaffNo: '1', staffNo: '2', post: 'teacher', effectiveOn: '2026-03-01' } })).toMatchObject([{ data: { schoolId: 's2', newlyHired: false } }]);
    expect(told({ type: 'TeacherDeactivated', data: { ...of, reason: 'retired', effectiveOn: '2026-01-31' } })).toMatchObject([{ command: 'LeaveStaffMember', data: { since: '2026-01-31' } }]);
    expect(told({ type: 'TeacherReactivated', data: { ...of, staffNo: '1', post: 'teacher', effectiveOn: '2026-03-01' } })).toMatchObject([{ command: 'PlaceStaffMember' }]);
  });
  it('of a first class is noted, and of no later one', () => {
    const appointed = (firstTime: boolean): OrganizationEvent => ({ type: 'ClassTeacherAppointed', data: { ...of, classId: 'class', appointmentId: 'c:1', from: '2025-09-01', firstTime } });
    expect(told(appointed(true))).toEqual([{ id, command: 'NoteFirstClass', data: { classId: 'class', since: '2025-09-01' } }]);
    expect(told(appointed(false))).toEqual([]);
    expect(told({ type: 'ClassTeacherReplaced', data: { ...of, classId: 'class', appointmentId: 'c:2', from: '2025-10-01', firstTime: true, previousAppointmentId: 'c:1', previousPersonId: 'bo' } })).toHaveLength(1);
  });
  it('of subjects is noted where they change', () => {
    expect(told({ type: 'TeacherProfileUpdated', data: { personId: id, subjects: ['music'] } })).toMatchObject([{ command: 'NoteSubjects' }]);
    expect(told({ type: 'TeacherProfileUpdated', data: { personId: id, phone: null } })).toEqual([]);
  });
});
