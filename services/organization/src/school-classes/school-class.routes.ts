import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { anyOf, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { placesAbove } from '../org-units/org-unit.routes';
import { unitRoster } from '../org-units/unit-roster.decider';
import { classTeacherOf, countyStaff, inBody, leadClassTeacherOf, leaderIn, schoolLeaderOf, schoolOfClass, theTarget } from '../who-may.model';
import { classBoard } from './class-board.view';
import { classNumber, classNumberId } from './class-number.decider';
import {
  AdoptClassCovenant, CloseClass, FlagTargetClass, GraduateClass, OpenClass, PromoteClass, PublishDailyNorms, SetClassDevelopmentPlan, SetClassGoals, UnflagTargetClass,
} from './school-class.commands';
import { schoolClass } from './school-class.decider';

/** The class, its number, and its entry in the unit's roster, resting on every unit above: a school that closes meanwhile wins or loses, never both. */
export const openClass = async (decision: Decision, classId: string, data: OpenClass) => {
  const unitId = data.unitId ?? data.schoolId;
  const places = await placesAbove(decision, unitId);
  const [opened] = await decision.decide(schoolClass, classId, 'OpenClass', data, { places });
  if (opened?.type !== 'ClassOpened') return;
  const { schoolId, schoolYear, classNo } = opened.data;
  await decision.decide(classNumber, classNumberId({ schoolId, schoolYear, classNo }), 'ReserveClassNumber', { schoolId, schoolYear, classNo, classId });
  await decision.decide(unitRoster, unitId, 'EnterUnit', { memberId: classId, kind: 'class' });
};

/** The new grade and the number in the new school year: one append. */
export const promoteClass = async (decision: Decision, classId: string, data: PromoteClass) => {
  const [promoted] = await decision.decide(schoolClass, classId, 'PromoteClass', data);
  if (promoted?.type !== 'ClassPromoted') return;
  const { schoolId, schoolYear, classNo } = promoted.data;
  await decision.decide(classNumber, classNumberId({ schoolId, schoolYear, classNo }), 'ReserveClassNumber', { schoolId, schoolYear, classNo, classId });
};

/** The class ends and leaves its unit: one append. */
export const graduateClass = async (decision: Decision, classId: string, data: GraduateClass) => {
  const [graduated] = await decision.decide(schoolClass, classId, 'GraduateClass', data);
  if (graduated?.type === 'ClassGraduated') await decision.decide(unitRoster, graduated.data.unitId, 'LeaveUnit', { memberId: classId, kind: 'class' });
};

/** The class ends and leaves its unit: one append. */
export const closeClass = async (decision: Decision, classId: string, data: CloseClass) => {
  const [closed] = await decision.decide(schoolClass, classId, 'CloseClass', data);
  if (closed?.type === 'ClassClosed') await decision.decide(unitRoster, closed.data.unitId, 'LeaveUnit', { memberId: classId, kind: 'class' });
};

const itsSchool = schoolOfClass(theTarget);
const schoolLeader = anyOf(countyStaff, schoolLeaderOf(itsSchool));
const anyLeader = anyOf(countyStaff, leaderIn(itsSchool));
const whoLeadsIt = anyOf(classTeacherOf(theTarget), leadClassTeacherOf(theTarget), schoolLeaderOf(itsSchool));
const waitsFor = [classBoard];

@Controller('v1/school-classes')
export class SchoolClassRoutes {
  constructor(@InjectStream(schoolClass) private readonly classes: EventStream<typeof schoolClass>) {}

  @Post()
  @Handles(OpenClass, { may: anyOf(countyStaff, schoolLeaderOf(inBody('schoolId'))), summary: 'Open a class in a school', waitsFor, creates: true })
  openClass(@NewTarget('classId') target: Target, @Body() data: OpenClass) {
    return this.classes.transact(target, (decision) => openClass(decision, target.id, data));
  }

  @Post(':classId/promote')
  @Handles(PromoteClass, { may: schoolLeader, summary: 'Let a class go on into the next school year', waitsFor })
  promoteClass(@Target('classId') target: Target, @Body() data: PromoteClass) {
    return this.classes.transact(target, (decision) => promoteClass(decision, target.id, data));
  }

  @Post(':classId/flag-target')
  @Handles(FlagTargetClass, { may: anyLeader, summary: 'Mark a class as one that a lead class teacher is wanted for', waitsFor })
  flagTargetClass(@Target('classId') target: Target, @Body() data: FlagTargetClass) {
    return this.classes.handle(target, 'FlagTargetClass', data);
  }

  @Post(':classId/unflag-target')
  @Handles(UnflagTargetClass, { may: anyLeader, summary: 'Take the mark of a target class back', waitsFor })
  unflagTargetClass(@Target('classId') target: Target, @Body() data: UnflagTargetClass) {
    return this.classes.handle(target, 'UnflagTargetClass', data);
  }

  @Post(':classId/goals')
  @Handles(SetClassGoals, { may: whoLeadsIt, summary: 'Set the class\'s goals of the school year', waitsFor })
  setClassGoals(@Target('classId') target: Target, @Body() data: SetClassGoals) {
    return this.classes.handle(target, 'SetClassGoals', data);
  }

  @Post(':classId/covenant')
  @Handles(AdoptClassCovenant, { may: whoLeadsIt, summary: 'Record the covenant that the class gave itself', waitsFor })
  adoptClassCovenant(@Target('classId') target: Target, @Body() data: AdoptClassCovenant) {
    return this.classes.handle(target, 'AdoptClassCovenant', data);
  }

  @Post(':classId/daily-norms')
  @Handles(PublishDailyNorms, { may: whoLeadsIt, summary: 'Publish the class\'s daily norms', waitsFor })
  publishDailyNorms(@Target('classId') target: Target, @Body() data: PublishDailyNorms) {
    return this.classes.handle(target, 'PublishDailyNorms', data);
  }

  @Post(':classId/development-plan')
  @Handles(SetClassDevelopmentPlan, { may: whoLeadsIt, summary: 'Set how the class shall develop', waitsFor })
  setClassDevelopmentPlan(@Target('classId') target: Target, @Body() data: SetClassDevelopmentPlan) {
    return this.classes.handle(target, 'SetClassDevelopmentPlan', data);
  }

  @Post(':classId/graduate')
  @Handles(GraduateClass, { may: schoolLeader, summary: 'End a class that finished its stage', waitsFor })
  graduateClass(@Target('classId') target: Target, @Body() data: GraduateClass) {
    return this.classes.transact(target, (decision) => graduateClass(decision, target.id, data));
  }

  @Post(':classId/close')
  @Handles(CloseClass, { may: schoolLeader, summary: 'End a class before its stage is finished', waitsFor })
  closeClass(@Target('classId') target: Target, @Body() data: CloseClass) {
    return this.classes.transact(target, (decision) => closeClass(decision, target.id, data));
  }
}

/** Why not, in Chinese: classes. */
export const schoolClassRefusals: Refusals = {
  'class-not-found': '没有这个班级。',
  'class-exists': '该标识已属于另一班级。',
  'class-ended': '班级已结束，不再变更。',
  'class-number-taken': '本校本学年已有该班号。',
  'school-not-found': '没有这所学校，或该机构不在此学校内。',
  'school-closed': '学校或其上级机构已关闭。',
  'no-classes-in-department': '部门之下不设班级。',
  'unit-of-other-grade': '该机构属于其他学段或年级。',
  'school-year-invalid': '学年应为相连的两年，如 2025-2026。',
  'not-next-school-year': '只能升入下一学年。',
  'last-grade': '已是本学段最高年级，请办理毕业。',
  'not-last-grade': '尚未到毕业年级，请改用撤销。',
  'effective-too-early': '生效日期过早。',
};
