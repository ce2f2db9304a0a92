import { Controller, Get } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  cadencePeriods, type CadencePeriod, type CadenceRule, cadenceScopes, type CadenceScope, cadenceSubjects, type CadenceSubject, type Instant, type OrganizationEvent,
} from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowInstant, RowJson, RowKey, Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { DEFAULT_CADENCE_RULES } from './cadence.model';

export class CadenceRuleShown implements CadenceRule {
  @ApiProperty({ enum: cadenceSubjects, description: 'What is to happen.' }) subject!: CadenceSubject;
  @ApiProperty({ type: String, required: false, description: 'Which kind of it; absent: any.' }) kind?: string;
  @ApiProperty({ enum: cadenceScopes, description: 'Of whom.' }) scope!: CadenceScope;
  @ApiProperty({ type: 'integer', description: 'How often.' }) times!: number;
  @ApiProperty({ enum: cadencePeriods, description: 'In each of these.' }) period!: CadencePeriod;
}

/** One version of what the county wants to be held regularly. */
export class CadencePolicyRow {
  @RowKey('The version.') key!: string;
  @RowWhole('The version; 0: the defaults, nothing was published.') version!: number;
  @RowJson([CadenceRuleShown], 'The rules.') rules!: CadenceRule[];
  @RowInstant('When it was published.', { optional: true }) publishedAt!: Instant | null;
}

export const cadencePolicies = view<OrganizationEvent>()(CadencePolicyRow, {
  name: 'cadence-policies', version: 1, key: 'key', indexes: [['version']],
  on: { CadencePolicyPublished: each(({ data }) => [String(data.version)], (_, { data: { version, rules, at } }, key) => ({ key, version, rules, publishedAt: at })) },
});

/** Every version, the one in force first, the defaults last. */
export const policyVersions = async (rows: Rows<CadencePolicyRow>, asks: Asks): Promise<CadencePolicyRow[]> =>
  [...await rows.find(asks, {}, ['-version']), { key: '0', version: 0, rules: [...DEFAULT_CADENCE_RULES], publishedAt: null }];

@Controller('v1/cadence-policy')
export class CadencePolicyQueries {
  constructor(@InjectRows(cadencePolicies) private readonly rows: Rows<CadencePolicyRow>) {}

  @Get()
  @Reads([CadencePolicyRow], { may: anyStaff, summary: 'What the county wants to be held regularly, the version in force first, the defaults last', of: [cadencePolicies] })
  cadencePolicy(@Asks() asks: Asks): Promise<CadencePolicyRow[]> {
    return policyVersions(this.rows, asks);
  }
}
