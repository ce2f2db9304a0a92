import { Body, Controller, Post } from '@nestjs/common';
import { Rejected } from '@homeroom/eventsourcing';
import { type Asking, anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { classLeadership } from '../class-leaderships/class-leadership.decider';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { classTeacherOf, countyStaff, inBody, leadClassTeacherOf, leaderIn, schoolOfClass } from '../who-may.model';
import {
  CancelClassInspection, CompleteClassInspection, ConfirmRectification, PlanClassInspection, RecordInspectionFinding, RequestRectification, ReturnRectification,
  StartClassInspection, SubmitRectification, WithdrawInspectionFinding,
} from './class-inspection.commands';
import { classInspection } from './class-inspection.decider';
import { classInspections } from './class-inspections.view';
import { inspectionFindings } from './inspection-findings.view';

const asked = async (asking: Asking) => {
  const inspection = await asking.state(classInspection, asking.id);
  if (inspection.status === 'none') throw new Rejected('inspection-not-found', 'There is no such inspection.');
  return inspection;
};

const itsInspector: May = async (asking) => (await asked(asking)).inspectorId === asking.caller.personId;
const itsPlanner: May = async (asking) => (await asked(asking)).plannedBy === asking.caller.personId;
const itsClassTeacher: May = async (asking) => {
  const { classId } = await asked(asking);
  return classTeacherOf(() => classId)(asking);
};
const itsLeaders = anyOf(countyStaff, leaderIn(async (asking) => (await asked(asking)).schoolId));
/** Middle leaders inspect classes; school leaders, the lead class teacher and the county have them inspected. */
const plans = anyOf(countyStaff, leadClassTeacherOf(inBody('classId')), leaderIn(schoolOfClass(inBody('classId'))));
const inspectorOrLeaders = anyOf(itsInspector, itsLeaders);

const waitsFor = [classInspections];
const waitsForFindings = [classInspections, inspectionFindings];

@Controller('v1/class-inspections')
export class ClassInspectionRoutes {
  constructor(@InjectStream(classInspection) private readonly inspections: EventStream<typeof classInspection>) {}

  @Post()
  @Handles(PlanClassInspection, { may: plans, summary: 'Plan that somebody looks at a class', creates: true, waitsFor })
  planClassInspection(@NewTarget('inspectionId') target: Target, @Body() data: PlanClassInspection) {
    return this.inspections.handle(target, 'PlanClassInspection', data, async (read) => ({
      schoolClass: await read(schoolClass, data.classId), leadership: await read(classLeadership, data.classId),
      inspector: await read(teacher, data.inspectorId ?? target.request.caller.personId),
    }));
  }

  @Post(':inspectionId/start')
  @Handles(StartClassInspection, { may: itsInspector, summary: 'Begin an inspection', waitsFor })
  startClassInspection(@Target('inspectionId') target: Target, @Body() data: StartClassInspection) {
    return this.inspections.handle(target, 'StartClassInspection', data, async (read) => {
      const inspection = await read(classInspection, target.id);
      return { leadership: await read(classLeadership, inspection.status === 'none' ? '' : inspection.classId) };
    });
  }

  @Post(':inspectionId/findings')
  @Handles(RecordInspectionFinding, { may: itsInspector, summary: 'Record what is not as it should be', waitsFor: waitsForFindings })
  recordInspectionFinding(@Target('inspectionId') target: Target, @Body() data: RecordInspectionFinding) {
    return this.inspections.handle(target, 'RecordInspectionFinding', data);
  }

  @Post(':inspectionId/withdraw-finding')
  @Handles(WithdrawInspectionFinding, { may: inspectorOrLeaders, summary: 'Take a finding back', waitsFor: waitsForFindings })
  withdrawInspectionFinding(@Target('inspectionId') target: Target, @Body() data: WithdrawInspectionFinding) {
    return this.inspections.handle(target, 'WithdrawInspectionFinding', data);
  }

  @Post(':inspectionId/request-rectification')
  @Handles(RequestRectification, { may: inspectorOrLeaders, summary: 'Ask that a finding be put right', waitsFor: waitsForFindings })
  requestRectification(@Target('inspectionId') target: Target, @Body() data: RequestRectification) {
    return this.inspections.handle(target, 'RequestRectification', data);
  }

  @Post(':inspectionId/complete')
  @Handles(CompleteClassInspection, { may: itsInspector, summary: 'End an inspection', waitsFor })
  completeClassInspection(@Target('inspectionId') target: Target, @Body() data: CompleteClassInspection) {
    return this.inspections.handle(target, 'CompleteClassInspection', data);
  }

  @Post(':inspectionId/cancel')
  @Handles(CancelClassInspection, { may: anyOf(itsPlanner, inspectorOrLeaders), summary: 'Call an inspection off', waitsFor })
  cancelClassInspection(@Target('inspectionId') target: Target, @Body() data: CancelClassInspection) {
    return this.inspections.handle(target, 'CancelClassInspection', data);
  }

  @Post(':inspectionId/submit-rectification')
  @Handles(SubmitRectification, { may: itsClassTeacher, summary: 'Say that a finding is put right', waitsFor: waitsForFindings })
  submitRectification(@Target('inspectionId') target: Target, @Body() data: SubmitRectification) {
    return this.inspections.handle(target, 'SubmitRectification', data);
  }

  @Post(':inspectionId/return-rectification')
  @Handles(ReturnRectification, { may: inspectorOrLeaders, summary: 'Give a rectification back', waitsFor: waitsForFindings })
  returnRectification(@Target('inspectionId') target: Target, @Body() data: ReturnRectification) {
    return this.inspections.handle(target, 'ReturnRectification', data);
  }

  @Post(':inspectionId/confirm-rectification')
  @Handles(ConfirmRectification, { may: inspectorOrLeaders, summary: 'Accept a rectification', waitsFor: waitsForFindings })
  confirmRectification(@Target('inspectionId') target: Target, @Body() data: ConfirmRectification) {
    return this.inspections.handle(target, 'ConfirmRectification', data);
  }
}

/** Why not, in Chinese: inspections. */
export const classInspectionRefusals: Refusals = {
  'inspection-not-found': '没有这次巡检。',
  'inspection-exists': '该编号已属于另一次巡检。',
  'inspector-not-found': '巡检人不在本县任何学校任职。',
  'inspector-is-class-teacher': '班主任不得巡检自己的班级。',
  'planned-in-past': '巡检日期须为今日或以后。',
  'inspection-over': '该巡检已结束或已取消。',
  'inspection-not-running': '该巡检尚未开始或已结束。',
  'inspection-begun': '巡检已开始，不能取消。',
  'finding-not-found': '巡检中没有这项问题。',
  'finding-withdrawn': '该问题已撤回。',
  'rectification-needed': '严重问题必须要求整改。',
  'rectification-already-requested': '该问题已要求整改。',
  'due-in-past': '期限须为今日或以后。',
  'no-rectification-requested': '该问题尚未要求整改。',
  'nothing-submitted': '没有待审核的整改。',
  'own-rectification': '不得审核自己提交的整改。',
};
