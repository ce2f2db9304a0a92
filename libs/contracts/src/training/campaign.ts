import { published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';

export const campaignKinds = ['ideal-classroom', 'other'] as const;
export type CampaignKind = (typeof campaignKinds)[number];

/** Schools may take part from `from` to `until`, e.g. a term of the Ideal Classroom (理想教室). */
export type CampaignLaunched = Event<'CampaignLaunched', {
  readonly campaignId: Uuid; readonly kind: CampaignKind; readonly schoolYear: SchoolYear; readonly title: Sealed; readonly from: LocalDate; readonly until: LocalDate;
  readonly launchedBy: Uuid; readonly at: Instant;
}>;

/** Nothing is handed in any more. What was handed in may still be accepted. */
export type CampaignClosed = Event<'CampaignClosed', { readonly campaignId: Uuid; readonly closedBy: Uuid; readonly at: Instant }>;

export type CampaignEvent = CampaignLaunched | CampaignClosed;

export const campaignEvents = {
  CampaignLaunched: published('campaign'),
  CampaignClosed: published('campaign'),
};

export const campaignResults = ['excellent', 'reached'] as const;
export type CampaignResult = (typeof campaignResults)[number];

/** What every event of a school's part says. `participationId` is `<campaignId>:<schoolId>`. */
interface OfParticipation { readonly participationId: string; readonly campaignId: Uuid; readonly schoolId: Uuid; readonly at: Instant }

/** The school takes part, with so many classes. */
export type SchoolEnrolledInCampaign = Event<'SchoolEnrolledInCampaign', OfParticipation & { readonly on: LocalDate; readonly classes: number; readonly enrolledBy: Uuid }>;

/** The school shows what it did. `evidenceId` is `<participationId>:<n>`. */
export type CampaignEvidenceSubmitted = Event<'CampaignEvidenceSubmitted', OfParticipation & { readonly evidenceId: string; readonly evidence: Sealed; readonly submittedBy: Uuid }>;

/** The county accepts what the school reached. Once. */
export type CampaignResultAccepted = Event<'CampaignResultAccepted', OfParticipation & { readonly on: LocalDate; readonly result: CampaignResult; readonly acceptedBy: Uuid }>;

export type CampaignParticipationEvent = SchoolEnrolledInCampaign | CampaignEvidenceSubmitted | CampaignResultAccepted;

export const campaignParticipationEvents = {
  SchoolEnrolledInCampaign: published('campaign-participation'),
  CampaignEvidenceSubmitted: published('campaign-participation'),
  CampaignResultAccepted: published('campaign-participation'),
};
