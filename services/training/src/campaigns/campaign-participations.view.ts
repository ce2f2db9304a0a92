import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { campaignResults, type CampaignResult, type Instant, type LocalDate, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, type May, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowJson, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { countyStaff, leadsSchool } from '../who-may.model';
import { schoolOf } from './campaign-participation.decider';

export class CampaignEvidence {
  @ApiProperty({ type: String, description: 'The evidence.' }) evidenceId!: string;
  @ApiProperty({ type: String, nullable: true, description: 'What was done. Null once the key of its subject is destroyed.' }) evidence!: Sealed | null;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was handed in.' }) at!: Instant;
}

/** A school's part in a campaign. */
export class CampaignParticipationRow {
  @RowKey('`<campaignId>:<schoolId>`') participationId!: string;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowId('The campaign') campaignId!: Uuid;
  @RowId('The school') schoolId!: Uuid;
  @RowDay('Since when it takes part') enrolledOn!: LocalDate;
  @RowWhole('With so many classes') classes!: number;
  @RowJson([CampaignEvidence], 'What it showed') evidence!: CampaignEvidence[];
  @RowChoice(campaignResults, 'What it reached, once that is accepted', { optional: true }) result!: CampaignResult | null;
  @RowDay('When that was accepted', { optional: true }) acceptedOn!: LocalDate | null;
}

export const campaignParticipations = view<TrainingEvent>()(CampaignParticipationRow, {
  name: 'campaign-participations', version: 1, key: 'participationId', indexes: [['campaignId', 'schoolId'], ['schoolId']],
  on: {
    SchoolEnrolledInCampaign: (_, { data: { participationId, campaignId, schoolId, on, classes }, version: streamVersion }) =>
      ({ participationId, streamVersion, campaignId, schoolId, enrolledOn: on, classes, evidence: [], result: null, acceptedOn: null }),
    CampaignEvidenceSubmitted: (row, e) => moved(row, e, ({ evidence }) => ({ evidence: [...evidence, { evidenceId: e.data.evidenceId, evidence: e.data.evidence, at: e.data.at }] })),
    CampaignResultAccepted: (row, e) => moved(row, e, { result: e.data.result, acceptedOn: e.data.on }),
  },
});

export class CampaignParticipationsQuery extends PageQuery {
  @Id('Only of this campaign', { optional: true }) campaignId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Choice(campaignResults, 'Only those who reached this', { optional: true }) result?: CampaignResult;
}

const looksAtOwn: May = (asking) => leadsSchool(asking, asking.query.schoolId);
const leadsIt: May = (asking) => leadsSchool(asking, schoolOf(asking.params['participation']!));

@Controller('v1/campaign-participations')
export class CampaignParticipationQueries {
  constructor(@InjectRows(campaignParticipations) private readonly rows: Rows<CampaignParticipationRow>) {}

  @Get()
  @Reads(CampaignParticipationRow, { may: anyOf(countyStaff, looksAtOwn), summary: 'Which schools take part in what', page: true, of: [campaignParticipations] })
  listCampaignParticipations(@Asks() asks: Asks, @Query() query: CampaignParticipationsQuery) {
    const { campaignId, schoolId, result } = query;
    return this.rows.page(asks, { where: { campaignId, schoolId, result }, order: ['enrolledOn'], query });
  }

  @Get(':participation')
  @Reads(CampaignParticipationRow, { may: anyOf(countyStaff, leadsIt), summary: 'A school\'s part in a campaign', of: [campaignParticipations], etag: 'streamVersion' })
  campaignParticipation(@Asks() asks: Asks, @Param('participation') participationId: string) {
    return this.rows.one(asks, participationId);
  }
}
