import type { Log, OrganizationEvent, Recorded } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { NameIndex, nameOf } from './class-teacher-search.view';
import { type StaffPositionRow, staffPositions } from './staff-positions.view';

const registered: OrganizationEvent = { type: 'TeacherRegistered', data: { personId: 'ann', schoolId: 'school', staffNo: 'T1', post: 'teacher', name: 'sealed-name', phone: 'sealed-phone', subjects: ['chinese'], experienced: false, effectiveOn: '2025-08-25' } };
const another: OrganizationEvent = { type: 'TeacherRegistered', data: { ...registered.data, personId: 'bo', staffNo: 'T2' } as never };
const renamed: OrganizationEvent = { type: 'TeacherProfileUpdated', data: { personId: 'ann', name: 'sealed-new', phone: null } };
const moved: OrganizationEvent = { type: 'TeacherTransferred', data: { personId: 'ann', fromSchoolId: 'school', toSchoolId: 'other', fromStaffNo: 'T1', staffNo: 'X9', post: 'middle-leader', effectiveOn: '2026-02-01' } };
const of = { classId: 'class', schoolId: 'school' };
const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...of, appointmentId: 'class:1', personId: 'ann', from: '2025-09-01', firstTime: true } };
const replaced: OrganizationEvent = { type: 'ClassTeacherReplaced', data: { ...of, appointmentId: 'class:2', personId: 'bo', from: '2026-02-01', firstTime: false, previousAppointmentId: 'class:1', previousPersonId: 'ann' } };

const row = (personId: string, ...events: OrganizationEvent[]) => foldAll<StaffPositionRow>(staffPositions, recorded(events)).get(personId);

describe('staff positions', () => {
  it('hold each person with every column, names sealed', () => expect(row('ann', registered)).toEqual({
    personId: 'ann', schoolId: 'school', staffNo: 'T1', post: 'teacher', status: 'active', since: '2025-08-25', name: 'sealed-name', phone: 'sealed-phone', subjects: ['chinese'],
    experienced: false, certificateNo: null, chief: false, held: [], version: 1,
  }));
  it('follow what the registry says', () => {
    expect(row('ann', registered, renamed)).toMatchObject({ name: 'sealed-new', phone: null, subjects: ['chinese'], version: 2 });
    expect(row('ann', registered, moved)).toMatchObject({ schoolId: 'other', staffNo: 'X9', post: 'middle-leader', since: '2026-02-01' });
    expect(row('ann', registered, { type: 'TeacherDeactivated', data: { personId: 'ann', schoolId: 'school', reason: 'retired', effectiveOn: '2026-03-01' } })).toMatchObject({ status: 'deactivated' });
  });
  it('show the offices that have not ended', () => {
    expect(row('ann', registered, another, appointed)?.held).toEqual([{ appointmentId: 'class:1', classId: 'class', office: 'class-teacher', from: '2025-09-01' }]);
    expect(row('ann', registered, another, appointed, replaced)?.held).toEqual([]);
    expect(row('bo', registered, another, appointed, replaced)?.held).toMatchObject([{ appointmentId: 'class:2' }]);
  });
  it('know nobody who was not registered', () => expect(row('ann', renamed, moved, appointed)).toBeUndefined());
});

describe('the search table', () => {
  const log: Log = { service: 'organization', county: '370786' };

  it('is filled with what the whole stream says', () => {
    expect(nameOf(recorded([registered]))).toEqual({ personId: 'ann', subject: 'ann', sealedName: 'sealed-name', staffNo: 'T1', schoolId: 'school' });
    expect(nameOf(recorded([registered, renamed, moved]))).toMatchObject({ sealedName: 'sealed-new', staffNo: 'X9', schoolId: 'other' });
    expect(nameOf(recorded([renamed]))).toBeUndefined();
  });

  it('indexes each named person of a batch once, as they are now, and then moves its place', async () => {
    const steps: unknown[] = [];
    const whole = recorded([registered, renamed, moved]) as Recorded<OrganizationEvent>[];
    const index = new NameIndex({
      checkpoints: { find: async () => ({ position: 0 }), moveLater: ({ place }) => { steps.push(place.position); } },
      names: { searchEntries: async (county, entries) => { steps.push([county, entries.map(({ staffNo }) => staffNo)]); return entries.length; } },
      readStream: async () => whole,
    });
    expect(await index.take(log, recorded([registered, appointed, renamed]), { position: 3 })).toBe(3);
    expect(steps).toEqual([['370786', ['X9']], 3]);
  });
});
