import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { type CadenceRule, type CadenceScope, type LocalDate, type SchoolYear, type Stage, stages, type Uuid } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { anyOf, Asks, EDGE, type Edge, Flag, Id, InjectRows, Reads, Rows, Text } from '@homeroom/platform';
import { classInspections } from '../class-inspections/class-inspections.view';
import { readsClassOrSchool, workLog } from '../class-work-logs/work-log.view';
import { meetings } from '../meetings/meetings.view';
import { type SchoolCalendarRow, schoolCalendars } from '../school-calendars/school-calendars.view';
import { dayOf, type SchoolDays, schoolDaysOf } from '../school-calendars/working-time.model';
import { classBoard } from '../school-classes/class-board.view';
import { isSchoolYear, schoolYearOf } from '../school-classes/school-year.model';
import { countyStaff, inQuery, leaderIn } from '../who-may.model';
import { cadencePolicies, type CadencePolicyRow, CadenceRuleShown, policyVersions } from './cadence-policies.view';
import { type Days, periodsDue } from './cadence.model';

const nullable = { nullable: true } as const;

/** A period in which less was held than wanted. */
export class MissedPeriod {
  @ApiProperty({ type: String, format: 'date', description: 'First day.' }) from!: LocalDate;
  @ApiProperty({ type: String, format: 'date', description: 'Last day.' }) until!: LocalDate;
  @ApiProperty({ type: 'integer', description: 'How often it was held.' }) held!: number;
}

/** One rule for one class, grade or school: what should have been held by now, and was not. */
export class CadenceStanding {
  @ApiProperty({ type: CadenceRuleShown, description: 'The rule.' }) rule!: CadenceRule;
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ type: String, format: 'uuid', ...nullable, description: 'The class, where it is about one.' }) classId!: Uuid | null;
  @ApiProperty({ type: String, enum: [...stages, null], ...nullable, description: 'The stage of a grade.' }) stage!: Stage | null;
  @ApiProperty({ type: 'integer', ...nullable, description: 'The grade, where it is about one.' }) grade!: number | null;
  @ApiProperty({ type: 'integer', description: 'What was wanted in all periods that are over.' }) wanted!: number;
  @ApiProperty({ type: 'integer', description: 'What was held of it: more in one period makes up for nothing in another.' }) held!: number;
  @ApiProperty({ type: [MissedPeriod], description: 'Where something is missing, the first one first.' }) missed!: MissedPeriod[];
}

class SchoolAndWanted {
  @ApiProperty({ type: String, format: 'uuid', description: 'The school.' }) schoolId!: Uuid;
  @ApiProperty({ type: 'integer', description: 'Classes, grades or schools that the rule is about.' }) subjects!: number;
  @ApiProperty({ type: 'integer', description: 'How many of them miss nothing.' }) complete!: number;
  @ApiProperty({ type: 'integer', description: 'What was wanted of them in all periods that are over.' }) wanted!: number;
  @ApiProperty({ type: 'integer', description: 'What was held of it.' }) held!: number;
}
class RuleOfSummary {
  @ApiProperty({ type: CadenceRuleShown, description: 'The rule.' }) rule!: CadenceRule;
}
/** One rule in one school. */
export class CadenceSummary extends IntersectionType(RuleOfSummary, SchoolAndWanted) {}

export class CadenceSummaryQuery {
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Text('The school year; the present one when absent', { min: 9, max: 9, pattern: /\d{4}-\d{4}/, optional: true, example: '2025-2026' }) schoolYear?: SchoolYear;
}
export class CadenceComplianceQuery extends CadenceSummaryQuery {
  @Id('Only of this class; what is asked of grades and schools is left out', { optional: true }) classId?: Uuid;
  @Flag('Only where something is missing', { optional: true }) missing?: boolean;
}

/** Whom a rule is about: `since` the first day, `until` the first day no more. $4: school, $5: class. */
const OF = `from ${classBoard.table} where ($4::text is null or school_id = $4) and ($5::text is null or class_id = $5)`;
const ENDED = `coalesce(ended_on, '9999-12-31'::date)`;
const SUBJECTS: Readonly<Record<CadenceScope, string>> = {
  class: `select class_id as id, school_id, class_id, null::text as stage, null::int as grade, opened_on as since, ${ENDED} as until ${OF}`,
  'led-class': `select class_id as id, school_id, class_id, null::text as stage, null::int as grade, lead_class_teacher_since as since, ${ENDED} as until ${OF} and lead_class_teacher_id is not null`,
  grade: `select school_id || ':' || stage || ':' || grade as id, school_id, null::text as class_id, stage, grade, min(opened_on) as since, max(${ENDED}) as until ${OF} and $5::text is null group by school_id, stage, grade`,
  school: `select school_id as id, school_id, null::text as class_id, null::text as stage, null::int as grade, min(opened_on) as since, max(${ENDED}) as until ${OF} and $5::text is null group by school_id`,
};
const ID: Readonly<Record<CadenceScope, string>> = { class: 'class_id', 'led-class': 'class_id', grade: `school_id || ':' || stage || ':' || grade`, school: 'school_id' };

