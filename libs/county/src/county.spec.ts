import chineseDays from 'chinese-days';
import fc from 'fast-check';
import { categoryOf, schoolCodeOf } from '../../../services/organization/src/org-units/school-code.model';
import { addWorkingMs, MINUTE_MS, overlay, EVERY_WEEKDAY, isWorkingTime } from '../../../services/organization/src/school-calendars/working-time.model';
import { dayAfter, daysFrom, FIRST_DAY, isSchoolDay, LAST_DAY, PREPARATION_FROM, schoolCalendar, weekdayOf, WINTER_VACATION } from './calendar';
import { changesOf } from './changes';
import { countyOf } from './county';
import { aroundTheClock, workingHours } from './hours';
import { random } from './random';
import { TOWNS } from './towns';
import { plusMinutes, workingTime } from './working-time';

describe('the county', () => {
  it.each([1, 5, 9, 10, 83, 200])('has %i schools with valid codes, each once, of the category of its highest stage', (count) => {
    const { schools } = countyOf('a', count);
    expect(schools).toHaveLength(count);
    expect(new Set(schools.map(({ code }) => code)).size).toBe(count);
    for (const { code, kind } of schools) expect(schoolCodeOf(code)).toMatchObject({ category: categoryOf(kind), province: '37' });
  });

  it('has a school in each of the nine towns, and every stage, from nine schools on', () => {
    const { schools } = countyOf('a', 9);
    expect(new Set(schools.map(({ town }) => town))).toEqual(new Set(TOWNS));
    expect(new Set(schools.flatMap(({ grades }) => grades.map(({ stage }) => stage)))).toEqual(new Set(['primary', 'junior', 'senior']));
  });

  it('has about 1,700 classes and 2,000 people in 83 schools', () => {
    const { schools } = countyOf('homeroom-2025', 83);
    const classes = schools.flatMap((school) => school.classes);
    const people = schools.flatMap(({ staff }) => Object.values(staff).flat());
    expect(classes.length).toBeGreaterThan(1_600);
    expect(classes.length).toBeLessThan(1_800);
    expect(people.length).toBeGreaterThan(2_000);
    expect(people.length).toBeLessThan(2_300);
  });

  it('gives every class a class teacher of its own, and a chain in which nobody stands twice', () => {
    fc.assert(fc.property(fc.string({ maxLength: 8 }), fc.integer({ min: 1, max: 12 }), (seed, count) => {
      const county = countyOf(seed, count);
      const classes = county.schools.flatMap((school) => school.classes);
      expect(new Set(classes.map(({ classTeacher }) => classTeacher.personId)).size).toBe(classes.length);
      for (const { seats, lead, classTeacher } of classes) {
        expect(seats.length).toBeGreaterThanOrEqual(2);
        expect(new Set(seats.map(({ personId }) => personId)).size).toBe(seats.length);
        expect(seats[0]).toEqual({ role: 'class-teacher', personId: classTeacher.personId });
        expect(seats.find(({ role }) => role === 'lead-class-teacher')?.personId).toBe(lead?.personId);
      }
    }), { numRuns: 30 });
  });

  it('lets nobody lead two classes without an exception', () => {
    for (const school of countyOf('b', 83).schools) {
      const ordinary = school.classes.filter(({ lead, beyondLoad }) => lead && !beyondLoad).map(({ lead }) => lead!.personId);
      expect(new Set(ordinary).size).toBe(ordinary.length);
    }
  });

  it('has staff numbers that are unique in a school, and telephone numbers that nobody can have', () => {
    for (const { staff } of countyOf('c', 9).schools) {
      const people = Object.values(staff).flat();
      expect(new Set(people.map(({ staffNo }) => staffNo)).size).toBe(people.length);
      for (const { phone, name, experienced, certificateNo } of people) {
        expect(phone).toMatch(/^100\d{8}$/);
        expect(name).toMatch(/^\p{Script=Han}{2,4}$/u);
        expect(experienced || certificateNo !== undefined).toBe(true);
      }
    }
  });

  it('lets only somebody outside a chain act for one of its levels', () => {
    for (const { schoolClass, delegate } of changesOf(countyOf('homeroom-2025', 83)).absences) expect(schoolClass.seats.map(({ personId }) => personId)).not.toContain(delegate);
  });
});

describe('the school year', () => {
  const calendar = schoolCalendar();

  it('has school on just the workdays of the state, make-up Saturdays and Sundays included, outside the vacations', () => {
    for (const day of daysFrom(PREPARATION_FROM, LAST_DAY)) {
      const vacation = day >= WINTER_VACATION.from && day <= WINTER_VACATION.until;
      expect([day, isSchoolDay(calendar, day)]).toEqual([day, chineseDays.isWorkday(day) && !vacation]);
    }
    expect(calendar.makeUpWorkdays).toEqual(['2025-09-28', '2025-10-11', '2026-01-04', '2026-05-09']);
    expect(calendar.makeUpWorkdays.every((day) => weekdayOf(day) > 5)).toBe(true);
  });

  const time = workingTime(calendar);
  const days = overlay(EVERY_WEEKDAY, calendar);
  const instants = fc.integer({ min: Date.parse(FIRST_DAY), max: Date.parse(dayAfter(LAST_DAY, 40)) }).map((ms) => new Date(ms - (ms % 60_000)).toISOString());

  it('counts working time as the organization does', () => {
    fc.assert(fc.property(instants, fc.integer({ min: 1, max: 12_000 }), (at, minutes) => {
      expect(time.add(at, minutes)).toBe(addWorkingMs(days, at, minutes * MINUTE_MS));
      expect(isWorkingTime(days, time.open(at))).toBe(true);
    }));
  });

  it('lets people act in working hours alone, and before a deadline', () => {
    const hours = workingHours(time);
    fc.assert(fc.property(instants, (at) => {
      expect(isWorkingTime(days, hours.from(at))).toBe(true);
      expect(hours.from(at) >= at && hours.before(at) < at && hours.until(at) <= at).toBe(true);
      expect(hours.from(hours.from(at))).toBe(hours.from(at));
      expect(aroundTheClock.from(at) >= at && aroundTheClock.before(at) < at && aroundTheClock.before(at) >= plusMinutes(at, -10)).toBe(true);
    }));
  });
});

describe('chance', () => {
  it('is the same for the same name and another for another', () => {
    const drawn = (name: string): number[] => Array.from({ length: 5 }, random(name).next);
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
    expect(drawn('a').map((each) => each.toFixed(6))).toEqual(['0.626054', '0.873498', '0.017134', '0.261627', '0.627164']);
  });

  it('keeps to its limits', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (name, min, more) => {
      const source = random(name);
      const drawn = Array.from({ length: 20 }, () => source.whole(min, min + more));
      expect(drawn.every((each) => Number.isInteger(each) && each >= min && each <= min + more)).toBe(true);
      expect(source.weighted({ never: 0, always: 1 })).toBe('always');
      expect([...source.some([1, 2, 3], 5)].sort()).toEqual([1, 2, 3]);
    }));
  });
});
