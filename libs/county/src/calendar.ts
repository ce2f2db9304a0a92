import type { LocalDate } from '@homeroom/contracts';
import chineseDays from 'chinese-days';

export const SCHOOL_YEAR = '2025-2026';
export const FIRST_DAY: LocalDate = '2025-09-01';
export const LAST_DAY: LocalDate = '2026-06-30';
/** Teachers prepare the year from here on; no lessons yet. */
export const PREPARATION_FROM: LocalDate = '2025-08-25';
/** The calendar speaks for the summer too, so that no deadline runs through it. */
export const CALENDAR_UNTIL: LocalDate = '2026-08-31';
/** Three weeks around the Spring Festival of 17 February 2026, as schools of the region keep them; invented to the day. */
export const WINTER_VACATION = { from: '2026-02-02', until: '2026-03-01' } as const;
export const SUMMER_VACATION = { from: '2026-07-01', until: '2026-08-31' } as const;

export interface Closed {
  readonly kind: 'public-holiday' | 'vacation';
  readonly from: LocalDate;
  readonly until: LocalDate;
}

export interface SchoolCalendar {
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly closures: readonly Closed[];
  /** Saturdays and Sundays with school (调休上班). */
  readonly makeUpWorkdays: readonly LocalDate[];
}

const DAY_MS = 86_400_000;

export const dayAfter = (day: LocalDate, days = 1): LocalDate => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Monday 1 … Sunday 7. */
export const weekdayOf = (day: LocalDate): number => new Date(day).getUTCDay() || 7;

export const daysFrom = (from: LocalDate, until: LocalDate): LocalDate[] => {
  const days: LocalDate[] = [];
  for (let day = from; day <= until; day = dayAfter(day)) days.push(day);
  return days;
};

const isVacation = (day: LocalDate): boolean =>
  [WINTER_VACATION, SUMMER_VACATION].some(({ from, until }) => day >= from && day <= until);

/** Every day of a public holiday by the State Council's notice, weekend days within it included. A plain weekend is none. */
const isPublicHoliday = (day: LocalDate): boolean => {
  const { work, name } = chineseDays.getDayDetail(day);
  return !work && name.includes(',');
};

/** Neighbouring days that are alike become one closure. */
const stretches = (days: readonly LocalDate[]): { from: LocalDate; until: LocalDate }[] => {
  const found: { from: LocalDate; until: LocalDate }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last && dayAfter(last.until) === day) last.until = day;
    else found.push({ from: day, until: day });
  }
  return found;
};

/** What the county publishes for the school year: the real public holidays and make-up workdays, the vacations, the summer after it. */
export const schoolCalendar = (): SchoolCalendar => {
  const days = daysFrom(PREPARATION_FROM, CALENDAR_UNTIL);
  const holidays = stretches(days.filter(isPublicHoliday)).map(({ from, until }) => ({ kind: 'public-holiday' as const, from, until }));
  const vacations = [WINTER_VACATION, SUMMER_VACATION].map(({ from, until }) => ({ kind: 'vacation' as const, from, until }));
  const makeUpWorkdays = days.filter((day) => weekdayOf(day) > 5 && chineseDays.getDayDetail(day).work && !isVacation(day));
  const closures = [...holidays, ...vacations].sort((a, b) => (a.from < b.from ? -1 : 1));
  return { from: PREPARATION_FROM, until: CALENDAR_UNTIL, closures, makeUpWorkdays };
};

/** A day with school, by this calendar. */
export const isSchoolDay = ({ closures, makeUpWorkdays }: SchoolCalendar, day: LocalDate): boolean =>
  makeUpWorkdays.includes(day) || (weekdayOf(day) < 6 && !closures.some(({ from, until }) => day >= from && day <= until));
