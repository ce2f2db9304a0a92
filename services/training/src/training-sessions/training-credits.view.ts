import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type CourseKind, courseKinds, type Instant, type LocalDate, type Position, type SchoolYear, type TrainingEvent, type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowChoice, RowDay, RowFlag, RowId, RowJson, RowKey, type Rows, RowText, RowWhole, Text, view } from '@homeroom/platform';
import { schoolYearOf } from '../days.model';
import { looksAtOwnTraining } from './session-who-may.model';

export class ToldOfCredit {
  @ApiProperty({ type: 'integer', description: 'Position of the event in this service\'s log.' }) position!: Position;
  @ApiProperty({ type: String, format: 'date-time', description: 'When it was recorded.' }) recordedAt!: Instant;
  @ApiProperty({ type: Boolean, description: 'Granted, or taken back by a correction.' }) granted!: boolean;
}

/** The credit of one person for one session, and every time that it was granted or taken back. */
export class TrainingCreditRow {
  @RowKey('`<sessionId>:<personId>`') creditId!: string;
  @RowId('The person') personId!: Uuid;
  @RowId('The session') sessionId!: Uuid;
  @RowId('Its course') courseId!: Uuid;
  @RowChoice(courseKinds, 'Foundation, extension or practice') courseKind!: CourseKind;
  @RowWhole('Hours') creditHours!: number;
  @RowId('The ladder') ladderId!: Uuid;
  @RowChoice(trainingTiers, 'The tier') tier!: TrainingTier;
  @RowDay('The day it counts on') countsOn!: LocalDate;
  @RowText('The school year of that day') schoolYear!: SchoolYear;
  @RowFlag('It stands') stands!: boolean;
  @RowJson([ToldOfCredit], 'Each time it was granted or taken back, in order') told!: readonly ToldOfCredit[];
}

export const trainingCredits = view<TrainingEvent>()(TrainingCreditRow, { name: 'training-credits', version: 1, key: 'creditId', indexes: [['personId', 'countsOn'], ['ladderId', 'countsOn']], on: {
  TrainingCreditGranted: (row, { position, recordedAt, data: { creditId, personId, sessionId, courseId, courseKind, creditHours, ladderId, tier, on } }) => ({
    creditId, personId, sessionId, courseId, courseKind, creditHours, ladderId, tier, countsOn: on, schoolYear: schoolYearOf(on), stands: true,
    told: [...row?.told ?? [], { position, recordedAt, granted: true }],
  }),
  AttendanceCorrected: each(({ data: { sessionId, personId, reversesCredit } }) => (reversesCredit ? [`${sessionId}:${personId}`] : []), (row, { position, recordedAt }) =>
    row && { ...row, stands: false, told: [...row.told, { position, recordedAt, granted: false }] }),
} });

export class CreditStatementQuery {
  @Text('Only this school year', { pattern: /\d{4}-\d{4}/, example: '2025-2026', optional: true }) schoolYear?: SchoolYear;
}

/** What a person was trained in, and what it comes to. */
export class CreditStatement {
  @ApiProperty({ type: String, format: 'uuid', description: 'The person.' }) personId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Hours that stand.' }) hours!: number;
  @ApiProperty({ type: Object, description: 'Hours that stand, by kind of course.' }) hoursByKind!: Partial<Record<CourseKind, number>>;
  @ApiProperty({ type: Object, description: 'Hours that stand, by tier.' }) hoursByTier!: Partial<Record<TrainingTier, number>>;
  @ApiProperty({ type: [TrainingCreditRow], description: 'Every credit, those that were taken back included.' }) credits!: TrainingCreditRow[];
}

const sumBy = <K extends string>(credits: readonly TrainingCreditRow[], keyOf: (row: TrainingCreditRow) => K): Partial<Record<K, number>> => {
  const sums: Partial<Record<K, number>> = {};
  for (const one of credits) sums[keyOf(one)] = (sums[keyOf(one)] ?? 0) + one.creditHours;
  return sums;
};

/** The statement that these credits make. */
export const statementOf = (personId: Uuid, credits: TrainingCreditRow[]): CreditStatement => {
  const standing = credits.filter(({ stands }) => stands);
  return { personId, hours: standing.reduce((sum, { creditHours }) => sum + creditHours, 0), hoursByKind: sumBy(standing, ({ courseKind }) => courseKind), hoursByTier: sumBy(standing, ({ tier }) => tier), credits };
};

@Controller('v1/credit-statements')
export class TrainingCreditQueries {
  constructor(@InjectRows(trainingCredits) private readonly rows: Rows<TrainingCreditRow>) {}

  @Get(':personId')
  @Reads(CreditStatement, { may: looksAtOwnTraining, summary: 'The training credit of a person', of: [trainingCredits] })
  async creditStatement(@Asks() asks: Asks, @Param('personId') personId: string, @Query() { schoolYear }: CreditStatementQuery): Promise<CreditStatement> {
    return statementOf(personId, await this.rows.find(asks, { personId, ...(schoolYear && { schoolYear }) }, ['countsOn']));
  }
}
