import type { SessionScheduled, TrainingSessionEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { type CourseState, publishedCourse } from '../courses/course.decider';
import { dayOf, schoolYearOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import type { TierLadderState } from '../tier-ladders/tier-ladder.decider';
import { publishedPlan, type TrainingPlanState } from '../training-plans/training-plan.decider';
import { bookedIn, isEnrolled, promotions, type Seats, seatOrWait, seatsAfter } from './seats.model';
import type {
  ApproveEnrollment, CancelEnrollment, CancelSession, ChangeCapacity, CompleteSession, CorrectAttendance, DeclineEnrollment, NominateTeachers, OpenEnrollment, RecordAttendance,
  RequestEnrollment, ScheduleSession,
} from './training-session.commands';

interface Attendance { readonly attended: boolean; readonly credited: boolean }

interface Session {
  readonly status: 'scheduled' | 'open' | 'completed' | 'cancelled';
  readonly about: { readonly sessionId: Uuid; readonly schoolId?: Uuid };
  readonly scheduled: SessionScheduled['data'];
  readonly seats: Seats;
  readonly attendance: { readonly [personId: Uuid]: Attendance };
}
export type TrainingSessionState = { readonly status: 'none' } | Session;

type On<Facts = unknown> = Deciding<TrainingSessionState, Facts>;
/** Who is to have a seat, as organization has told them. */
export type People = ReadonlyMap<Uuid, StaffMemberState>;
type Asking = On<{ readonly people: People }>;

interface Rests { readonly course: CourseState; readonly ladder: TierLadderState; readonly plan?: TrainingPlanState }

const schedule = (asked: ScheduleSession, { id: sessionId, state, by, at, facts: { course, ladder, plan } }: Deciding<TrainingSessionState, Rests>): TrainingSessionEvent[] => {
  if (state.status !== 'none') return [];
  const { courseId, planId, ladderId, tier, regionCode, stage, schoolId, mode, from, until = from, capacity, approval = false } = asked;
  const { kind: courseKind, creditHours, contents } = publishedCourse(course);
  const tiers = ladder.versions.at(-1);
  if (!tiers) throw new Rejected('tier-ladder-not-found', 'There is no such tier ladder.');
  if (!tiers.includes(tier)) throw new Rejected('no-such-tier', 'The ladder has no such tier.');
  if (until < from) throw new Rejected('ends-before-it-begins', 'The last day is before the first one.');
  if (plan && publishedPlan(plan).about.schoolYear !== schoolYearOf(until)) throw new Rejected('out-of-the-plans-year', 'The session is not in the school year of its plan.');
  return [{ type: 'SessionScheduled', data: {
    sessionId, ...(schoolId && { schoolId }), courseId, courseKind, creditHours, contents: asked.contents ?? [...contents], ladderId, ladderVersion: ladder.versions.length, tier,
    ...(regionCode && { regionCode }), ...(stage && { stage }), ...(planId && { planId }), mode, from, until, capacity, approval, scheduledBy: by.personId, at,
  } }];
};

const openEnrollment = (_: OpenEnrollment, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = known(state);
  if (session.status === 'open') return [];
  return [{ type: 'EnrollmentOpened', data: { ...inStatus(session, 'scheduled').about, openedBy: by.personId, at } }];
};

/** A seat is for staff of the county's schools: nobody else would ever count as reached. */
const isStaff = (people: People, personId: Uuid): void => void schoolOfMember(people.get(personId) ?? { subjects: [] }, personId);

/** A request that needs no approval has its seat or place in the same append. */
const enrolled = (session: Session, personId: Uuid, agreed: boolean, { by, at, facts: { people } }: Asking): TrainingSessionEvent[] => {
  if (isEnrolled(session.seats, personId)) return [];
  isStaff(people, personId);
  const told = { ...session.about, at };
  const requested: TrainingSessionEvent = { type: 'EnrollmentRequested', data: { ...told, personId, place: session.seats.asked + 1, requestedBy: by.personId } };
  return agreed ? [requested, seatOrWait(seatsAfter(session.seats, requested), told, personId)] : [requested];
};

const request = (_: RequestEnrollment, on: Asking): TrainingSessionEvent[] => {
  const session = inStatus(known(on.state), 'open');
  return enrolled(session, on.by.personId, !session.scheduled.approval, on);
};

/** Who had asked already and is sent now has the approval with it. */
const nominate = ({ personIds }: NominateTeachers, on: Asking): TrainingSessionEvent[] => {
  let session = inStatus(known(on.state), 'open');
  return personIds.flatMap((personId) => {
    const events = session.seats.enrolments[personId]?.status === 'requested' ? approved(session, personId, on) : enrolled(session, personId, true, on);
    session = { ...session, seats: events.reduce(seatsAfter, session.seats) };
    return events;
  });
};

const approved = ({ about, seats }: Session, personId: Uuid, { by, at, facts: { people } }: Asking): TrainingSessionEvent[] => {
  isStaff(people, personId);
  return [{ type: 'EnrollmentApproved', data: { ...about, personId, approvedBy: by.personId, at } }, seatOrWait(seats, { ...about, at }, personId)];
};

const approve = ({ personId }: ApproveEnrollment, on: Asking): TrainingSessionEvent[] => {
  const session = inStatus(known(on.state), 'open');
  const { status } = requestOf(session, personId);
  if (status === 'booked' || status === 'waitlisted') return [];
  if (status !== 'requested') throw new Rejected(`enrollment-${status}`, `The request is ${status}.`);
  return approved(session, personId, on);
};

const decline = ({ personId, reason }: DeclineEnrollment, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = inStatus(known(state), 'open');
  const { status } = requestOf(session, personId);
  if (status === 'declined') return [];
  if (status !== 'requested') throw new Rejected(`enrollment-${status}`, `The request is ${status}.`);
  return [{ type: 'EnrollmentDeclined', data: { ...session.about, personId, declinedBy: by.personId, ...(reason && { reason }), at } }];
};

/** A freed seat goes to one who waits, in the same append: nobody sees it free. */
const cancelEnrollment = ({ personId: named }: CancelEnrollment, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = inStatus(known(state), 'open');
  const personId = named ?? by.personId;
  const { status } = requestOf(session, personId);
  if (status === 'cancelled' || status === 'declined') return [];
  const told = { ...session.about, at };
  const cancelled: TrainingSessionEvent = { type: 'EnrollmentCancelled', data: { ...told, personId, was: status, cancelledBy: by.personId } };
  return [cancelled, ...promotions(seatsAfter(session.seats, cancelled), told)];
};

const changeCapacity = ({ capacity: toSeats }: ChangeCapacity, { state, by, at }: On): TrainingSessionEvent[] => {
  const { about, seats } = inStatus(known(state), 'scheduled', 'open');
  if (toSeats === seats.capacity) return [];
  const booked = bookedIn(seats);
  if (toSeats < booked) throw new Rejected('fewer-seats-than-booked', 'More seats are booked than that.', { booked });
  const told = { ...about, at };
  const changed: TrainingSessionEvent = { type: 'CapacityChanged', data: { ...told, fromSeats: seats.capacity, toSeats, changedBy: by.personId } };
  return [changed, ...promotions(seatsAfter(seats, changed), told)];
};

/** What an earlier sheet said and this one repeats is done already, whatever has become of the session. */
const recordAttendance = ({ entries }: RecordAttendance, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = known(state);
  const { about, seats, attendance, scheduled: { from } } = session;
  const fresh = entries.filter(({ personId, attended }, i) => {
    if (entries.findIndex((one) => one.personId === personId) < i) throw new Rejected('person-twice', 'The sheet has a person twice.', { personId });
    const before = attendance[personId];
    if (before && before.attended !== attended) throw new Rejected('recorded-otherwise', 'An earlier sheet says otherwise: correct it.', { personId });
    return !before;
  });
  if (fresh.length === 0) return [];
  inStatus(session, 'scheduled', 'open');
  if (dayOf(at) < from) throw new Rejected('session-not-begun', 'The session has not begun.');
  const told = fresh.map(({ personId, attended, walkIn = false }) => {
    const booked = seats.enrolments[personId]?.status === 'booked';
    if (!booked && !walkIn) throw new Rejected('no-seat', 'The person had no seat; say that they came nevertheless.', { personId });
    return { personId, attended, walkIn: !booked };
  });
  return [{ type: 'AttendanceRecorded', data: { ...about, entries: told, recordedBy: by.personId, at } }];
};

/** Credits stand before what they follow from: who hears that a session is completed, or a sheet corrected, finds them in every view. */
const credit = ({ about, scheduled }: Session, personId: Uuid, at: string): TrainingSessionEvent => {
  const { courseId, courseKind, creditHours, ladderId, ladderVersion, tier, until: on } = scheduled;
  return { type: 'TrainingCreditGranted', data: { ...about, personId, creditId: `${about.sessionId}:${personId}`, courseId, courseKind, creditHours, ladderId, ladderVersion, tier, on, at } };
};

const correctAttendance = ({ personId, attended, reason }: CorrectAttendance, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = inStatus(known(state), 'scheduled', 'open', 'completed');
  const before = session.attendance[personId];
  if (!before) throw new Rejected('attendance-not-recorded', 'No sheet says anything about this person.');
  if (before.attended === attended) return [];
  const corrected: TrainingSessionEvent = { type: 'AttendanceCorrected', data: {
    ...session.about, personId, attended, reversesCredit: before.credited, on: session.scheduled.until, reason, correctedBy: by.personId, at,
  } };
  return attended && session.status === 'completed' ? [credit(session, personId, at), corrected] : [corrected];
};

const complete = (_: CompleteSession, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = known(state);
  if (session.status === 'completed') return [];
  const { about, seats, attendance, scheduled } = inStatus(session, 'scheduled', 'open');
  const { ladderId, ladderVersion, tier, regionCode, stage, planId, from, until } = scheduled;
  if (dayOf(at) < until) throw new Rejected('session-not-over', 'The session is not over.');
  const there = Object.entries(attendance).filter(([, { attended }]) => attended).map(([personId]) => personId);
  if (Object.keys(attendance).length === 0) throw new Rejected('no-attendance', 'Nobody has put down who was there.');
  const absent = Object.entries(seats.enrolments).filter(([personId, { status }]) => status === 'booked' && !attendance[personId]?.attended).length;
  return [...there.map((personId) => credit(session, personId, at)), { type: 'SessionCompleted', data: {
    ...about, ladderId, ladderVersion, tier, ...(regionCode && { regionCode }), ...(stage && { stage }), ...(planId && { planId }), from, until,
    attended: there.length, absent, completedBy: by.personId, at,
  } }];
};

const cancel = ({ reason }: CancelSession, { state, by, at }: On): TrainingSessionEvent[] => {
  const session = known(state);
  if (session.status === 'cancelled') return [];
  const { about, attendance } = inStatus(session, 'scheduled', 'open');
  if (Object.keys(attendance).length > 0) throw new Rejected('session-was-held', 'Somebody was there: the session was held.');
  return [{ type: 'SessionCancelled', data: { ...about, reason, cancelledBy: by.personId, at } }];
};

const known = (state: TrainingSessionState): Session => {
  if (state.status === 'none') throw new Rejected('training-session-not-found', 'There is no such training session.');
  return state;
};

const inStatus = (session: Session, ...wanted: readonly Session['status'][]): Session => {
  if (wanted.includes(session.status)) return session;
  throw new Rejected(`training-session-${session.status}`, `The session is ${session.status}; this is possible only while it is ${wanted.join(' or ')}.`);
};

const requestOf = ({ seats }: Session, personId: Uuid): Seats['enrolments'][Uuid] => {
  const found = seats.enrolments[personId];
  if (!found) throw new Rejected('enrollment-not-found', 'This person has not asked for a seat.');
  return found;
};

const attended = (session: Session, entries: readonly [Uuid, Attendance][]): Session => ({ ...session, attendance: { ...session.attendance, ...Object.fromEntries(entries) } });

const evolve = (state: TrainingSessionState, event: TrainingSessionEvent): TrainingSessionState => {
  const { type, data } = event;
  if (type === 'SessionScheduled') {
    const { sessionId, schoolId, capacity } = data;
    return { status: 'scheduled', about: { sessionId, ...(schoolId && { schoolId }) }, scheduled: data, seats: { capacity, asked: 0, enrolments: {} }, attendance: {} };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'EnrollmentOpened': return { ...state, status: 'open' };
    case 'AttendanceRecorded': return attended(state, data.entries.map(({ personId, attended: there }) => [personId, { attended: there, credited: false }]));
    case 'AttendanceCorrected': return attended(state, [[data.personId, { attended: data.attended, credited: state.attendance[data.personId]!.credited && !data.reversesCredit }]]);
    case 'SessionCompleted': return { ...state, status: 'completed' };
    case 'TrainingCreditGranted': return attended(state, [[data.personId, { attended: true, credited: true }]]);
    case 'SessionCancelled': return { ...state, status: 'cancelled' };
    default: return { ...state, seats: seatsAfter(state.seats, event) };
  }
};

/** A session: its seats, who was there, and the credit for it. */
export const trainingSession = decider<TrainingSessionState, TrainingSessionEvent>()('training-session', {
  initial: { status: 'none' },
  decide: {
    ScheduleSession: schedule, OpenEnrollment: openEnrollment, RequestEnrollment: request, NominateTeachers: nominate, ApproveEnrollment: approve, DeclineEnrollment: decline,
    CancelEnrollment: cancelEnrollment, ChangeCapacity: changeCapacity, RecordAttendance: recordAttendance, CorrectAttendance: correctAttendance, CompleteSession: complete, CancelSession: cancel,
  },
  evolve,
});
