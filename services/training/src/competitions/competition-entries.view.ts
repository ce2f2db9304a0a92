import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import type { Sealed, TrainingEvent, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { anyOf, Asks, Id, InjectRows, PageQuery, Reads, RowId, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { IsNull, Not } from 'typeorm';
import { anyStaff, countyStaff, leadsSchool } from '../who-may.model';
import { judges } from './competition-who-may.model';

export class EntryScore {
  @ApiProperty({ type: String, format: 'uuid', description: 'The judge.' }) judgeId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Their points, 0 to 100.' }) points!: number;
}

/** Somebody's entry in a competition. */
export class CompetitionEntryRow {
  @RowKey('`<competitionId>:<n>`') entryId!: string;
  @RowId('The competition') competitionId!: Uuid;
  @RowId('Who competes') personId!: Uuid;
  @RowId('The school they work in') schoolId!: Uuid;
  @RowSealed('What they show.') work!: Sealed;
  @RowJson([EntryScore], 'The last points of each judge') scores!: EntryScore[];
  @RowWhole('Where it came, once that is announced', { optional: true }) rank!: number | null;
  @RowText('Mean of the points, two decimals', { optional: true }) average!: string | null;
  @RowText('The award', { optional: true }) award!: string | null;
}

const keyOf = ({ data: { entryId } }: { readonly data: { readonly entryId: string } }): string[] => [entryId];

export const competitionEntries = view<TrainingEvent>()(CompetitionEntryRow, {
  name: 'competition-entries', version: 1, key: 'entryId', indexes: [['competitionId', 'rank'], ['personId'], ['schoolId']],
  on: {
    EntrySubmitted: each(keyOf, (_, { data: { competitionId, personId, schoolId, work } }, entryId) =>
      ({ entryId, competitionId, personId, schoolId, work, scores: [], rank: null, average: null, award: null })),
    EntryScored: each(keyOf, (row, { data: { judgeId, points } }) => row && { ...row, scores: [...row.scores.filter((one) => one.judgeId !== judgeId), { judgeId, points }] }),
    CompetitionResultsAnnounced: each(({ data }) => data.results.map(({ entryId }) => entryId), (row, { data }, entryId) => {
      const { rank, average, award } = data.results.find((one) => one.entryId === entryId)!;
      return row && { ...row, rank, average, award: award ?? null };
    }),
  },
});

/** Where an entry came. Says nothing of single judges. */
export class CompetitionResultRow {
  @ApiProperty({ type: String, description: 'The entry.' }) entryId!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'Who competed.' }) personId!: Uuid;
  @ApiProperty({ type: String, format: 'uuid', description: 'The school they worked in.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Equal means share a rank, and the next rank counts everybody before it.' }) rank!: number;
  @ApiProperty({ type: String, description: 'Mean of the points, two decimals.' }) average!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The award.' }) award!: string | null;
}

export class CompetitionEntriesQuery extends PageQuery {
  @Id('Only of this person', { optional: true }) personId?: Uuid;
  @Id('Only from this school', { optional: true }) schoolId?: Uuid;
}

@Controller('v1')
export class CompetitionEntryQueries {
  constructor(@InjectRows(competitionEntries) private readonly rows: Rows<CompetitionEntryRow>) {}

  @Get('competitions/:competitionId/entries')
  @Reads(CompetitionEntryRow, { may: anyOf(countyStaff, judges), summary: 'What is to be scored, with the points given so far', page: true, of: [competitionEntries] })
  listCompetitionEntries(@Asks() asks: Asks, @Param('competitionId') competitionId: string, @Query() query: PageQuery) {
    return this.rows.page(asks, { where: { competitionId }, order: ['entryId'], query });
  }

  @Get('competitions/:competitionId/results')
  @Reads([CompetitionResultRow], { may: anyStaff, summary: 'The results, once they are announced, the first rank first', of: [competitionEntries] })
  async competitionResults(@Asks() asks: Asks, @Param('competitionId') competitionId: string): Promise<CompetitionResultRow[]> {
    const rows = await this.rows.find(asks, { competitionId, rank: Not(IsNull()) }, ['rank', 'entryId']);
    return rows.map(({ entryId, personId, schoolId, rank, average, award }) => ({ entryId, personId, schoolId, rank: rank!, average: average!, award }));
  }

  @Get('competition-entries')
  @Reads(CompetitionResultRow, {
    may: anyOf(({ caller, query }) => query.personId === caller.personId, countyStaff, (asking) => leadsSchool(asking, asking.query.schoolId)),
    summary: 'Where a person or a school came in competitions', page: true, of: [competitionEntries],
  })
  async listResultsOf(@Asks() asks: Asks, @Query() query: CompetitionEntriesQuery) {
    const { personId, schoolId } = query;
    const { rows, ...page } = await this.rows.page(asks, { where: { personId, schoolId, rank: Not(IsNull()) }, order: ['competitionId', 'rank'], query });
    return { ...page, rows: rows.map(({ entryId, personId: who, schoolId: from, rank, average, award }) => ({ entryId, personId: who, schoolId: from, rank: rank!, average: average!, award })) };
  }
}
