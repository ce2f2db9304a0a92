import type { Instant, LocalDate } from '@homeroom/contracts';
import { daysFrom, isSchoolDay, type SchoolCalendar } from './calendar';

/** Asia/Shanghai, without daylight saving since 1991. */
const OFFSET_MINUTES = 480;
const MINUTE_MS = 60_000;
const OPENS = 480;
const CLOSES = 1_050;
/** Working minutes of a school day, 08:00 to 17:30. */
export const WORKDAY = CLOSES - OPENS;

/** The instant at this minute of a day in Asia/Shanghai. */
export const instantAt = (day: LocalDate, minuteOfDay: number): Instant =>
  new Date(Date.parse(`${day}T00:00:00.000Z`) + (minuteOfDay - OFFSET_MINUTES) * MINUTE_MS).toISOString();

export const plusMinutes = (at: Instant, minutes: number): Instant => new Date(Date.parse(at) + minutes * MINUTE_MS).toISOString();

export const minutesFrom = (from: Instant, until: Instant): number => (Date.parse(until) - Date.parse(from)) / MINUTE_MS;

/** Day and minute in Asia/Shanghai. */
export const splitInstant = (at: Instant): { day: LocalDate; minute: number } => {
  const minutes = Date.parse(at) / MINUTE_MS + OFFSET_MINUTES;
  const minute = ((minutes % 1440) + 1440) % 1440;
  return { day: new Date((minutes - minute) * MINUTE_MS).toISOString().slice(0, 10), minute };
};

/** Deadlines of June end in autumn; after the calendar's last day every Monday to Friday counts, as in the services. */
const BEYOND: LocalDate = '2027-03-31';

/** Arithmetic on the working minutes of a calendar: the plan must know when a deadline will pass. */
export interface WorkingTime {
  readonly days: readonly LocalDate[];
  /** Working minutes from the calendar's first day. */
  minutesAt(at: Instant): number;
  /** The first instant at which so many working minutes have passed. */
  add(at: Instant, minutes: number): Instant;
  /** The working instant that is at this one or the next. */
  open(at: Instant): Instant;
}

export const workingTime = (calendar: SchoolCalendar): WorkingTime => {
  const days = daysFrom(calendar.from, BEYOND).filter((day) => isSchoolDay(calendar, day));
  const number = new Map(days.map((day, n) => [day, n]));
  const before = (day: LocalDate): number => {
    const known = number.get(day);
    if (known !== undefined) return known;
    let [low, high] = [0, days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (days[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const minutesAt = (at: Instant): number => {
    const { day, minute } = splitInstant(at);
    return before(day) * WORKDAY + (number.has(day) ? Math.min(Math.max(minute - OPENS, 0), WORKDAY) : 0);
  };
  const instantOf = (minutes: number, whole: number): Instant => {
    const day = days[whole];
    if (day === undefined) throw new RangeError('The plan reaches beyond its calendar.');
    return instantAt(day, OPENS + minutes - whole * WORKDAY);
  };
  return {
    days,
    minutesAt,
    add: (at, minutes) => {
      const target = minutesAt(at) + minutes;
      return instantOf(target, minutes > 0 ? Math.ceil(target / WORKDAY) - 1 : Math.floor(target / WORKDAY));
    },
    open: (at) => {
      const { day, minute } = splitInstant(at);
      if (number.has(day) && minute >= OPENS && minute < CLOSES) return at;
      const next = number.has(day) && minute < OPENS ? before(day) : before(day) + (number.has(day) ? 1 : 0);
      return instantOf(next * WORKDAY, next);
    },
  };
};
