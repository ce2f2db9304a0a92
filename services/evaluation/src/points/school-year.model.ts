import type { Instant, LocalDate, SchoolYear } from '@homeroom/contracts';

const SHANGHAI_MS = 8 * 3_600_000;
const SEPTEMBER = 9;

/** The school year of a day in Asia/Shanghai: from 1 September to 31 August. */
export const schoolYearOfDay = (day: LocalDate): SchoolYear => {
  const year = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < SEPTEMBER ? 1 : 0);
  return `${year}-${year + 1}`;
};

/** The school year of an instant, by the day in Asia/Shanghai. */
export const schoolYearOf = (at: Instant): SchoolYear => schoolYearOfDay(new Date(Date.parse(at) + SHANGHAI_MS).toISOString().slice(0, 10));

export const nextSchoolYear = (schoolYear: SchoolYear): SchoolYear => {
  const year = Number(schoolYear.slice(5));
  return `${year}-${year + 1}`;
};
