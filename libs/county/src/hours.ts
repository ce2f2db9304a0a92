import type { Instant, LocalDate } from '@homeroom/contracts';
import { instantAt, minutesFrom, plusMinutes, splitInstant, type WorkingTime } from './working-time';

/** When people act. Few moments a day, so that what happens at one is loaded as one; where a deadline presses, a finer one. */
export interface Hours {
  /** The first usual moment that is not before this instant. */
  from(at: Instant): Instant;
  /** The last usual moment that is not after this instant. */
  until(at: Instant): Instant;
  /** The last possible moment before this instant. */
  before(at: Instant): Instant;
  /** Minutes of this clock between two instants. */
  between(from: Instant, until: Instant): number;
  /** The instant at which so many minutes of this clock have passed. */
  add(at: Instant, minutes: number): Instant;
}

/** Before lessons, in the long break, at noon, before the afternoon's lessons, after them. */
export const HOURS_OF_DAY: readonly number[] = [8, 10, 12, 14, 16];
const FIRST = HOURS_OF_DAY[0]! * 60;
const LAST = HOURS_OF_DAY.at(-1)! * 60;
const CLOSES = 1_050;
/** Who is pressed acts on the half hour. */
const PRESSED = 30;

export const workingHours = (time: WorkingTime): Hours => {
  const schoolDays = new Set(time.days);
  const dayBefore = (day: LocalDate): LocalDate => {
    const found = time.days.findLast((each) => each < day);
    if (!found) throw new RangeError('The plan begins before its calendar.');
    return found;
  };
  return {
    from: (at) => {
      const { day, minute } = splitInstant(time.open(at));
      const hour = HOURS_OF_DAY.find((each) => each * 60 >= minute);
      return hour === undefined ? time.open(instantAt(day, CLOSES)) : instantAt(day, hour * 60);
    },
    until: (at) => {
      const { day, minute } = splitInstant(at);
      const hour = schoolDays.has(day) ? HOURS_OF_DAY.findLast((each) => each * 60 <= minute) : undefined;
      return hour === undefined ? instantAt(dayBefore(day), LAST) : instantAt(day, hour * 60);
    },
    before: (at) => {
      const { day, minute } = splitInstant(at);
      const last = Math.min((Math.ceil(minute / PRESSED) - 1) * PRESSED, LAST);
      return schoolDays.has(day) && last >= FIRST ? instantAt(day, last) : instantAt(dayBefore(day), LAST);
    },
    between: (from, until) => time.minutesAt(until) - time.minutesAt(from),
    add: time.add,
  };
};

const USUAL = 30;
const AT_ONCE = 10;
const onGrid = (at: Instant, step: number, which: (steps: number) => number): Instant => {
  const { day, minute } = splitInstant(at);
  return instantAt(day, which(minute / step) * step);
};

/** The clock of emergencies: every minute counts, at night too. */
export const aroundTheClock: Hours = {
  from: (at) => onGrid(at, USUAL, Math.ceil),
  until: (at) => onGrid(at, USUAL, Math.floor),
  before: (at) => onGrid(at, AT_ONCE, (steps) => Math.ceil(steps) - 1),
  between: minutesFrom,
  add: plusMinutes,
};
