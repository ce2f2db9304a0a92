import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { AssessedCompetency, Instant, LocalDate, Sealed, TrainingEvent, Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Id, InjectRows, type May, Reads, RowDay, RowId, RowInstant, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { personPositions } from '../people/person-positions.view';
import { anyStaff, countyStaff, leadsSchoolOf } from '../who-may.model';
import { AssessedCompetencyPart } from './competency.commands';

/** How far a class teacher has come on the county's ladder of three levels. */
export class CompetencyProfileRow {
  @RowKey('The person') personId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowWhole('The level they stand at; 0: not the first one yet') level!: number;
  @RowDay('Since when', { optional: true }) levelSince!: LocalDate | null;
  @RowText('The last assessment: `<personId>:<n>`') assessmentId!: string;
  @RowWhole('The version of the model it was made by') modelVersion!: number;
  @RowWhole('The lowest level in it') assessedLevel!: number;
  @RowJson([AssessedCompetencyPart], 'Every competency of that model') levels!: AssessedCompetency[];
  @RowSealed('By what one saw it.', { optional: true }) note!: Sealed | null;
  @RowId('Who assessed') assessedBy!: Uuid;
  @RowInstant('When') assessedAt!: Instant;
}

export const competencyProfiles = view<TrainingEvent>()(CompetencyProfileRow, { name: 'competency-profiles', version: 1, key: 'personId', indexes: [['level']], on: {
  CompetencyLevelAssessed: (row, { data: { personId, assessmentId, modelVersion, level: assessedLevel, levels, note = null, assessedBy, at: assessedAt }, version: streamVersion }) => ({
    personId, streamVersion, level: row?.level ?? 0, levelSince: row?.levelSince ?? null, assessmentId, modelVersion, assessedLevel, levels: [...levels], note, assessedBy, assessedAt,
  }),
  CompetencyLevelPromoted: (row, { data: { toLevel, on }, version: streamVersion }) => row && { ...row, streamVersion, level: toLevel, levelSince: on },
} });

/** How many people of one school stand at a level. */
export class CompetencyDistributionRow {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The school; null: those who work in none any more.' }) schoolId!: Uuid | null;
  @ApiProperty({ type: 'integer', description: 'The level; 0: assessed, and not at the first one yet.' }) level!: number;
  @ApiProperty({ type: 'integer', description: 'How many stand at it.' }) people!: number;
}

export class CompetencyDistributionQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
}

const DISTRIBUTION = `
  select school_id as "schoolId", level, count(*)::int as people from ${competencyProfiles.table} left join ${personPositions.table} using (person_id)
  where $1::text is null or school_id = $1 group by school_id, level order by school_id nulls last, level`;

const ofOneself: May = ({ caller, params }) => params['personId'] === caller.personId;
const leadsTheirSchool: May = (asking) => leadsSchoolOf(asking, asking.params['personId']!);

@Controller('v1')
export class CompetencyProfileQueries {
  constructor(@InjectRows(competencyProfiles) private readonly rows: Rows<CompetencyProfileRow>) {}

  @Get('competency-profiles/:personId')
  @Reads(CompetencyProfileRow, { may: anyOf(ofOneself, countyStaff, leadsTheirSchool), summary: 'How far a person has come', of: [competencyProfiles], etag: 'streamVersion' })
  competencyProfile(@Asks() asks: Asks, @Param('personId') personId: string) {
    return this.rows.one(asks, personId);
  }

  @Get('competency-distribution')
  @Reads([CompetencyDistributionRow], { may: anyStaff, summary: 'How many people stand at which level, school by school, naming nobody', of: [competencyProfiles, personPositions] })
  competencyDistribution(@Asks() asks: Asks, @Query() query: CompetencyDistributionQuery): Promise<CompetencyDistributionRow[]> {
    return this.rows.query(asks, (manager) => manager.query(DISTRIBUTION, [query.schoolId ?? null]));
  }
}
