import type { County, SchoolCalendarEvent } from '@homeroom/contracts';
import { decider, type Deciding, event, Rejected } from '@homeroom/eventsourcing';
import type { PublishSchoolCalendar } from './school-calendar.commands';
import { isWeekend, type Publication } from './working-time.model';

/** What was published so far, oldest first; later ones hold for the days they cover. Version 0: nothing. */
export interface CalendarState {
  readonly version: number;
  readonly publications: readonly Publication[];
}

/** A school year and a bit: more is a typing error. */
const LONGEST_DAYS = 400;

const publish = (command: PublishSchoolCalendar, { id: calendarId, state, at, facts: { county } }: Deciding<CalendarState, { county: County }>) => {
  const { schoolYear, from, until } = command;
  const closures = command.closures.map((each) => ({ kind: each.kind, from: each.from, until: each.until })).sort((a, b) => Number(a.from > b.from) - Number(a.from < b.from));
  const makeUpWorkdays = [...new Set(command.makeUpWorkdays.map(({ day }) => day))].sort();
  check(schoolYear, { from, until, closures, makeUpWorkdays });
  const last = state.publications.at(-1);
  if (last && JSON.stringify(last) === JSON.stringify(publication({ from, until, closures, makeUpWorkdays }))) return [];
  const scope = calendarId === county ? 'county' as const : 'school' as const;
  const version = state.version + 1;
  return [event<SchoolCalendarEvent>('SchoolCalendarPublished', { calendarId, county, scope, version, schoolYear, from, until, closures, makeUpWorkdays, at })];
};

const check = (schoolYear: string, { from, until, closures, makeUpWorkdays }: Publication): void => {
  const [first, second] = schoolYear.split('-').map(Number);
  if (second !== first! + 1) throw new Rejected('school-year-unknown', 'A school year names two consecutive years, e.g. 2025-2026.');
  if (until < from) throw new Rejected('calendar-empty', 'A calendar ends on or after the day it begins.');
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000;
  if (days > LONGEST_DAYS) throw new Rejected('calendar-too-long', `A calendar covers ${LONGEST_DAYS} days at most: publish one for each school year.`);
  const within = (day: string): boolean => day >= from && day <= until;
  const wrong = closures.find((closure) => closure.until < closure.from || !within(closure.from) || !within(closure.until));
  if (wrong) throw new Rejected('closure-outside', 'A closure lies within the days that the calendar speaks for.', { from: wrong.from, until: wrong.until });
  for (const day of makeUpWorkdays) {
    if (!within(day)) throw new Rejected('make-up-outside', 'A make-up workday lies within the days that the calendar speaks for.', { day });
    if (!isWeekend(day)) throw new Rejected('make-up-on-weekday', 'A make-up workday is a Saturday or Sunday.', { day });
    const closed = closures.some((closure) => day >= closure.from && day <= closure.until);
    if (closed) throw new Rejected('make-up-in-closure', 'A day is either without school or a make-up workday.', { day });
  }
};

const publication = ({ from, until, closures, makeUpWorkdays }: Publication): Publication =>
  ({ from, until, closures: closures.map((each) => ({ from: each.from, until: each.until })), makeUpWorkdays });

/** The school days of a county, or of a school that keeps its own. */
export const schoolCalendar = decider<CalendarState, SchoolCalendarEvent>()('school-calendar', {
  initial: { version: 0, publications: [] },
  decide: { PublishSchoolCalendar: publish },
  evolve: (state, { data }) => ({ version: data.version, publications: [...state.publications, publication(data)] }),
});
