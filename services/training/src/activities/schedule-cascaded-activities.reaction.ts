import { cascadedActivityId, type TrainingEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { activity } from './activity.decider';

/** Where the county's activity goes on in schools, each of them has one of its own planned. */
export const scheduleCascadedActivities = reaction<TrainingEvent>()('schedule-cascaded-activities', { on: {
  ActivityCascaded: ({ data: { activityId: parentActivityId, schoolIds, heldUntil: on } }) => schoolIds.map((schoolId) =>
    follow(activity, cascadedActivityId(parentActivityId, schoolId), 'ScheduleCascadedActivity', { parentActivityId, schoolId, on }, async (read) => ({ parent: await read(activity, parentActivityId) }))),
} });
