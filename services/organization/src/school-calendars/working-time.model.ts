import type { Instant, LocalDate } from '@homeroom/contracts';

/** China keeps UTC+8 all year, without daylight saving since 1991: a fixed offset is exact. */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** Working time of a school day: 08:00–17:30, by the law of the deadline policy, not of a single school [INF]. */
const OPENS_MS = 8 * 3_600_000;
const CLOSES_MS = 17.5 * 3_600_000;

export const MINUTE_MS = 60_000;
/** Working minutes of one school day: what the policy calls one working day. */
export const WORKDAY_MINUTES = (CLOSES_MS - OPENS_MS) / MINUTE_MS;
const WORKDAY_MS = WORKDAY_MINUTES * MINUTE_MS;

/** Days without school, both ends included. */
export interface Closure { readonly from: LocalDate; readonly until: LocalDate }

/** School days: Monday to Friday without the closures, with the make-up workdays. Made by {@link overlay}, which keeps them in order and apart. */
export interface SchoolDays {
  readonly closures: readonly Closure[];
  readonly makeUpWorkdays: readonly LocalDate[];
}

/** What one publication says about the days it covers. */
export interface Publication extends SchoolDays { readonly from: LocalDate; readonly until: LocalDate }

/** Where nothing was published every Monday to Friday counts: a deadline can always be reckoned. */
export const EVERY_WEEKDAY: SchoolDays = { closures: [], makeUpWorkdays: [] };

const dayNumber = (day: LocalDate): number => Date.parse(`${day}T00:00:00.000Z`) / DAY_MS;
const localDate = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10);
/** 0 Monday … 6 Sunday; day 0 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
const weekdaysBefore = (day: number): number => Math.floor((day + 3) / 7) * 5 + Math.min(weekday(day), 5);

export const isWeekend = (day: LocalDate): boolean => weekday(dayNumber(day)) > 4;

/** The day in Asia/Shanghai. */
export const dayOf = (at: Instant): LocalDate => localDate(Math.floor((Date.parse(at) + OFFSET_MS) / DAY_MS));

/** `base` with the days that a publication covers as it says. */
export const overlay = (base: SchoolDays, over: Publication): SchoolDays => {
  const before = localDate(dayNumber(over.from) - 1);
  const after = localDate(dayNumber(over.until) + 1);
  const covered = (day: LocalDate): boolean => day >= over.from && day <= over.until;
  const closures = merged([
    ...base.closures.map(({ from, until }) => ({ from, until: until < before ? until : before })),
    ...base.closures.map(({ from, until }) => ({ from: from > after ? from : after, until })),
    ...over.closures.map(({ from, until }) => ({ from: from > over.from ? from : over.from, until: until < over.until ? until : over.until })),
  ]);
  const makeUps = [...base.makeUpWorkdays.filter((day) => !covered(day)), ...over.makeUpWorkdays.filter(covered)];
  const extra = makeUps.filter((day) => isWeekend(day) && !closures.some(({ from, until }) => day >= from && day <= until));
  return { closures, makeUpWorkdays: [...new Set(extra)].sort() };
};

/** The school days after all of these, oldest first. */
export const schoolDaysOf = (publications: readonly Publication[]): SchoolDays => publications.reduce(overlay, EVERY_WEEKDAY);

/** The same school days for whoever looks from this day on; shorter. */
export const schoolDaysFrom = (days: SchoolDays, day: LocalDate): SchoolDays => ({
  closures: days.closures.filter(({ until }) => until >= day).map(({ from, until }) => ({ from, until })),
  makeUpWorkdays: days.makeUpWorkdays.filter((makeUp) => makeUp >= day),
});

/** Ascending and apart; empty ones fall away. */
const merged = (closures: readonly Closure[]): Closure[] => {
  const apart: Closure[] = [];
  for (const { from, until } of closures.filter((each) => each.from <= each.until).sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = apart.at(-1);
    if (last && dayNumber(from) <= dayNumber(last.until) + 1) apart[apart.length - 1] = { from: last.from, until: until > last.until ? until : last.until };
    else apart.push({ from, until });
  }
  return apart;
};

