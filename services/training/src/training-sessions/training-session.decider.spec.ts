import type { TrainingSessionEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import type { CourseState } from '../courses/course.decider';
import { trainingPlan } from '../training-plans/training-plan.decider';
import { bookedIn } from './seats.model';
import { type People, trainingSession } from './training-session.decider';

const id = 'session';
const at = someTime;
const by = someone.personId;
const about = { sessionId: id };
const published = { status: 'published', kind: 'foundation', creditHours: 4, contents: ['case-discussion'] } as CourseState;
const ladder = { versions: [['city'], ['city', 'town', 'school']] } as { versions: ('city' | 'town' | 'school')[][] };
const scheduled = (capacity = 2, approval = false): TrainingSessionEvent => ({ type: 'SessionScheduled', data: {
  ...about, courseId: 'course', courseKind: 'foundation', creditHours: 4, contents: ['case-discussion'], ladderId: 'ladder', ladderVersion: 2, tier: 'city', mode: 'whole-staff', from: '2025-09-07', until: '2025-09-08',
  capacity, approval, scheduledBy: by, at,
} });
const opened: TrainingSessionEvent = { type: 'EnrollmentOpened', data: { ...about, openedBy: by, at } };
const requested = (personId: string, place: number): TrainingSessionEvent => ({ type: 'EnrollmentRequested', data: { ...about, personId, place, requestedBy: personId, at } });
const approved = (personId: string): TrainingSessionEvent => ({ type: 'EnrollmentApproved', data: { ...about, personId, approvedBy: by, at } });
const booked = (personId: string): TrainingSessionEvent => ({ type: 'SeatBooked', data: { ...about, personId, at } });
const waitlisted = (personId: string, place: number): TrainingSessionEvent => ({ type: 'EnrollmentWaitlisted', data: { ...about, personId, place, at } });
const promoted = (personId: string, place: number): TrainingSessionEvent => ({ type: 'WaitlistPromoted', data: { ...about, personId, place, at } });
const cancelled = (personId: string, was: 'requested' | 'waitlisted' | 'booked'): TrainingSessionEvent => ({ type: 'EnrollmentCancelled', data: { ...about, personId, was, cancelledBy: personId, at } });
const sheet = (...entries: [string, boolean, boolean?][]): TrainingSessionEvent =>
  ({ type: 'AttendanceRecorded', data: { ...about, entries: entries.map(([personId, attended, walkIn = false]) => ({ personId, attended, walkIn })), recordedBy: by, at } });
const credit = (personId: string): TrainingSessionEvent => ({ type: 'TrainingCreditGranted', data: {
  ...about, personId, creditId: `session:${personId}`, courseId: 'course', courseKind: 'foundation', creditHours: 4, ladderId: 'ladder', ladderVersion: 2, tier: 'city', on: '2025-09-08', at,
} });
const completed = (attended: number, absent: number): TrainingSessionEvent => ({ type: 'SessionCompleted', data: { ...about, ladderId: 'ladder', ladderVersion: 2, tier: 'city', from: '2025-09-07', until: '2025-09-08', attended, absent, completedBy: by, at } });
const corrected = (personId: string, attended: boolean, reversesCredit: boolean): TrainingSessionEvent =>
  ({ type: 'AttendanceCorrected', data: { ...about, personId, attended, reversesCredit, on: '2025-09-08', reason: 'sealed', correctedBy: by, at } });
const session = (...events: TrainingSessionEvent[]) => given(trainingSession, ...events);
/** Those who work in a school. */
const people: People = new Map(['a', 'b', 'c', 'd', 'e'].map((personId) => [personId, { schoolId: 'school', subjects: [] }]));
const as = (personId: string, facts: { people: People } = { people }) => ({ id, by: { personId, role: 'school-staff' }, facts });
const full = [scheduled(), opened, requested('a', 1), booked('a'), requested('b', 2), booked('b'), requested('c', 3), waitlisted('c', 3), requested('d', 4), waitlisted('d', 4)];

describe('a training session', () => {
  const ask = { courseId: 'course', ladderId: 'ladder', tier: 'city' as const, mode: 'whole-staff' as const, from: '2025-09-07', until: '2025-09-08', capacity: 2 };
  it('is of a published course, at a tier of the ladder as it stands', () => {
    session().when('ScheduleSession', ask, { id, facts: { course: published, ladder } }).then(scheduled());
    session().when('ScheduleSession', ask, { id, facts: { course: { status: 'none' }, ladder } }).rejected('course-not-found');
    session().when('ScheduleSession', ask, { id, facts: { course: { ...published, status: 'drafted' } as CourseState, ladder } }).rejected('course-not-published');
    session().when('ScheduleSession', { ...ask, tier: 'grade' }, { id, facts: { course: published, ladder } }).rejected('no-such-tier');
    session().when('ScheduleSession', ask, { id, facts: { course: published, ladder: { versions: [] } } }).rejected('tier-ladder-not-found');
    session().when('ScheduleSession', { ...ask, until: '2025-09-06' }, { id, facts: { course: published, ladder } }).rejected('ends-before-it-begins');
  });
  it('lies in the school year of its plan, which begins on 1 September', () => {
    const plan = given(trainingPlan, { type: 'TrainingPlanCreated', data: { planId: 'p', schoolYear: '2025-2026', audience: 'class-teachers', title: 'sealed', createdBy: by, at } }, { type: 'TrainingPlanPublished', data: { planId: 'p', schoolYear: '2025-2026', publishedBy: by, at } }).state();
    const on = (from: string) => session().when('ScheduleSession', { ...ask, planId: 'p', from, until: from }, { id, facts: { course: published, ladder, plan } });
    on('2025-09-01').thenTypes('SessionScheduled');
    on('2026-08-31').thenTypes('SessionScheduled');
    on('2025-08-31').rejected('out-of-the-plans-year');
    on('2026-09-01').rejected('out-of-the-plans-year');
  });
  it('takes requests once it is open', () => {
    session(scheduled()).when('RequestEnrollment', {}, as('a')).rejected('training-session-scheduled');
    session(scheduled()).when('OpenEnrollment', {}, { id }).then(opened);
    session(scheduled(), opened).when('OpenEnrollment', {}, { id }).then();
    session().when('OpenEnrollment', {}, { id }).rejected('training-session-not-found');
  });
});

describe('seats', () => {
  it('go to who asks, then there is a queue', () => {
    session(scheduled(), opened).when('RequestEnrollment', {}, as('a')).then(requested('a', 1), booked('a'));
    session(...full.slice(0, 6)).when('RequestEnrollment', {}, as('c')).then(requested('c', 3), waitlisted('c', 3));
    session(...full).when('RequestEnrollment', {}, as('c')).then();
  });
  it('go to the first who waits when one is given back, in the same append', () => {
    session(...full).when('CancelEnrollment', {}, as('a')).then(cancelled('a', 'booked'), promoted('c', 3));
    session(...full).when('CancelEnrollment', {}, as('c')).then(cancelled('c', 'waitlisted'));
    session(...full, cancelled('c', 'waitlisted')).when('CancelEnrollment', { personId: 'b' }, { id, by: { personId: 'b', role: 'school-staff' } }).then(cancelled('b', 'booked'), promoted('d', 4));
    session(...full, cancelled('a', 'booked'), promoted('c', 3)).when('CancelEnrollment', {}, as('a')).then();
    session(...full).when('CancelEnrollment', {}, as('x')).rejected('enrollment-not-found');
  });
  it('are at the end of the queue for who cancelled and asks again', () =>
    session(...full, cancelled('c', 'waitlisted')).when('RequestEnrollment', {}, as('c')).then(requested('c', 5), waitlisted('c', 5)));
  it('become more, for those who wait alone, in their order', () => {
    session(...full).when('ChangeCapacity', { capacity: 3 }, { id }).then({ type: 'CapacityChanged', data: { ...about, fromSeats: 2, toSeats: 3, changedBy: by, at } }, promoted('c', 3));
    session(...full).when('ChangeCapacity', { capacity: 9 }, { id }).thenTypes('CapacityChanged', 'WaitlistPromoted', 'WaitlistPromoted');
    session(...full).when('ChangeCapacity', { capacity: 2 }, { id }).then();
  });
  it('become fewer down to those that are booked', () => {
    session(...full).when('ChangeCapacity', { capacity: 1 }, { id }).rejected('fewer-seats-than-booked');
    session(scheduled(5), opened, requested('a', 1), booked('a')).when('ChangeCapacity', { capacity: 1 }, { id }).thenTypes('CapacityChanged');
  });
  it('are kept for nobody who has no approval yet, but their place in the queue is', () => {
    const asked = [scheduled(1, true), opened, requested('a', 1), requested('b', 2)];
    session(scheduled(1, true), opened).when('RequestEnrollment', {}, as('a')).then(requested('a', 1));
    session(...asked).when('ApproveEnrollment', { personId: 'b' }, { id, facts: { people } }).then(approved('b'), booked('b'));
    const waiting = [...asked, requested('c', 3), approved('b'), booked('b'), approved('c'), waitlisted('c', 3)];
    session(...waiting).when('ChangeCapacity', { capacity: 3 }, { id }).thenTypes('CapacityChanged', 'WaitlistPromoted');
    session(...waiting, approved('a'), waitlisted('a', 1)).when('CancelEnrollment', { personId: 'b' }, { id }).then({ ...cancelled('b', 'booked'), data: { ...cancelled('b', 'booked').data, cancelledBy: by } } as TrainingSessionEvent, promoted('a', 1));
  });
  it('are declined, and then asked for anew', () => {
    const asked = [scheduled(1, true), opened, requested('a', 1)];
    const declined: TrainingSessionEvent = { type: 'EnrollmentDeclined', data: { ...about, personId: 'a', declinedBy: by, at } };
    session(...asked).when('DeclineEnrollment', { personId: 'a' }, { id }).then(declined);
    session(...asked, declined).when('DeclineEnrollment', { personId: 'a' }, { id }).then();
    session(...asked, declined).when('ApproveEnrollment', { personId: 'a' }, { id, facts: { people } }).rejected('enrollment-declined');
    session(...asked, declined).when('RequestEnrollment', {}, as('a')).then(requested('a', 2));
    session(...asked, approved('a'), booked('a')).when('DeclineEnrollment', { personId: 'a' }, { id }).rejected('enrollment-booked');
    session(...asked, approved('a'), booked('a')).when('ApproveEnrollment', { personId: 'a' }, { id, facts: { people } }).then();
  });
  it('go to people who are sent, without further approval; who had asked has it with that', () => session(scheduled(2, true), opened, requested('a', 1)).when('NominateTeachers', { personIds: ['b', 'a', 'c'] }, { id, facts: { people } })
    .thenTypes('EnrollmentRequested', 'SeatBooked', 'EnrollmentApproved', 'SeatBooked', 'EnrollmentRequested', 'EnrollmentWaitlisted'));
  it('are for staff alone: who works in no school, or no longer, has none, and neither has anybody who is sent with them', () => {
    const left = { people: new Map([...people, ['a', { subjects: [] }]]) };
    session(scheduled(), opened).when('RequestEnrollment', {}, as('a', left)).rejected('person-not-found');
    session(scheduled(), opened).when('RequestEnrollment', {}, as('stranger')).rejected('person-not-found');
    session(scheduled(2, true), opened, requested('a', 1)).when('ApproveEnrollment', { personId: 'a' }, { id, facts: left }).rejected('person-not-found');
    session(scheduled(2, true), opened, requested('a', 1)).when('NominateTeachers', { personIds: ['b', 'a'] }, { id, facts: left }).rejected('person-not-found');
    session(scheduled(), opened, requested('a', 1), booked('a')).when('CancelEnrollment', {}, as('a', left)).then(cancelled('a', 'booked'));
  });
  it('are never overbooked, and the queue is first in first out, whatever is asked', () => {
    const step = fc.record({ person: fc.constantFrom('a', 'b', 'c', 'd', 'e'), what: fc.constantFrom('request', 'cancel', 'grow', 'shrink') });
    fc.assert(fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const events: TrainingSessionEvent[] = [scheduled(2), opened];
      for (const { person, what } of steps) {
        const state = session(...events).state();
        if (state.status === 'none') throw new Error('scheduled');
        const { capacity } = state.seats;
        const ask = () => (what === 'request' ? session(...events).when('RequestEnrollment', {}, as(person)) : what === 'cancel' ? session(...events).when('CancelEnrollment', {}, as(person))
          : session(...events).when('ChangeCapacity', { capacity: Math.max(1, capacity + (what === 'grow' ? 1 : -1)) }, { id }));
        let done: readonly TrainingSessionEvent[] = [];
        try { done = ask().events; } catch { /* refused: nothing happened */ }
        const before = Object.entries(state.seats.enrolments).filter(([, { status }]) => status === 'waitlisted').sort(([, a], [, b]) => a.place - b.place).map(([personId]) => personId);
        const promoted = done.flatMap((event) => (event.type === 'WaitlistPromoted' ? [event.data.personId] : []));
        expect(promoted).toEqual(before.slice(0, promoted.length));
        events.push(...done);
        const after = session(...events).state();
        if (after.status === 'none') throw new Error('scheduled');
        expect(bookedIn(after.seats)).toBeLessThanOrEqual(after.seats.capacity);
        const waits = Object.values(after.seats.enrolments).some(({ status }) => status === 'waitlisted');
        if (waits) expect(bookedIn(after.seats)).toBe(after.seats.capacity);
      }
    }), { numRuns: 30 });
  });
});

