/**
 * Every choice of a story, in the order in which it is made: from a seed, or from a list of earlier choices. 0 is always
 * the calm choice (the oldest request, nothing fails), so that a list may be cut short and its numbers made smaller, and
 * is still a story.
 */
export class Chance {
  readonly drawn: number[] = [];
  private state: number;
  private next = 0;

  constructor(readonly seed: number, private readonly given?: readonly number[]) {
    this.state = seed >>> 0;
  }

  /** Whether a given list has come to its end: what follows is calm. */
  get spent(): boolean {
    return this.given !== undefined && this.next >= this.given.length;
  }

  /** A whole number from 0 to n - 1. */
  below(n: number): number {
    const value = this.given ? Math.min(this.given[this.next++] ?? 0, n - 1) : n > 1 ? this.random() % n : 0;
    this.drawn.push(value);
    return value;
  }

  /** True once in n times; never for 0. */
  oneIn(n: number): boolean {
    return n > 0 && this.below(n) === n - 1 && n > 1;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  /** SplitMix32: passes PractRand far beyond what one story draws. */
  private random(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
}
