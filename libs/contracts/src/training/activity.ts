import { internal, published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';
import type { Stage } from '../organization/org-unit';
import type { Subject } from '../organization/teacher';
import { derivedId } from '../uuid';

/**
 * `class-meeting-showcase`: the monthly lesson comparison of a stage (主题班会同课异构展示). `outreach`: somebody's experience is
 * carried to others, which is a class teacher's reach (辐射力).
 */
export const activityKinds = ['class-meeting-showcase', 'forum', 'exchange', 'outreach'] as const;
export type ActivityKind = (typeof activityKinds)[number];

/** Online forums are about one theme, offline ones comprehensive; both may be either. */
export const activityModes = ['online', 'offline'] as const;
export type ActivityMode = (typeof activityModes)[number];

/** The four pairings of the source: what an activity is for, as facets of analysis. */
export const activityFacets = ['by-subject-and-age', 'routine', 'contest', 'individual-growth', 'team-growth', 'innovation-project', 'model-rebuilding'] as const;
export type ActivityFacet = (typeof activityFacets)[number];

/** What every event of an activity says. */
interface OfActivity {
  readonly activityId: Uuid; readonly kind: ActivityKind; readonly schoolYear: SchoolYear;
  /** The school that holds it; absent where the county does. */
  readonly schoolId?: Uuid;
  /** The day it is meant for. */
  readonly on: LocalDate;
  readonly at: Instant;
}

/** An activity is planned. A county's showcase has the month of its stage to itself, in the same append. */
export type ActivityScheduled = Event<'ActivityScheduled', OfActivity & {
  readonly mode: ActivityMode; readonly title: Sealed; readonly stage?: Stage; readonly subject?: Subject; readonly facets: readonly ActivityFacet[];
  /** The series of the same kind that it continues. */
  readonly seriesId?: Uuid;
  /** The county's activity that it carries on in a school. */
  readonly parentActivityId?: Uuid;
  readonly scheduledBy: string;
}>;

/** The county's activity goes on in these schools: each plans one of its own, which follows by itself. */
export type ActivityCascaded = Event<'ActivityCascaded', OfActivity & { readonly schoolIds: readonly Uuid[]; readonly heldUntil: LocalDate; readonly cascadedBy: Uuid }>;

/** The id of the activity that carries the county's on in a school: the same however often it is asked for. */
export const cascadedActivityId = (activityId: Uuid, schoolId: Uuid): Uuid => derivedId('cascaded-activity', activityId, schoolId);

/** It took place on `heldOn`. `leaderIds` showed or taught something, which counts for them. */
export type ActivityHeld = Event<'ActivityHeld', OfActivity & {
  readonly heldOn: LocalDate; readonly participants: number; readonly leaderIds: readonly Uuid[]; readonly summary?: Sealed; readonly recordedBy: Uuid;
}>;

/** It does not take place. A showcase's month is free again. */
export type ActivityCancelled = Event<'ActivityCancelled', OfActivity & { readonly reason: Sealed; readonly cancelledBy: Uuid }>;

export type ActivityEvent = ActivityScheduled | ActivityCascaded | ActivityHeld | ActivityCancelled;

export const activityEvents = {
  ActivityScheduled: published('activity'),
  ActivityCascaded: published('activity'),
  ActivityHeld: published('activity'),
  ActivityCancelled: published('activity'),
};

/** This activity has the month of the stage (`<stage>:<YYYY-MM>`). */
export type ShowcaseMonthTaken = Event<'ShowcaseMonthTaken', { readonly stage: Stage; readonly month: string; readonly activityId: Uuid }>;

/** The month is free for another showcase. */
export type ShowcaseMonthFreed = Event<'ShowcaseMonthFreed', { readonly stage: Stage; readonly month: string; readonly activityId: Uuid }>;

export type ShowcaseMonthEvent = ShowcaseMonthTaken | ShowcaseMonthFreed;

export const showcaseMonthEvents = {
  ShowcaseMonthTaken: internal('showcase-month'),
  ShowcaseMonthFreed: internal('showcase-month'),
};

/** The county carries on a series of activities under one name, its brand (品牌活动). */
export type ActivitySeriesCreated = Event<'ActivitySeriesCreated', { readonly seriesId: Uuid; readonly kind: ActivityKind; readonly title: Sealed; readonly createdBy: Uuid; readonly at: Instant }>;

export type ActivitySeriesEvent = ActivitySeriesCreated;

export const activitySeriesEvents = { ActivitySeriesCreated: published('activity-series') };
