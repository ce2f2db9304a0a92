import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { consultationModes, type ConsultationMode, type LocalDate, type Sealed, studioThemes, type StudioTheme, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Choice, Id, InjectRows, type May, moved, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowJson, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { ArrayContains } from 'typeorm';
import { countyStaff, leadsSchool } from '../who-may.model';
import { leadsWhereHeld, participates } from './case-consultation-who-may.model';

export class ConsultationOpinion {
  @ApiProperty({ type: String, description: 'The opinion.' }) opinionId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The report it is about; null: all of them.' }) reportId!: Uuid | null;
  @ApiProperty({ type: String, nullable: true, description: 'What it says. Null once the key of its subject is destroyed.' }) opinion!: Sealed | null;
  @ApiProperty({ type: String, format: 'uuid', description: 'Whose it is.' }) opinionBy!: Uuid;
}

/** A consultation on cases. */
export class CaseConsultationRow {
  @RowKey('The consultation') consultationId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowId('The school that held it; null: the county or a studio', { optional: true }) schoolId!: Uuid | null;
  @RowChoice(consultationModes, 'How it was held') mode!: ConsultationMode;
  @RowChoice(studioThemes, 'What it was about') theme!: StudioTheme;
  @RowDay('When') on!: LocalDate;
  @RowIds('The upward reports it was about; organization has what they say') reportIds!: Uuid[];
  @RowIds('Who was there') participantIds!: Uuid[];
  @RowJson([ConsultationOpinion], 'What they think') opinions!: ConsultationOpinion[];
  @RowId('Who recorded it') heldBy!: Uuid;
}

export const caseConsultations = view<TrainingEvent>()(CaseConsultationRow, { name: 'case-consultations', version: 1, key: 'consultationId', indexes: [['on'], ['schoolId', 'on']], on: {
  CaseConsultationHeld: (_, { data: { consultationId, schoolId = null, mode, theme, on, reportIds, participantIds, heldBy }, version: streamVersion }) =>
    ({ consultationId, streamVersion, schoolId, mode, theme, on, reportIds: [...reportIds], participantIds: [...participantIds], opinions: [], heldBy }),
  ConsultationOpinionRecorded: (row, e) => moved(row, e, ({ opinions }) => {
    const { opinionId, reportId = null, opinion, opinionBy } = e.data;
    return { opinions: [...opinions, { opinionId, reportId, opinion, opinionBy }] };
  }),
} });

export class CaseConsultationsQuery extends PageQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only those about this upward report', { optional: true }) reportId?: Uuid;
  @Id('Only those where this person was', { optional: true }) participantId?: Uuid;
  @Choice(studioThemes, 'Only about this', { optional: true }) theme?: StudioTheme;
}

const looksAtOwn: May = (asking) => asking.query.participantId === asking.caller.personId || leadsSchool(asking, asking.query.schoolId);

@Controller('v1/case-consultations')
export class CaseConsultationQueries {
  constructor(@InjectRows(caseConsultations) private readonly rows: Rows<CaseConsultationRow>) {}

  @Get()
  @Reads(CaseConsultationRow, { may: anyOf(countyStaff, looksAtOwn), summary: 'Consultations on cases, the latest first', page: true, of: [caseConsultations] })
  listCaseConsultations(@Asks() asks: Asks, @Query() query: CaseConsultationsQuery) {
    const { schoolId, theme, reportId, participantId } = query;
    const where = { schoolId, theme, reportIds: reportId && ArrayContains([reportId]), participantIds: participantId && ArrayContains([participantId]) };
    return this.rows.page(asks, { where, order: ['-on'], query });
  }

  @Get(':consultationId')
  @Reads(CaseConsultationRow, { may: anyOf(countyStaff, participates, leadsWhereHeld), summary: 'A consultation on cases', of: [caseConsultations], etag: 'streamVersion' })
  caseConsultation(@Asks() asks: Asks, @Param('consultationId') consultationId: string) {
    return this.rows.one(asks, consultationId);
  }
}
