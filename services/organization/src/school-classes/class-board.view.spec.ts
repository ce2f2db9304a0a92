import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { type ClassBoardRow, classBoard } from './class-board.view';

const of = { classId: 'class', schoolId: 'school' };
const at = '2025-09-08T01:00:00.000Z';
const opened: OrganizationEvent = { type: 'ClassOpened', data: { ...of, unitId: 'school', schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '01', effectiveOn: '2025-09-01' } };
const appointed: OrganizationEvent = { type: 'ClassTeacherAppointed', data: { ...of, appointmentId: 'class:1', personId: 'ann', from: '2025-09-01', firstTime: false } };
const nominated: OrganizationEvent = { type: 'LeadClassTeacherNominated', data: { ...of, nominationId: 'n', personId: 'lei', post: 'school-leader', schoolYear: '2025-2026' } };
const leads: OrganizationEvent = { type: 'LeadClassTeacherAppointed', data: { ...of, appointmentId: 'class:2', nominationId: 'n', personId: 'lei', post: 'school-leader', schoolYear: '2025-2026', from: '2025-09-08' } };
const defined: OrganizationEvent = { type: 'CollaborationChainDefined', data: { ...of, version: 1, at, seats: [{ level: 1, role: 'class-teacher', personId: 'ann' }, { level: 2, role: 'lead-class-teacher', personId: 'lei' }] } };
const activated: OrganizationEvent = { type: 'CollaborationChainActivated', data: { ...of, version: 1, at } };
const report = (type: string, reportId: string, more = {}): OrganizationEvent => ({ type, data: { ...of, reportId, level: 2, holderId: 'mid', stay: 1, by: 'ann', at, kind: 'problem-or-need', ...more } }) as never;

const row = (...events: OrganizationEvent[]) => foldAll<ClassBoardRow>(classBoard, recorded(events)).get('class');
const open = (...events: OrganizationEvent[]) => row(opened, ...events)?.openReports.map(({ reportId, level, holderId }) => [reportId, level, holderId]);

describe('the class board', () => {
  it('holds a class with every column', () => expect(row(opened)).toEqual({
    classId: 'class', schoolId: 'school', unitId: 'school', schoolYear: '2025-2026', stage: 'primary', grade: 3, classNo: '01', status: 'open', openedOn: '2025-09-01', endedOn: null,
    target: false, criteria: [], classTeacherId: null, classTeacherSince: null, leadClassTeacherId: null, leadClassTeacherSince: null, leadSchoolYear: null, focuses: [], daysPerMonth: null,
    nomination: null, chain: null, openReports: [], openReportCount: 0, version: 1,
  }));
  it('shows who leads the class', () => {
    expect(row(opened, appointed, nominated)).toMatchObject({ classTeacherId: 'ann', classTeacherSince: '2025-09-01', nomination: { personId: 'lei', approved: false } });
    expect(row(opened, appointed, nominated, leads)).toMatchObject({ leadClassTeacherId: 'lei', leadSchoolYear: '2025-2026', nomination: null });
    const adjusted: OrganizationEvent = { type: 'InterventionAdjusted', data: { ...of, appointmentId: 'class:2', personId: 'lei', focuses: ['home-school'], daysPerMonth: 4, effectiveOn: '2025-11-03' } };
    const ended: OrganizationEvent = { type: 'LeadClassTeacherAppointmentEnded', data: { ...of, appointmentId: 'class:2', personId: 'lei', schoolYear: '2025-2026', until: '2026-07-01' } };
    expect(row(opened, leads, adjusted)).toMatchObject({ focuses: ['home-school'], daysPerMonth: 4 });
    expect(row(opened, leads, adjusted, ended)).toMatchObject({ leadClassTeacherId: null, focuses: [], daysPerMonth: null });
    const corrected: OrganizationEvent = { type: 'AppointmentDatesCorrected', data: { ...of, appointmentId: 'class:1', office: 'class-teacher', personId: 'ann', from: '2025-09-03', reason: 'sealed' } };
    expect(row(opened, appointed, corrected)).toMatchObject({ classTeacherSince: '2025-09-03' });
  });
  it('shows its chain, vacancies and delegates', () => {
    const vacant: OrganizationEvent = { type: 'ChainVacancyDetected', data: { ...of, version: 2, level: 2, role: 'lead-class-teacher', leftBy: 'lei', at, seats: [{ level: 1, role: 'class-teacher', personId: 'ann' }, { level: 2, role: 'lead-class-teacher', personId: null }] } };
    const delegate: OrganizationEvent = { type: 'ChainDelegateSet', data: { ...of, level: 2, personId: 'lei', delegateId: 'xu', at } };
    expect(row(opened, defined)?.chain).toMatchObject({ version: 1, active: false });
    expect(row(opened, defined, activated, delegate)?.chain).toMatchObject({ active: true, delegates: [{ level: 2, delegateId: 'xu', fromAt: at, untilAt: null }] });
    const filled: OrganizationEvent = { type: 'ChainSeatFilled', data: { ...vacant.data, version: 3, personId: 'xu', previousPersonId: null, seats: [{ level: 1, role: 'class-teacher', personId: 'ann' }, { level: 2, role: 'lead-class-teacher', personId: 'xu' }] } as never };
    expect(row(opened, defined, activated, delegate, vacant)?.chain).toMatchObject({ delegates: [{ delegateId: 'xu' }] });
    expect(row(opened, defined, activated, delegate, vacant, filled)?.chain).toMatchObject({ version: 3, seats: [{}, { personId: 'xu' }], delegates: [] });
    expect(row(opened, defined, activated, vacant)?.chain).toMatchObject({ version: 2, seats: [{ personId: 'ann' }, { level: 2, personId: null }] });
  });
  it('counts the reports that are not closed, and where they are', () => {
    expect(open(report('UpwardReportRaised', 'a'), report('UpwardReportRaised', 'b'))).toEqual([['a', 2, 'mid'], ['b', 2, 'mid']]);
    expect(open(report('UpwardReportRaised', 'a'), report('UpwardReportAcknowledged', 'a'), report('UpwardReportAutoEscalated', 'a', { level: 3, holderId: 'lei' }))).toEqual([['a', 3, 'lei']]);
    expect(open(report('UpwardReportRaised', 'a'), report('UpwardReportConfirmed', 'a'))).toEqual([]);
    expect(open(report('UpwardReportRaised', 'a'), report('UpwardReportDeclined', 'a'), report('UpwardReportReopened', 'a'))).toEqual([['a', 2, 'mid']]);
    expect(row(opened, report('UpwardReportRaised', 'a'), report('UpwardReportRaised', 'b'), report('UpwardReportMerged', 'b'))).toMatchObject({ openReportCount: 1 });
  });
  it('closes a work status with its acknowledgement', () =>
    expect(open(report('UpwardReportRaised', 'a', { kind: 'work-status' }), report('UpwardReportAcknowledged', 'a'))).toEqual([]));
  it('keeps the class after it ended', () =>
    expect(row(opened, nominated, { type: 'ClassClosed', data: { ...of, unitId: 'school', schoolYear: '2025-2026', reason: 'merged', effectiveOn: '2026-02-01' } })).toMatchObject({ status: 'closed', endedOn: '2026-02-01', nomination: null }));
  it('knows no class that did not open', () => expect(row(appointed, defined, report('UpwardReportRaised', 'a'))).toBeUndefined());
});
