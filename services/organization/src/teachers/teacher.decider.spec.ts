import { organizationEvents, type TeacherEvent } from '@homeroom/contracts';
import { handle, MemoryStore, stateCache } from '@homeroom/eventsourcing';
import { given } from '@homeroom/testing';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import { register } from '../org-units/org-unit.routes';
import { registerTeacher, transferTeacher } from './teacher.routes';
import { teacher } from './teacher.decider';

const school: OrgUnitState = { status: 'open', level: 'school', name: '小学', since: '2025-08-20' };
const wanted = { schoolId: 'school', staffNo: 'T1', post: 'teacher' as const, name: 'sealed-name', phone: 'sealed-phone', subjects: ['chinese' as const] };
const registered: TeacherEvent = { type: 'TeacherRegistered', data: { personId: 'under-test', ...wanted, experienced: false, effectiveOn: '2025-09-08' } };
const left: TeacherEvent = { type: 'TeacherDeactivated', data: { personId: 'under-test', schoolId: 'school', reason: 'retired', effectiveOn: '2026-03-01' } };

describe('a person in the registry', () => {
  it('is entered once', () => {
    given(teacher).when('RegisterTeacher', wanted, { facts: { school } }).then(registered);
    given(teacher, registered).when('RegisterTeacher', wanted, { facts: { school } }).then();
    given(teacher, registered).when('RegisterTeacher', { ...wanted, schoolId: 'other' }, { facts: { school } }).rejected('teacher-exists');
  });
  it('works in a school, and an open one', () => {
    given(teacher).when('RegisterTeacher', wanted, { facts: { school: { status: 'none' } } }).rejected('school-not-found');
    given(teacher).when('RegisterTeacher', wanted, { facts: { school: { ...school, level: 'town' } } }).rejected('school-not-found');
    given(teacher).when('RegisterTeacher', wanted, { facts: { school: { ...school, status: 'closed' } } }).rejected('school-closed');
  });
  it('changes what was said, and nothing else', () => {
    given(teacher, registered).when('UpdateTeacherProfile', { phone: 'new' }).then({ type: 'TeacherProfileUpdated', data: { personId: 'under-test', phone: 'new' } });
    given(teacher, registered).when('UpdateTeacherProfile', { withoutPhone: true }).then({ type: 'TeacherProfileUpdated', data: { personId: 'under-test', phone: null } });
    given(teacher, registered).when('UpdateTeacherProfile', { phone: 'new', withoutPhone: true }).rejected('phone-contradiction');
    given(teacher, registered).when('UpdateTeacherProfile', {}).then();
  });
  it('takes another post', () => {
    given(teacher, registered).when('ChangeTeacherPost', { post: 'middle-leader' }).thenTypes('TeacherPostChanged');
    given(teacher, registered).when('ChangeTeacherPost', { post: 'teacher' }).then();
  });
  it('goes to another school, with a number there', () => {
    const moved = given(teacher, registered).when('TransferTeacher', { schoolId: 'other', staffNo: 'X9', effectiveOn: '2026-02-01' }, { facts: { school } });
    moved.then({ type: 'TeacherTransferred', data: { personId: 'under-test', fromSchoolId: 'school', toSchoolId: 'other', fromStaffNo: 'T1', staffNo: 'X9', post: 'teacher', effectiveOn: '2026-02-01' } });
    expect(given(teacher, registered, ...moved.events).state()).toMatchObject({ schoolId: 'other', staffNo: 'X9', since: '2026-02-01' });
    given(teacher, registered).when('TransferTeacher', { schoolId: 'school', staffNo: 'X9' }, { facts: { school } }).rejected('same-school');
  });
  it('leaves, and may come back', () => {
    given(teacher, registered).when('DeactivateTeacher', { reason: 'retired', effectiveOn: '2026-03-01' }).then(left);
    given(teacher, registered, left).when('DeactivateTeacher', { reason: 'resigned' }).then();
    given(teacher, registered, left).when('ChangeTeacherPost', { post: 'middle-leader' }).rejected('teacher-deactivated');
    given(teacher, registered, left).when('ReactivateTeacher', { schoolId: 'school', staffNo: 'T1', post: 'teacher', effectiveOn: '2026-05-01' }, { facts: { school } }).thenTypes('TeacherReactivated');
    given(teacher, registered).when('ReactivateTeacher', { schoolId: 'other', staffNo: 'T1', post: 'teacher' }, { facts: { school } }).rejected('teacher-active');
  });
  it('gains experience by a first appointment, once', () => {
    const gained = given(teacher, registered).when('GainClassTeacherExperience', { classId: 'class' }).events;
    expect(gained).toHaveLength(1);
    given(teacher, registered, ...gained).when('GainClassTeacherExperience', { classId: 'class-2' }).then();
  });
  it('shows a certificate that exists', () => {
    given(teacher, registered).when('RecordPreServiceCertificate', { certificateNo: 'PX-1', issuedOn: '2025-08-28' }).thenTypes('PreServiceCertificateRecorded');
    given(teacher, registered).when('RecordPreServiceCertificate', { certificateNo: 'PX-1', issuedOn: '2025-09-09' }).rejected('certificate-in-future');
  });
  it('is unknown before', () => given(teacher).when('DeactivateTeacher', { reason: 'retired' }).rejected('teacher-not-found'));
});

describe('staff numbers', () => {
  it('are unique in a school, also after their person left', async () => {
    const log = { store: new MemoryStore(), catalogue: organizationEvents, cache: stateCache(), newEventId: () => 'event' };
    let commands = 0;
    const act = (work: Parameters<typeof handle>[2]) =>
      handle(log, { county: '370786', commandId: `c${++commands}`, by: { personId: 'p', role: 'r' }, at: '2025-09-08T01:00:00.000Z', correlationId: 'c' }, work);
    await act((d) => register(d, 'county', { level: 'county', name: '县', code: '370786' }));
    for (const n of [1, 2]) await act((d) => register(d, `school-${n}`, { level: 'school', name: `校${n}`, parentId: 'county', code: `213700000${n}`, schoolKind: 'primary' }));
    await act((d) => registerTeacher(d, 'a', { ...wanted, schoolId: 'school-1' }));
    await expect(act((d) => registerTeacher(d, 'b', { ...wanted, schoolId: 'school-1' }))).rejects.toMatchObject({ code: 'staff-number-taken' });
    await act((d) => registerTeacher(d, 'b', { ...wanted, schoolId: 'school-2' }));
    await act((d) => transferTeacher(d, 'a', { schoolId: 'school-2', staffNo: 'T2' }));
    await expect(act((d) => registerTeacher(d, 'c', { ...wanted, schoolId: 'school-1' }))).rejects.toMatchObject({ code: 'staff-number-taken' });
    await act((d) => transferTeacher(d, 'a', { schoolId: 'school-1', staffNo: 'T1' }));
  });
});
