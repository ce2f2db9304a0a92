import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff, leadsSchool } from '../who-may.model';
import { AddPlanTarget, CloseTrainingPlan, CreateTrainingPlan, PublishTrainingPlan } from './training-plan.commands';
import { trainingPlan } from './training-plan.decider';
import { trainingPlans } from './training-plans.view';

const waitsFor = [trainingPlans];

/** A school's leaders plan for their school, the county for itself and for every school. */
const plansForItsSchool: May = (asking) => leadsSchool(asking, (asking.body as CreateTrainingPlan).schoolId);
const keepsPlan: May = async (asking) => {
  const state = await asking.state(trainingPlan, asking.id);
  return state.status !== 'none' && leadsSchool(asking, state.about.schoolId);
};

@Controller('v1/training-plans')
export class TrainingPlanRoutes {
  constructor(@InjectStream(trainingPlan) private readonly plans: EventStream<typeof trainingPlan>) {}

  @Post()
  @Handles(CreateTrainingPlan, { may: anyOf(countyStaff, plansForItsSchool), summary: 'Begin the training plan of a school year', creates: true, waitsFor })
  createTrainingPlan(@NewTarget('planId') plan: Target, @Body() data: CreateTrainingPlan) {
    return this.plans.handle(plan, 'CreateTrainingPlan', data, async (read) => (data.parentPlanId ? { parent: await read(trainingPlan, data.parentPlanId) } : {}));
  }

  @Post(':planId/targets')
  @Handles(AddPlanTarget, { may: anyOf(countyStaff, keepsPlan), summary: 'Set how many sessions are to be held', waitsFor })
  addPlanTarget(@Target('planId') plan: Target, @Body() data: AddPlanTarget) {
    return this.plans.handle(plan, 'AddPlanTarget', data);
  }

  @Post(':planId/publish')
  @Handles(PublishTrainingPlan, { may: anyOf(countyStaff, keepsPlan), summary: 'Let a plan hold', waitsFor })
  publishTrainingPlan(@Target('planId') plan: Target, @Body() data: PublishTrainingPlan) {
    return this.plans.handle(plan, 'PublishTrainingPlan', data);
  }

  @Post(':planId/close')
  @Handles(CloseTrainingPlan, { may: anyOf(countyStaff, keepsPlan), summary: 'Schedule nothing under a plan any more', waitsFor })
  closeTrainingPlan(@Target('planId') plan: Target, @Body() data: CloseTrainingPlan) {
    return this.plans.handle(plan, 'CloseTrainingPlan', data);
  }
}

/** Why not, in Chinese: training plans. */
export const trainingPlanRefusals: Refusals = {
  'training-plan-not-found': '没有这份培训计划。',
  'training-plan-created': '培训计划尚未发布。',
  'training-plan-published': '培训计划已发布，目标不再更改。',
  'training-plan-closed': '培训计划已结束。',
  'not-a-school-year': '学年格式不正确。',
  'other-school-year': '上级培训计划属于另一学年。',
  'target-twice': '该层级、区域、学段已有目标。',
};
