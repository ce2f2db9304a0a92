import { combinedClassTeacher, type Grade } from '@homeroom/contracts';
import fc from 'fast-check';
import { awardScore, calibrate, comprehensive, quotaGrades } from './cohort.model';
import type { CompiledBand } from './compile.model';
import { compile } from './compile.model';
import { gradeOf, score } from './score.model';
import { Rational } from './rational.model';

const band = (grade: Grade, from: number, quota?: [number, number]): CompiledBand => ({ grade, from: Rational.of(from), quota: quota ? Rational.of(...quota) : null });
const bands = [band('EXCELLENT', 90, [1, 5]), band('GOOD', 75, [2, 5]), band('QUALIFIED', 60), band('UNQUALIFIED', 0)];
const cohort = (...scores: number[]) => scores.map((value, i) => ({ subjectId: `s${i}`, score: String(value), grade: gradeOf(bands, Rational.of(value)) }));
const graded = (...scores: number[]): Grade[] => [...quotaGrades(bands, cohort(...scores)).values()];

describe('quota grades of a cohort', () => {
  it('give the best grade to at most the quota, rounded down, and the next one to the others', () => {
    expect(graded(95, 94, 93, 92, 91, 80, 70, 50, 55)).toEqual(['EXCELLENT', 'GOOD', 'GOOD', 'GOOD', 'QUALIFIED', 'QUALIFIED', 'QUALIFIED', 'UNQUALIFIED', 'UNQUALIFIED']);
  });

  it('let equal scores share the better grade only if all of them fit', () => {
    expect(graded(95, 95, 80, 70, 70, 70, 70, 70, 70, 70)).toEqual(['EXCELLENT', 'EXCELLENT', 'GOOD', ...Array(7).fill('QUALIFIED')]);
    expect(graded(95, 95, 95, 70, 70, 70, 70, 70, 70, 70).slice(0, 3)).toEqual(['GOOD', 'GOOD', 'GOOD']);
  });

  it('give nobody below a tie what the tie did not get', () => {
    expect(graded(95, 95, 94, 70, 70)).toEqual(['GOOD', 'GOOD', 'QUALIFIED', 'QUALIFIED', 'QUALIFIED']);
  });

  it('give nobody in a cohort too small for a seat the grade', () => {
    expect(graded(99)).toEqual(['QUALIFIED']);
  });

  it('reserve no seat for a grade that a gate capped', () => {
    const capped = [{ subjectId: 'a', score: '99', grade: 'QUALIFIED' as Grade }, ...cohort(95, 70, 70, 70)];
    expect(quotaGrades(bands, capped)).toEqual(new Map([['a', 'QUALIFIED'], ['s0', 'EXCELLENT'], ['s1', 'QUALIFIED'], ['s2', 'QUALIFIED'], ['s3', 'QUALIFIED']]));
  });

  it('never exceed a quota, never raise a grade, never grade the lower score better, whatever the order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 40 }), (scores) => {
      const members = cohort(...scores);
      const result = quotaGrades(bands, members);
      const rank = (id: string): number => bands.findIndex(({ grade }) => grade === result.get(id));
      expect([...result.values()].filter((grade) => grade === 'EXCELLENT').length).toBeLessThanOrEqual(Math.floor(scores.length / 5));
      expect([...result.values()].filter((grade) => grade === 'GOOD').length).toBeLessThanOrEqual(Math.floor((scores.length * 2) / 5));
      for (const a of members) {
        expect(rank(a.subjectId)).toBeGreaterThanOrEqual(bands.findIndex(({ grade }) => grade === a.grade));
        for (const b of members) if (Number(a.score) >= Number(b.score)) expect(rank(a.subjectId)).toBeLessThanOrEqual(rank(b.subjectId));
      }
      const reversed = quotaGrades(bands, [...members].reverse());
      for (const { subjectId } of members) expect(reversed.get(subjectId)).toBe(result.get(subjectId));
    }));
  });
});

const school = (schoolId: string, ...scores: string[]) => scores.map((value, i) => ({ subjectId: `${schoolId}${i}`, schoolId, score: value }));

