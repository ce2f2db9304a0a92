import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { anyOf, type EventStream, Handles, InjectStream, type May, type Refusals, Target } from '@homeroom/platform';
import { classBoard } from '../school-classes/class-board.view';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { countyStaff, leadClassTeacherOf, schoolLeaderOf, schoolOfClass, theTarget } from '../who-may.model';
import { appointmentRules } from './appointment-rules.decider';
import { appointmentTimeline } from './appointment-timeline.view';
import {
  AdjustIntervention, AppointClassTeacher, AppointLeadClassTeacher, ApproveLeadClassTeacherAssignment, CorrectAppointmentDates, DeclineLeadClassTeacherAssignment,
  EndClassTeacher, EndLeadClassTeacherAppointment, NominateLeadClassTeacher, ReplaceClassTeacher,
} from './class-leadership.commands';
import { classLeadership } from './class-leadership.decider';
import { leadClassTeacherLoad, loadId } from './lead-class-teacher-load.decider';

/** The class and the person, as they stand; both are conditions of the append. */
export const candidate = async (decision: Pick<Decision, 'state'>, classId: string, personId: string) =>
  ({ schoolClass: await decision.state(schoolClass, classId), teacher: await decision.state(teacher, personId) });

export const candidacy = async (decision: Pick<Decision, 'state'>, classId: string, personId: string, county: string) =>
  ({ ...await candidate(decision, classId, personId), rules: await decision.state(appointmentRules, county) });

/** The appointment, and the one class of the person's load in that school year: one append, so neither is there without the other. */
export const appointLead = async (decision: Decision, classId: string, data: AppointLeadClassTeacher) => {
  const facts = await candidate(decision, classId, data.personId);
  const [appointed] = await decision.decide(classLeadership, classId, 'AppointLeadClassTeacher', data, facts);
  if (appointed?.type !== 'LeadClassTeacherAppointed') return;
  const { personId, schoolYear, appointmentId } = appointed.data;
  await decision.decide(leadClassTeacherLoad, loadId(personId, schoolYear), 'ReserveLoad', { classId, appointmentId });
};

/** The end of the appointment frees the person's load: one append. */
export const endLead = async (decision: Decision, classId: string, data: EndLeadClassTeacherAppointment) => {
  const [ended] = await decision.decide(classLeadership, classId, 'EndLeadClassTeacherAppointment', data);
  if (ended?.type !== 'LeadClassTeacherAppointmentEnded') return;
  const { personId, schoolYear, appointmentId } = ended.data;
  await decision.decide(leadClassTeacherLoad, loadId(personId, schoolYear), 'ReleaseLoad', { classId, appointmentId });
};

const leader: May = anyOf(countyStaff, schoolLeaderOf(schoolOfClass(theTarget)));
/** The joint meeting is the school's: its leader records what it decided. */
const jointMeeting: May = schoolLeaderOf(schoolOfClass(theTarget));
const waitsFor = [classBoard, appointmentTimeline];

@Controller('v1/class-leaderships')
export class ClassLeadershipRoutes {
  constructor(@InjectStream(classLeadership) private readonly leaderships: EventStream<typeof classLeadership>) {}

  @Post(':classId/appoint-class-teacher')
  @Handles(AppointClassTeacher, { may: leader, summary: 'Make a person class teacher of a class that has none', waitsFor })
  appointClassTeacher(@Target('classId') target: Target, @Body() data: AppointClassTeacher) {
    return this.leaderships.transact(target, async (decision) => {
      const facts = await candidacy(decision, target.id, data.personId, countyOf(target));
      await decision.decide(classLeadership, target.id, 'AppointClassTeacher', data, facts);
    });
  }

  @Post(':classId/replace-class-teacher')
  @Handles(ReplaceClassTeacher, { may: leader, summary: 'Put another person in the class teacher\'s place', waitsFor })
  replaceClassTeacher(@Target('classId') target: Target, @Body() data: ReplaceClassTeacher) {
    return this.leaderships.transact(target, async (decision) => {
      const facts = await candidacy(decision, target.id, data.personId, countyOf(target));
      await decision.decide(classLeadership, target.id, 'ReplaceClassTeacher', data, facts);
    });
  }

  @Post(':classId/end-class-teacher')
  @Handles(EndClassTeacher, { may: leader, summary: 'End a class teacher\'s appointment', waitsFor })
  endClassTeacher(@Target('classId') target: Target, @Body() data: EndClassTeacher) {
    return this.leaderships.handle(target, 'EndClassTeacher', data);
  }

  @Post(':classId/nominate-lead')
  @Handles(NominateLeadClassTeacher, { may: leader, summary: 'Propose a leader of the school as lead class teacher', waitsFor })
  nominateLeadClassTeacher(@Target('classId') target: Target, @Body() data: NominateLeadClassTeacher) {
    return this.leaderships.transact(target, async (decision) =>
      decision.decide(classLeadership, target.id, 'NominateLeadClassTeacher', data, await candidate(decision, target.id, data.personId)));
  }

