import type { ShowcaseMonthEvent, Stage, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

/** The showcase that has the month. */
export interface ShowcaseMonthState { readonly activityId?: Uuid }

interface Showcase { readonly activityId: Uuid; readonly stage: Stage; readonly month: string }

/** `<stage>:<YYYY-MM>`. */
export const showcaseMonthId = ({ stage, month }: Omit<Showcase, 'activityId'>): string => `${stage}:${month}`;

const take = ({ activityId, stage, month }: Showcase, { state }: Deciding<ShowcaseMonthState>): ShowcaseMonthEvent[] => {
  if (state.activityId === activityId) return [];
  if (state.activityId) throw new Rejected('showcase-month-taken', 'The stage has its showcase of that month already.', { stage, month, activityId: state.activityId });
  return [{ type: 'ShowcaseMonthTaken', data: { stage, month, activityId } }];
};

const free = ({ activityId, stage, month }: Showcase, { state }: Deciding<ShowcaseMonthState>): ShowcaseMonthEvent[] =>
  (state.activityId === activityId ? [{ type: 'ShowcaseMonthFreed', data: { stage, month, activityId } }] : []);

/** One stream for each stage and month: a stage has one showcase a month (各学段月度展示). */
export const showcaseMonth = decider<ShowcaseMonthState, ShowcaseMonthEvent>()('showcase-month', {
  initial: {},
  decide: { TakeShowcaseMonth: take, FreeShowcaseMonth: free },
  evolve: (_, { type, data }) => (type === 'ShowcaseMonthTaken' ? { activityId: data.activityId } : {}),
});
