import type { ClassLeadershipEvent } from '@homeroom/contracts';
import { given } from '@homeroom/testing';
import fc from 'fast-check';
import type { SchoolClass } from '../school-classes/school-class.decider';
import type { Teacher } from '../teachers/teacher.decider';
import { overlap } from './appointment.model';
import { classLeadership } from './class-leadership.decider';

const schoolClass: SchoolClass = {
  status: 'open', schoolId: 'school', unitId: 'school', schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '01', criteria: [],
  editions: { goals: 0, covenant: 0, norms: 0, plan: 0 }, openedOn: '2025-09-01', since: '2025-09-01',
};
const teacher: Teacher = { status: 'active', schoolId: 'school', staffNo: 'T1', post: 'teacher', subjects: ['chinese'], experienced: true, chief: false, since: '2020-09-01' };
const leader: Teacher = { ...teacher, post: 'school-leader' };
const middle: Teacher = { ...teacher, post: 'middle-leader' };
const rules = { mustTeachClass: true, certificateForFirstTimers: true };
const facts = { schoolClass, teacher, rules };
const lead = { schoolClass, teacher: leader };

const of = { classId: 'under-test', schoolId: 'school' };
const appointed: ClassLeadershipEvent = { type: 'ClassTeacherAppointed', data: { ...of, appointmentId: 'under-test:1', personId: 'ann', from: '2025-09-01', subject: 'chinese', firstTime: false } };
const nominated: ClassLeadershipEvent = { type: 'LeadClassTeacherNominated', data: { ...of, nominationId: 'under-test:nomination-1', personId: 'lei', post: 'school-leader', schoolYear: '2025-2026' } };
const approved: ClassLeadershipEvent = {
  type: 'LeadClassTeacherAssignmentApproved', data: { ...of, nominationId: 'under-test:nomination-1', personId: 'lei', approvedByBody: 'party-administration-joint-meeting', resolvedOn: '2025-09-08' },
};
const leads: ClassLeadershipEvent = {
  type: 'LeadClassTeacherAppointed', data: { ...of, appointmentId: 'under-test:1', nominationId: 'under-test:nomination-1', personId: 'lei', post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-08' },
};

describe('the class teacher', () => {
  it('is appointed from a day', () => given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese', from: '2025-09-01' }, { facts }).then(appointed));
  it('is appointed from today, or from the first day of the class', () => {
    expect(given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts }).events[0]?.data).toMatchObject({ from: '2025-09-08' });
    expect(given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts, at: '2025-08-25T01:00:00.000Z' }).events[0]?.data).toMatchObject({ from: '2025-09-01' });
  });
  it('is one at a time', () => {
    given(classLeadership, appointed).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts }).then();
    given(classLeadership, appointed).when('AppointClassTeacher', { personId: 'bo', subject: 'chinese' }, { facts }).rejected('class-teacher-already-appointed');
  });
  it('teaches the class, by the registry', () => {
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann' }, { facts }).rejected('must-teach-class');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'music' }, { facts }).rejected('subject-not-taught');
  });
  it('holds the pre-service certificate at a first appointment', () => {
    const first = { ...facts, teacher: { ...teacher, experienced: false } };
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: first }).rejected('pre-service-certificate-needed');
    const trained = { ...first, teacher: { ...first.teacher, certificateNo: 'PX-1' } };
    expect(given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: trained }).events[0]?.data).toMatchObject({ firstTime: true });
  });
  it('needs neither where the county waived it', () =>
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann' }, { facts: { ...facts, teacher: { ...teacher, experienced: false }, rules: { mustTeachClass: false, certificateForFirstTimers: false } } })
      .thenTypes('ClassTeacherAppointed'));
  it('works in the school of the class', () => {
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, teacher: { ...teacher, schoolId: 'other' } } }).rejected('teacher-not-in-school');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, teacher: { ...teacher, status: 'deactivated' } } }).rejected('teacher-not-in-school');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, teacher: { status: 'none' } } }).rejected('teacher-not-found');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, teacher: { ...teacher, since: '2025-09-09' } } }).rejected('before-person');
  });
  it('is of a class that is there', () => {
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, schoolClass: { status: 'none' } } }).rejected('class-not-found');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese' }, { facts: { ...facts, schoolClass: { ...schoolClass, status: 'closed' } } }).rejected('class-ended');
    given(classLeadership).when('AppointClassTeacher', { personId: 'ann', subject: 'chinese', from: '2025-08-31' }, { facts }).rejected('before-class');
  });
  it('is replaced without a day between', () => {
    const replaced = given(classLeadership, appointed).when('ReplaceClassTeacher', { previousPersonId: 'ann', personId: 'bo', subject: 'chinese', from: '2026-02-16', reason: 'illness' }, { facts });
    replaced.then({ type: 'ClassTeacherReplaced', data: {
      ...of, appointmentId: 'under-test:2', personId: 'bo', from: '2026-02-16', subject: 'chinese', firstTime: false, previousAppointmentId: 'under-test:1', previousPersonId: 'ann', reason: 'illness',
    } });
    expect(given(classLeadership, appointed, ...replaced.events).state()).toMatchObject({ classTeacher: { personId: 'bo' }, appointments: [{ until: '2026-02-16' }, { from: '2026-02-16' }] });
    given(classLeadership, appointed).when('ReplaceClassTeacher', { previousPersonId: 'bo', personId: 'cai', subject: 'chinese' }, { facts }).rejected('not-class-teacher');
    given(classLeadership, appointed, ...replaced.events).when('ReplaceClassTeacher', { previousPersonId: 'ann', personId: 'bo', subject: 'chinese' }, { facts }).then();
  });
  it('stays a school year, or there is a reason', () => {
    given(classLeadership, appointed).when('EndClassTeacher', { personId: 'ann', until: '2026-06-30' }).rejected('early-end-needs-reason');
    given(classLeadership, appointed).when('EndClassTeacher', { personId: 'ann', until: '2026-06-30', reason: 'term-completed' }).rejected('term-not-completed');
    given(classLeadership, appointed).when('EndClassTeacher', { personId: 'ann', until: '2026-06-30', reason: 'unfit' }).thenTypes('ClassTeacherEnded');
    given(classLeadership, appointed).when('EndClassTeacher', { personId: 'ann', until: '2026-07-01' }).thenTypes('ClassTeacherEnded');
  });
  it('ends once', () => {
    const ended = given(classLeadership, appointed).when('EndClassTeacher', { personId: 'ann', until: '2026-07-01' }).events;
    given(classLeadership, appointed, ...ended).when('EndClassTeacher', { personId: 'ann', until: '2026-07-01' }).then();
    given(classLeadership, appointed, ...ended).when('EndClassTeacher', { personId: 'ann', until: '2026-07-02' }).rejected('not-class-teacher');
    given(classLeadership, appointed, ...ended).when('AppointClassTeacher', { personId: 'bo', subject: 'chinese', from: '2026-06-01' }, { facts }).rejected('class-teacher-already-appointed');
    given(classLeadership, appointed, ...ended).when('AppointClassTeacher', { personId: 'bo', subject: 'chinese', from: '2026-07-01' }, { facts }).thenTypes('ClassTeacherAppointed');
  });
});

