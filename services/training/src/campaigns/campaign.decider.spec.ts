import type { CampaignEvent, CampaignParticipationEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { campaign } from './campaign.decider';
import { campaignParticipation } from './campaign-participation.decider';
import { campaignParticipations } from './campaign-participations.view';
import { campaigns } from './campaigns.view';

const by = someone.personId;
const campaignId = '018f6b1e-0000-7000-8000-000000000001';
const schoolId = '018f6b1e-0000-7000-8000-000000000002';
const id = `${campaignId}:${schoolId}`;
const of = { participationId: id, campaignId, schoolId, at: someTime };
const days = { from: '2025-09-08', until: '2026-01-20' };
const launched: CampaignEvent = { type: 'CampaignLaunched', data: { campaignId, kind: 'ideal-classroom', schoolYear: '2025-2026', title: 'sealed', ...days, launchedBy: by, at: someTime } };
const closed: CampaignEvent = { type: 'CampaignClosed', data: { campaignId, closedBy: by, at: someTime } };
const enrolled: CampaignParticipationEvent = { type: 'SchoolEnrolledInCampaign', data: { ...of, on: '2025-09-08', classes: 24, enrolledBy: by } };
const shown = (n: number): CampaignParticipationEvent => ({ type: 'CampaignEvidenceSubmitted', data: { ...of, evidenceId: `${id}:${n}`, evidence: 'sealed', submittedBy: by } });
const accepted: CampaignParticipationEvent = { type: 'CampaignResultAccepted', data: { ...of, on: '2025-09-08', result: 'reached', acceptedBy: by } };
const facts = (...events: CampaignEvent[]) => ({ campaign: given(campaign, ...events).state() });

describe('a campaign', () => {
  const launch = (from: string, until: string, ...events: CampaignEvent[]) => given(campaign, ...events).when('LaunchCampaign', { kind: 'ideal-classroom', title: 'sealed', from, until }, { id: campaignId });
  it('goes from a day to a day', () => {
    launch(days.from, days.until).then(launched);
    launch(days.from, days.until, launched).then();
    launch(days.from, '2026-02-01', launched).rejected('campaign-exists');
    launch('2025-10-01', '2025-09-30').rejected('days-out-of-order');
    launch('2025-08-01', '2025-09-07').rejected('days-out-of-order');
  });
  it('may be closed before', () => {
    given(campaign, launched).when('CloseCampaign', {}, { id: campaignId }).then(closed);
    given(campaign, launched, closed).when('CloseCampaign', {}, { id: campaignId }).then();
  });
});

describe('a school\'s part', () => {
  const part = (...events: CampaignParticipationEvent[]) => given(campaignParticipation, ...events);
  const enroll = (campaignEvents: CampaignEvent[], at = someTime, ...events: CampaignParticipationEvent[]) =>
    part(...events).when('EnrollSchoolInCampaign', { classes: 24 }, { id, at, facts: facts(...campaignEvents) });
  it('begins while the campaign goes on, once', () => {
    enroll([launched]).then(enrolled);
    enroll([launched], someTime, enrolled).then();
    enroll([]).rejected('campaign-not-found');
    enroll([launched, closed]).rejected('campaign-not-going-on');
    enroll([launched], '2025-09-07T15:59:59.999Z').rejected('campaign-not-going-on');
    enroll([launched], '2026-01-20T16:00:00.000Z').rejected('campaign-not-going-on');
    enroll([launched], '2026-01-20T15:59:59.999Z').thenTypes('SchoolEnrolledInCampaign');
  });
  it('shows what was done while the campaign goes on', () => {
    const show = (campaignEvents: CampaignEvent[], ...events: CampaignParticipationEvent[]) => part(...events).when('SubmitCampaignEvidence', { evidence: 'sealed' }, { id, facts: facts(...campaignEvents) });
    show([launched], enrolled).then(shown(1));
    show([launched], enrolled, shown(1)).then(shown(2));
    show([launched]).rejected('participation-not-found');
    show([launched, closed], enrolled).rejected('campaign-not-going-on');
    show([launched], enrolled, shown(1), accepted).rejected('result-accepted');
  });
  it('is accepted by what it showed, once, also when the campaign is over', () => {
    const accept = (result: 'reached' | 'excellent', ...events: CampaignParticipationEvent[]) => part(...events).when('AcceptCampaignResult', { result }, { id });
    accept('reached', enrolled).rejected('evidence-missing');
    accept('reached', enrolled, shown(1)).then(accepted);
    accept('reached', enrolled, shown(1), accepted).then();
    accept('excellent', enrolled, shown(1), accepted).rejected('result-accepted');
    accept('reached').rejected('participation-not-found');
  });
});

it('the views count schools and show their parts', () => {
  const events = recorded([launched, enrolled, shown(1), accepted, closed]);
  expect([...foldAll(campaigns, events).values()]).toMatchObject([{ schools: 1, classes: 24, accepted: 1, closed: true }]);
  expect([...foldAll(campaignParticipations, events).values()]).toMatchObject([{ evidence: [{ evidenceId: `${id}:1` }], result: 'reached', acceptedOn: '2025-09-08', streamVersion: 4 }]);
});
