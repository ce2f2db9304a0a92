import type { ActivityEvent, ActivityFacet, ActivityKind, ActivityMode, LocalDate, SchoolYear, Sealed, Stage, Subject, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, monthOf, schoolYearOf } from '../days.model';
import type { ActivitySeriesState } from './activity-series.decider';
import type { CancelActivity, CascadeActivity, HoldActivity, ScheduleActivity, ScheduleCascadedActivity } from './activity.commands';

/** What every event of an activity repeats. */
interface OfActivity { readonly activityId: Uuid; readonly kind: ActivityKind; readonly schoolYear: SchoolYear; readonly schoolId?: Uuid; readonly on: LocalDate }

/** What an activity that carries another one on takes from it. */
interface Shape { readonly mode: ActivityMode; readonly title: Sealed; readonly stage?: Stage; readonly subject?: Subject; readonly facets: readonly ActivityFacet[]; readonly seriesId?: Uuid }

export interface Activity {
  readonly status: 'scheduled' | 'held' | 'cancelled';
  readonly of: OfActivity;
  readonly shape: Shape;
  readonly schoolIds: readonly Uuid[];
}

export type ActivityState = { readonly status: 'none' } | Activity;

type On<Facts = unknown> = Deciding<ActivityState, Facts>;

export const knownActivity = (state: ActivityState): Activity => {
  if (state.status === 'none') throw new Rejected('activity-not-found', 'There is no such activity.');
  return state;
};

const notCancelled = (state: ActivityState): Activity => {
  const activity = knownActivity(state);
  if (activity.status === 'cancelled') throw new Rejected('activity-cancelled', 'The activity was called off.');
  return activity;
};

/** Whose month it takes: the county's showcases alone, of one stage each. */
export const monthOfShowcase = ({ of: { activityId, kind, schoolId, on }, shape: { stage } }: Pick<Activity, 'of' | 'shape'>) =>
  (kind === 'class-meeting-showcase' && schoolId === undefined && stage ? { activityId, stage, month: monthOf(on) } : undefined);

const schedule = (data: ScheduleActivity, { id: activityId, state, at, by, facts }: On<{ series?: ActivitySeriesState }>): ActivityEvent[] => {
  const { kind, mode, title, on, schoolId, stage, subject, facets = [], seriesId } = data;
  if (state.status !== 'none') {
    if (state.of.kind === kind && state.of.on === on && state.of.schoolId === schoolId) return [];
    throw new Rejected('activity-exists', 'Another activity has this id.');
  }
  if (on < dayOf(at)) throw new Rejected('day-in-past', 'An activity is planned for today or later.');
  if (kind === 'class-meeting-showcase' && !stage) throw new Rejected('stage-missing', 'A showcase is of one stage.');
  if (seriesId && facts.series?.kind !== kind) throw new Rejected('activity-series-not-found', 'There is no such series of this kind.');
  return [{ type: 'ActivityScheduled', data: {
    activityId, kind, schoolYear: schoolYearOf(on), ...(schoolId && { schoolId }), on, at, mode, title, ...(stage && { stage }), ...(subject && { subject }), facets,
    ...(seriesId && { seriesId }), scheduledBy: by.personId,
  } }];
};

const cascade = ({ schoolIds, heldUntil }: CascadeActivity, { state, at, by }: On): ActivityEvent[] => {
  const activity = notCancelled(state);
  if (activity.of.schoolId) throw new Rejected('not-of-the-county', 'Only an activity of the county goes on in schools.');
  if (heldUntil < dayOf(at)) throw new Rejected('day-in-past', 'An activity is planned for today or later.');
  const further = schoolIds.filter((schoolId) => !activity.schoolIds.includes(schoolId));
  return further.length === 0 ? [] : [{ type: 'ActivityCascaded', data: { ...activity.of, at, schoolIds: further, heldUntil, cascadedBy: by.personId } }];
};

/** As the county's activity was when this was decided; none for one called off meanwhile. */
const scheduleCascaded = ({ parentActivityId, schoolId, on }: ScheduleCascadedActivity, { id: activityId, state, at, by, facts: { parent } }: On<{ parent: ActivityState }>): ActivityEvent[] => {
  if (state.status !== 'none' || parent.status === 'none' || parent.status === 'cancelled') return [];
  const { kind } = parent.of;
  return [{ type: 'ActivityScheduled', data: { activityId, kind, schoolYear: schoolYearOf(on), schoolId, on, at, ...parent.shape, parentActivityId, scheduledBy: by.personId } }];
};

const hold = ({ heldOn, participants, leaderIds = [], summary }: HoldActivity, { state, at, by }: On): ActivityEvent[] => {
  const activity = notCancelled(state);
  if (activity.status === 'held') return [];
  const day = heldOn ?? activity.of.on;
  if (day > dayOf(at)) throw new Rejected('activity-to-come', 'The activity has not taken place.', { on: day });
  return [{ type: 'ActivityHeld', data: { ...activity.of, at, heldOn: day, participants, leaderIds, ...(summary && { summary }), recordedBy: by.personId } }];
};

const cancel = ({ reason }: CancelActivity, { state, at, by }: On): ActivityEvent[] => {
  if (state.status === 'cancelled') return [];
  const activity = knownActivity(state);
  if (activity.status === 'held') throw new Rejected('activity-held', 'The activity has taken place.');
  return [{ type: 'ActivityCancelled', data: { ...activity.of, at, reason, cancelledBy: by.personId } }];
};

const scheduled = ({ activityId, kind, schoolYear, schoolId, on, mode, title, stage, subject, facets, seriesId }: Extract<ActivityEvent, { type: 'ActivityScheduled' }>['data']): Activity => ({
  status: 'scheduled', of: { activityId, kind, schoolYear, ...(schoolId && { schoolId }), on },
  shape: { mode, title, ...(stage && { stage }), ...(subject && { subject }), facets, ...(seriesId && { seriesId }) }, schoolIds: [],
});

const evolve = (state: ActivityState, { type, data }: ActivityEvent): ActivityState => {
  if (type === 'ActivityScheduled') return scheduled(data);
  if (state.status === 'none') return state;
  switch (type) {
    case 'ActivityCascaded': return { ...state, schoolIds: [...state.schoolIds, ...data.schoolIds] };
    case 'ActivityHeld': return { ...state, status: 'held' };
    case 'ActivityCancelled': return { ...state, status: 'cancelled' };
  }
};

/** An activity of the county or of a school: a showcase, a forum, an exchange, experience carried to others. */
export const activity = decider<ActivityState, ActivityEvent>()('activity', {
  initial: { status: 'none' },
  decide: { ScheduleActivity: schedule, CascadeActivity: cascade, ScheduleCascadedActivity: scheduleCascaded, HoldActivity: hold, CancelActivity: cancel },
  evolve,
});
