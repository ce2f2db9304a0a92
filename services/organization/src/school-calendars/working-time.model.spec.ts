import fc from 'fast-check';
import { addWorkingMs, dayOf, EVERY_WEEKDAY, isWorkingTime, MINUTE_MS, overlay, type Publication, schoolDaysFrom, type SchoolDays, WORKDAY_MINUTES, workingMsBetween } from './working-time.model';

/** National Day 2025 with its two make-up workdays, and the winter vacation. */
const autumn: Publication = {
  from: '2025-09-01', until: '2026-08-31',
  closures: [{ from: '2025-10-01', until: '2025-10-08' }, { from: '2026-01-26', until: '2026-02-27' }],
  makeUpWorkdays: ['2025-09-28', '2025-10-11'],
};
const days = overlay(EVERY_WEEKDAY, autumn);
const workdays = (n: number): number => n * WORKDAY_MINUTES * MINUTE_MS;

describe('working time', () => {
  it('passes from 08:00 to 17:30 in Shanghai', () => {
    expect(addWorkingMs(days, '2025-09-08T09:00:00.000Z', 60 * MINUTE_MS)).toBe('2025-09-09T00:30:00.000Z');
    expect(workingMsBetween(days, '2025-09-08T09:00:00.000Z', '2025-09-09T00:30:00.000Z')).toBe(60 * MINUTE_MS);
  });

  it('ends a full day at the close, not at the next opening', () => {
    expect(addWorkingMs(days, '2025-09-08T00:00:00.000Z', workdays(1))).toBe('2025-09-08T09:30:00.000Z');
  });

  it('passes on make-up workdays and stands on holidays', () => {
    expect(addWorkingMs(days, '2025-09-26T09:30:00.000Z', workdays(1))).toBe('2025-09-28T09:30:00.000Z');
    expect(addWorkingMs(days, '2025-09-30T09:30:00.000Z', workdays(1))).toBe('2025-10-09T09:30:00.000Z');
    expect(isWorkingTime(days, '2025-10-11T02:00:00.000Z')).toBe(true);
    expect(isWorkingTime(days, '2025-10-01T02:00:00.000Z')).toBe(false);
  });

  it('begins with the next opening for what comes in at night', () => {
    expect(addWorkingMs(days, '2025-09-05T14:00:00.000Z', 30 * MINUTE_MS)).toBe('2025-09-08T00:30:00.000Z');
    expect(addWorkingMs(days, '2025-09-05T14:00:00.000Z', 0)).toBe('2025-09-08T00:00:00.000Z');
  });

  it('takes a later publication for the days it covers, and only for those', () => {
    const later = overlay(days, { from: '2025-10-06', until: '2025-10-12', closures: [], makeUpWorkdays: [] });
    expect(later).toEqual({ closures: [{ from: '2025-10-01', until: '2025-10-05' }, { from: '2026-01-26', until: '2026-02-27' }], makeUpWorkdays: ['2025-09-28'] });
  });
});

const DAY = 86_400_000;
const START = Date.parse('2025-09-01T00:00:00.000Z');
const anInstant = fc.integer({ min: START - 20 * DAY, max: START + 380 * DAY }).map((ms) => new Date(ms).toISOString());
const aDay = fc.integer({ min: 0, max: 364 }).map((n) => new Date(START + n * DAY).toISOString().slice(0, 10));
const aPublication = fc.record({
  closures: fc.array(fc.tuple(aDay, fc.integer({ min: 0, max: 40 })), { maxLength: 8 }),
  makeUpWorkdays: fc.array(aDay, { maxLength: 12 }),
}).map(({ closures, makeUpWorkdays }): Publication => ({
  from: '2025-09-01', until: '2026-08-31', makeUpWorkdays,
  closures: closures.map(([from, more]) => ({ from, until: new Date(Date.parse(`${from}T00:00:00.000Z`) + more * DAY).toISOString().slice(0, 10) })),
}));
const schoolDays = fc.array(aPublication, { maxLength: 2 }).map((all) => all.reduce(overlay, EVERY_WEEKDAY));
const aWhile = fc.oneof(fc.integer({ min: 0, max: 20 * WORKDAY_MINUTES * MINUTE_MS }), fc.integer({ min: 0, max: 25 }).map((n) => n * WORKDAY_MINUTES * MINUTE_MS));

