import { type ActivityEvent, cascadedActivityId } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { activities } from './activities.view';
import { activity, type ActivityState } from './activity.decider';
import { activitySeries } from './activity-series.decider';
import { scheduleCascadedActivities } from './schedule-cascaded-activities.reaction';
import { showcaseMonth } from './showcase-month.decider';

const id = 'activity';
const by = someone.personId;
const of = { activityId: id, kind: 'class-meeting-showcase' as const, schoolYear: '2025-2026', on: '2025-10-20', at: someTime };
const shape = { mode: 'offline' as const, title: 'sealed', stage: 'primary' as const, facets: ['routine' as const] };
const showcase = { kind: 'class-meeting-showcase' as const, on: '2025-10-20', ...shape, facets: ['routine' as const] };
const scheduled: ActivityEvent = { type: 'ActivityScheduled', data: { ...of, ...shape, scheduledBy: by } };
const cascaded: ActivityEvent = { type: 'ActivityCascaded', data: { ...of, schoolIds: ['s1', 's2'], heldUntil: '2025-11-30', cascadedBy: by } };
const cancelled: ActivityEvent = { type: 'ActivityCancelled', data: { ...of, reason: 'sealed', cancelledBy: by } };
const held = (heldOn: string, at: string): ActivityEvent => ({ type: 'ActivityHeld', data: { ...of, at, heldOn, participants: 120, leaderIds: ['ann'], recordedBy: by } });
const later = '2025-10-21T01:00:00.000Z';

describe('planning an activity', () => {
  const schedule = (more: object = {}, series?: object, ...events: ActivityEvent[]) => given(activity, ...events).when('ScheduleActivity', { ...showcase, ...more }, { id, facts: { series } });
  it('says when, where and what for', () => schedule().then(scheduled));
  it('is done once', () => {
    schedule({}, undefined, scheduled).then();
    schedule({ on: '2025-10-21' }, undefined, scheduled).rejected('activity-exists');
  });
  it('is for a day to come', () => schedule({ on: '2025-09-07' }).rejected('day-in-past'));
  it('needs a stage for a showcase, and for nothing else', () => {
    schedule({ stage: undefined }).rejected('stage-missing');
    schedule({ stage: undefined, kind: 'forum' }).thenTypes('ActivityScheduled');
  });
  it('continues a series of its own kind', () => {
    schedule({ seriesId: 'series' }, { kind: 'class-meeting-showcase' }).thenTypes('ActivityScheduled');
    schedule({ seriesId: 'series' }, { kind: 'forum' }).rejected('activity-series-not-found');
    schedule({ seriesId: 'series' }, {}).rejected('activity-series-not-found');
  });
});

describe('a stage\'s month', () => {
  const slot = { stage: 'primary' as const, month: '2025-10', activityId: id };
  const taken = { type: 'ShowcaseMonthTaken' as const, data: slot };
  it('has one showcase', () => {
    given(showcaseMonth).when('TakeShowcaseMonth', slot).then(taken);
    given(showcaseMonth, taken).when('TakeShowcaseMonth', slot).then();
    given(showcaseMonth, taken).when('TakeShowcaseMonth', { ...slot, activityId: 'other' }).rejected('showcase-month-taken');
  });
  it('is free again when that is called off', () => {
    given(showcaseMonth, taken).when('FreeShowcaseMonth', slot).then({ type: 'ShowcaseMonthFreed', data: slot });
    given(showcaseMonth, taken).when('FreeShowcaseMonth', { ...slot, activityId: 'other' }).then();
    given(showcaseMonth, taken, { type: 'ShowcaseMonthFreed', data: slot }).when('TakeShowcaseMonth', { ...slot, activityId: 'other' }).thenTypes('ShowcaseMonthTaken');
  });
});

