import type { MeetingEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { TeacherState } from '../teachers/teacher.decider';
import { meeting } from './meeting.decider';

const id = 'meeting';
const at = someTime;
const later = '2025-09-10T09:00:00.000Z';
const of = { meetingId: id, kind: 'class-work' as const, scope: 'class' as const, scopeId: 'class', schoolId: 'school', classId: 'class', on: '2025-09-10', at };
const held = { ...of, at: later };
const open = { status: 'open', schoolId: 'school' } as SchoolClassState;
const person = { status: 'active', schoolId: 'school' } as TeacherState;
const leadership = { appointments: [], nominations: 0, leadClassTeacher: { appointmentId: 'a', office: 'lead-class-teacher' as const, personId: 'lei', from: '2025-09-01' } };
const facts = { person, schoolClass: open, leadership };
const wanted = { kind: 'class-work' as const, classId: 'class', startsAt: '2025-09-10T08:00:00.000Z', chairId: 'lei', invitedPersonIds: ['ann'] };
const by = someone.personId;

const scheduled: MeetingEvent = { type: 'MeetingScheduled', data: { ...of, startsAt: wanted.startsAt, chairId: 'lei', invitedPersonIds: ['ann'], scheduledBy: by } };
const attended: MeetingEvent = { type: 'MeetingAttendanceRecorded', data: { ...held, attendedPersonIds: ['ann', 'lei'], excusedPersonIds: [], recordedBy: by } };
const minuted: MeetingEvent = { type: 'MeetingMinutesRecorded', data: { ...held, edition: 1, minutes: 'sealed', recordedBy: by } };
const decided: MeetingEvent = { type: 'DecisionRecorded', data: { ...held, decisionId: `${id}:d1`, decision: 'sealed', recordedBy: by } };
const raised: MeetingEvent = { type: 'ActionItemRaised', data: { ...held, actionItemId: `${id}:a1`, ownerId: 'ann', dueOn: '2025-09-20', task: 'sealed', raisedBy: by } };
const completed: MeetingEvent = { type: 'ActionItemCompleted', data: {
  ...held, actionItemId: `${id}:a1`, ownerId: 'ann', dueOn: '2025-09-20', completedOn: '2025-09-10', onTime: true, completedBy: by,
} };
const cancelled: MeetingEvent = { type: 'MeetingCancelled', data: { ...of, reason: 'sealed', cancelledBy: by } };
const after = (...events: MeetingEvent[]) => given(meeting, scheduled, ...events);

describe('arranging a meeting', () => {
  const schedule = (data = {}, more = {}, ...events: MeetingEvent[]) => given(meeting, ...events).when('ScheduleMeeting', { ...wanted, ...data }, { id, facts: { ...facts, ...more } });
  const unit = (level: string, more = {}) => ({ unit: { status: 'open', level, schoolId: 'school', ...more } as OrgUnitState });
  const grade = { kind: 'grade' as const, classId: undefined, unitId: 'unit' };

  it('names whose it is, when it begins and who leads it', () => schedule().then(scheduled));
  it('does nothing the second time, and takes no other meeting\'s id', () => {
    schedule({}, {}, scheduled).then();
    schedule({ startsAt: '2025-09-11T08:00:00.000Z' }, {}, scheduled).rejected('meeting-exists');
  });
  it('has the lead class teacher lead the class\'s work meeting, and nobody else', () => {
    schedule({ chairId: 'ann' }).rejected('chair-not-lead');
    schedule({}, { leadership: { appointments: [], nominations: 0 } }).rejected('chair-not-lead');
    schedule({ kind: 'joint-group', chairId: 'ann' }).thenTypes('MeetingScheduled');
  });
  it('is for a class or for a unit, as the kind has it', () => {
    schedule({ classId: undefined, unitId: 'unit' }).rejected('class-or-unit');
    schedule({ unitId: 'unit' }).rejected('class-or-unit');
    schedule({ kind: 'grade' }).rejected('class-or-unit');
  });
  it('is for what is there and goes on', () => {
    schedule({}, { schoolClass: { status: 'none' } }).rejected('class-not-found');
    schedule({}, { schoolClass: { ...open, status: 'graduated' } }).rejected('class-ended');
    schedule(grade, { unit: { status: 'none' } }).rejected('org-unit-not-found');
    schedule(grade, { unit: { ...unit('grade').unit, status: 'closed' } }).rejected('org-unit-closed');
    schedule({}, { person: { status: 'none' } }).rejected('chair-not-found');
  });
  it('knows which grade meets, by its unit or by name', () => {
    expect(schedule(grade, unit('grade', { stage: 'primary', grade: 3 })).events[0]?.data).toMatchObject({ scope: 'unit', scopeId: 'unit', stage: 'primary', grade: 3, on: '2025-09-10' });
    expect(schedule({ ...grade, stage: 'primary', grade: 4 }, unit('school')).events[0]?.data).toMatchObject({ stage: 'primary', grade: 4 });
    schedule(grade, unit('school')).rejected('grade-not-named');
  });
  it('holds each kind in the units it belongs to', () => {
    schedule({ ...grade, kind: 'group' }, unit('school')).rejected('not-its-meeting');
    schedule({ ...grade, kind: 'group' }, unit('education-group', { schoolId: undefined })).thenTypes('MeetingScheduled');
    schedule({ ...grade, kind: 'party-administration' }, unit('grade')).rejected('not-its-meeting');
    schedule({ ...grade, kind: 'joint' }, unit('county', { schoolId: undefined })).thenTypes('MeetingScheduled');
  });
});

describe('a meeting', () => {
  it('has no minutes, attendance, decisions or action items before it begins', () => {
    after().when('RecordMinutes', { minutes: 'sealed' }, { id, at }).rejected('meeting-not-started');
    after().when('RecordMeetingAttendance', { attendedPersonIds: ['ann'] }, { id, at }).rejected('meeting-not-started');
    after().when('RecordDecision', { decision: 'sealed' }, { id, at }).rejected('meeting-not-started');
    after().when('RaiseActionItem', { ownerId: 'ann', dueOn: '2025-09-20', task: 'sealed' }, { id, at, facts: { person } }).rejected('meeting-not-started');
  });
  it('records who was there, anew when that changes', () => {
    const record = (attendedPersonIds: string[], excusedPersonIds: string[] = [], ...events: MeetingEvent[]) => after(...events).when('RecordMeetingAttendance', { attendedPersonIds, excusedPersonIds }, { id, at: later });
    record(['ann', 'lei']).then(attended);
    record(['ann', 'lei'], [], attended).then();
    record(['lei'], ['ann'], attended).thenTypes('MeetingAttendanceRecorded');
    record(['ann'], ['ann']).rejected('attended-and-excused');
  });
  it('counts the wordings of its minutes', () => {
    after().when('RecordMinutes', { minutes: 'sealed' }, { id, at: later }).then(minuted);
    expect(after(minuted).when('RecordMinutes', { minutes: 'sealed', plans: 'sealed' }, { id, at: later }).events[0]?.data).toMatchObject({ edition: 2, plans: 'sealed' });
  });
  it('decides, and has people act on it by a day', () => {
    after().when('RecordDecision', { decision: 'sealed' }, { id, at: later }).then(decided);
    const raise = (data = {}, known = person, ...events: MeetingEvent[]) => after(...events).when('RaiseActionItem', { ownerId: 'ann', dueOn: '2025-09-20', task: 'sealed', ...data }, { id, at: later, facts: { person: known } });
    raise().then(raised);
    expect(raise({ decisionId: `${id}:d1` }, person, decided, raised).events[0]?.data).toMatchObject({ actionItemId: `${id}:a2`, decisionId: `${id}:d1` });
    raise({ decisionId: `${id}:d1` }).rejected('decision-not-found');
    raise({ dueOn: '2025-09-09' }).rejected('due-in-past');
    raise({}, { status: 'none' } as TeacherState).rejected('owner-not-found');
    raise({ ownerId: by }, { status: 'none' } as TeacherState).thenTypes('ActionItemRaised');
  });
  it('is called off as long as there are no minutes, and then is over', () => {
    after().when('CancelMeeting', { reason: 'sealed' }, { id }).then(cancelled);
    after(cancelled).when('CancelMeeting', { reason: 'sealed' }, { id }).then();
    after(attended).when('CancelMeeting', { reason: 'sealed' }, { id, at: later }).thenTypes('MeetingCancelled');
    after(minuted).when('CancelMeeting', { reason: 'sealed' }, { id }).rejected('meeting-held');
    after(cancelled).when('RecordMinutes', { minutes: 'sealed' }, { id, at: later }).rejected('meeting-cancelled');
  });
  it('must be known', () => given(meeting).when('RecordMinutes', { minutes: 'sealed' }, { id }).rejected('meeting-not-found'));
});

describe('an action item', () => {
  const complete = (when: string, ...events: MeetingEvent[]) => after(raised, ...events).when('CompleteActionItem', { actionItemId: `${id}:a1` }, { id, at: when });
  it('is done once, on time through its last day', () => {
    complete(later).then(completed);
    complete(later, completed).then();
    expect(complete('2025-09-20T15:59:00.000Z').events[0]?.data).toMatchObject({ onTime: true });
    expect(complete('2025-09-20T16:00:00.000Z').events[0]?.data).toMatchObject({ onTime: false, completedOn: '2025-09-21' });
  });
  it('must be there', () => after().when('CompleteActionItem', { actionItemId: `${id}:a1` }, { id, at: later }).rejected('action-item-not-found'));
});