describe('attendance', () => {
  const open = [scheduled(), opened, requested('a', 1), booked('a'), requested('b', 2), booked('b')];
  const record = (entries: [string, boolean, boolean?][], ...more: TrainingSessionEvent[]) =>
    session(...open, ...more).when('RecordAttendance', { entries: entries.map(([personId, attended, walkIn]) => ({ personId, attended, ...(walkIn !== undefined && { walkIn }) })) }, { id });
  it('is put down by the sheet; what an earlier one said counts once', () => {
    record([['a', true], ['b', false]]).then(sheet(['a', true], ['b', false]));
    record([['a', true], ['b', false]], sheet(['a', true], ['b', false])).then();
    record([['a', true], ['b', false]], sheet(['a', true])).then(sheet(['b', false]));
    record([['a', true]], sheet(['a', true]), credit('a'), completed(1, 1)).then();
  });
  it('is not said otherwise by a second sheet', () => record([['a', false]], sheet(['a', true])).rejected('recorded-otherwise'));
  it('is of people with a seat, and of those who came nevertheless', () => {
    record([['x', true]]).rejected('no-seat');
    record([['x', true, true]]).then(sheet(['x', true, true]));
    record([['a', true, true]]).then(sheet(['a', true]));
    record([['a', true], ['a', true]]).rejected('person-twice');
  });
  it('is of a session that has begun', () => session(...open).when('RecordAttendance', { entries: [{ personId: 'a', attended: true }] }, { id, at: '2025-09-06T15:59:59.999Z' }).rejected('session-not-begun'));
  it('gives credit once the session is over', () => {
    const recorded = [...open, sheet(['a', true], ['b', false], ['x', true, true])];
    session(...recorded).when('CompleteSession', {}, { id }).then(credit('a'), credit('x'), completed(2, 1));
    session(...recorded).when('CompleteSession', {}, { id, at: '2025-09-07T15:59:59.999Z' }).rejected('session-not-over');
    session(...recorded, credit('a'), credit('x'), completed(2, 1)).when('CompleteSession', {}, { id }).then();
    session(...open).when('CompleteSession', {}, { id }).rejected('no-attendance');
  });
  it('is corrected: credit is taken back, or given after all, and stands once', () => {
    const done = [...open, sheet(['a', true], ['b', false]), credit('a'), completed(1, 1)];
    const correct = (personId: string, attended: boolean, ...events: TrainingSessionEvent[]) => session(...events).when('CorrectAttendance', { personId, attended, reason: 'sealed' }, { id });
    correct('a', false, ...done).then(corrected('a', false, true));
    correct('a', true, ...done).then();
    correct('b', true, ...done).then(credit('b'), corrected('b', true, false));
    correct('a', true, ...done, corrected('a', false, true)).then(credit('a'), corrected('a', true, false));
    correct('b', false, ...done, credit('b'), corrected('b', true, false)).then(corrected('b', false, true));
    correct('a', false, ...open, sheet(['a', true])).then(corrected('a', false, false));
    correct('x', true, ...done).rejected('attendance-not-recorded');
  });
});

describe('a session that is not held', () => {
  const off: TrainingSessionEvent = { type: 'SessionCancelled', data: { ...about, reason: 'sealed', cancelledBy: by, at } };
  it('is called off while nobody was there', () => {
    session(...full).when('CancelSession', { reason: 'sealed' }, { id }).then(off);
    session(...full, off).when('CancelSession', { reason: 'sealed' }, { id }).then();
    session(...full, off).when('RequestEnrollment', {}, as('x')).rejected('training-session-cancelled');
    session(...full, sheet(['a', true])).when('CancelSession', { reason: 'sealed' }, { id }).rejected('session-was-held');
  });
});