describe('the lead class teacher', () => {
  it('is nominated, approved, appointed', () => {
    given(classLeadership).when('NominateLeadClassTeacher', { personId: 'lei' }, { facts: lead }).then(nominated);
    given(classLeadership, nominated).when('ApproveLeadClassTeacherAssignment', {}, { facts: { schoolClass } }).then(approved);
    given(classLeadership, nominated, approved).when('AppointLeadClassTeacher', { personId: 'lei' }, { facts: lead }).then(leads);
  });
  it('is appointed only after the joint meeting decided', () => {
    given(classLeadership).when('ApproveLeadClassTeacherAssignment', {}, { facts: { schoolClass } }).rejected('no-nomination');
    given(classLeadership, nominated).when('AppointLeadClassTeacher', { personId: 'lei' }, { facts: lead }).rejected('not-approved');
    given(classLeadership, nominated, approved).when('AppointLeadClassTeacher', { personId: 'xu' }, { facts: lead }).rejected('not-nominated');
  });
  it('may be declined, and another one nominated', () => {
    given(classLeadership, nominated).when('NominateLeadClassTeacher', { personId: 'xu' }, { facts: lead }).rejected('nomination-open');
    const declined = given(classLeadership, nominated).when('DeclineLeadClassTeacherAssignment', { personId: 'lei', reason: 'sealed' }).events;
    expect(given(classLeadership, nominated, ...declined).when('NominateLeadClassTeacher', { personId: 'xu' }, { facts: lead }).events[0]?.data).toMatchObject({ nominationId: 'under-test:nomination-2' });
  });
  it('is a school leader, or a middle leader for a reason', () => {
    given(classLeadership).when('NominateLeadClassTeacher', { personId: 'lei' }, { facts }).rejected('lead-must-be-leader');
    given(classLeadership).when('NominateLeadClassTeacher', { personId: 'lei' }, { facts: { ...lead, teacher: middle } }).rejected('extension-reason-needed');
    given(classLeadership).when('NominateLeadClassTeacher', { personId: 'lei', extensionReason: 'sealed' }, { facts: { ...lead, teacher: middle } }).thenTypes('LeadClassTeacherNominated');
    given(classLeadership, nominated, approved).when('AppointLeadClassTeacher', { personId: 'lei' }, { facts }).rejected('lead-must-be-leader');
  });
  it('is never the class teacher', () => {
    given(classLeadership, { ...appointed, data: { ...appointed.data, personId: 'lei' } } as ClassLeadershipEvent).when('NominateLeadClassTeacher', { personId: 'lei' }, { facts: lead }).rejected('lead-is-class-teacher');
    given(classLeadership, leads).when('AppointClassTeacher', { personId: 'lei', subject: 'chinese' }, { facts: { ...facts, teacher: leader } }).rejected('lead-is-class-teacher');
  });
  it('is one at a time, for the school year of the class or the next', () => {
    given(classLeadership, leads, nominated, approved).when('AppointLeadClassTeacher', { personId: 'lei', from: '2025-10-01' }, { facts: lead }).rejected('lead-class-teacher-already-appointed');
    given(classLeadership).when('NominateLeadClassTeacher', { personId: 'lei', schoolYear: '2027-2028' }, { facts: lead }).rejected('school-year-of-class');
    given(classLeadership, nominated, approved).when('AppointLeadClassTeacher', { personId: 'lei', from: '2026-09-01' }, { facts: lead }).rejected('outside-school-year');
  });
  it('fits what is done to the class', () => {
    given(classLeadership, leads).when('AdjustIntervention', { focuses: ['home-school'], daysPerMonth: 4, effectiveOn: '2025-11-03' })
      .then({ type: 'InterventionAdjusted', data: { ...of, appointmentId: 'under-test:1', personId: 'lei', focuses: ['home-school'], daysPerMonth: 4, effectiveOn: '2025-11-03' } });
    given(classLeadership).when('AdjustIntervention', { focuses: ['home-school'], daysPerMonth: 4 }).rejected('no-lead-class-teacher');
  });
  it('stays to the end of the teaching of the school year, or there is a reason', () => {
    given(classLeadership, leads).when('EndLeadClassTeacherAppointment', { personId: 'lei', until: '2026-03-02' }).rejected('early-end-needs-reason');
    given(classLeadership, leads).when('EndLeadClassTeacherAppointment', { personId: 'lei', until: '2026-03-02', reason: 'class-needs' }).thenTypes('LeadClassTeacherAppointmentEnded');
    given(classLeadership, leads).when('EndLeadClassTeacherAppointment', { personId: 'lei', until: '2026-07-01' }).thenTypes('LeadClassTeacherAppointmentEnded');
  });
  it('goes with the school year', () => {
    given(classLeadership, leads).when('CompleteLeadTerm', { schoolYear: '2026-2027', until: '2026-09-01' }).thenTypes('LeadClassTeacherAppointmentEnded');
    given(classLeadership, leads).when('CompleteLeadTerm', { schoolYear: '2025-2026', until: '2026-09-01' }).then();
  });
});

