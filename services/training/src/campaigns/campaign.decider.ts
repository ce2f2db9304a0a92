import type { CampaignEvent, CampaignKind, LocalDate } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf, schoolYearOf } from '../days.model';
import type { CloseCampaign, LaunchCampaign } from './campaign.commands';

export interface Campaign { readonly status: 'open' | 'closed'; readonly kind: CampaignKind; readonly from: LocalDate; readonly until: LocalDate }
export type CampaignState = { readonly status: 'none' } | Campaign;

type On = Deciding<CampaignState>;

export const knownCampaign = (state: CampaignState): Campaign => {
  if (state.status === 'none') throw new Rejected('campaign-not-found', 'There is no such campaign.');
  return state;
};

/** The campaign, if it takes something in on this day. */
export const goingOn = (state: CampaignState, today: LocalDate): Campaign => {
  const campaign = knownCampaign(state);
  const { from, until } = campaign;
  if (campaign.status === 'closed' || today < from || today > until) throw new Rejected('campaign-not-going-on', 'The campaign has not begun, or is over.', { from, until });
  return campaign;
};

const launch = ({ kind, title, from, until }: LaunchCampaign, { id: campaignId, state, by, at }: On): CampaignEvent[] => {
  if (state.status !== 'none') {
    if (state.kind === kind && state.from === from && state.until === until) return [];
    throw new Rejected('campaign-exists', 'Another campaign has this id.');
  }
  if (until < from || until < dayOf(at)) throw new Rejected('days-out-of-order', 'A campaign ends after it begins, today or later.');
  return [{ type: 'CampaignLaunched', data: { campaignId, kind, schoolYear: schoolYearOf(from), title, from, until, launchedBy: by.personId, at } }];
};

const close = (_: CloseCampaign, { id: campaignId, state, by, at }: On): CampaignEvent[] =>
  (knownCampaign(state).status === 'closed' ? [] : [{ type: 'CampaignClosed', data: { campaignId, closedBy: by.personId, at } }]);

/** What the county calls on schools to take part in, e.g. the Ideal Classroom of a term. */
export const campaign = decider<CampaignState, CampaignEvent>()('campaign', {
  initial: { status: 'none' },
  decide: { LaunchCampaign: launch, CloseCampaign: close },
  evolve: (state, { type, data }) => {
    if (type === 'CampaignLaunched') return { status: 'open', kind: data.kind, from: data.from, until: data.until };
    return state.status === 'none' ? state : { ...state, status: 'closed' };
  },
});
