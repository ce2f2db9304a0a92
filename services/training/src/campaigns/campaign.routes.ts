import { Body, Controller, Post } from '@nestjs/common';
import { anyOf, type EventStream, Handles, InjectStream, type May, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff, leadsSchool } from '../who-may.model';
import { AcceptCampaignResult, CloseCampaign, EnrollSchoolInCampaign, LaunchCampaign, SubmitCampaignEvidence } from './campaign.commands';
import { campaign } from './campaign.decider';
import { campaignOf, campaignParticipation, schoolOf } from './campaign-participation.decider';
import { campaignParticipations } from './campaign-participations.view';
import { campaigns } from './campaigns.view';

@Controller('v1/campaigns')
export class CampaignRoutes {
  constructor(@InjectStream(campaign) private readonly campaigns: EventStream<typeof campaign>) {}

  @Post()
  @Handles(LaunchCampaign, { may: countyStaff, summary: 'Call on schools to take part in something', creates: true, waitsFor: [campaigns] })
  launchCampaign(@NewTarget('campaignId') target: Target, @Body() data: LaunchCampaign) {
    return this.campaigns.handle(target, 'LaunchCampaign', data);
  }

  @Post(':campaignId/close')
  @Handles(CloseCampaign, { may: countyStaff, summary: 'Take nothing more in', waitsFor: [campaigns] })
  closeCampaign(@Target('campaignId') target: Target, @Body() data: CloseCampaign) {
    return this.campaigns.handle(target, 'CloseCampaign', data);
  }
}

const leadsIt: May = (asking) => leadsSchool(asking, schoolOf(asking.id));
const may = anyOf(countyStaff, leadsIt);
const waitsFor = [campaignParticipations];

/** Participations are `<campaignId>:<schoolId>`. */
@Controller('v1/campaign-participations')
export class CampaignParticipationRoutes {
  constructor(@InjectStream(campaignParticipation) private readonly participations: EventStream<typeof campaignParticipation>) {}

  @Post(':participation/enroll')
  @Handles(EnrollSchoolInCampaign, { may, summary: 'Have a school take part', waitsFor })
  enrollSchoolInCampaign(@Target('participation') target: Target, @Body() data: EnrollSchoolInCampaign) {
    return this.participations.handle(target, 'EnrollSchoolInCampaign', data, async (read) => ({ campaign: await read(campaign, campaignOf(target.id)) }));
  }

  @Post(':participation/evidence')
  @Handles(SubmitCampaignEvidence, { may: leadsIt, summary: 'Show what the school did', waitsFor })
  submitCampaignEvidence(@Target('participation') target: Target, @Body() data: SubmitCampaignEvidence) {
    return this.participations.handle(target, 'SubmitCampaignEvidence', data, async (read) => ({ campaign: await read(campaign, campaignOf(target.id)) }));
  }

  @Post(':participation/accept')
  @Handles(AcceptCampaignResult, { may: countyStaff, summary: 'Accept what the school reached', waitsFor })
  acceptCampaignResult(@Target('participation') target: Target, @Body() data: AcceptCampaignResult) {
    return this.participations.handle(target, 'AcceptCampaignResult', data);
  }
}

/** Why not, in Chinese: campaigns and the schools in them. */
export const campaignRefusals: Refusals = {
  'campaign-not-found': '没有这项行动。',
  'campaigns-not-found': '没有这项行动。',
  'campaign-exists': '该编号已属于另一项行动。',
  'campaign-not-going-on': '行动尚未开始，或已结束。',
  'days-out-of-order': '结束日期须在开始日期之后，且不早于今天。',
  'participation-not-found': '本校未参加这项行动。',
  'campaign-participations-not-found': '本校未参加这项行动。',
  'result-accepted': '本校的成果已认定。',
  'evidence-missing': '提交佐证材料后方可认定。',
};
