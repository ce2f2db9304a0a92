import { Controller, Get, Param } from '@nestjs/common';
import { campaignKinds, type CampaignKind, type LocalDate, type SchoolYear, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowChoice, RowDay, RowFlag, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

/** Something the county calls on schools to take part in, and how many do. */
export class CampaignRow {
  @RowKey('The campaign') campaignId!: Uuid;
  @RowChoice(campaignKinds, 'What it is') kind!: CampaignKind;
  @RowSealed('What it is called.') title!: Sealed;
  @RowText('The school year it begins in') schoolYear!: SchoolYear;
  @RowDay('Its first day') from!: LocalDate;
  @RowDay('Its last day') until!: LocalDate;
  @RowFlag('Closed before that day') closed!: boolean;
  @RowWhole('Schools that take part') schools!: number;
  @RowWhole('Their classes') classes!: number;
  @RowWhole('Schools whose result is accepted') accepted!: number;
}

export const campaigns = view<TrainingEvent>()(CampaignRow, { name: 'campaigns', version: 1, key: 'campaignId', indexes: [['from']], on: {
  CampaignLaunched: (_, { data: { campaignId, kind, title, schoolYear, from, until } }) => ({ campaignId, kind, title, schoolYear, from, until, closed: false, schools: 0, classes: 0, accepted: 0 }),
  CampaignClosed: (row) => row && { ...row, closed: true },
  SchoolEnrolledInCampaign: each(({ data }) => [data.campaignId], (row, { data }) => row && { ...row, schools: row.schools + 1, classes: row.classes + data.classes }),
  CampaignResultAccepted: each(({ data }) => [data.campaignId], (row) => row && { ...row, accepted: row.accepted + 1 }),
} });

@Controller('v1/campaigns')
export class CampaignQueries {
  constructor(@InjectRows(campaigns) private readonly rows: Rows<CampaignRow>) {}

  @Get()
  @Reads([CampaignRow], { may: anyStaff, summary: 'Campaigns and how many schools take part, the latest first', of: [campaigns] })
  listCampaigns(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-from']);
  }

  @Get(':campaignId')
  @Reads(CampaignRow, { may: anyStaff, summary: 'A campaign and how many schools take part', of: [campaigns] })
  campaign(@Asks() asks: Asks, @Param('campaignId') campaignId: string) {
    return this.rows.one(asks, campaignId);
  }
}
