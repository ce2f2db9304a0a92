import type { County, Event, Instant, LocalDate, SchoolYear } from '../event';
import { published } from '../catalogue';

/** Why there is no school. */
export const closureKinds = ['public-holiday', 'vacation', 'other'] as const;
export type ClosureKind = (typeof closureKinds)[number];

/** Days without school, both ends included. */
export interface SchoolClosure {
  kind: ClosureKind;
  from: LocalDate;
  until: LocalDate;
}

/**
 * The school days of a county, or of a school that keeps its own: Monday to Friday, without the closures, with the make-up workdays
 * (调休上班) at weekends. Replaces what was published before for the days it covers, and nothing else. Due times of open reports
 * are reckoned anew, one report at a time; none that had passed is touched.
 */
export type SchoolCalendarPublished = Event<'SchoolCalendarPublished', {
  /** The county's code, or the school's id. */
  calendarId: string;
  county: County;
  scope: 'county' | 'school';
  version: number;
  schoolYear: SchoolYear;
  /** First and last day that this publication speaks for. */
  from: LocalDate;
  until: LocalDate;
  /** By their first day; they may overlap (a holiday within a vacation). */
  closures: SchoolClosure[];
  /** Saturdays and Sundays with school, ascending. */
  makeUpWorkdays: LocalDate[];
  at: Instant;
}>;

export type SchoolCalendarEvent = SchoolCalendarPublished;

export const schoolCalendarEvents = {
  SchoolCalendarPublished: published('school-calendar'),
};
