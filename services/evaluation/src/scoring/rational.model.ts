/**
 * Exact fractions. Nearly every number of a score is small, so a fraction is two plain integers as long as both fit in 2^53,
 * and two BigInts from there on: the same value either way, only the speed differs. Fractions are reduced late: when they are
 * written, or when they would outgrow the plain form.
 */

/** Longest literal in a framework or a measure: more digits than any weight or count needs, few enough to stay cheap. */
export const NUMBER_LENGTH = 20;
/** Longest exact result that may come back as an input (a finalised score in a combined cycle, the previous cycle's value). */
export const RESULT_LENGTH = 20_000;

const MAX = Number.MAX_SAFE_INTEGER;
/** Up to here `%` is the processor's own instruction; above, a call. */
const MACHINE_INT = 0x7fff_ffff;

const gcdMachine = (a: number, b: number): number => {
  let x = a | 0;
  let y = b | 0;
  while (y !== 0) {
    const rest = (x % y) | 0;
    x = y;
    y = rest;
  }
  return x;
};

const gcd = (a: number, b: number): number => {
  let x = a;
  let y = b;
  while (x > MACHINE_INT || y > MACHINE_INT) {
    if (y === 0) return x;
    // Exact below 2^53, and several times faster than `%` on numbers of this size: the quotient's rounding error is less
    // than 1 / y, and the quotient is at least that far below the next whole number.
    const rest = x - Math.floor(x / y) * y;
    x = y;
    y = rest;
  }
  return gcdMachine(x, y);
};

