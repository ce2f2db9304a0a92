import type { LocalDate, SchoolYear, Term, Uuid } from '@homeroom/contracts';
import { isSchoolYear, schoolYearOf } from '../school-classes/school-year.model';

/** One of the two terms of a school year. */
export interface TermOfYear { readonly schoolYear: SchoolYear; readonly term: Term }

/** The term that a day lies in: every day lies in one, vacations too. */
export const termOf = (day: LocalDate): TermOfYear => ({ schoolYear: schoolYearOf(day), term: day.slice(5) >= '02-01' && day.slice(5) < '09-01' ? '2' : '1' });

/** First and last day of a term. */
export const daysOfTerm = ({ schoolYear, term }: TermOfYear): { readonly from: LocalDate; readonly until: LocalDate } => {
  const [first, second] = schoolYear.split('-');
  return term === '1' ? { from: `${first}-09-01`, until: `${second}-01-31` } : { from: `${second}-02-01`, until: `${second}-08-31` };
};

/** The id of the log of a class and term. */
export const workLogId = (classId: Uuid, { schoolYear, term }: TermOfYear): string => `${classId}:${schoolYear}-${term}`;

/** Which log an id names: `<classId>:<schoolYear>-<term>`. `undefined` for any other text. */
export const logNamed = (id: string): { readonly classId: Uuid } & TermOfYear | undefined => {
  const [classId = '', rest = ''] = id.split(':');
  const schoolYear = rest.slice(0, 9);
  const term = rest.slice(10);
  return id === `${classId}:${schoolYear}-${term}` && isSchoolYear(schoolYear) && (term === '1' || term === '2') ? { classId, schoolYear, term } : undefined;
};
