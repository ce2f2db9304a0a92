import { Body, Controller, Post } from '@nestjs/common';
import type { Uuid } from '@homeroom/contracts';
import { anyOf, type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { course } from '../courses/course.decider';
import { staffMember } from '../staff-members/staff-member.decider';
import { tierLadder } from '../tier-ladders/tier-ladder.decider';
import { trainingPlan } from '../training-plans/training-plan.decider';
import { anyStaff, countyStaff } from '../who-may.model';
import { enrollments } from './enrollments.view';
import { leadsThatPerson, leadsThemAll, oneselfOrLeads, runsSession, schedulesForItsSchool } from './session-who-may.model';
import {
  ApproveEnrollment, CancelEnrollment, CancelSession, ChangeCapacity, CompleteSession, CorrectAttendance, DeclineEnrollment, NominateTeachers, OpenEnrollment, RecordAttendance,
  RequestEnrollment, ScheduleSession,
} from './training-session.commands';
import { type People, trainingSession } from './training-session.decider';
import { trainingSessions } from './training-sessions.view';

const waitsFor = [trainingSessions, enrollments];

/** Who is to have a seat, by the streams that training keeps of them. */
const people = (...personIds: readonly Uuid[]) => async (read: ReadFacts): Promise<{ people: People }> =>
  ({ people: new Map(await Promise.all([...new Set(personIds)].map(async (personId) => [personId, await read(staffMember, personId)] as const))) });

@Controller('v1/training-sessions')
export class TrainingSessionRoutes {
  constructor(@InjectStream(trainingSession) private readonly sessions: EventStream<typeof trainingSession>) {}

  @Post()
  @Handles(ScheduleSession, { may: anyOf(countyStaff, schedulesForItsSchool), summary: 'Have a session of a course held', creates: true, waitsFor })
  scheduleSession(@NewTarget('sessionId') session: Target, @Body() data: ScheduleSession) {
    return this.sessions.handle(session, 'ScheduleSession', data, async (read) => ({
      course: await read(course, data.courseId), ladder: await read(tierLadder, data.ladderId), ...(data.planId && { plan: await read(trainingPlan, data.planId) }),
    }));
  }

  @Post(':sessionId/open-enrollment')
  @Handles(OpenEnrollment, { may: runsSession, summary: 'Take requests from now on', waitsFor })
  openEnrollment(@Target('sessionId') session: Target, @Body() data: OpenEnrollment) {
    return this.sessions.handle(session, 'OpenEnrollment', data);
  }

  @Post(':sessionId/request-enrollment')
  @Handles(RequestEnrollment, { may: anyStaff, summary: 'Ask for a seat for oneself', waitsFor })
  requestEnrollment(@Target('sessionId') session: Target, @Body() data: RequestEnrollment) {
    return this.sessions.handle(session, 'RequestEnrollment', data, people(session.request.caller.personId));
  }

  @Post(':sessionId/nominate-teachers')
  @Handles(NominateTeachers, { may: anyOf(countyStaff, leadsThemAll), summary: 'Send people to a session', waitsFor })
  nominateTeachers(@Target('sessionId') session: Target, @Body() data: NominateTeachers) {
    return this.sessions.handle(session, 'NominateTeachers', data, people(...data.personIds));
  }

  @Post(':sessionId/approve-enrollment')
  @Handles(ApproveEnrollment, { may: anyOf(runsSession, leadsThatPerson), summary: 'Agree to a request', waitsFor })
  approveEnrollment(@Target('sessionId') session: Target, @Body() data: ApproveEnrollment) {
    return this.sessions.handle(session, 'ApproveEnrollment', data, people(data.personId));
  }

  @Post(':sessionId/decline-enrollment')
  @Handles(DeclineEnrollment, { may: anyOf(runsSession, leadsThatPerson), summary: 'Do not agree to a request', waitsFor })
  declineEnrollment(@Target('sessionId') session: Target, @Body() data: DeclineEnrollment) {
    return this.sessions.handle(session, 'DeclineEnrollment', data);
  }

  @Post(':sessionId/cancel-enrollment')
  @Handles(CancelEnrollment, { may: anyOf(runsSession, oneselfOrLeads), summary: 'Take no part after all', waitsFor })
  cancelEnrollment(@Target('sessionId') session: Target, @Body() data: CancelEnrollment) {
    return this.sessions.handle(session, 'CancelEnrollment', data);
  }

  @Post(':sessionId/change-capacity')
  @Handles(ChangeCapacity, { may: runsSession, summary: 'Set the number of seats', waitsFor })
  changeCapacity(@Target('sessionId') session: Target, @Body() data: ChangeCapacity) {
    return this.sessions.handle(session, 'ChangeCapacity', data);
  }

  @Post(':sessionId/record-attendance')
  @Handles(RecordAttendance, { may: runsSession, summary: 'Put down who was there', description: 'A sheet that was sent already changes nothing.', waitsFor })
  recordAttendance(@Target('sessionId') session: Target, @Body() data: RecordAttendance) {
    return this.sessions.handle(session, 'RecordAttendance', data);
  }

  @Post(':sessionId/correct-attendance')
  @Handles(CorrectAttendance, { may: runsSession, summary: 'Put right what the sheet says about a person', waitsFor })
  correctAttendance(@Target('sessionId') session: Target, @Body() data: CorrectAttendance) {
    return this.sessions.handle(session, 'CorrectAttendance', data);
  }

  @Post(':sessionId/complete')
  @Handles(CompleteSession, { may: runsSession, summary: 'Say that a session is over: who was there has credit', waitsFor })
  completeSession(@Target('sessionId') session: Target, @Body() data: CompleteSession) {
    return this.sessions.handle(session, 'CompleteSession', data);
  }

  @Post(':sessionId/cancel')
  @Handles(CancelSession, { may: runsSession, summary: 'Do not hold a session', waitsFor })
  cancelSession(@Target('sessionId') session: Target, @Body() data: CancelSession) {
    return this.sessions.handle(session, 'CancelSession', data);
  }
}

/** Why not, in Chinese: training sessions. */
export const trainingSessionRefusals: Refusals = {
  'training-session-not-found': '没有这场培训。',
  'training-session-scheduled': '培训尚未开放报名。',
  'training-session-open': '培训正在报名。',
  'training-session-completed': '培训已办结。',
  'training-session-cancelled': '培训已取消。',
  'tier-ladder-not-found': '没有这套培训层级。',
  'no-such-tier': '该套培训层级中没有这一级。',
  'ends-before-it-begins': '结束日期早于开始日期。',
  'out-of-the-plans-year': '培训不在其计划的学年之内。',
  'enrollment-not-found': '此人没有报名。',
  'enrollment-booked': '此人已有名额。',
  'enrollment-waitlisted': '此人正在候补。',
  'enrollment-declined': '该报名已被拒绝。',
  'enrollment-cancelled': '该报名已取消。',
  'fewer-seats-than-booked': '名额不能少于已占名额。',
  'person-twice': '签到表中有人重复。',
  'recorded-otherwise': '先前的签到表记录不同，请更正考勤。',
  'session-not-begun': '培训尚未开始。',
  'session-not-over': '培训尚未结束。',
  'no-seat': '此人没有名额；如确已到场，请注明。',
  'no-attendance': '尚未登记考勤。',
  'attendance-not-recorded': '没有此人的考勤记录。',
  'session-was-held': '已有人到场，不能取消。',
};
