import { Controller, Get, Query } from '@nestjs/common';
import { type LocalDate, maturityStages, type MaturityStage, maturitySubjects, type MaturitySubject, type Sealed, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { Asks, Choice, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowKey, type Rows, RowSealed, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

/** How far a school or a studio has come. */
export class MaturityRow {
  @RowKey('`<subjectType>:<subjectId>`') maturityId!: string;
  @RowChoice(maturitySubjects, 'What it is') subjectType!: MaturitySubject;
  @RowId('Which') subjectId!: Uuid;
  @RowChoice(maturityStages, 'The stage it has reached') stage!: MaturityStage;
  @RowDay('Since when') since!: LocalDate;
  @RowSealed('By what one sees it.') evidence!: Sealed;
}

export const maturityBoard = view<TrainingEvent>()(MaturityRow, { name: 'maturity', version: 1, key: 'maturityId', indexes: [['stage']], on: {
  MaturityAdvanced: (_, { data: { maturityId, subjectType, subjectId, toStage: stage, on: since, evidence } }) => ({ maturityId, subjectType, subjectId, stage, since, evidence }),
} });

export class MaturityQuery extends PageQuery {
  @Choice(maturityStages, 'Only those at this stage', { optional: true }) stage?: MaturityStage;
  @Choice(maturitySubjects, 'Only these', { optional: true }) subjectType?: MaturitySubject;
}

@Controller('v1/maturity')
export class MaturityQueries {
  constructor(@InjectRows(maturityBoard) private readonly rows: Rows<MaturityRow>) {}

  @Get()
  @Reads(MaturityRow, { may: anyStaff, summary: 'How far schools and studios have come', page: true, of: [maturityBoard] })
  listMaturity(@Asks() asks: Asks, @Query() query: MaturityQuery) {
    const { stage, subjectType } = query;
    return this.rows.page(asks, { where: { stage, subjectType }, order: ['stage'], query });
  }
}