/** What was held, and when. $3: the kind. A meeting counts by its minutes, an inspection by its beginning, an entry unless it was taken back. */
const heldOf = ({ subject, scope }: CadenceRule): string => {
  const where = `($4::text is null or school_id = $4) and ($5::text is null or class_id = $5)`;
  if (subject === 'meeting') return `select ${ID[scope]} as id, meets_on as held_on from ${meetings.table} where status = 'held' and ($3::text is null or kind = $3) and ${where}`;
  if (subject === 'class-inspection') return `select ${ID[scope]} as id, started_on as held_on from ${classInspections.table} where started_on is not null and $3::text is null and ${where}`;
  return `select ${ID[scope]} as id, done_on as held_on from ${workLog.table} where entry = '${subject}' and withdrawn_at is null and ($3::text is null or kind = $3) and ${where}`;
};

/** Every subject and period that is over, with how often it was held. $1, $2: first and last days of the periods. */
const standings = (rule: CadenceRule): string => `with p as (select "from", until from unnest($1::date[], $2::date[]) as days("from", until)),
  s as (${SUBJECTS[rule.scope]}),
  h as (select f.id, p."from", count(*)::int as held from (${heldOf(rule)}) f join p on f.held_on between p."from" and p.until group by f.id, p."from"),
  d as (select s.id, s.school_id, s.class_id, s.stage, s.grade, p."from", p.until, coalesce(h.held, 0) as held
    from s join p on s.since <= p."from" and s.until > p.until left join h on h.id = s.id and h."from" = p."from")`;

const DETAILS = `select school_id as "schoolId", class_id as "classId", stage, grade, (count(*) * $6::int)::int as wanted, sum(least(held, $6::int))::int as held,
    coalesce(json_agg(json_build_object('from', "from", 'until', until, 'held', held) order by "from") filter (where held < $6::int), '[]') as missed
  from d group by id, school_id, class_id, stage, grade having not $7::boolean or bool_or(held < $6::int) order by school_id, stage, grade, class_id limit 2000`;

const SUMMARY = `select school_id as "schoolId", count(*)::int as subjects, (count(*) filter (where held = wanted))::int as complete, sum(wanted)::int as wanted, sum(held)::int as held
  from (select id, school_id, count(*) * $6::int as wanted, sum(least(held, $6::int)) as held from d group by id, school_id) each_subject group by school_id order by school_id`;

@Controller('v1/cadence-compliance')
export class CadenceComplianceQueries {
  constructor(
    @InjectRows(cadencePolicies) private readonly policies: Rows<CadencePolicyRow>,
    @InjectRows(schoolCalendars) private readonly calendars: Rows<SchoolCalendarRow>,
    @Inject(EDGE) private readonly edge: Edge,
  ) {}

  @Get()
  @Reads([CadenceStanding], {
    may: readsClassOrSchool, summary: 'What should have been held by now in a class or a school, and was not',
    description: 'Periods count once they are over; weeks with fewer than 3 and months with fewer than 8 school days of the county ask for nothing. A class counts in periods it was there for from the first day to the last.',
    of: [cadencePolicies, schoolCalendars, classBoard, workLog, meetings, classInspections], refuses: true,
  })
  async cadenceCompliance(@Asks() asks: Asks, @Query() query: CadenceComplianceQuery): Promise<CadenceStanding[]> {
    const { schoolId, classId, missing = false } = query;
    if (!schoolId && !classId) throw new Rejected('class-or-school', 'Name a class or a school; the summary is for the county.');
    return this.perRule(asks, query, async (rule, periods) => this.policies.query<CadenceStanding[]>(asks, (manager) =>
      manager.query(`${standings(rule)} ${DETAILS}`, [...boundsOf(periods), rule.kind ?? null, schoolId ?? null, classId ?? null, rule.times, missing])));
  }

  @Get('summary')
  @Reads([CadenceSummary], {
    may: anyOf(countyStaff, leaderIn(inQuery('schoolId'))), summary: 'How far each school holds what the county wants to be held', of: [cadencePolicies, schoolCalendars, classBoard, workLog, meetings, classInspections], refuses: true,
  })
  cadenceSummary(@Asks() asks: Asks, @Query() query: CadenceSummaryQuery): Promise<CadenceSummary[]> {
    return this.perRule(asks, query, async (rule, periods) => this.policies.query<CadenceSummary[]>(asks, (manager) =>
      manager.query(`${standings(rule)} ${SUMMARY}`, [...boundsOf(periods), rule.kind ?? null, query.schoolId ?? null, null, rule.times])));
  }

  /** The rules in force, each with the periods that are over: in the school days of the county, the same for every school. */
  private async perRule<Row extends { rule: CadenceRule }>(asks: Asks, query: CadenceSummaryQuery, rows: (rule: CadenceRule, periods: Days[]) => Promise<Row[]>): Promise<Row[]> {
    const today = dayOf(this.edge.runtime.now());
    const { schoolYear = schoolYearOf(today) } = query;
    if (!isSchoolYear(schoolYear)) throw new Rejected('school-year-invalid', 'A school year is named by two years in succession.');
    const [[policy], days] = [await policyVersions(this.policies, asks), await this.schoolDays(asks)];
    const found: Row[] = [];
    for (const rule of policy!.rules) {
      const periods = periodsDue(rule.period, schoolYear, today, days);
      if (periods.length > 0) found.push(...(await rows(rule, periods)).map((row) => ({ ...row, rule })));
    }
    return found;
  }

  private async schoolDays(asks: Asks): Promise<SchoolDays> {
    const publications = await this.calendars.find(asks, { calendarId: asks.county }, ['version']);
    return schoolDaysOf(publications.map(({ fromDay: from, untilDay: until, closures, makeUpWorkdays }) => ({ from, until, closures, makeUpWorkdays })));
  }
}

const boundsOf = (periods: readonly Days[]) => [periods.map(({ from }) => from), periods.map(({ until }) => until)];