describe('going on in schools', () => {
  const cascade = (schoolIds: string[], ...events: ActivityEvent[]) => given(activity, scheduled, ...events).when('CascadeActivity', { schoolIds, heldUntil: '2025-11-30' }, { id });
  it('names each school once', () => {
    cascade(['s1', 's2']).then(cascaded);
    cascade(['s1', 's2'], cascaded).then();
    expect(cascade(['s2', 's3'], cascaded).events[0]?.data).toMatchObject({ schoolIds: ['s3'] });
  });
  it('is the county\'s to ask', () => given(activity, { ...scheduled, data: { ...scheduled.data, schoolId: 's1' } } as ActivityEvent)
    .when('CascadeActivity', { schoolIds: ['s2'], heldUntil: '2025-11-30' }, { id }).rejected('not-of-the-county'));
  it('plans one activity in each, under an id that is always the same', () => {
    const following = scheduleCascadedActivities.on['ActivityCascaded']!({ ...recorded([cascaded])[0] } as never, {} as never) as readonly { id: string; data: object }[];
    expect(following.map((each) => [each.id, each.data])).toEqual(['s1', 's2'].map((schoolId) => [cascadedActivityId(id, schoolId), { parentActivityId: id, schoolId, on: '2025-11-30' }]));
  });
  it('takes over what the county\'s is about, unless that was called off', () => {
    const follow = (...events: ActivityEvent[]) => given(activity).when('ScheduleCascadedActivity', { parentActivityId: id, schoolId: 's1', on: '2025-11-30' },
      { id: 'child', facts: { parent: given(activity, ...events).state() as ActivityState } });
    follow(scheduled).then({ type: 'ActivityScheduled', data: { ...of, activityId: 'child', schoolId: 's1', on: '2025-11-30', ...shape, parentActivityId: id, scheduledBy: by } });
    follow(scheduled, cancelled).then();
  });
});

describe('holding an activity', () => {
  const hold = (heldOn: string | undefined, at: string, ...events: ActivityEvent[]) => given(activity, scheduled, ...events).when('HoldActivity', { heldOn, participants: 120, leaderIds: ['ann'] }, { id, at });
  it('is told when it is over', () => {
    hold(undefined, later).then(held('2025-10-20', later));
    hold('2025-10-21', later).then(held('2025-10-21', later));
    hold(undefined, someTime).rejected('activity-to-come');
    hold(undefined, later, held('2025-10-20', later)).then();
  });
  it('excludes calling it off', () => {
    hold(undefined, later, cancelled).rejected('activity-cancelled');
    given(activity, scheduled, held('2025-10-20', later)).when('CancelActivity', { reason: 'sealed' }, { id }).rejected('activity-held');
    given(activity, scheduled).when('CancelActivity', { reason: 'sealed' }, { id }).then(cancelled);
    given(activity, scheduled, cancelled).when('CancelActivity', { reason: 'sealed' }, { id }).then();
  });
});

it('a series is begun once', () => {
  given(activitySeries).when('CreateActivitySeries', { kind: 'forum', title: 'sealed' }, { id: 's' }).then({ type: 'ActivitySeriesCreated', data: { seriesId: 's', kind: 'forum', title: 'sealed', createdBy: by, at: someTime } });
  const begun = { type: 'ActivitySeriesCreated' as const, data: { seriesId: 's', kind: 'forum' as const, title: 'sealed', createdBy: by, at: someTime } };
  given(activitySeries, begun).when('CreateActivitySeries', { kind: 'forum', title: 'sealed' }, { id: 's' }).then();
  given(activitySeries, begun).when('CreateActivitySeries', { kind: 'exchange', title: 'sealed' }, { id: 's' }).rejected('activity-series-exists');
});

it('the calendar shows an activity on the day it took place', () => expect([...foldAll(activities, recorded([scheduled, cascaded, held('2025-10-21', later)])).values()]).toMatchObject([
  { status: 'held', on: '2025-10-21', schoolIds: ['s1', 's2'], participants: 120, leaderIds: ['ann'], streamVersion: 3, reason: null },
]));
