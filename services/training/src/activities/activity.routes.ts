import { Body, Controller, Post } from '@nestjs/common';
import type { Decision } from '@homeroom/eventsourcing';
import { anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff, leadsSchool } from '../who-may.model';
import { activities } from './activities.view';
import { CancelActivity, CascadeActivity, CreateActivitySeries, HoldActivity, ScheduleActivity } from './activity.commands';
import { activity, knownActivity, monthOfShowcase } from './activity.decider';
import { activitySeries } from './activity-series.decider';
import { activitySeriesList } from './activity-series.view';
import { showcaseMonth, showcaseMonthId } from './showcase-month.decider';

const plansForSchool: May = (asking) => leadsSchool(asking, (asking.body as ScheduleActivity).schoolId);
const leadsItsSchool: May = async (asking) => leadsSchool(asking, knownActivity(await asking.state(activity, asking.id)).of.schoolId);
const holdsIt = anyOf(countyStaff, leadsItsSchool);
const waitsFor = [activities];

/** A showcase of the county and the month of its stage: one append. */
const schedule = async (decision: Decision, id: string, data: ScheduleActivity) => {
  const series = data.seriesId ? await decision.state(activitySeries, data.seriesId) : undefined;
  if ((await decision.decide(activity, id, 'ScheduleActivity', data, { series })).length === 0) return;
  const month = monthOfShowcase(knownActivity(await decision.state(activity, id)));
  if (month) await decision.decide(showcaseMonth, showcaseMonthId(month), 'TakeShowcaseMonth', month);
};

const cancel = async (decision: Decision, id: string, data: CancelActivity) => {
  if ((await decision.decide(activity, id, 'CancelActivity', data)).length === 0) return;
  const month = monthOfShowcase(knownActivity(await decision.state(activity, id)));
  if (month) await decision.decide(showcaseMonth, showcaseMonthId(month), 'FreeShowcaseMonth', month);
};

@Controller('v1/activity-series')
export class ActivitySeriesRoutes {
  constructor(@InjectStream(activitySeries) private readonly series: EventStream<typeof activitySeries>) {}

  @Post()
  @Handles(CreateActivitySeries, { may: countyStaff, summary: 'Begin a series of activities under one name', creates: true, waitsFor: [activitySeriesList] })
  createActivitySeries(@NewTarget('seriesId') target: Target, @Body() data: CreateActivitySeries) {
    return this.series.handle(target, 'CreateActivitySeries', data);
  }
}

@Controller('v1/activities')
export class ActivityRoutes {
  constructor(@InjectStream(activity) private readonly activities: EventStream<typeof activity>) {}

  @Post()
  @Handles(ScheduleActivity, { may: anyOf(countyStaff, plansForSchool), summary: 'Plan an activity', description: 'A stage has one showcase of the county a month.', creates: true, waitsFor })
  scheduleActivity(@NewTarget('activityId') target: Target, @Body() data: ScheduleActivity) {
    return this.activities.transact(target, (decision) => schedule(decision, target.id, data));
  }

  @Post(':activityId/cascade')
  @Handles(CascadeActivity, { may: countyStaff, summary: 'Have the county\'s activity go on in schools', description: 'Each school has one of its own planned, which follows by itself.', waitsFor })
  cascadeActivity(@Target('activityId') target: Target, @Body() data: CascadeActivity) {
    return this.activities.handle(target, 'CascadeActivity', data);
  }

  @Post(':activityId/hold')
  @Handles(HoldActivity, { may: holdsIt, summary: 'Say that an activity took place', waitsFor })
  holdActivity(@Target('activityId') target: Target, @Body() data: HoldActivity) {
    return this.activities.handle(target, 'HoldActivity', data);
  }

  @Post(':activityId/cancel')
  @Handles(CancelActivity, { may: holdsIt, summary: 'Call an activity off', waitsFor })
  cancelActivity(@Target('activityId') target: Target, @Body() data: CancelActivity) {
    return this.activities.transact(target, (decision) => cancel(decision, target.id, data));
  }
}

/** Why not, in Chinese: activities. */
export const activityRefusals: Refusals = {
  'activity-not-found': '没有这次活动。',
  'activities-not-found': '没有这次活动。',
  'activity-exists': '该编号已属于另一次活动。',
  'activity-cancelled': '活动已取消。',
  'activity-held': '活动已举办。',
  'activity-to-come': '活动尚未举办。',
  'activity-series-not-found': '没有这一类的品牌活动。',
  'activity-series-exists': '该编号已属于另一品牌活动。',
  'day-in-past': '活动日期不得早于今天。',
  'stage-missing': '主题班会展示须指明学段。',
  'not-of-the-county': '只有县级活动可以延展到学校。',
  'showcase-month-taken': '该学段本月已有主题班会展示。',
};
