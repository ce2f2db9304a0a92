import type { LocalDate, SchoolYear } from '@homeroom/contracts';

/** The school year that a day lies in: 1 September to 31 August. */
export const schoolYearOf = (day: LocalDate): SchoolYear => {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '09-01' ? 1 : 0);
  return `${year}-${year + 1}`;
};

/** True for `2025-2026`, false for `2025-2027` and everything that is no school year. */
export const isSchoolYear = (text: string): boolean => /^\d{4}-\d{4}$/.test(text) && Number(text.slice(5)) === Number(text.slice(0, 4)) + 1;

export const nextSchoolYear = (year: SchoolYear): SchoolYear => `${Number(year.slice(0, 4)) + 1}-${Number(year.slice(5)) + 1}`;

/** 1 September. */
export const firstDayOf = (year: SchoolYear): LocalDate => `${year.slice(0, 4)}-09-01`;

/** The same day some months later, or the last day of that month where it has no such day. */
export const addMonths = (day: LocalDate, months: number): LocalDate => {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
};