const gcdBig = (a: bigint, b: bigint): bigint => {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

interface Big { n: bigint; d: bigint }

export class Rational {
  static readonly zero = new Rational(0, 1, null);
  static readonly one = new Rational(1, 1, null);
  static readonly hundred = new Rational(100, 1, null);

  private text: string | null = null;

  /** `n / d` with d > 0, unless `big` is set; then that holds. Reducing replaces the parts, never the value. */
  private constructor(private n: number, private d: number, private big: Big | null, private isReduced = false) {}

  /** Whole numbers that are safe integers. Anything else is an error of the caller. */
  static of(numerator: number, denominator = 1): Rational {
    if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator === 0) throw new RangeError('A fraction is made of two safe integers, the second not 0');
    return denominator < 0 ? new Rational(-numerator, -denominator, null) : new Rational(numerator, denominator, null);
  }

  static ofBig(numerator: bigint, denominator: bigint): Rational {
    if (denominator === 0n) throw new RangeError('Denominator 0');
    const shared = gcdBig(numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator);
    const by = denominator < 0n ? -shared : shared;
    const n = numerator / by;
    const d = denominator / by;
    if (n <= MAX && n >= -MAX && d <= MAX) return new Rational(Number(n), Number(d), null, true);
    return new Rational(0, 1, { n, d }, true);
  }

  /** A decimal or a fraction as FrameworkDocument's ExactNumber; `undefined` for anything else, whatever its type. */
  static parse(text: unknown, maxLength = NUMBER_LENGTH): Rational | undefined {
    if (typeof text !== 'string' || text.length > maxLength) return undefined;
    return parsePlain(text) ?? Rational.parseLong(text);
  }

  private static parseLong(text: string): Rational | undefined {
    const parts = /^(-?)(0|[1-9][0-9]*)(?:\.([0-9]+)|\/([1-9][0-9]*))?$/.exec(text);
    if (!parts) return undefined;
    const [, sign, whole = '', decimals = '', under] = parts;
    return Rational.ofBig(BigInt(sign + whole + decimals), BigInt(under ?? `1${'0'.repeat(decimals.length)}`));
  }

  private reduce(): this {
    if (this.isReduced) return this;
    const shared = gcd(Math.abs(this.n), this.d);
    if (shared > 1) {
      this.n /= shared;
      this.d /= shared;
    }
    if (this.n === 0) this.n = 0;
    this.isReduced = true;
    return this;
  }

  private asBig(): Big {
    return this.big ?? { n: BigInt(this.n), d: BigInt(this.d) };
  }

  plus(other: Rational): Rational {
    if (this.big === null && other.big === null) {
      if (this.d === other.d) {
        const sum = this.n + other.n;
        if (sum <= MAX && sum >= -MAX) return new Rational(sum, this.d, null);
      }
      const a = this.n * other.d;
      const b = other.n * this.d;
      const d = this.d * other.d;
      const sum = a + b;
      if (d <= MAX && a <= MAX && a >= -MAX && b <= MAX && b >= -MAX && sum <= MAX && sum >= -MAX) return new Rational(sum, d, null);
    }
    return this.plusWide(other);
  }

  /** Over the least common denominator: mostly fits the plain form where the product did not. */
  private plusWide(other: Rational): Rational {
    if (this.big === null && other.big === null) {
      this.reduce();
      other.reduce();
      const shared = gcd(this.d, other.d);
      const a = this.n * (other.d / shared);
      const b = other.n * (this.d / shared);
      const d = this.d * (other.d / shared);
      const sum = a + b;
      if (d <= MAX && Math.abs(a) <= MAX && Math.abs(b) <= MAX && Math.abs(sum) <= MAX) return new Rational(sum, d, null);
    }
    const a = this.asBig();
    const b = other.asBig();
    return Rational.ofBig(a.n * b.d + b.n * a.d, a.d * b.d);
  }

  negated(): Rational {
    return this.big ? new Rational(0, 1, { n: -this.big.n, d: this.big.d }, true) : new Rational(0 - this.n, this.d, null, this.isReduced);
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    if (this.big === null && other.big === null) {
      const n = this.n * other.n;
      const d = this.d * other.d;
      if (d <= MAX && n <= MAX && n >= -MAX) return new Rational(n, d, null);
    }
    return this.timesWide(other);
  }

  private timesWide(other: Rational): Rational {
    if (this.big === null && other.big === null) {
      const left = gcd(Math.abs(this.n), other.d);
      const right = gcd(Math.abs(other.n), this.d);
      const n = (this.n / left) * (other.n / right);
      const d = (this.d / right) * (other.d / left);
      if (d <= MAX && Math.abs(n) <= MAX) return new Rational(n, d, null);
    }
    const a = this.asBig();
    const b = other.asBig();
    return Rational.ofBig(a.n * b.n, a.d * b.d);
  }

  /** By 0 is a RangeError: whoever divides asks first. */
  over(other: Rational): Rational {
    if (other.isZero()) throw new RangeError('Division by 0');
    if (other.big) return this.times(Rational.ofBig(other.big.d, other.big.n));
    return this.times(other.n < 0 ? new Rational(-other.d, -other.n, null) : new Rational(other.d, other.n, null));
  }

  /** Negative, 0 or positive as this is less than, equal to or greater than the other. */
  compare(other: Rational): number {
    if (this.big === null && other.big === null) {
      const a = this.n * other.d;
      const b = other.n * this.d;
      if (a <= MAX && a >= -MAX && b <= MAX && b >= -MAX) return a - b;
    }
    const a = this.asBig();
    const b = other.asBig();
    const left = a.n * b.d;
    const right = b.n * a.d;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  isZero(): boolean {
    return this.big === null && this.n === 0;
  }

  isNegative(): boolean {
    return this.big ? this.big.n < 0n : this.n < 0;
  }

  atLeast(low: Rational): Rational {
    return this.compare(low) < 0 ? low : this;
  }

  atMost(high: Rational): Rational {
    return this.compare(high) > 0 ? high : this;
  }

  /** Reduced: `7`, `-1/3`. */
  exact(): string {
    return (this.text ??= this.write());
  }

  private write(): string {
    if (this.big) return this.big.d === 1n ? `${this.big.n}` : `${this.big.n}/${this.big.d}`;
    this.reduce();
    return this.d === 1 ? `${this.n}` : `${this.n}/${this.d}`;
  }

  /** Rounded once, half away from zero, with exactly that many decimals (0..12). */
  rounded(decimals: number): string {
    const scale = 10 ** decimals;
    const plain = Math.abs(this.n);
    if (this.big === null && this.d * 1000 <= MAX && (plain / this.d + 1) * scale <= MAX / 2) return written(this.n < 0, roundedPlain(plain, this.d, decimals), scale);
    const { n, d } = this.asBig();
    const size = n < 0n ? -n : n;
    return written(n < 0n, (size * 2n * BigInt(scale) + d) / (d * 2n), scale);
  }

  /** Whole part towards zero, e.g. of quota · cohort. */
  whole(): number {
    const { n, d } = this.asBig();
    return Number(n / d);
  }

  /** √this rounded down to that many decimals: the only step that is not exact, and the same everywhere. Not for negatives. */
  rootDown(decimals: number): Rational {
    const { n, d } = this.asBig();
    const scale = 10n ** BigInt(decimals);
    return Rational.ofBig(integerRoot((n * scale * scale) / d), scale);
  }
}

const ZERO = 48;
const NINE = 57;
const POINT = 46;

/** The everyday case: a decimal of up to 15 digits. `undefined`: something else, which the full grammar decides. */
const parsePlain = (text: string): Rational | undefined => {
  const start = text.charCodeAt(0) === 45 ? 1 : 0;
  const length = text.length;
  if (length === start || length - start > 15) return undefined;
  let n = 0;
  let d = 0;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= ZERO && code <= NINE) {
      n = n * 10 + (code - ZERO);
      d *= 10;
    } else if (code === POINT && d === 0 && i > start && i < length - 1) d = 1;
    else return undefined;
  }
  const next = text.charCodeAt(start + 1);
  if (text.charCodeAt(start) === ZERO && next >= ZERO && next <= NINE) return undefined;
  return Rational.of(start === 1 ? 0 - n : n, d === 0 ? 1 : d);
};

/** Long division, three digits at a time, so that no remainder leaves 2^53; quotients are exact for the reason given at `gcd`. */
const roundedPlain = (size: number, d: number, decimals: number): number => {
  let digits = Math.floor(size / d);
  let rest = size - digits * d;
  for (let left = decimals; left > 0; left -= 3) {
    const factor = left >= 3 ? 1000 : 10 ** left;
    rest *= factor;
    const step = Math.floor(rest / d);
    digits = digits * factor + step;
    rest -= step * d;
  }
  return rest * 2 >= d ? digits + 1 : digits;
};

const written = (negative: boolean, digits: number | bigint, scale: number): string => {
  const sign = negative && digits > 0 ? '-' : '';
  if (scale === 1) return `${sign}${digits}`;
  if (typeof digits === 'bigint') return `${sign}${digits / BigInt(scale)}.${String((digits % BigInt(scale)) + BigInt(scale)).slice(1)}`;
  const whole = Math.floor(digits / scale);
  return `${sign}${whole}.${String(digits - whole * scale + scale).slice(1)}`;
};

/** Newton's from above: the largest integer whose square is not greater. */
const integerRoot = (square: bigint): bigint => {
  if (square < 2n) return square;
  let root = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/** The sum of any number of fractions. */
export const sumOf = (terms: readonly Rational[]): Rational => terms.reduce((sum, term) => sum.plus(term), Rational.zero);