describe('the days of an appointment', () => {
  it('are put right by an event of their own', () => {
    given(classLeadership, appointed).when('CorrectAppointmentDates', { appointmentId: 'under-test:1', from: '2025-09-08', reason: 'sealed' }, { facts: { schoolClass } })
      .then({ type: 'AppointmentDatesCorrected', data: { ...of, appointmentId: 'under-test:1', office: 'class-teacher', personId: 'ann', from: '2025-09-08', reason: 'sealed' } });
    given(classLeadership, appointed).when('CorrectAppointmentDates', { appointmentId: 'under-test:1', from: '2025-09-01', reason: 'sealed' }, { facts: { schoolClass } }).then();
    given(classLeadership, appointed).when('CorrectAppointmentDates', { appointmentId: 'under-test:2', from: '2025-09-01', reason: 'sealed' }, { facts: { schoolClass } }).rejected('appointment-not-found');
  });
  it('are not an end, nor a revival', () =>
    given(classLeadership, appointed).when('CorrectAppointmentDates', { appointmentId: 'under-test:1', from: '2025-09-01', until: '2025-10-01', reason: 'sealed' }, { facts: { schoolClass } }).rejected('not-a-correction'));
  it('end with the class, and whatever has not begun is taken back', () => {
    const ended = given(classLeadership, appointed, { ...leads, data: { ...leads.data, appointmentId: 'under-test:2' } } as ClassLeadershipEvent).when('EndAppointmentsOfClass', { until: '2025-09-05' });
    expect(ended.events.map(({ data }) => data)).toMatchObject([{ personId: 'ann', until: '2025-09-05' }, { personId: 'lei', until: '2025-09-08' }]);
    given(classLeadership, appointed, ...ended.events).when('EndAppointmentsOfClass', { until: '2025-09-05' }).then();
  });
});

