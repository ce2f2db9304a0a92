import fc from 'fast-check';
import { Rational } from './rational.model';

const parts = fc.tuple(
  fc.oneof(fc.integer({ min: -1000, max: 1000 }).map(BigInt), fc.bigInt({ min: -(2n ** 90n), max: 2n ** 90n }), fc.constantFrom(2n ** 53n - 1n, 1n - 2n ** 53n, 2n ** 53n, 0n)),
  fc.oneof(fc.integer({ min: 1, max: 1000 }).map(BigInt), fc.bigInt({ min: 1n, max: 2n ** 90n }), fc.constantFrom(2n ** 53n - 1n, 2n ** 53n)),
);
type Parts = [bigint, bigint];
const made = ([n, d]: Parts): Rational => Rational.ofBig(n, d);
/** Plain numbers that were not reduced on the way in. */
const asWritten = ([n, d]: Parts): Rational => (n <= 1000n && n >= -1000n && d <= 1000n ? Rational.of(Number(n), Number(d)) : made([n, d]));
const readBack = (value: Rational): Parts => {
  const [n, d = '1'] = value.exact().split('/');
  return [BigInt(n!), BigInt(d)];
};
const equal = (value: Rational, [n, d]: Parts): boolean => {
  const [m, e] = readBack(value);
  return m * d === n * e;
};
const common = (a: bigint, b: bigint): bigint => (b === 0n ? a : common(b, a % b));

describe('exact fractions', () => {
  it('add, subtract, multiply, divide and compare as cross multiplication says', () => {
    fc.assert(fc.property(parts, parts, (a, b) => {
      const [x, y] = [asWritten(a), asWritten(b)];
      expect(equal(x.plus(y), [a[0] * b[1] + b[0] * a[1], a[1] * b[1]])).toBe(true);
      expect(equal(x.minus(y), [a[0] * b[1] - b[0] * a[1], a[1] * b[1]])).toBe(true);
      expect(equal(x.times(y), [a[0] * b[0], a[1] * b[1]])).toBe(true);
      if (b[0] !== 0n) expect(equal(x.over(y), [a[0] * b[1], a[1] * b[0]])).toBe(true);
      const difference = a[0] * b[1] - b[0] * a[1];
      expect(Math.sign(x.compare(y))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0);
      expect(x.isNegative()).toBe(a[0] < 0n);
      expect(x.isZero()).toBe(a[0] === 0n);
    }), { numRuns: 2000 });
  });

  it('are written reduced, with the sign in front, and read back as the same', () => {
    fc.assert(fc.property(parts, (a) => {
      const value = asWritten(a);
      const [n, d] = readBack(value);
      expect(d > 0n && common(n < 0n ? -n : n, d) === 1n).toBe(true);
      expect(Rational.parse(value.exact(), 100)!.compare(value)).toBe(0);
      expect(Rational.parse(value.exact(), 100)!.exact()).toBe(value.exact());
    }), { numRuns: 1000 });
    expect(Rational.of(0, 7).negated().exact()).toBe('0');
    expect(Rational.parse('-0')!.exact()).toBe('0');
    expect(Rational.of(3, -6).exact()).toBe('-1/2');
  });

  it('keep their laws however they are grouped', () => {
    fc.assert(fc.property(parts, parts, parts, (a, b, c) => {
      const [x, y, z] = [asWritten(a), asWritten(b), asWritten(c)];
      expect(x.plus(y).plus(z).exact()).toBe(z.plus(y).plus(x).exact());
      expect(x.times(y.plus(z)).exact()).toBe(x.times(y).plus(x.times(z)).exact());
      expect(x.minus(x).exact()).toBe('0');
      if (!y.isZero()) expect(x.times(y).over(y).exact()).toBe(x.exact());
    }), { numRuns: 1000 });
  });

  it('round half away from zero, once', () => {
    fc.assert(fc.property(parts, fc.integer({ min: 0, max: 12 }), ([n, d], decimals) => {
      const size = n < 0n ? -n : n;
      const scale = 10n ** BigInt(decimals);
      const up = (2n * size * scale + d) / (2n * d);
      const expected = decimals === 0 ? `${up}` : `${up / scale}.${(up % scale).toString().padStart(decimals, '0')}`;
      expect(asWritten([n, d]).rounded(decimals)).toBe(n < 0n && up > 0n ? `-${expected}` : expected);
    }), { numRuns: 2000 });
    expect(Rational.of(1, 8).rounded(2)).toBe('0.13');
    expect(Rational.of(-1, 8).rounded(2)).toBe('-0.13');
    expect(Rational.of(-1, 1000).rounded(2)).toBe('0.00');
    expect(Rational.of(200, 3).rounded(6)).toBe('66.666667');
  });

  it('have a root that is the largest below with so many decimals', () => {
    fc.assert(fc.property(parts, (a) => {
      const value = made([a[0] < 0n ? -a[0] : a[0], a[1]]);
      const root = value.rootDown(12);
      const next = root.plus(Rational.ofBig(1n, 10n ** 12n));
      expect(root.times(root).compare(value)).toBeLessThanOrEqual(0);
      expect(next.times(next).compare(value)).toBeGreaterThan(0);
    }), { numRuns: 500 });
    expect(Rational.of(2).rootDown(12).rounded(12)).toBe('1.414213562373');
    expect(Rational.of(9, 4).rootDown(12).exact()).toBe('3/2');
  });

  it.each(['0.3', '-2.50', '3/10', '0', '100', '0.000000000000000000000000000000000001', '12345678901234567890/7'])('are read from %s', (text) => {
    const [, whole = '', rest = ''] = /^(-?[0-9]+)(?:[./]([0-9]+))?$/.exec(text)!;
    const expected: Parts = text.includes('/') ? [BigInt(whole), BigInt(rest)] : [BigInt(whole + rest), 10n ** BigInt(rest.length)];
    expect(equal(Rational.parse(text, 100)!, expected)).toBe(true);
  });

  it.each([0.3, 1, NaN, null, undefined, {}, ['1'], true, '', ' 1', '1 ', 'NaN', 'Infinity', '1e400', '1E5', '+1', '.5', '5.', '0x10', '01', '1/0', '1/-2', '1/2/3', '1.5/2', '--1', '１', '1,5', `0.${'1'.repeat(40)}`])('are not read from %p', (text) => {
    expect(Rational.parse(text)).toBeUndefined();
  });

  it('are made of safe integers only', () => {
    expect(() => Rational.of(0.5)).toThrow(RangeError);
    expect(() => Rational.of(2 ** 53)).toThrow(RangeError);
    expect(() => Rational.of(1, 0)).toThrow(RangeError);
    expect(() => Rational.one.over(Rational.zero)).toThrow(RangeError);
    expect(() => Rational.one.over(Rational.of(1).minus(Rational.of(1)))).toThrow(RangeError);
  });
});
