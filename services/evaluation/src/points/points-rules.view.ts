import { Controller, Get } from '@nestjs/common';
import { type EvaluationEvent, type Instant, type PointsCap, type PointsRule, type Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { Asks, InjectRows, Reads, RowFlag, RowId, RowInstant, RowJson, RowKey, type Rows, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';
import { PointsCapPart, PointsRulePart } from './points.commands';

/** One version of the rules for points. */
export class PointsRulesRow {
  @RowKey('The version, as text') key!: string;
  @RowWhole('1, 2, 3, …; the highest is in force') rulesVersion!: number;
  @RowFlag('A sample that nobody has adopted: 示例') sample!: boolean;
  @RowJson([PointsRulePart], 'The rules') rules!: PointsRule[];
  @RowJson([PointsCapPart], 'The caps') caps!: PointsCap[];
  @RowId('Who published it') publishedBy!: Uuid;
  @RowInstant('When') at!: Instant;
}

export const pointsRules = view<EvaluationEvent>()(PointsRulesRow, { name: 'points-rules', version: 1, key: 'key', on: {
  PointsRulesPublished: each(({ data }) => [String(data.rulesVersion)], (_, { data }, key) => ({ key, ...data })),
} });

@Controller('v1/points-rules')
export class PointsRulesQueries {
  constructor(@InjectRows(pointsRules) private readonly rows: Rows<PointsRulesRow>) {}

  @Get()
  @Reads([PointsRulesRow], { may: anyStaff, summary: 'The rules for points, the version in force first', of: [pointsRules] })
  pointsRules(@Asks() asks: Asks) {
    return this.rows.find(asks, {}, ['-rulesVersion']);
  }
}
