import type { OrganizationEvent } from '@homeroom/contracts';
import { type Ask, foldRows } from '@homeroom/eventsourcing';
import { foldAll, recorded } from '@homeroom/testing';
import { type AppointmentRow, appointmentTimeline } from './appointment-timeline.view';
import { endAppointmentsOfEndedClasses } from './end-appointments-of-ended-classes.reaction';
import { endAppointmentsOfThoseWhoLeave } from './end-appointments-of-those-who-leave.reaction';
import { releaseLoadOfEndedAppointments } from './release-load-of-ended-appointments.reaction';

const of = { classId: 'class', schoolId: 'school' };
const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...of, appointmentId: 'class:1', personId: 'ann', from: '2025-09-01', subject: 'chinese', firstTime: true } };
const replaced: OrganizationEvent = { type: 'ClassTeacherReplaced', data: {
  ...of, appointmentId: 'class:2', personId: 'bo', from: '2026-02-16', firstTime: false, previousAppointmentId: 'class:1', previousPersonId: 'ann', reason: 'illness', note: 'sealed',
} };
const leads: OrganizationEvent = { type: 'LeadClassTeacherAppointed', data: { ...of, appointmentId: 'class:3', nominationId: 'n', personId: 'lei', post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-08' } };
const ended: OrganizationEvent = { type: 'LeadClassTeacherAppointmentEnded', data: { ...of, appointmentId: 'class:3', personId: 'lei', schoolYear: '2025-2026', until: '2026-03-02', reason: 'class-needs' } };
const corrected: OrganizationEvent = { type: 'AppointmentDatesCorrected', data: { ...of, appointmentId: 'class:1', office: 'class-teacher', personId: 'ann', from: '2025-09-08', until: '2026-02-16', reason: 'sealed' } };

const rows = (...events: OrganizationEvent[]) => foldAll<AppointmentRow>(appointmentTimeline, recorded(events));

describe('the appointment timeline', () => {
  it('holds each appointment with every column', () => expect(rows(appointed).get('class:1')).toEqual({
    appointmentId: 'class:1', classId: 'class', schoolId: 'school', office: 'class-teacher', personId: 'ann', heldFrom: '2025-09-01', heldUntil: null, schoolYear: null, subject: 'chinese',
    endReason: null, endNote: null, recordedAt: '2025-09-08T01:00:00.000Z', endRecordedAt: null, recordedPosition: 1, corrections: [],
  }));
  it('ends one and begins another when a class teacher is replaced', () => {
    const both = rows(appointed, replaced);
    expect(both.get('class:1')).toMatchObject({ heldUntil: '2026-02-16', endReason: 'illness', endNote: 'sealed' });
    expect(both.get('class:2')).toMatchObject({ personId: 'bo', heldFrom: '2026-02-16', heldUntil: null, subject: null });
  });
  it('shows the school year of a lead class teacher, and why it ended', () =>
    expect(rows(leads, ended).get('class:3')).toMatchObject({ office: 'lead-class-teacher', schoolYear: '2025-2026', heldUntil: '2026-03-02', endReason: 'class-needs', endNote: null }));
  it('keeps what stood before a correction', () =>
    expect(rows(appointed, replaced, corrected).get('class:1')).toMatchObject({ heldFrom: '2025-09-08', corrections: [{ heldFrom: '2025-09-01', heldUntil: '2026-02-16' }] }));
  it('copes with ends it has no beginning of', () => expect(foldRows(appointmentTimeline, new Map(), recorded([ended, corrected])).size).toBe(0));
});

describe('what follows by itself', () => {
  const asked = (...events: OrganizationEvent[]): Ask => ({
    rows: async (_, where) => [...rows(...events).values()].filter((row) => Object.entries(where).every(([name, value]) => row[name as keyof AppointmentRow] === value)) as never[],
    newId: () => 'id',
  });
  const leaving = (type: 'TeacherTransferred' | 'TeacherDeactivated', position = 9) =>
    ({ ...recorded([{ type, data: { personId: 'ann', fromSchoolId: 'school', schoolId: 'school', toSchoolId: 'other', effectiveOn: '2026-01-05' } } as unknown as OrganizationEvent])[0]!, position }) as never;

  it('ends the appointments of who is transferred or leaves', async () => {
    expect(await endAppointmentsOfThoseWhoLeave.on['TeacherTransferred']!(leaving('TeacherTransferred'), asked(appointed, leads)))
      .toMatchObject([{ id: 'class', command: 'EndAppointment', data: { appointmentId: 'class:1', until: '2026-01-05', reason: 'transferred' } }]);
    expect(await endAppointmentsOfThoseWhoLeave.on['TeacherDeactivated']!(leaving('TeacherDeactivated'), asked(appointed)))
      .toMatchObject([{ data: { reason: 'deactivated' } }]);
  });
  it('does not touch what ended, nor what was made after a return', async () => {
    expect(await endAppointmentsOfThoseWhoLeave.on['TeacherDeactivated']!(leaving('TeacherDeactivated'), asked(appointed, replaced))).toEqual([]);
    expect(await endAppointmentsOfThoseWhoLeave.on['TeacherDeactivated']!(leaving('TeacherDeactivated', 1), asked(appointed))).toEqual([]);
  });
  it('ends the appointments of a class that ended', async () => {
    const [closed] = recorded([{ type: 'ClassClosed', data: { ...of, unitId: 'school', schoolYear: '2025-2026', reason: 'merged', effectiveOn: '2026-02-01' } } as OrganizationEvent]);
    expect(await endAppointmentsOfEndedClasses.on['ClassClosed']!(closed as never, asked())).toMatchObject([{ id: 'class', command: 'EndAppointmentsOfClass', data: { until: '2026-02-01' } }]);
  });
  it('frees the load of a lead class teacher whose appointment ended by itself', async () =>
    expect(await releaseLoadOfEndedAppointments.on['LeadClassTeacherAppointmentEnded']!(recorded([ended])[0] as never, asked()))
      .toMatchObject([{ id: 'lei:2025-2026', command: 'ReleaseLoad', data: { classId: 'class', appointmentId: 'class:3' } }]));
});
