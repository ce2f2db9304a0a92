import type { MeetingEvent, OfMeeting, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { ClassLeadershipState } from '../class-leaderships/class-leadership.model';
import type { OrgUnitState } from '../org-units/org-unit.decider';
import { dayOf } from '../school-calendars/working-time.model';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { TeacherState } from '../teachers/teacher.decider';
import type {
  CancelMeeting, CompleteActionItem, RaiseActionItem, RecordDecision, RecordMeetingAttendance, RecordMinutes, ScheduleMeeting,
} from './meeting.commands';
import { afterwards, isOfClass, mayBeOf, type Meeting, type MeetingState, type Place } from './meeting.model';

type On<Facts = unknown> = Deciding<MeetingState, Facts>;
/** The person named in the command, as the registry knows them. */
interface Person { readonly person: TeacherState }
/** Of a class: the class and who leads it; of a unit: the unit. */
interface Convened extends Person { readonly schoolClass?: SchoolClassState; readonly leadership?: ClassLeadershipState; readonly unit?: OrgUnitState }

const known = (state: MeetingState): Meeting => {
  if (state.status === 'none') throw new Rejected('meeting-not-found', 'There is no such meeting.');
  return state;
};

/** The meeting, once it has begun and unless it was called off. */
const begun = ({ state, at }: On): Meeting => {
  const meeting = known(state);
  if (meeting.status === 'cancelled') throw new Rejected('meeting-cancelled', 'The meeting was called off.');
  if (at < meeting.startsAt) throw new Rejected('meeting-not-started', 'The meeting has not begun.', { startsAt: meeting.startsAt });
  return meeting;
};

const of = ({ at }: On, meeting: Meeting): OfMeeting => ({ ...meeting.of, at });

/** Somebody of the county's staff is in no school's registry: such a person acts for themselves. */
const inRegistry = (personId: Uuid, { by, facts }: On<Person>, code: 'chair-not-found' | 'owner-not-found'): void => {
  if (personId !== by.personId && facts.person.status !== 'active') throw new Rejected(code, 'The person works in no school of the county.');
};

const ofClass = ({ kind, classId }: ScheduleMeeting, chairId: Uuid, { schoolClass, leadership }: Convened): Place => {
  if (!classId || schoolClass?.status === 'none' || !schoolClass) throw new Rejected('class-not-found', 'No such class.');
  if (schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nothing about it changes any more.');
  if (kind === 'class-work' && leadership?.leadClassTeacher?.personId !== chairId) throw new Rejected('chair-not-lead', 'The lead class teacher leads the class\'s work meeting.');
  return { scope: 'class', scopeId: classId, schoolId: schoolClass.schoolId };
};

const ofUnit = ({ kind, unitId, stage, grade }: ScheduleMeeting, { unit }: Convened): Place => {
  if (!unitId || !unit || unit.status === 'none') throw new Rejected('org-unit-not-found', 'No such unit.');
  if (unit.status === 'closed') throw new Rejected('org-unit-closed', 'The unit is closed.');
  if (!mayBeOf(kind, unit.level)) throw new Rejected('not-its-meeting', `A ${unit.level} has no meetings of this kind.`);
  const { schoolId } = unit;
  if (kind !== 'grade') return { scope: 'unit', scopeId: unitId, schoolId };
  const which = unit.level === 'grade' ? unit : { stage, grade };
  if (!which.stage || !which.grade) throw new Rejected('grade-not-named', 'A grade meeting names stage and grade.');
  return { scope: 'unit', scopeId: unitId, schoolId, stage: which.stage, grade: which.grade };
};

const schedule = (data: ScheduleMeeting, on: On<Convened>): MeetingEvent[] => {
  const { id: meetingId, state, at, by, facts } = on;
  const { kind, classId, unitId, startsAt, chairId = by.personId, invitedPersonIds = [], agenda } = data;
  if (state.status !== 'none') {
    if (state.of.kind === kind && state.of.scopeId === (classId ?? unitId) && state.startsAt === startsAt) return [];
    throw new Rejected('meeting-exists', 'Another meeting has this id.');
  }
  if ((classId === undefined) === isOfClass(kind) || (unitId === undefined) !== isOfClass(kind)) throw new Rejected('class-or-unit', 'Name a class for meetings of a class, a unit for the others.');
  const { scope, scopeId, schoolId, stage, grade } = isOfClass(kind) ? ofClass(data, chairId, facts) : ofUnit(data, facts);
  inRegistry(chairId, on, 'chair-not-found');
  return [{ type: 'MeetingScheduled', data: {
    meetingId, kind, scope, scopeId, ...(schoolId && { schoolId }), ...(classId && { classId }), ...(stage && grade && { stage, grade }),
    on: dayOf(startsAt), at, startsAt, chairId, invitedPersonIds, ...(agenda && { agenda }), scheduledBy: by.personId,
  } }];
};

const recordAttendance = ({ attendedPersonIds, excusedPersonIds = [] }: RecordMeetingAttendance, on: On): MeetingEvent[] => {
  const meeting = begun(on);
  if (attendedPersonIds.some((personId) => excusedPersonIds.includes(personId))) throw new Rejected('attended-and-excused', 'Nobody was there and excused.');
  if (attendedPersonIds.join() === meeting.attended.join() && excusedPersonIds.join() === meeting.excused.join()) return [];
  return [{ type: 'MeetingAttendanceRecorded', data: { ...of(on, meeting), attendedPersonIds, excusedPersonIds, recordedBy: on.by.personId } }];
};

const recordMinutes = ({ minutes, plans, lessons, solutions }: RecordMinutes, on: On): MeetingEvent[] => {
  const meeting = begun(on);
  return [{ type: 'MeetingMinutesRecorded', data: {
    ...of(on, meeting), edition: meeting.minutes + 1, minutes, ...(plans && { plans }), ...(lessons && { lessons }), ...(solutions && { solutions }), recordedBy: on.by.personId,
  } }];
};

const recordDecision = ({ decision }: RecordDecision, on: On): MeetingEvent[] => {
  const meeting = begun(on);
  return [{ type: 'DecisionRecorded', data: { ...of(on, meeting), decisionId: `${on.id}:d${meeting.decisions + 1}`, decision, recordedBy: on.by.personId } }];
};

const isDecisionOf = (decisionId: string, id: Uuid, { decisions }: Meeting): boolean => Array.from({ length: decisions }, (_, i) => `${id}:d${i + 1}`).includes(decisionId);

const raiseActionItem = ({ ownerId, dueOn, task, decisionId }: RaiseActionItem, on: On<Person>): MeetingEvent[] => {
  const meeting = begun(on);
  inRegistry(ownerId, on, 'owner-not-found');
  if (dueOn < dayOf(on.at)) throw new Rejected('due-in-past', 'The last day is today or later.');
  if (decisionId !== undefined && !isDecisionOf(decisionId, on.id, meeting)) throw new Rejected('decision-not-found', 'The meeting made no such decision.');
  const actionItemId = `${on.id}:a${meeting.actionItems.length + 1}`;
  return [{ type: 'ActionItemRaised', data: { ...of(on, meeting), actionItemId, ownerId, dueOn, task, ...(decisionId && { decisionId }), raisedBy: on.by.personId } }];
};

const completeActionItem = ({ actionItemId, outcome }: CompleteActionItem, on: On): MeetingEvent[] => {
  const meeting = known(on.state);
  const item = meeting.actionItems.find((each) => each.actionItemId === actionItemId);
  if (!item) throw new Rejected('action-item-not-found', 'The meeting has no such action item.');
  if (item.done) return [];
  const { ownerId, dueOn } = item;
  const completedOn = dayOf(on.at);
  return [{ type: 'ActionItemCompleted', data: {
    ...of(on, meeting), actionItemId, ownerId, dueOn, completedOn, onTime: completedOn <= dueOn, ...(outcome && { outcome }), completedBy: on.by.personId,
  } }];
};

/** Also when its time has come and nobody came: what has no minutes was not held. */
const cancel = ({ reason }: CancelMeeting, on: On): MeetingEvent[] => {
  const meeting = known(on.state);
  if (meeting.status === 'cancelled') return [];
  if (meeting.status === 'held') throw new Rejected('meeting-held', 'There are minutes of the meeting.');
  return [{ type: 'MeetingCancelled', data: { ...of(on, meeting), reason, cancelledBy: on.by.personId } }];
};

/** A meeting of a unit or of a class, and what came of it. */
export const meeting = decider<MeetingState, MeetingEvent>()('meeting', {
  initial: { status: 'none' },
  decide: {
    ScheduleMeeting: schedule, RecordMeetingAttendance: recordAttendance, RecordMinutes: recordMinutes, RecordDecision: recordDecision, RaiseActionItem: raiseActionItem,
    CompleteActionItem: completeActionItem, CancelMeeting: cancel,
  },
  evolve: afterwards,
});
