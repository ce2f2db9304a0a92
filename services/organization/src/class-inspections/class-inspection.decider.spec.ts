import type { ClassInspectionEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { TeacherState } from '../teachers/teacher.decider';
import { classInspection } from './class-inspection.decider';

const id = 'inspection';
const at = someTime;
const within = { inspectionId: id, classId: 'class', schoolId: 'school', at };
const schoolClass = { status: 'open', schoolId: 'school' } as SchoolClassState;
const inspector = { status: 'active', schoolId: 'school' } as TeacherState;
const ledBy = (personId: string) => ({ appointments: [], nominations: 0, classTeacher: { appointmentId: 'a', office: 'class-teacher' as const, personId, from: '2025-09-01' } });
const facts = { schoolClass, inspector, leadership: ledBy('ann') };
const wanted = { classId: 'class', inspectorId: 'mid', plannedOn: '2025-09-10', areas: ['safety' as const] };

const planned: ClassInspectionEvent = { type: 'ClassInspectionPlanned', data: { ...within, inspectorId: 'mid', plannedOn: '2025-09-10', areas: ['safety'], plannedBy: someone.personId } };
const started: ClassInspectionEvent = { type: 'ClassInspectionStarted', data: { ...within, inspectorId: 'mid', on: '2025-09-08' } };
const of = (n: number, severity: 'LOW' | 'HIGH') => ({ ...within, findingId: `${id}:${n}`, severity });
const found = (n: number, severity: 'LOW' | 'HIGH' = 'HIGH'): ClassInspectionEvent =>
  ({ type: 'InspectionFindingRecorded', data: { ...of(n, severity), area: 'safety', on: '2025-09-08', details: 'sealed', recordedBy: someone.personId } });
const requested: ClassInspectionEvent = { type: 'RectificationRequested', data: { ...of(1, 'HIGH'), area: 'safety', dueOn: '2025-09-12', requestedBy: someone.personId } };
const submitted = (on: string, attempt = 1): ClassInspectionEvent =>
  ({ type: 'RectificationSubmitted', data: { ...of(1, 'HIGH'), attempt, on, dueOn: '2025-09-12', measures: 'sealed', submittedBy: 'ann' } });
const returned: ClassInspectionEvent = { type: 'RectificationReturned', data: { ...of(1, 'HIGH'), attempt: 1, dueOn: '2025-09-15', reason: 'sealed', returnedBy: someone.personId } };
const confirmed: ClassInspectionEvent = { type: 'RectificationConfirmed', data: { ...of(1, 'HIGH'), dueOn: '2025-09-12', submittedOn: '2025-09-12', onTime: true, confirmedBy: someone.personId } };
const withdrawn: ClassInspectionEvent =
  { type: 'InspectionFindingWithdrawn', data: { ...of(1, 'HIGH'), area: 'safety', on: '2025-09-08', rectification: 'none', reason: 'sealed', withdrawnBy: someone.personId } };
const inspection = (...events: ClassInspectionEvent[]) => given(classInspection, planned, ...events);
const finding = { findingId: `${id}:1` };

describe('planning an inspection', () => {
  const plan = (data = {}, more = {}, ...events: ClassInspectionEvent[]) => given(classInspection, ...events).when('PlanClassInspection', { ...wanted, ...data }, { id, facts: { ...facts, ...more } });
  it('names class, inspector and day', () => plan().then(planned));
  it('does nothing the second time', () => plan({}, {}, planned).then());
  it('does not take another inspection\'s id', () => plan({ classId: 'other' }, {}, planned).rejected('inspection-exists'));
  it('refuses the class\'s own class teacher as inspector', () => plan({ inspectorId: 'ann' }).rejected('inspector-is-class-teacher'));
  it('refuses an inspector nobody knows, but not the planner', () => {
    plan({}, { inspector: { status: 'none' } }).rejected('inspector-not-found');
    plan({ inspectorId: undefined }, { inspector: { status: 'none' } }).thenTypes('ClassInspectionPlanned');
  });
  it('is for a class that is there, and for no day that has passed', () => {
    plan({}, { schoolClass: { status: 'none' } }).rejected('class-not-found');
    plan({}, { schoolClass: { ...schoolClass, status: 'closed' } }).rejected('class-ended');
    plan({ plannedOn: '2025-09-07' }).rejected('planned-in-past');
  });
});

describe('an inspection', () => {
  const start = (leader: string, ...events: ClassInspectionEvent[]) => inspection(...events).when('StartClassInspection', {}, { id, facts: { leadership: ledBy(leader) } });
  it('begins once', () => {
    start('ann').then(started);
    start('ann', started).then();
  });
  it('does not begin when the inspector has become the class teacher meanwhile', () => start('mid').rejected('inspector-is-class-teacher'));
  it('records findings while it runs', () => {
    const find = (...events: ClassInspectionEvent[]) => inspection(...events).when('RecordInspectionFinding', { area: 'safety', severity: 'HIGH', details: 'sealed' }, { id });
    find().rejected('inspection-not-running');
    find(started).then(found(1));
    find(started, found(1)).then(found(2));
  });
  it('is not completed while a grave finding asks for no rectification', () => {
    const complete = (...events: ClassInspectionEvent[]) => inspection(started, ...events).when('CompleteClassInspection', {}, { id });
    const completed = (findings: object): ClassInspectionEvent => ({ type: 'ClassInspectionCompleted', data: { ...within, inspectorId: 'mid', on: '2025-09-08', findings } }) as never;
    complete(found(1)).rejected('rectification-needed');
    complete(found(1), requested).then(completed({ LOW: 0, MEDIUM: 0, HIGH: 1 }));
    complete(found(1), withdrawn, found(2, 'LOW')).then(completed({ LOW: 1, MEDIUM: 0, HIGH: 0 }));
    complete(completed({ LOW: 0, MEDIUM: 0, HIGH: 0 })).then();
  });
  it('is called off before it begins, not later', () => {
    inspection().when('CancelClassInspection', { reason: 'sealed' }, { id }).thenTypes('ClassInspectionCancelled');
    inspection(started).when('CancelClassInspection', { reason: 'sealed' }, { id }).rejected('inspection-begun');
  });
  it('must be known', () => given(classInspection).when('StartClassInspection', {}, { id, facts }).rejected('inspection-not-found'));
});

describe('a rectification', () => {
  const asked = [started, found(1), requested] as const;
  it('is asked for once, with a last day to come', () => {
    inspection(started, found(1)).when('RequestRectification', { ...finding, dueOn: '2025-09-12' }, { id }).then(requested);
    inspection(...asked).when('RequestRectification', { ...finding, dueOn: '2025-09-12' }, { id }).then();
    inspection(...asked).when('RequestRectification', { ...finding, dueOn: '2025-09-13' }, { id }).rejected('rectification-already-requested');
    inspection(started, found(1)).when('RequestRectification', { ...finding, dueOn: '2025-09-07' }, { id }).rejected('due-in-past');
    inspection(started).when('RequestRectification', { ...finding, dueOn: '2025-09-12' }, { id }).rejected('finding-not-found');
  });
  it('is submitted, and again after it was returned with a new last day', () => {
    const submit = (...events: ClassInspectionEvent[]) => inspection(started, found(1), ...events)
      .when('SubmitRectification', { ...finding, measures: 'sealed' }, { id, by: { personId: 'ann', role: 'x' }, at });
    submit().rejected('no-rectification-requested');
    submit(requested).then(submitted('2025-09-08'));
    submit(requested, submitted('2025-09-08')).then();
    expect(submit(requested, submitted('2025-09-08'), returned).events[0]?.data).toMatchObject({ attempt: 2, dueOn: '2025-09-15' });
  });
  it('is returned with the day in force, or a later one', () => {
    const giveBack = (dueOn?: string) => inspection(...asked, submitted('2025-09-08')).when('ReturnRectification', { ...finding, reason: 'sealed', dueOn }, { id });
    giveBack('2025-09-15').then(returned);
    expect(giveBack().events[0]?.data).toMatchObject({ dueOn: '2025-09-12' });
    giveBack('2025-09-07').rejected('due-in-past');
  });
  it('is on time when what was accepted came by its last day, however late the acceptance', () => {
    const confirm = (on: string) => inspection(...asked, submitted(on)).when('ConfirmRectification', finding, { id, at: '2025-09-30T01:00:00.000Z' }).events[0]?.data;
    expect(confirm('2025-09-12')).toMatchObject({ onTime: true, submittedOn: '2025-09-12' });
    expect(confirm('2025-09-13')).toMatchObject({ onTime: false });
  });
  it('is judged by somebody else, once it is there', () => {
    inspection(...asked).when('ConfirmRectification', finding, { id }).rejected('nothing-submitted');
    inspection(...asked, submitted('2025-09-08')).when('ConfirmRectification', finding, { id, by: { personId: 'ann', role: 'x' } }).rejected('own-rectification');
    inspection(...asked, submitted('2025-09-08'), confirmed).when('ConfirmRectification', finding, { id }).then();
  });
  it('is off once the finding is withdrawn, which says how far it had come', () => {
    const withdraw = (...events: ClassInspectionEvent[]) => inspection(started, found(1), ...events).when('WithdrawInspectionFinding', { ...finding, reason: 'sealed' }, { id });
    withdraw().then(withdrawn);
    withdraw(withdrawn).then();
    expect(withdraw(requested).events[0]?.data).toMatchObject({ rectification: 'open' });
    expect(withdraw(requested, submitted('2025-09-08'), confirmed).events[0]?.data).toMatchObject({ rectification: 'confirmed' });
    inspection(...asked, withdrawn).when('SubmitRectification', { ...finding, measures: 'sealed' }, { id }).rejected('finding-withdrawn');
  });
});