/** The plain definition, day by day. */
const isSchoolDay = ({ closures, makeUpWorkdays }: SchoolDays, day: string): boolean => {
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return !closures.some(({ from, until }) => day >= from && day <= until) && ((weekday > 0 && weekday < 6) || makeUpWorkdays.includes(day));
};
const slowly = (calendar: SchoolDays, from: string, until: string): number => {
  let ms = 0;
  for (let at = Date.parse(`${dayOf(from)}T00:00:00.000Z`); at <= Date.parse(`${dayOf(until)}T00:00:00.000Z`); at += DAY) {
    if (isSchoolDay(calendar, new Date(at).toISOString().slice(0, 10))) ms += Math.max(0, Math.min(at + 9.5 * 3_600_000, Date.parse(until)) - Math.max(at, Date.parse(from)));
  }
  return ms;
};

describe('working time, whatever was published', () => {
  it('is what a walk through the days counts', () => fc.assert(fc.property(schoolDays, anInstant, anInstant, (calendar, a, b) => {
    const [from, until] = a < b ? [a, b] : [b, a];
    expect(workingMsBetween(calendar, from, until)).toBe(slowly(calendar, from, until));
  })));

  it('adds up: a and then b is a + b', () => fc.assert(fc.property(schoolDays, anInstant, aWhile, aWhile, (calendar, at, a, b) => {
    expect(addWorkingMs(calendar, addWorkingMs(calendar, at, a), b)).toBe(addWorkingMs(calendar, at, a + b));
  })));

  it('never lands outside working time, and exactly so much later', () => fc.assert(fc.property(schoolDays, anInstant, aWhile, (calendar, at, ms) => {
    const due = addWorkingMs(calendar, at, ms);
    expect(isWorkingTime(calendar, due)).toBe(true);
    expect(due >= at).toBe(true);
    expect(workingMsBetween(calendar, at, due)).toBe(ms);
  })));

  it('keeps the order of instants and of durations', () => fc.assert(fc.property(schoolDays, anInstant, anInstant, aWhile, aWhile, (calendar, a, b, x, y) => {
    const [early, late] = a < b ? [a, b] : [b, a];
    const [short, long] = x < y ? [x, y] : [y, x];
    expect(addWorkingMs(calendar, early, short) <= addWorkingMs(calendar, late, short)).toBe(true);
    expect(addWorkingMs(calendar, early, short) <= addWorkingMs(calendar, early, long)).toBe(true);
  })));

  it('loses nothing over a pause: what was left is left', () => fc.assert(fc.property(schoolDays, anInstant, aWhile, fc.nat(40 * DAY), fc.nat(90 * DAY), (calendar, at, ms, runsFor, pausesFor) => {
    const due = addWorkingMs(calendar, at, ms);
    const paused = new Date(Math.min(Date.parse(at) + runsFor, Date.parse(due))).toISOString();
    const left = workingMsBetween(calendar, paused, due);
    const resumed = new Date(Date.parse(paused) + pausesFor).toISOString();
    const again = addWorkingMs(calendar, resumed, left);
    expect(workingMsBetween(calendar, at, paused) + workingMsBetween(calendar, resumed, again)).toBe(ms);
  })));

  it('is the same for whoever looks from a day on', () => fc.assert(fc.property(schoolDays, anInstant, aWhile, (calendar, at, ms) => {
    expect(addWorkingMs(schoolDaysFrom(calendar, dayOf(at)), at, ms)).toBe(addWorkingMs(calendar, at, ms));
  })));
});
