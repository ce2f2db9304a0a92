import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type CoverageScope, coverageScopes, type CoverageEvidence, type CoverageOfSchool, type ExactNumber, type Instant, type LocalDate, type SchoolYear, type TrainingEvent, type TrainingTier, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, PageQuery, Reads, RowChoice, RowDay, RowId, RowIds, RowInstant, RowJson, RowKey, type Rows, RowText, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

export const coverageOutcomes = ['met', 'missed'] as const;
export type CoverageOutcome = (typeof coverageOutcomes)[number];

/** A target as it stands. */
export class CoverageTargetRow {
  @RowKey('The target') targetId!: Uuid;
  @RowText('School year') schoolYear!: SchoolYear;
  @RowDay('Credits count from this day') beginsOn!: LocalDate;
  @RowDay('To this day') endsOn!: LocalDate;
  @RowId('The ladder') ladderId!: Uuid;
  @RowWhole('Its pinned version') ladderVersion!: number;
  @RowIds('The tiers of that version') tiers!: TrainingTier[];
  @RowChoice(coverageScopes, 'A credit at any tier, at every tier, or at one tier') scope!: CoverageScope;
  @RowText('Share from which on it is met') threshold!: ExactNumber;
  @RowWhole('The pinned version of the rule') ruleVersion!: number;
  @RowDay('The day that was put down last', { optional: true }) lastOn!: LocalDate | null;
  @RowText('What that day came to, to four decimals; null: nothing was put down, or there was nobody to reach', { optional: true }) coverage!: ExactNumber | null;
  @RowChoice(coverageOutcomes, 'What was told last; null: neither', { optional: true }) outcome!: CoverageOutcome | null;
}

type Row = CoverageTargetRow | undefined;

export const coverageTargets = view<TrainingEvent>()(CoverageTargetRow, { name: 'coverage-targets', version: 1, key: 'targetId', indexes: [['schoolYear', 'scope']], on: {
  CoverageTargetDefined: (_, { data: { from: beginsOn, until: endsOn, definedBy: _by, at: _at, ...defined } }) => ({ ...defined, beginsOn, endsOn, lastOn: null, coverage: null, outcome: null }),
  CoverageComputed: (row: Row, { data: { on, coverage } }) => row && { ...row, lastOn: on, coverage: coverage ?? null },
  CoverageTargetMet: (row: Row) => row && { ...row, outcome: 'met' as const },
  CoverageTargetMissed: (row: Row) => row && { ...row, outcome: 'missed' as const },
} });

export class KnownOfBothLogs {
  @ApiProperty({ type: 'integer', description: 'Position of organization\'s log.' }) organization!: number;
  @ApiProperty({ type: 'integer', description: 'Position of this service\'s log.' }) training!: number;
}

export class EvidenceOfCoverage implements CoverageEvidence {
  @ApiProperty({ type: KnownOfBothLogs, description: 'What both logs said: whoever reads them to here finds the same people.' }) known!: KnownOfBothLogs;
  @ApiProperty({ type: String, description: 'SHA-256 of the ids of those who are to be reached, in order, one a line.' }) rosterDigest!: string;
  @ApiProperty({ type: String, description: 'SHA-256 of the ids of those who were.' }) reachedDigest!: string;
}

export class ComputedOfSchool implements CoverageOfSchool {
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'So many were reached.' }) numerator!: number;
  @ApiProperty({ type: 'integer', description: 'Of so many.' }) denominator!: number;
}

/** One time that the coverage of a day was put down. */
export class CoverageComputationRow {
  @RowKey('`<targetId>:<version>`') key!: string;
  @RowId('The target') targetId!: Uuid;
  @RowWhole('Version of the target\'s stream: 2, 3, … in the order in which it was put down') streamVersion!: number;
  @RowDay('The day') day!: LocalDate;
  @RowWhole('So many were reached') numerator!: number;
  @RowWhole('Of so many') denominator!: number;
  @RowText('To four decimals; null: there was nobody to reach', { optional: true }) coverage!: ExactNumber | null;
  @RowJson([ComputedOfSchool], 'By school; null: an earlier build, which told none', { optional: true }) schools!: CoverageOfSchool[] | null;
  @RowJson(EvidenceOfCoverage, 'What the numbers come from') evidence!: CoverageEvidence;
  @RowInstant('When it was put down') computedAt!: Instant;
}

export const coverageComputations = view<TrainingEvent>()(CoverageComputationRow, { name: 'coverage-computations', version: 2, key: 'key', indexes: [['targetId', 'streamVersion']], on: {
  CoverageComputed: each(({ version, data: { targetId } }) => [`${targetId}:${version}`], (_, { version: streamVersion, data: { targetId, on: day, numerator, denominator, coverage, schools, evidence, at } }, key) =>
    ({ key, targetId, streamVersion, day, numerator, denominator, coverage: coverage ?? null, schools: schools ?? null, evidence, computedAt: at })),
} });

@Controller('v1/coverage-targets')
export class CoverageTargetQueries {
  constructor(@InjectRows(coverageTargets) private readonly targets: Rows<CoverageTargetRow>, @InjectRows(coverageComputations) private readonly computations: Rows<CoverageComputationRow>) {}

  @Get()
  @Reads([CoverageTargetRow], { may: anyStaff, summary: 'Coverage targets, by school year', of: [coverageTargets] })
  listCoverageTargets(@Asks() asks: Asks) {
    return this.targets.find(asks, {}, ['-schoolYear', 'scope']);
  }

  @Get(':targetId')
  @Reads(CoverageTargetRow, { may: anyStaff, summary: 'A coverage target as it stands', of: [coverageTargets] })
  coverageTarget(@Asks() asks: Asks, @Param('targetId') targetId: string) {
    return this.targets.one(asks, targetId);
  }

  @Get(':targetId/computations')
  @Reads(CoverageComputationRow, { may: anyStaff, summary: 'Every time that the coverage was put down, the last one first', page: true, of: [coverageComputations] })
  listCoverageComputations(@Asks() asks: Asks, @Param('targetId') targetId: string, @Query() query: PageQuery) {
    return this.computations.page(asks, { where: { targetId }, order: ['-streamVersion'], query });
  }
}
