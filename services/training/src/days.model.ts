import type { Instant, LocalDate, SchoolYear } from '@homeroom/contracts';

/** China keeps UTC+8 all year, without daylight saving since 1991: a fixed offset is exact. */
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const SEPTEMBER = 9;

/** The day in Asia/Shanghai. */
export const dayOf = (at: Instant): LocalDate => new Date(Date.parse(at) + SHANGHAI_MS).toISOString().slice(0, 10);

/** Days from one day to another: 1 from a day to the next, and one more across 29 February. */
export const daysBetween = (from: LocalDate, until: LocalDate): number => (Date.parse(until) - Date.parse(from)) / DAY_MS;

/** `YYYY-MM`. */
export const monthOf = (day: LocalDate): string => day.slice(0, 7);

/** The school year of a day: from 1 September to 31 August. */
export const schoolYearOf = (day: LocalDate): SchoolYear => {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < SEPTEMBER ? 1 : 0);
  return `${year}-${year + 1}`;
};
