import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type DeadlineRule, type Instant, type OrganizationEvent, reportClocks, type ReportClock } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowInstant, RowJson, RowKey, Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { DEFAULT_DEADLINE_RULES, type DeadlineRules } from './deadline-policy.model';

export class RuleOfPolicy implements DeadlineRule {
  @ApiProperty({ enum: reportClocks, description: 'Working time, or every minute.' }) clock!: ReportClock;
  @ApiProperty({ type: 'integer', description: 'Minutes of that clock until the holder has acknowledged.' }) acknowledgeWithinMinutes!: number;
  @ApiProperty({ type: 'integer', description: 'Minutes from the acknowledgement to the first response.' }) respondWithinMinutes!: number;
  @ApiProperty({ type: 'integer', description: 'Minutes from the raise to the resolution.' }) resolveWithinMinutes!: number;
  @ApiProperty({ type: 'integer' as const, nullable: true, description: 'Minutes until a resolution counts as confirmed; null: only the raiser confirms.' }) confirmWithinMinutes!: number | null;
}

export class RulesOfPolicy implements DeadlineRules {
  @ApiProperty({ type: RuleOfPolicy, description: 'Severity ROUTINE.' }) ROUTINE!: DeadlineRule;
  @ApiProperty({ type: RuleOfPolicy, description: 'Severity IMPORTANT.' }) IMPORTANT!: DeadlineRule;
  @ApiProperty({ type: RuleOfPolicy, description: 'Severity URGENT.' }) URGENT!: DeadlineRule;
  @ApiProperty({ type: RuleOfPolicy, description: 'Severity CRITICAL.' }) CRITICAL!: DeadlineRule;
}

/** One version of the county's deadlines. */
export class DeadlinePolicyRow {
  @RowKey('The version.') key!: string;
  @RowWhole('The version; 0: the defaults, nothing was published.') version!: number;
  @RowJson(RulesOfPolicy, 'The rules by severity.') rules!: DeadlineRules;
  @RowInstant('When it was published.', { optional: true }) publishedAt!: Instant | null;
}

export const deadlinePolicies = view<OrganizationEvent>()(DeadlinePolicyRow, {
  name: 'deadline-policies', version: 1, key: 'key', indexes: [['version']],
  on: { DeadlinePolicyPublished: each(({ data }) => [String(data.version)], (_, { data: { version, rules, at } }, key) => ({ key, version, rules, publishedAt: at })) },
});

@Controller('v1/deadline-policy')
export class DeadlinePolicyQueries {
  constructor(@InjectRows(deadlinePolicies) private readonly rows: Rows<DeadlinePolicyRow>) {}

  @Get()
  @Reads([DeadlinePolicyRow], { may: anyStaff, summary: 'The county’s deadlines, the version in force first, the defaults last', of: [deadlinePolicies] })
  async deadlinePolicy(@Asks() asks: Asks): Promise<DeadlinePolicyRow[]> {
    const defaults: DeadlinePolicyRow = { key: '0', version: 0, rules: DEFAULT_DEADLINE_RULES, publishedAt: null };
    return [...await this.rows.find(asks, {}, ['-version']), defaults];
  }
}
