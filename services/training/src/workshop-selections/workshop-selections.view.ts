import { Controller, Get, Param } from '@nestjs/common';
import type { SchoolYear, TrainingEvent, Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, moved, Reads, RowChoice, RowId, RowIds, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

const selectionStatuses = ['open', 'closed'] as const;

/** A district's selection of a school year. */
export class WorkshopSelectionRow {
  @RowKey('`<districtId>:<schoolYear>`') selectionId!: string;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowId('The district') districtId!: Uuid;
  @RowText('The school year') schoolYear!: SchoolYear;
  @RowChoice(selectionStatuses, 'Whether it is settled') status!: (typeof selectionStatuses)[number];
  @RowWhole('How many are wanted') places!: number;
  @RowIds('Who is selected') participantIds!: Uuid[];
}

export const workshopSelections = view<TrainingEvent>()(WorkshopSelectionRow, { name: 'workshop-selections', version: 1, key: 'selectionId', on: {
  SelectionOpened: (_, { data: { selectionId, districtId, schoolYear, places }, version: streamVersion }): WorkshopSelectionRow => ({ selectionId, streamVersion, districtId, schoolYear, status: 'open', places, participantIds: [] }),
  ParticipantSelected: (row, e) => moved(row, e, ({ participantIds }) => ({ participantIds: [...participantIds, e.data.personId] })),
  SelectionClosed: (row, e) => moved(row, e, { status: 'closed' }),
} });

@Controller('v1/workshop-selections')
export class WorkshopSelectionQueries {
  constructor(@InjectRows(workshopSelections) private readonly rows: Rows<WorkshopSelectionRow>) {}

  @Get()
  @Reads([WorkshopSelectionRow], { may: anyStaff, summary: 'Selections for the workshop, the latest school year first', of: [workshopSelections] })
  listWorkshopSelections(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-schoolYear']);
  }

  @Get(':selection')
  @Reads(WorkshopSelectionRow, { may: anyStaff, summary: 'A district\'s selection of a school year', of: [workshopSelections], etag: 'streamVersion' })
  workshopSelection(@Asks() asks: Asks, @Param('selection') selectionId: string) {
    return this.rows.one(asks, selectionId);
  }
}
