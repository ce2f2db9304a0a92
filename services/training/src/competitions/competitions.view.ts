import { Controller, Get, Param } from '@nestjs/common';
import type { LocalDate, SchoolYear, Sealed, TrainingEvent, Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, moved, Reads, RowDay, RowIds, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { AwardBandPart } from './competition.commands';

/** A skills competition as it stands. */
export class CompetitionRow {
  @RowKey('The competition') competitionId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowSealed('What it is called.') title!: Sealed;
  @RowText('The school year') schoolYear!: SchoolYear;
  @RowDay('The last day on which an entry is taken') entriesUntil!: LocalDate;
  @RowWhole('So many judges, at least, score each entry') judgesPerEntry!: number;
  @RowJson([AwardBandPart], 'Awards, the highest first') awards!: AwardBandPart[];
  @RowIds('Who scores') judgeIds!: Uuid[];
  @RowWhole('Who competes') entries!: number;
  @RowDay('When the results were announced', { optional: true }) announcedOn!: LocalDate | null;
}

export const competitions = view<TrainingEvent>()(CompetitionRow, { name: 'competitions', version: 1, key: 'competitionId', on: {
  CompetitionOpened: (_, { data: { competitionId, title, schoolYear, entriesUntil, judgesPerEntry, awards }, version: streamVersion }) =>
    ({ competitionId, streamVersion, title, schoolYear, entriesUntil, judgesPerEntry, awards: [...awards], judgeIds: [], entries: 0, announcedOn: null }),
  JudgeAppointed: (row, e) => moved(row, e, ({ judgeIds }) => ({ judgeIds: [...judgeIds, e.data.judgeId] })),
  EntrySubmitted: (row, e) => moved(row, e, ({ entries }) => ({ entries: entries + 1 })),
  EntryScored: (row, e) => moved(row, e),
  CompetitionResultsAnnounced: (row, e) => moved(row, e, { announcedOn: e.data.on }),
} });

@Controller('v1/competitions')
export class CompetitionQueries {
  constructor(@InjectRows(competitions) private readonly rows: Rows<CompetitionRow>) {}

  @Get()
  @Reads([CompetitionRow], { may: anyStaff, summary: 'Competitions, the latest first', of: [competitions] })
  listCompetitions(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-entriesUntil']);
  }

  @Get(':competitionId')
  @Reads(CompetitionRow, { may: anyStaff, summary: 'A competition as it stands', of: [competitions], etag: 'streamVersion' })
  competition(@Asks() asks: Asks, @Param('competitionId') competitionId: string) {
    return this.rows.one(asks, competitionId);
  }
}