const people = ['ann', 'bo', 'lei'];
const day = fc.integer({ min: 0, max: 330 }).map((n) => new Date(Date.UTC(2025, 8, 1 + n)).toISOString().slice(0, 10));
const person = fc.constantFrom(...people);
const asked = fc.oneof(
  fc.record({ command: fc.constant('AppointClassTeacher'), data: fc.record({ personId: person, from: day, subject: fc.constant('chinese') }) }),
  fc.record({ command: fc.constant('ReplaceClassTeacher'), data: fc.record({ previousPersonId: person, personId: person, from: day, subject: fc.constant('chinese'), reason: fc.constant('other') }) }),
  fc.record({ command: fc.constant('EndClassTeacher'), data: fc.record({ personId: person, until: day, reason: fc.constant('other') }) }),
  fc.record({ command: fc.constant('NominateLeadClassTeacher'), data: fc.record({ personId: person }) }),
  fc.record({ command: fc.constant('ApproveLeadClassTeacherAssignment'), data: fc.constant({}) }),
  fc.record({ command: fc.constant('AppointLeadClassTeacher'), data: fc.record({ personId: person, from: day }) }),
  fc.record({ command: fc.constant('EndLeadClassTeacherAppointment'), data: fc.record({ personId: person, until: day, reason: fc.constant('other') }) }),
  fc.record({ command: fc.constant('CorrectAppointmentDates'), data: fc.record({ appointmentId: fc.integer({ min: 1, max: 5 }).map((n) => `under-test:${n}`), from: day, until: fc.option(day, { nil: undefined }), reason: fc.constant('sealed') }) }),
  fc.record({ command: fc.constant('EndAppointmentsOfClass'), data: fc.record({ until: day }) }),
);

it('never has two people in one office, or one person in both, on any day', () => {
  fc.assert(fc.property(fc.array(asked, { maxLength: 40 }), (commands) => {
    const events: ClassLeadershipEvent[] = [];
    for (const { command, data } of commands) {
      try {
        events.push(...given(classLeadership, ...events).when(command as 'AppointClassTeacher', data as never, { facts: { ...facts, teacher: leader } }).events);
      } catch { /* refused */ }
    }
    const { appointments } = given(classLeadership, ...events).state();
    return appointments.every((a, i) => appointments.slice(i + 1).every((b) => !overlap(a, b) || (a.office !== b.office && a.personId !== b.personId)));
  }), { numRuns: 300 });
});
