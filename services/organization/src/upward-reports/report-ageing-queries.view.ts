import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { type Instant, type LocalDate, reportSeverities, type ReportSeverity, type Uuid } from '@homeroom/contracts';
import { anyOf, Asks, Day, EDGE, type Edge, Flag, Id, InjectRows, Reads, Rows } from '@homeroom/platform';
import type { SelectQueryBuilder } from 'typeorm';
import { countyStaff, inQuery, leaderIn } from '../who-may.model';
import { reportAgeing, ReportStayRow } from './report-ageing.view';
import { reportInbox, ReportInboxRow } from './report-inbox.view';

const nullableMinutes = (description: string) => ({ type: 'integer' as const, nullable: true, description });

/** What the holders of one level have now. */
export class OpenReports {
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'The level that has them.' }) level!: number;
  @ApiProperty({ enum: reportSeverities, description: 'How much they press.' }) severity!: ReportSeverity;
  @ApiProperty({ type: 'integer', description: 'How many they are.' }) reports!: number;
  @ApiProperty({ type: 'integer', description: 'How many of them have missed a deadline at this level.' }) late!: number;
  @ApiProperty({ type: String, format: 'date-time', description: 'Since when the level has the oldest.' }) oldestAt!: Instant;
  @ApiProperty({ type: 'integer', description: 'Hours of the wall clock that the level has had half of them at least.' }) medianAgeHours!: number;
}

/** How fast a level was, in minutes of the reports’ clock, pauses taken off. */
export class ResponseTimes {
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'The level.' }) level!: number;
  @ApiProperty({ enum: reportSeverities, description: 'How much the reports press.' }) severity!: ReportSeverity;
  @ApiProperty({ type: String, nullable: true, description: 'Month in Shanghai in which reports came to the level, `YYYY-MM`; null without `monthly`.' })
  period!: string | null;
  @ApiProperty({ type: 'integer', description: 'How often a report came to the level.' }) stays!: number;
  @ApiProperty({ type: 'integer', description: 'How often a deadline passed there.' }) late!: number;
  @ApiProperty({ type: 'integer', description: 'How often it was acknowledged there.' }) acknowledged!: number;
  @ApiProperty(nullableMinutes('Half of the acknowledgements took so long at most.')) acknowledgeP50!: number | null;
  @ApiProperty(nullableMinutes('Four fifths of them.')) acknowledgeP80!: number | null;
  @ApiProperty(nullableMinutes('95 in 100 of them.')) acknowledgeP95!: number | null;
  @ApiProperty({ type: 'integer', description: 'How often it was responded to there.' }) responded!: number;
  @ApiProperty(nullableMinutes('Half of the first responses took so long at most.')) respondP50!: number | null;
  @ApiProperty(nullableMinutes('Four fifths of them.')) respondP80!: number | null;
  @ApiProperty(nullableMinutes('95 in 100 of them.')) respondP95!: number | null;
}

export class ReportAgeingQuery {
  @Id('Only of this school.', { optional: true }) schoolId?: Uuid;
}

export class ResponseTimesQuery extends ReportAgeingQuery {
  @Day('Only what came to a level on or after this day in Shanghai.', { optional: true }) from?: LocalDate;
  @Day('Only what came to a level on or before this day in Shanghai.', { optional: true }) until?: LocalDate;
  @Flag('One row for each month too. Absent: no.', { optional: true }) monthly?: boolean;
}

const may = anyOf(countyStaff, leaderIn(inQuery('schoolId')));
const SHANGHAI_DAY = `(s.started_at at time zone 'Asia/Shanghai')`;

/** Rounded up: a share of the stays took so many minutes at most. */
const percentile = (share: number, column: string): string => `ceil(percentile_cont(${share}) within group (order by s.${column}))::int`;

@Controller('v1')
export class ReportAgeingQueries {
  constructor(@InjectRows(reportAgeing) private readonly rows: Rows<ReportStayRow>, @Inject(EDGE) private readonly edge: Edge) {}

  @Get('report-ageing')
  @Reads([OpenReports], { may, summary: 'What is open at each level, and for how long', of: [reportAgeing, reportInbox] })
  reportAgeing(@Asks() asks: Asks, @Query() { schoolId }: ReportAgeingQuery): Promise<OpenReports[]> {
    const now = this.edge.runtime.now();
    return this.rows.query(asks, (manager) => grouped(manager.createQueryBuilder(ReportStayRow, 's'), schoolId)
      .andWhere('s.endedAt is null').andWhere('r.open')
      .addSelect('count(*)::int', 'reports').addSelect('(count(*) filter (where s.late))::int', 'late')
      .addSelect(`to_char(min(s.started_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`, 'oldestAt')
      .addSelect('(percentile_cont(0.5) within group (order by extract(epoch from :now::timestamptz - s.started_at)) / 3600)::int', 'medianAgeHours')
      .setParameter('now', now).getRawMany<OpenReports>());
  }

  @Get('report-response-times')
  @Reads([ResponseTimes], { may, summary: 'How fast each level acknowledges and responds', of: [reportAgeing, reportInbox] })
  reportResponseTimes(@Asks() asks: Asks, @Query() { schoolId, from, until, monthly }: ResponseTimesQuery): Promise<ResponseTimes[]> {
    const month = monthly ? `to_char(${SHANGHAI_DAY}, 'YYYY-MM')` : 'null::text';
    return this.rows.query(asks, (manager) => {
      const query = grouped(manager.createQueryBuilder(ReportStayRow, 's'), schoolId).addSelect(month, 'period')
        .addSelect('count(*)::int', 'stays').addSelect('(count(*) filter (where s.late))::int', 'late');
      for (const [what, done] of [['acknowledge', 'acknowledged'], ['respond', 'responded']] as const) {
        query.addSelect(`count(s.${what}_minutes)::int`, done);
        for (const share of [50, 80, 95]) query.addSelect(percentile(share / 100, `${what}_minutes`), `${what}P${share}`);
      }
      if (from) query.andWhere(`${SHANGHAI_DAY}::date >= :from`, { from });
      if (until) query.andWhere(`${SHANGHAI_DAY}::date <= :until`, { until });
      if (monthly) query.addGroupBy(month).addOrderBy(month);
      return query.getRawMany<ResponseTimes>();
    });
  }
}

/** Stays by school, level and severity. */
const grouped = (stays: SelectQueryBuilder<ReportStayRow>, schoolId: Uuid | undefined): SelectQueryBuilder<ReportStayRow> => {
  const query = stays.innerJoin(ReportInboxRow, 'r', 'r.reportId = s.reportId')
    .select('s.schoolId', 'schoolId').addSelect('s.level', 'level').addSelect('r.severity', 'severity')
    .groupBy('s.schoolId').addGroupBy('s.level').addGroupBy('r.severity').orderBy('s.schoolId').addOrderBy('s.level').addOrderBy('r.severity');
  return schoolId ? query.where('s.schoolId = :schoolId', { schoolId }) : query.where('true');
};