/** Closures and make-up days as day numbers, with the weekdays lost before each closure: one binary search answers "how many school days before". */
interface Sums { readonly from: number[]; readonly until: number[]; readonly lost: number[]; readonly makeUps: number[] }

/** By identity: a report reckons many times with the school days it pinned. */
const sums = new WeakMap<SchoolDays, Sums>();

const sumsOf = (days: SchoolDays): Sums => {
  const known = sums.get(days);
  if (known) return known;
  const made: Sums = { from: [], until: [], lost: [], makeUps: days.makeUpWorkdays.map(dayNumber) };
  let lost = 0;
  for (const closure of days.closures) {
    const [from, until] = [dayNumber(closure.from), dayNumber(closure.until)];
    made.from.push(from);
    made.until.push(until);
    made.lost.push(lost);
    lost += weekdaysBefore(until + 1) - weekdaysBefore(from);
  }
  sums.set(days, made);
  return made;
};

/** How many of the ascending numbers are smaller. */
const countBelow = (ascending: readonly number[], than: number): number => {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < than) low = middle + 1; else high = middle;
  }
  return low;
};

/** School days from the beginning of time to the day before: only differences mean something. */
const schoolDaysBefore = (days: SchoolDays, day: number): number => {
  const { from, until, lost, makeUps } = sumsOf(days);
  const closed = countBelow(from, day) - 1;
  const lostBefore = closed < 0 ? 0 : lost[closed]! + weekdaysBefore(Math.min(until[closed]! + 1, day)) - weekdaysBefore(from[closed]!);
  return weekdaysBefore(day) - lostBefore + countBelow(makeUps, day);
};

/** The day before which `count` school days have passed and which is one itself. */
const schoolDayAfter = (days: SchoolDays, count: number, near: number): number => {
  let [low, step] = [near, 1];
  while (schoolDaysBefore(days, low) > count) low -= (step *= 2);
  let high = low + (step = 1);
  while (schoolDaysBefore(days, high) <= count) high += (step *= 2);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (schoolDaysBefore(days, middle) <= count) low = middle; else high = middle;
  }
  return low;
};

const isSchoolDay = (days: SchoolDays, day: number): boolean => schoolDaysBefore(days, day + 1) > schoolDaysBefore(days, day);

const split = (at: Instant): [day: number, time: number] => {
  const local = Date.parse(at) + OFFSET_MS;
  const day = Math.floor(local / DAY_MS);
  return [day, local - day * DAY_MS];
};
const instant = (day: number, time: number): Instant => new Date(day * DAY_MS + time - OFFSET_MS).toISOString();

const workedBefore = (days: SchoolDays, at: Instant): number => {
  const [day, time] = split(at);
  const today = isSchoolDay(days, day) ? Math.min(Math.max(time - OPENS_MS, 0), WORKDAY_MS) : 0;
  return schoolDaysBefore(days, day) * WORKDAY_MS + today;
};

/** How many school days lie from one day through another. */
export const schoolDaysWithin = (days: SchoolDays, from: LocalDate, until: LocalDate): number =>
  Math.max(0, schoolDaysBefore(days, dayNumber(until) + 1) - schoolDaysBefore(days, dayNumber(from)));

/** True from 08:00 to 17:30 of a school day, both ends included. */
export const isWorkingTime = (days: SchoolDays, at: Instant): boolean => {
  const [day, time] = split(at);
  return time >= OPENS_MS && time <= CLOSES_MS && isSchoolDay(days, day);
};

/** Milliseconds of working time from one instant to a later one; 0 if it is not later. */
export const workingMsBetween = (days: SchoolDays, from: Instant, until: Instant): number => Math.max(0, workedBefore(days, until) - workedBefore(days, from));

/** The first instant of working time at which so many milliseconds of it have passed. Nothing to pass: this instant, or the next opening. */
export const addWorkingMs = (days: SchoolDays, at: Instant, ms: number): Instant => {
  if (ms <= 0 && isWorkingTime(days, at)) return at;
  const target = workedBefore(days, at) + Math.max(0, ms);
  const count = ms > 0 ? Math.ceil(target / WORKDAY_MS) - 1 : Math.floor(target / WORKDAY_MS);
  return instant(schoolDayAfter(days, count, split(at)[0]), OPENS_MS + target - count * WORKDAY_MS);
};