describe('calibration', () => {
  it('NONE changes nothing', () => {
    expect(calibrate({ type: 'NONE' }, school('a', '81/2', '90'))).toEqual(new Map([['a0', '81/2'], ['a1', '90']]));
  });

  it('SCHOOL_ZSCORE places each school around the common mean, by its own deviation', () => {
    // a: 60, 80: mean 70, deviation 10, z = ∓1. b: 96, 98, 100: mean 98, variance 8/3, deviation 1.632993161855 (cut off), z of 100 = 2 / that.
    const result = calibrate({ type: 'SCHOOL_ZSCORE', mean: '80', deviation: '8' }, [...school('a', '60', '80'), ...school('b', '96', '98', '100')]);
    expect(result.get('a0')).toBe('72');
    expect(result.get('a1')).toBe('88');
    expect(result.get('b1')).toBe('80');
    // 80 + 8 · 2 · 10^12 / 1632993161855 = 80 + 3200000000000 / 326598632371
    expect(result.get('b2')).toBe(`${80n * 326598632371n + 3200000000000n}/326598632371`);
  });

  it('SCHOOL_ZSCORE gives everybody the mean where all are equal, and one alone too', () => {
    const result = calibrate({ type: 'SCHOOL_ZSCORE', mean: '80', deviation: '8' }, [...school('a', '90', '90'), ...school('b', '41')]);
    expect([...result.values()]).toEqual(['80', '80', '80']);
  });

  it('SCHOOL_ZSCORE stays within 0..100 and keeps the order within a school', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 20 }), (scores) => {
      const result = calibrate({ type: 'SCHOOL_ZSCORE', mean: '80', deviation: '30' }, school('a', ...scores.map(String)));
      const values = scores.map((_, i) => Rational.parse(result.get(`a${i}`), 1000)!);
      values.forEach((value, i) => {
        expect(value.compare(Rational.zero) >= 0 && value.compare(Rational.hundred) <= 0).toBe(true);
        scores.forEach((other, j) => { if (scores[i]! > other) expect(value.compare(values[j]!)).toBeGreaterThanOrEqual(0); });
      });
    }));
  });

  it('QUOTA_BANDS goes by rank in the school; a tie gets the better band only if it fits', () => {
    const rule = { type: 'QUOTA_BANDS' as const, bands: [{ share: '0.2', score: '95' }, { share: '0.5', score: '85' }, { share: '3/10', score: '70' }] };
    expect([...calibrate(rule, school('a', '99', '98', '97', '96', '95')).values()]).toEqual(['95', '85', '85', '70', '70']);
    expect(Object.fromEntries(calibrate(rule, school('a', '50', '99', '99', '60', '70')))).toEqual({ a0: '70', a1: '85', a2: '85', a3: '70', a4: '85' });
  });
});

describe('combination', () => {
  it('comprehensive = w_b · basic* + w_d · developmental, as the combined framework scores it', () => {
    const basic = '250/3';
    const developmental = '701/8';
    // 0.4 · 250/3 + 0.6 · 701/8 = 100/3 + 2103/40 = (4000 + 6309) / 120
    expect(comprehensive(combinedClassTeacher, basic, developmental)).toBe('10309/120');
    const trace = score(compile(combinedClassTeacher), { measures: { 'result:basic': { kind: 'score', score: basic, sources: [] }, 'result:developmental': { kind: 'score', score: developmental, sources: [] } } });
    expect(trace.result.score).toEqual({ exact: '10309/120', stored: '85.908333', shown: '85.91' });
    expect(trace.result.grade).toBe('GOOD');
  });

  it('award score = comprehensive + points, capped, never less than nothing', () => {
    const award = { factor: '0.1', pointsCap: '5' };
    expect(awardScore(award, '80', '30')).toBe('83');
    expect(awardScore(award, '80', '51')).toBe('85');
    expect(awardScore(award, '80', '-3')).toBe('80');
    expect(awardScore(undefined, '80', '30')).toBe('80');
  });
});
