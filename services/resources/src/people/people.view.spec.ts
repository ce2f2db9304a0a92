import type { OrganizationEvent } from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { classLeaders } from './class-leaders.view';
import { personPositions } from './person-positions.view';

const rowsOf = <Row extends object>(view: Parameters<typeof foldRows<Row>>[0], ...events: OrganizationEvent[]) => [...foldRows<Row>(view, new Map(), events as never).values()];

const registered: OrganizationEvent = { type: 'TeacherRegistered', data: { personId: 'p', schoolId: 's', staffNo: '1', post: 'teacher', name: 'sealed', subjects: [], experienced: false, effectiveOn: '2025-09-01' } };

describe('person positions', () => {
  it('follow a person through posts and schools', () => {
    const promoted: OrganizationEvent = { type: 'TeacherPostChanged', data: { personId: 'p', schoolId: 's', fromPost: 'teacher', toPost: 'middle-leader', effectiveOn: '2025-10-01' } };
    const moved: OrganizationEvent = { type: 'TeacherTransferred', data: { personId: 'p', fromSchoolId: 's', toSchoolId: 't', fromStaffNo: '1', staffNo: '2', post: 'school-leader', effectiveOn: '2025-11-01' } };
    expect(rowsOf(personPositions, registered, promoted)).toEqual([{ personId: 'p', schoolId: 's', post: 'middle-leader' }]);
    expect(rowsOf(personPositions, registered, promoted, moved)).toEqual([{ personId: 'p', schoolId: 't', post: 'school-leader' }]);
  });
  it('end with the work and come back with it', () => {
    const left: OrganizationEvent = { type: 'TeacherDeactivated', data: { personId: 'p', schoolId: 's', reason: 'resigned', effectiveOn: '2025-10-01' } };
    const back: OrganizationEvent = { type: 'TeacherReactivated', data: { personId: 'p', schoolId: 't', staffNo: '2', post: 'teacher', effectiveOn: '2026-01-01' } };
    expect(rowsOf(personPositions, registered, left)).toEqual([null]);
    expect(rowsOf(personPositions, registered, left, back)).toEqual([{ personId: 'p', schoolId: 't', post: 'teacher' }]);
  });
});

describe('class leaders', () => {
  const about = { classId: 'c', schoolId: 's' };
  const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...about, appointmentId: 'c:1', personId: 'p', from: '2025-09-01', firstTime: false } };
  const lead: OrganizationEvent = { type: 'LeadClassTeacherAppointed', data: { ...about, appointmentId: 'c:2', nominationId: 'n', personId: 'q', post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } };
  const none = { ...about, classTeacherId: null, classTeacherAppointmentId: null, leadClassTeacherId: null, leadAppointmentId: null };
  const both = { ...none, classTeacherId: 'p', classTeacherAppointmentId: 'c:1', leadClassTeacherId: 'q', leadAppointmentId: 'c:2' };

  it('are who was last appointed', () => {
    const replaced: OrganizationEvent = { type: 'ClassTeacherReplaced', data: { ...about, appointmentId: 'c:3', personId: 'r', from: '2025-10-01', firstTime: false, previousAppointmentId: 'c:1', previousPersonId: 'p' } };
    expect(rowsOf(classLeaders, appointed, lead)).toEqual([both]);
    expect(rowsOf(classLeaders, appointed, lead, replaced)).toEqual([{ ...both, classTeacherId: 'r', classTeacherAppointmentId: 'c:3' }]);
  });
  it('until that appointment ends, and no other', () => {
    const ended = (appointmentId: string): OrganizationEvent => ({ type: 'ClassTeacherEnded', data: { ...about, appointmentId, personId: 'p', until: '2025-10-01' } });
    const corrected: OrganizationEvent = { type: 'AppointmentDatesCorrected', data: { ...about, appointmentId: 'c:2', office: 'lead-class-teacher', personId: 'q', from: '2025-09-01', until: '2025-10-01', reason: 'sealed' } };
    expect(rowsOf(classLeaders, appointed, lead, ended('c:1'))).toEqual([{ ...both, classTeacherId: null, classTeacherAppointmentId: null }]);
    expect(rowsOf(classLeaders, appointed, lead, ended('c:0'))).toEqual([both]);
    expect(rowsOf(classLeaders, appointed, lead, corrected)).toEqual([{ ...both, leadClassTeacherId: null, leadAppointmentId: null }]);
  });
});