  @Post(':classId/approve-lead')
  @Handles(ApproveLeadClassTeacherAssignment, { may: jointMeeting, summary: 'Record that the joint meeting decided for the nominee', waitsFor })
  approveLeadClassTeacherAssignment(@Target('classId') target: Target, @Body() data: ApproveLeadClassTeacherAssignment) {
    return this.leaderships.handle(target, 'ApproveLeadClassTeacherAssignment', data, async (read) => ({ schoolClass: await read(schoolClass, target.id) }));
  }

  @Post(':classId/decline-lead')
  @Handles(DeclineLeadClassTeacherAssignment, { may: jointMeeting, summary: 'Record that the joint meeting decided against the nominee', waitsFor })
  declineLeadClassTeacherAssignment(@Target('classId') target: Target, @Body() data: DeclineLeadClassTeacherAssignment) {
    return this.leaderships.handle(target, 'DeclineLeadClassTeacherAssignment', data);
  }

  @Post(':classId/appoint-lead')
  @Handles(AppointLeadClassTeacher, { may: leader, summary: 'Appoint the approved nominee; a leader leads one class in a school year', waitsFor })
  appointLeadClassTeacher(@Target('classId') target: Target, @Body() data: AppointLeadClassTeacher) {
    return this.leaderships.transact(target, (decision) => appointLead(decision, target.id, data));
  }

  @Post(':classId/adjust-intervention')
  @Handles(AdjustIntervention, { may: anyOf(leader, leadClassTeacherOf(theTarget)), summary: 'Fit what the lead class teacher does to the class\'s needs', waitsFor })
  adjustIntervention(@Target('classId') target: Target, @Body() data: AdjustIntervention) {
    return this.leaderships.handle(target, 'AdjustIntervention', data);
  }

  @Post(':classId/end-lead')
  @Handles(EndLeadClassTeacherAppointment, { may: leader, summary: 'End a lead class teacher\'s appointment', waitsFor })
  endLeadClassTeacherAppointment(@Target('classId') target: Target, @Body() data: EndLeadClassTeacherAppointment) {
    return this.leaderships.transact(target, (decision) => endLead(decision, target.id, data));
  }

  @Post(':classId/correct-dates')
  @Handles(CorrectAppointmentDates, { may: leader, summary: 'Put right the days of an appointment', waitsFor })
  correctAppointmentDates(@Target('classId') target: Target, @Body() data: CorrectAppointmentDates) {
    return this.leaderships.handle(target, 'CorrectAppointmentDates', data, async (read) => ({ schoolClass: await read(schoolClass, target.id) }));
  }
}

const countyOf = ({ request }: Target): string => request.caller.county;

/** Why not, in Chinese: who leads a class. */
export const classLeadershipRefusals: Refusals = {
  'class-teacher-already-appointed': '这些日期内已有班主任，请更换或先结束其任期。',
  'lead-class-teacher-already-appointed': '这些日期内已有第一班主任，请先结束其任期。',
  'lead-is-class-teacher': '同一人不能同时担任同一班级的班主任和第一班主任。',
  'teacher-not-in-school': '此人不在班级所在学校工作。',
  'before-class': '早于班级开设日期。',
  'before-person': '早于此人到校日期。',
  'subject-not-taught': '教师库中此人不任教该学科。',
  'must-teach-class': '班主任须任教本班，请填写学科。',
  'pre-service-certificate-needed': '首次担任班主任须持岗前培训证书。',
  'not-class-teacher': '此人不是本班班主任。',
  'not-lead-class-teacher': '此人不是本班第一班主任。',
  'end-before-begin': '结束日期不能早于或等于开始日期。',
  'early-end-needs-reason': '任期一般不少于一学年，提前结束须说明原因。',
  'term-not-completed': '未满一学年，不能以任期届满为由。',
  'lead-must-be-leader': '第一班主任由校级领导担任，可拓展至中层干部。',
  'extension-reason-needed': '选派中层干部须说明理由。',
  'school-year-of-class': '只能提名本学年或下一学年。',
  'nomination-open': '已有未完成的提名。',
  'no-nomination': '没有提名。',
  'not-nominated': '被提名的是另一人。',
  'not-approved': '党政联席会尚未批准。',
  'decision-in-future': '决议日期不能晚于登记日期。',
  'outside-school-year': '任命日期不在该学年内。',
  'no-lead-class-teacher': '本班没有第一班主任。',
  'appointment-not-found': '没有这项任职。',
  'not-a-correction': '更正不能结束或恢复任职。',
  'leads-another-class': '第一班主任每学年原则上负责一个班级，除非获准例外。',
  'load-not-found': '应以“人员:学年”表示。',
};
