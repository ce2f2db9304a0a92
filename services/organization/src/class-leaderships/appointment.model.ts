import type { LocalDate, Office, SchoolYear, Uuid } from '@homeroom/contracts';
import { addMonths } from '../school-classes/school-year.model';

/** A person holds an office of the class on the days from `from` up to, not including, `until`. */
export interface Appointment {
  readonly appointmentId: string;
  readonly office: Office;
  readonly personId: Uuid;
  readonly from: LocalDate;
  /** Absent: it has not ended. */
  readonly until?: LocalDate;
  /** The year that a lead class teacher is appointed for. */
  readonly schoolYear?: SchoolYear;
}

type Days = Pick<Appointment, 'from' | 'until'>;

/** No day is ever later. */
const NEVER = '9999-12-31';

/** True when some day lies in both. */
export const overlap = (a: Days, b: Days): boolean => {
  const from = a.from > b.from ? a.from : b.from;
  return from < (a.until ?? NEVER) && from < (b.until ?? NEVER);
};

/** Who holds the office on a day. */
export const holderOn = (appointments: readonly Appointment[], office: Office, day: LocalDate): Appointment | undefined =>
  appointments.find((each) => each.office === office && each.from <= day && day < (each.until ?? NEVER));

/** The appointment to the office that has not ended: it may begin in the future. */
export const present = (appointments: readonly Appointment[], office: Office): Appointment | undefined =>
  appointments.find((each) => each.office === office && each.until === undefined);

/** A term is normally a school year at least (regulation of 2009, Art. 5): ten months of teaching, 1 September to 30 June. */
const TERM_MONTHS = 10;

/** True when the term was served, so that no reason for its end is needed. A lead class teacher's runs to the end of the school year's teaching. */
export const servedTerm = ({ from, schoolYear }: Appointment, until: LocalDate): boolean =>
  until >= (schoolYear ? `${schoolYear.slice(5)}-07-01` : addMonths(from, TERM_MONTHS));
