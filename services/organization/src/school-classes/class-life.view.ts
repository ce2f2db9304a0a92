import { ApiProperty } from '@nestjs/swagger';
import type { LocalDate, Uuid } from '@homeroom/contracts';
import type { Asks, Rows } from '@homeroom/platform';
import { classCharters } from '../class-charters/class-charters.view';
import { classInspections } from '../class-inspections/class-inspections.view';
import { inspectionFindings } from '../class-inspections/inspection-findings.view';
import { daysOfTerm, termOf } from '../class-work-logs/term.model';
import { workLog } from '../class-work-logs/work-log.view';
import { schoolYearOf } from './school-year.model';

const day = { type: String, format: 'date', nullable: true } as const;

/** What goes on in a class by now: joined from the views of its parts, so that no row copies another's. */
export class ClassLife {
  @ApiProperty({ ...day, description: 'Day from which its goals of this school year hold; null: none are set.' }) goalsSetOn!: LocalDate | null;
  @ApiProperty({ ...day, description: 'Day of the last inspection that took place.' }) lastInspectionOn!: LocalDate | null;
  @ApiProperty({ type: 'integer', description: 'Rectifications that are asked for and not confirmed.' }) openRectifications!: number;
  @ApiProperty({ type: 'integer', description: 'How many of them are past their last day without a submission.' }) overdueRectifications!: number;
  @ApiProperty({ type: 'integer', description: 'Class activities of this term.' }) activitiesThisTerm!: number;
  @ApiProperty({ type: 'integer', description: 'Home-school contacts of this term.' }) contactsThisTerm!: number;
}

/** The views it joins: a GET that shows it waits for each. */
export const classLifeViews = [classCharters, classInspections, inspectionFindings, workLog];

const LIVES = `select c.id as "classId",
    (select effective_on::text from ${classCharters.table} where class_id = c.id and part = 'goals' and school_year = $3 order by edition desc limit 1) as "goalsSetOn",
    (select max(started_on)::text from ${classInspections.table} where class_id = c.id) as "lastInspectionOn",
    f.open as "openRectifications", f.overdue as "overdueRectifications", w.activities as "activitiesThisTerm", w.contacts as "contactsThisTerm"
  from unnest($1::text[]) c(id)
  cross join lateral (select (count(*) filter (where status in ('requested', 'submitted')))::int as open, (count(*) filter (where status = 'requested' and due_on < $2::date))::int as overdue
    from ${inspectionFindings.table} where class_id = c.id) f
  cross join lateral (select (count(*) filter (where entry = 'class-activity'))::int as activities, (count(*) filter (where entry = 'home-school-contact'))::int as contacts
    from ${workLog.table} where class_id = c.id and done_on between $4::date and $5::date and withdrawn_at is null) w`;

/** What goes on in these classes on this day. */
export const livesOf = async (rows: Rows<any>, asks: Asks, classIds: readonly Uuid[], today: LocalDate): Promise<ReadonlyMap<Uuid, ClassLife>> => {
  const { from, until } = daysOfTerm(termOf(today));
  const found: (ClassLife & { classId: Uuid })[] = await rows.query(asks, (manager) => manager.query(LIVES, [classIds, today, schoolYearOf(today), from, until]));
  return new Map(found.map(({ classId, ...life }) => [classId, life]));
};
