import type { CampaignParticipationEvent, CampaignResult, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../days.model';
import type { AcceptCampaignResult, EnrollSchoolInCampaign, SubmitCampaignEvidence } from './campaign.commands';
import { type CampaignState, goingOn } from './campaign.decider';

export type CampaignParticipationState = { readonly status: 'none' } | { readonly status: 'enrolled'; readonly evidence: number; readonly result?: CampaignResult };

type On<Facts = { campaign: CampaignState }> = Deciding<CampaignParticipationState, Facts>;

/** `<campaignId>:<schoolId>`. */
export const campaignOf = (participationId: string): Uuid => participationId.slice(0, 36);
export const schoolOf = (participationId: string): Uuid => participationId.slice(37);

const of = ({ id, at }: On<unknown>) => ({ participationId: id, campaignId: campaignOf(id), schoolId: schoolOf(id), at });

const enrolled = (state: CampaignParticipationState) => {
  if (state.status === 'none') throw new Rejected('participation-not-found', 'The school does not take part in this campaign.');
  return state;
};

const enroll = ({ classes }: EnrollSchoolInCampaign, on: On): CampaignParticipationEvent[] => {
  if (on.state.status === 'enrolled') return [];
  const today = dayOf(on.at);
  goingOn(on.facts.campaign, today);
  return [{ type: 'SchoolEnrolledInCampaign', data: { ...of(on), on: today, classes, enrolledBy: on.by.personId } }];
};

const submit = ({ evidence }: SubmitCampaignEvidence, on: On): CampaignParticipationEvent[] => {
  const { evidence: before, result } = enrolled(on.state);
  if (result) throw new Rejected('result-accepted', 'What the school reached has been accepted.');
  goingOn(on.facts.campaign, dayOf(on.at));
  return [{ type: 'CampaignEvidenceSubmitted', data: { ...of(on), evidenceId: `${on.id}:${before + 1}`, evidence, submittedBy: on.by.personId } }];
};

/** Also when the campaign is over: what was handed in in time counts. */
const accept = ({ result }: AcceptCampaignResult, on: On<unknown>): CampaignParticipationEvent[] => {
  const before = enrolled(on.state);
  if (before.result === result) return [];
  if (before.result) throw new Rejected('result-accepted', 'What the school reached has been accepted.');
  if (before.evidence === 0) throw new Rejected('evidence-missing', 'The school shows what it did first.');
  return [{ type: 'CampaignResultAccepted', data: { ...of(on), on: dayOf(on.at), result, acceptedBy: on.by.personId } }];
};

/** A school's part in a campaign: its id is both ids, so a school takes part once. */
export const campaignParticipation = decider<CampaignParticipationState, CampaignParticipationEvent>()('campaign-participation', {
  initial: { status: 'none' },
  decide: { EnrollSchoolInCampaign: enroll, SubmitCampaignEvidence: submit, AcceptCampaignResult: accept },
  evolve: (state, { type, data }) => {
    if (type === 'SchoolEnrolledInCampaign') return { status: 'enrolled', evidence: 0 };
    if (state.status === 'none') return state;
    return type === 'CampaignEvidenceSubmitted' ? { ...state, evidence: state.evidence + 1 } : { ...state, result: data.result };
  },
});
