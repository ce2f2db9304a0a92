import { campaignKinds, type CampaignKind, campaignResults, type CampaignResult, type LocalDate, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, SealedText, Whole } from '@homeroom/platform';

/** Call on schools to take part in something for a while. */
export class LaunchCampaign {
  @Id('Id of the campaign; drawn when absent', { optional: true }) campaignId?: Uuid;
  @Choice(campaignKinds, 'What it is') kind!: CampaignKind;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
  @Day('Its first day') from!: LocalDate;
  @Day('Its last day') until!: LocalDate;
}

/** Take nothing more in. */
export class CloseCampaign {}

/** Have a school take part. */
export class EnrollSchoolInCampaign {
  @Whole('With so many classes', { min: 1, max: 500 }) classes!: number;
}

/** Show what a school did. */
export class SubmitCampaignEvidence {
  @SealedText('What was done, or where it can be seen', { max: 8_000 }) evidence!: Sealed;
}

/** Accept what a school reached. */
export class AcceptCampaignResult {
  @Choice(campaignResults, 'What it reached') result!: CampaignResult;
}
