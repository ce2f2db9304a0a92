import { Controller, Get, Param, Query } from '@nestjs/common';
import type { LocalDate, SchoolYear, Sealed, TrainingEvent, Uuid } from '@homeroom/contracts';
import { Asks, Choice, InjectRows, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { CampCheckpointPart } from './study-camp.commands';

const campStatuses = ['open', 'closed'] as const;
type CampStatus = (typeof campStatuses)[number];

/** A camp for young class teachers, and how many are where on their way. */
export class StudyCampRow {
  @RowKey('The camp') campId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(campStatuses, 'Whether it goes on') status!: CampStatus;
  @RowText('The school year it begins in') schoolYear!: SchoolYear;
  @RowSealed('What it is called.') title!: Sealed;
  @RowId('Who leads it') leaderId!: Uuid;
  @RowDay('The first day on which somebody may join') startsOn!: LocalDate;
  @RowWhole('Most members at a time') places!: number;
  @RowJson([CampCheckpointPart], 'What the year of tracking is made of') checkpoints!: CampCheckpointPart[];
  @RowWhole('Members on their way') active!: number;
  @RowWhole('Members who graduated') graduated!: number;
  @RowWhole('Members who left without graduating') withdrawn!: number;
  @RowDay('When it was closed', { optional: true }) closedOn!: LocalDate | null;
}

export const studyCamps = view<TrainingEvent>()(StudyCampRow, { name: 'study-camps', version: 1, key: 'campId', indexes: [['startsOn']], on: {
  CampOpened: (_, { data: { campId, schoolYear, title, leaderId, startsOn, places, checkpoints }, version: streamVersion }): StudyCampRow => ({
    campId, streamVersion, status: 'open', schoolYear, title, leaderId, startsOn, places, checkpoints: [...checkpoints], active: 0, graduated: 0, withdrawn: 0, closedOn: null,
  }),
  CampMemberAdmitted: (row, e) => moved(row, e, ({ active }) => ({ active: active + 1 })),
  TrackingCheckpointRecorded: (row, e) => moved(row, e),
  CampMemberWithdrawn: (row, e) => moved(row, e, ({ active, withdrawn }) => ({ active: active - 1, withdrawn: withdrawn + 1 })),
  CampMemberGraduated: (row, e) => moved(row, e, ({ active, graduated }) => ({ active: active - 1, graduated: graduated + 1 })),
  CampClosed: (row, e) => moved(row, e, { status: 'closed', closedOn: e.data.on }),
} });

export class StudyCampsQuery extends PageQuery {
  @Choice(campStatuses, 'Only these', { optional: true }) status?: CampStatus;
}

@Controller('v1/study-camps')
export class StudyCampQueries {
  constructor(@InjectRows(studyCamps) private readonly rows: Rows<StudyCampRow>) {}

  @Get()
  @Reads(StudyCampRow, { may: anyStaff, summary: 'Camps for young class teachers, the first one first', page: true, of: [studyCamps] })
  listStudyCamps(@Asks() asks: Asks, @Query() query: StudyCampsQuery) {
    return this.rows.page(asks, { where: { status: query.status }, order: ['startsOn'], query });
  }

  @Get(':campId')
  @Reads(StudyCampRow, { may: anyStaff, summary: 'A camp as it stands', of: [studyCamps], etag: 'streamVersion' })
  studyCamp(@Asks() asks: Asks, @Param('campId') campId: string) {
    return this.rows.one(asks, campId);
  }
}
