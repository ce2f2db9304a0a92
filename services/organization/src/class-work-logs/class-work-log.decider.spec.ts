import type { ClassWorkLogEvent } from '@homeroom/contracts';
import { fold } from '@homeroom/eventsourcing';
import { given, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import { classWorkLog } from './class-work-log.decider';
import { daysOfTerm, logNamed, termOf, workLogId } from './term.model';

const classId = '0198f3a0-0000-7000-8000-000000000101';
const id = `${classId}:2025-2026-1`;
const open = { status: 'open', schoolId: 'school', schoolYear: '2025-2026', openedOn: '2025-09-01' } as SchoolClassState;
const facts = { schoolClass: open };
const entry = (n: number, on = '2025-09-08') => ({ logId: id, entryId: `${id}:${n}`, classId, schoolId: 'school', schoolYear: '2025-2026', term: '1' as const, on, recordedBy: someone.personId, at: someTime });
const report: ClassWorkLogEvent = { type: 'ClassReportSubmitted', data: { ...entry(1), kind: 'weekly', summary: 'sealed' } };
const visit: ClassWorkLogEvent = { type: 'HomeSchoolContactRecorded', data: { ...entry(2, '2025-09-05'), kind: 'home-visit', party: 'parents', students: 3 } };
const withdrawn: ClassWorkLogEvent = { type: 'WorkLogEntryWithdrawn', data: {
  logId: id, entryId: `${id}:2`, classId, schoolId: 'school', schoolYear: '2025-2026', term: '1', entry: 'home-school-contact', kind: 'home-visit', on: '2025-09-05',
  reason: 'sealed', withdrawnBy: someone.personId, at: someTime,
} };
const log = (...events: ClassWorkLogEvent[]) => given(classWorkLog, ...events);

describe('a work log', () => {
  it('takes reports, routine work, activities and contacts, each about a day of its term', () => {
    log().when('SubmitClassReport', { kind: 'weekly', summary: 'sealed' }, { id, facts }).then(report);
    log(report).when('RecordHomeSchoolContact', { kind: 'home-visit', students: 3, on: '2025-09-05' }, { id, facts }).then(visit);
    log(report, visit).when('RecordRoutineWork', { kind: 'subject-moral-education' }, { id, facts }).then({ type: 'RoutineWorkRecorded', data: { ...entry(3), kind: 'subject-moral-education' } });
    log().when('HoldClassActivity', { kind: 'red-story-session', topic: 'sealed', participants: 45 }, { id, facts })
      .then({ type: 'ClassActivityHeld', data: { ...entry(1), kind: 'red-story-session', topic: 'sealed', participants: 45 } });
  });
  it('takes the same work twice: it may have been done twice', () => log(report).when('SubmitClassReport', { kind: 'weekly', summary: 'sealed' }, { id, facts }).thenTypes('ClassReportSubmitted'));
  it('holds no day of another term, none to come, none before the class', () => {
    const record = (on: string, at = someTime, schoolClass = open) => log().when('RecordRoutineWork', { kind: 'labour', on }, { id, at, facts: { schoolClass } });
    record('2025-08-31').rejected('outside-term');
    record('2026-02-01', '2026-02-10T01:00:00.000Z').rejected('outside-term');
    record('2025-09-09').rejected('not-happened-yet');
    record('2025-09-02', someTime, { ...open, openedOn: '2025-09-03' } as SchoolClassState).rejected('before-class');
  });
  it('knows today in Shanghai', () => log().when('RecordRoutineWork', { kind: 'labour', on: '2025-09-09' }, { id, at: '2025-09-08T16:00:00.000Z', facts }).thenTypes('RoutineWorkRecorded'));
  it('is of a class that is there and goes on', () => {
    const record = (schoolClass: SchoolClassState) => log().when('RecordRoutineWork', { kind: 'labour' }, { id, facts: { schoolClass } });
    record({ status: 'none' }).rejected('class-not-found');
    record({ ...open, status: 'closed' } as SchoolClassState).rejected('class-ended');
  });
  it('is named by class, school year and term', () => {
    for (const other of [classId, `${classId}:2025-2027-1`, `${classId}:2025-2026-3`, `${classId}:2025-2026-1:1`]) log().when('RecordRoutineWork', { kind: 'labour' }, { id: other, facts }).rejected('work-log-not-found');
  });
});

describe('an entry', () => {
  const withdraw = (entryId: string, ...events: ClassWorkLogEvent[]) => log(...events).when('WithdrawWorkLogEntry', { entryId, reason: 'sealed' }, { id, facts });
  it('is taken back with what it was, once', () => {
    withdraw(`${id}:2`, report, visit).then(withdrawn);
    withdraw(`${id}:2`, report, visit, withdrawn).then();
  });
  it('is taken back even after the class ended', () =>
    log(report, visit).when('WithdrawWorkLogEntry', { entryId: `${id}:2`, reason: 'sealed' }, { id, facts: { schoolClass: { ...open, status: 'closed' } as SchoolClassState } }).then(withdrawn));
  it('must be there, and a withdrawal is none', () => {
    withdraw(`${id}:3`, report, visit).rejected('work-log-entry-not-found');
    withdraw(`${id}:3`, report, visit, withdrawn).rejected('work-log-entry-not-found');
    withdraw('1', report).rejected('work-log-entry-not-found');
  });
  it('has an id of its own whatever was withdrawn, the version of the stream', () => fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (choices) => {
    let events: ClassWorkLogEvent[] = [];
    for (const choice of choices) {
      const before = given(classWorkLog, ...events);
      const target = choice % 2 === 0 ? undefined : events[choice % Math.max(events.length, 1)];
      const done = target && target.type !== 'WorkLogEntryWithdrawn'
        ? before.when('WithdrawWorkLogEntry', { entryId: target.data.entryId, reason: 'sealed' }, { id, facts }).events
        : before.when('RecordRoutineWork', { kind: 'labour' }, { id, facts }).events;
      events = [...events, ...done];
    }
    events.forEach((event, i) => event.type === 'WorkLogEntryWithdrawn' || expect(event.data.entryId).toBe(`${id}:${i + 1}`));
    expect(fold(classWorkLog, events).facts).toHaveLength(events.length);
  })));
});

describe('a term', () => {
  it('holds every day of the year, and no day twice', () => fc.assert(fc.property(fc.integer({ min: 0, max: 40_000 }), (n) => {
    const day = new Date(n * 86_400_000).toISOString().slice(0, 10);
    const term = termOf(day);
    const { from, until } = daysOfTerm(term);
    expect(from <= day && day <= until).toBe(true);
    expect(logNamed(workLogId(classId, term))).toEqual({ classId, ...term });
  })));
});
