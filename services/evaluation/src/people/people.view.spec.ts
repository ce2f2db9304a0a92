import type { OrganizationEvent, RosterSubject, SubjectType } from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { evaluatedSchools } from './evaluated-schools.view';
import { evaluationSubjects } from './evaluation-subjects.view';
import { rosterOf } from './roster.model';

const rowsOf = <Row extends object>(view: Parameters<typeof foldRows<Row>>[0], ...events: OrganizationEvent[]): Row[] => {
  const rows = new Map<string, Row>();
  for (const event of events) for (const [key, row] of foldRows<Row>(view, rows, [event] as never)) if (row) rows.set(key, row);
  return [...rows.values()];
};

const about = { classId: 'c', schoolId: 's' };
const opened: OrganizationEvent = { type: 'ClassOpened', data: { ...about, unitId: 's', schoolYear: '2025-2026', stage: 'junior', grade: 1, classNo: '1', effectiveOn: '2025-09-01' } };
const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...about, appointmentId: 'c:1', personId: 'p', from: '2025-09-01', firstTime: false } };
const replaced: OrganizationEvent = { type: 'ClassTeacherReplaced', data: { ...about, appointmentId: 'c:2', personId: 'q', from: '2026-02-01', firstTime: false, previousAppointmentId: 'c:1', previousPersonId: 'p' } };
const promoted: OrganizationEvent = { type: 'ClassPromoted', data: { ...about, fromSchoolYear: '2025-2026', schoolYear: '2026-2027', grade: 2, classNo: '1', effectiveOn: '2026-09-01' } };
const lead: OrganizationEvent = { type: 'LeadClassTeacherAppointed', data: { ...about, appointmentId: 'c:3', nominationId: 'n', personId: 'l', post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-01' } };
const school: OrganizationEvent = { type: 'OrgUnitRegistered', data: { orgUnitId: 's', level: 'school', name: '一中', schoolId: 's', effectiveOn: '2025-08-01' } };
const campus: OrganizationEvent = { type: 'OrgUnitRegistered', data: { orgUnitId: 't', level: 'campus', name: '东校区', schoolId: 's', effectiveOn: '2025-08-01' } };

const roster = (subjectType: Exclude<SubjectType, 'studio'>, on: string, ...events: OrganizationEvent[]): RosterSubject[] =>
  rosterOf(subjectType, on, rowsOf(evaluationSubjects, ...events), rowsOf(evaluatedSchools, ...events));

describe('a roster as of a day', () => {
  it('has the class teacher of that day, whatever is known by now', () => {
    const people = (on: string) => roster('class-teacher', on, opened, appointed, replaced).map(({ personId }) => personId);
    expect([people('2025-08-31'), people('2025-09-01'), people('2026-01-31'), people('2026-02-01')]).toEqual([[], ['p'], ['p'], ['q']]);
  });
  it('has no class without a class teacher, and none that is closed', () => {
    const ended: OrganizationEvent = { type: 'ClassTeacherEnded', data: { ...about, appointmentId: 'c:1', personId: 'p', until: '2026-01-01' } };
    const closed: OrganizationEvent = { type: 'ClassClosed', data: { ...about, unitId: 's', schoolYear: '2025-2026', reason: 'merged', effectiveOn: '2026-03-01' } };
    expect(roster('class-teacher', '2026-01-01', opened, appointed, ended)).toEqual([]);
    expect(roster('class-teacher', '2026-03-01', opened, appointed, closed)).toEqual([]);
    expect(roster('class-teacher', '2026-02-28', opened, appointed, closed)).toHaveLength(1);
  });
  it('takes corrected days for the true ones', () => {
    const corrected: OrganizationEvent = { type: 'AppointmentDatesCorrected', data: { ...about, appointmentId: 'c:1', office: 'class-teacher', personId: 'p', from: '2025-10-01', reason: 'sealed' } };
    expect(roster('class-teacher', '2025-09-15', opened, appointed, corrected)).toEqual([]);
  });
  it('groups parallel classes by the grade of that day', () => {
    const group = (on: string) => roster('class-teacher', on, opened, appointed, promoted)[0]!.group;
    expect([group('2026-08-31'), group('2026-09-01')]).toEqual(['s:junior:1', 's:junior:2']);
  });
  it('has a lead class teacher once, and schools without their campuses', () => {
    expect(roster('lead-class-teacher', '2025-10-01', opened, lead)).toEqual([{ subjectId: 'l', schoolId: 's', personId: 'l', classIds: ['c'], group: 's' }]);
    expect(roster('school', '2025-10-01', school, campus)).toEqual([{ subjectId: 's', schoolId: 's' }]);
  });
});
