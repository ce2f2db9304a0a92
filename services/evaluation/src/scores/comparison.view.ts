import { Controller, Get, Param } from '@nestjs/common';
import { type Grade, grades, type Uuid } from '@homeroom/contracts';
import { Asks, InjectRows, Reads, type Rows } from '@homeroom/platform';
import { ApiProperty } from '@nestjs/swagger';
import { type AssessmentRow, assessments } from '../assessments/assessments.view';
import { type EvaluationCycleRow, evaluationCycles } from '../evaluation-cycles/evaluation-cycles.view';
import { anyStaff } from '../who-may.model';

/** Fewer than this would say too much about single people. */
export const MIN_COMPARED = 5;

/** How one school's subjects lie in the bands; only numbers, and only where they are enough. */
export class SchoolComparison {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The school; null: the whole cycle.' }) schoolId!: Uuid | null;
  @ApiProperty({ type: 'integer', description: 'Subjects on the roster.' }) subjects!: number;
  @ApiProperty({ type: 'integer', description: 'Of these with a score or a result.' }) scored!: number;
  @ApiProperty({ type: Object, nullable: true, description: `How many have which grade; null where fewer than ${MIN_COMPARED} are scored.` }) grades!: Record<Grade, number> | null;
  @ApiProperty({ type: String, nullable: true, description: `Median score, at two decimals; null where fewer than ${MIN_COMPARED} are scored.` }) median!: string | null;
}

interface Scored { schoolId: Uuid | null; subjects: number; scored: number; median: string | null }
type Counted = Scored & Record<Grade, number>;

/** Scores are numbers of at most two decimals here: the middle one of them, the lower of two. Subjects of no school are in the whole alone. */
const COMPARED = `
  select school_id as "schoolId", count(*)::int as subjects, count(score)::int as scored,
    ${grades.map((grade) => `(count(*) filter (where grade = '${grade}'))::int as "${grade}"`).join(', ')},
    (percentile_disc(0.5) within group (order by score::numeric))::text as median
  from ${assessments.table} where cycle_id = $1 group by grouping sets ((school_id), ()) having grouping(school_id) = 1 or school_id is not null order by school_id nulls first`;

/** What is kept back of single schools must not follow from the whole less the others. */
const toldAll = (rows: readonly Counted[]): SchoolComparison[] => {
  const keptBack = rows.filter(({ schoolId, scored }) => schoolId !== null && scored < MIN_COMPARED).reduce((sum, { scored }) => sum + scored, 0);
  return rows.map((row) => told(row, row.scored >= MIN_COMPARED && (row.schoolId !== null || keptBack === 0 || keptBack >= MIN_COMPARED)));
};

const told = (row: Counted, enough: boolean): SchoolComparison => {
  const { schoolId, subjects, scored, median } = row;
  return { schoolId, subjects, scored, grades: enough ? Object.fromEntries(grades.map((grade) => [grade, row[grade]])) as Record<Grade, number> : null, median: enough ? median : null };
};

@Controller('v1/evaluation-cycles/:cycleId')
export class ComparisonQueries {
  constructor(@InjectRows(assessments) private readonly rows: Rows<AssessmentRow>, @InjectRows(evaluationCycles) private readonly cycles: Rows<EvaluationCycleRow>) {}

  @Get('comparison')
  @Reads([SchoolComparison], { may: anyStaff, summary: 'Schools side by side, in bands; names nobody', of: [assessments, evaluationCycles] })
  async comparison(@Asks() asks: Asks, @Param('cycleId') cycleId: string): Promise<SchoolComparison[]> {
    await this.cycles.one(asks, cycleId);
    return toldAll(await this.rows.query(asks, (manager) => manager.query(COMPARED, [cycleId])) as Counted[]);
  }
}
