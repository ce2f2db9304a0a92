import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { orgUnit } from '../org-units/org-unit.decider';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { actionItems } from './action-items.view';
import { CancelMeeting, CompleteActionItem, RaiseActionItem, RecordDecision, RecordMeetingAttendance, RecordMinutes, ScheduleMeeting } from './meeting.commands';
import { meeting } from './meeting.decider';
import { arranges, completesActionItem, runsMeeting } from './meeting-who-may.model';
import { meetings } from './meetings.view';

const waitsFor = [meetings];
const waitsForItems = [meetings, actionItems];

/** The class and who leads it, or the unit; and who is to lead the meeting. */
const convened = async (read: ReadFacts, { classId, unitId }: ScheduleMeeting, chairId: string) => ({
  person: await read(teacher, chairId),
  ...(classId && { schoolClass: await read(schoolClass, classId), leadership: await read(classLeadership, classId) }),
  ...(unitId && { unit: await read(orgUnit, unitId) }),
});

@Controller('v1/meetings')
export class MeetingRoutes {
  constructor(@InjectStream(meeting) private readonly meetings: EventStream<typeof meeting>) {}

  @Post()
  @Handles(ScheduleMeeting, { may: arranges, summary: 'Arrange a meeting of a class or a unit', creates: true, waitsFor })
  scheduleMeeting(@NewTarget('meetingId') target: Target, @Body() data: ScheduleMeeting) {
    return this.meetings.handle(target, 'ScheduleMeeting', data, (read) => convened(read, data, data.chairId ?? target.request.caller.personId));
  }

  @Post(':meetingId/attendance')
  @Handles(RecordMeetingAttendance, { may: runsMeeting, summary: 'Record who was there', waitsFor })
  recordMeetingAttendance(@Target('meetingId') target: Target, @Body() data: RecordMeetingAttendance) {
    return this.meetings.handle(target, 'RecordMeetingAttendance', data);
  }

  @Post(':meetingId/minutes')
  @Handles(RecordMinutes, { may: runsMeeting, summary: 'Record what was said', description: 'The first minutes are the proof that the meeting was held.', waitsFor })
  recordMinutes(@Target('meetingId') target: Target, @Body() data: RecordMinutes) {
    return this.meetings.handle(target, 'RecordMinutes', data);
  }

  @Post(':meetingId/decisions')
  @Handles(RecordDecision, { may: runsMeeting, summary: 'Record what was decided', waitsFor })
  recordDecision(@Target('meetingId') target: Target, @Body() data: RecordDecision) {
    return this.meetings.handle(target, 'RecordDecision', data);
  }

  @Post(':meetingId/action-items')
  @Handles(RaiseActionItem, { may: runsMeeting, summary: 'Have somebody do something by a day', waitsFor: waitsForItems })
  raiseActionItem(@Target('meetingId') target: Target, @Body() data: RaiseActionItem) {
    return this.meetings.handle(target, 'RaiseActionItem', data, async (read) => ({ person: await read(teacher, data.ownerId) }));
  }

  @Post(':meetingId/complete-action-item')
  @Handles(CompleteActionItem, { may: completesActionItem, summary: 'Say that something is done', waitsFor: waitsForItems })
  completeActionItem(@Target('meetingId') target: Target, @Body() data: CompleteActionItem) {
    return this.meetings.handle(target, 'CompleteActionItem', data);
  }

  @Post(':meetingId/cancel')
  @Handles(CancelMeeting, { may: runsMeeting, summary: 'Call a meeting off', waitsFor })
  cancelMeeting(@Target('meetingId') target: Target, @Body() data: CancelMeeting) {
    return this.meetings.handle(target, 'CancelMeeting', data);
  }
}

/** Why not, in Chinese: meetings. */
export const meetingRefusals: Refusals = {
  'meeting-not-found': '没有这次会议。',
  'meeting-exists': '该编号已属于另一次会议。',
  'class-or-unit': '班级会议须指明班级，其他会议须指明机构。',
  'not-its-meeting': '该机构不召开此类会议。',
  'grade-not-named': '年级例会须写明学段与年级。',
  'chair-not-found': '主持人不在本县任何学校任职。',
  'chair-not-lead': '班级工作会议由第一班主任主持。',
  'meeting-cancelled': '会议已取消。',
  'meeting-not-started': '会议尚未开始。',
  'attended-and-excused': '同一人不能既到会又请假。',
  'owner-not-found': '责任人不在本县任何学校任职。',
  'decision-not-found': '会议没有这项决议。',
  'action-item-not-found': '会议没有这项待办。',
  'meeting-held': '会议已有纪要，不能取消。',
};
