export type { Campaign, CampaignOptions, CampaignResult, Violation } from './campaign';
