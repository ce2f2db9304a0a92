import type { Instant, LocalDate } from '@homeroom/contracts';
import { instantAt, minutesFrom, plusMinutes, splitInstant, type WorkingTime } from './working-time';

/** People act on the hour, from eight to five; who is pressed on the half hour; whoever answers an emergency at any ten minutes. */
export interface Hours {
  /** The first such instant that is not before this one. */
  from(at: Instant): Instant;
  /** The last such instant before this one. */
  before(at: Instant): Instant;
  /** Minutes of this clock between two instants. */
  between(from: Instant, until: Instant): number;
  /** The instant at which so many minutes of this clock have passed. */
  add(at: Instant, minutes: number): Instant;
}

const FIRST = 480;
const LAST = 1_020;

export const workingHours = (time: WorkingTime, stepMinutes: 30 | 60): Hours => {
  const schoolDays = new Set(time.days);
  const dayBefore = (day: LocalDate): LocalDate => {
    const found = time.days.findLast((each) => each < day);
    if (!found) throw new RangeError('The plan begins before its calendar.');
    return found;
  };
  return {
    from: (at) => {
      const open = time.open(at);
      const { day, minute } = splitInstant(open);
      const next = Math.ceil(minute / stepMinutes) * stepMinutes;
      return next <= LAST ? instantAt(day, next) : time.open(instantAt(day, 1_050));
    },
    before: (at) => {
      const { day, minute } = splitInstant(at);
      const last = Math.min((Math.ceil(minute / stepMinutes) - 1) * stepMinutes, LAST);
      return schoolDays.has(day) && last >= FIRST ? instantAt(day, last) : instantAt(dayBefore(day), LAST);
    },
    between: (from, until) => time.minutesAt(until) - time.minutesAt(from),
    add: time.add,
  };
};

const STEP = 10;

/** The clock of emergencies: every minute counts. */
export const aroundTheClock: Hours = {
  from: (at) => {
    const { day, minute } = splitInstant(at);
    return instantAt(day, Math.ceil(minute / STEP) * STEP);
  },
  before: (at) => {
    const { day, minute } = splitInstant(at);
    return instantAt(day, (Math.ceil(minute / STEP) - 1) * STEP);
  },
  between: minutesFrom,
  add: plusMinutes,
};
