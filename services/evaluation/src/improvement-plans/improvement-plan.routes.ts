import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { assessment } from '../assessments/assessment.decider';
import { assessmentIdOf } from '../assessments/assessment.model';
import { evaluationCycle } from '../evaluation-cycles/evaluation-cycle.decider';
import { keepsPlan, plansForSubject } from '../who-may.model';
import { CloseImprovementPlan, CreateImprovementPlan, ReviewImprovementPlan } from './improvement-plan.commands';
import { improvementPlan } from './improvement-plan.decider';
import { improvementPlans } from './improvement-plans.view';

const waitsFor = [improvementPlans];

@Controller('v1/improvement-plans')
export class ImprovementPlanRoutes {
  constructor(@InjectStream(improvementPlan) private readonly plans: EventStream<typeof improvementPlan>) {}

  @Post()
  @Handles(CreateImprovementPlan, { may: plansForSubject, summary: 'Plan how to get better at what a result showed to be weak', creates: true, waitsFor })
  createImprovementPlan(@NewTarget('planId') target: Target, @Body() data: CreateImprovementPlan) {
    return this.plans.handle(target, 'CreateImprovementPlan', data, async (read) => ({
      cycle: await read(evaluationCycle, data.cycleId), assessment: await read(assessment, assessmentIdOf(data.cycleId, data.subjectId)),
    }));
  }

  @Post(':planId/review')
  @Handles(ReviewImprovementPlan, { may: keepsPlan, summary: 'Hold a later cycle\'s result against the plan', waitsFor })
  reviewImprovementPlan(@Target('planId') target: Target, @Body() data: ReviewImprovementPlan) {
    return this.plans.handle(target, 'ReviewImprovementPlan', data, async (read) => {
      const plan = await read(improvementPlan, target.id);
      const [behind, subjectId] = plan.status === 'none' ? ['', ''] : [plan.about.cycleId, plan.about.subjectId];
      return { before: await read(evaluationCycle, behind), cycle: await read(evaluationCycle, data.cycleId), assessment: await read(assessment, assessmentIdOf(data.cycleId, subjectId)) };
    });
  }

  @Post(':planId/close')
  @Handles(CloseImprovementPlan, { may: keepsPlan, summary: 'Be done with the plan', waitsFor })
  closeImprovementPlan(@Target('planId') target: Target, @Body() data: CloseImprovementPlan) {
    return this.plans.handle(target, 'CloseImprovementPlan', data);
  }
}

export const improvementPlanRefusals: Refusals = {
  'improvement-plan-not-found': '没有这份改进计划。',
  'improvement-plan-closed': '该改进计划已结束。',
  'no-such-node': '评价结果中没有该项目。',
  'review-in-the-past': '复查日期须在今天之后。',
  'cycle-not-later': '复查须依据更晚的评价周期。',
};
