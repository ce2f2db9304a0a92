import type { ActivityKind, ActivitySeriesEvent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { CreateActivitySeries } from './activity.commands';

export interface ActivitySeriesState { readonly kind?: ActivityKind }

const create = ({ kind, title }: CreateActivitySeries, { id: seriesId, state, by, at }: Deciding<ActivitySeriesState>): ActivitySeriesEvent[] => {
  if (state.kind === kind) return [];
  if (state.kind) throw new Rejected('activity-series-exists', 'Another series has this id.');
  return [{ type: 'ActivitySeriesCreated', data: { seriesId, kind, title, createdBy: by.personId, at } }];
};

/** The county's signature activities under one name, year after year. */
export const activitySeries = decider<ActivitySeriesState, ActivitySeriesEvent>()('activity-series', {
  initial: {},
  decide: { CreateActivitySeries: create },
  evolve: (_, { data: { kind } }) => ({ kind }),
});
