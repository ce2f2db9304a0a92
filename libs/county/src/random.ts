/** A source of chance that gives the same numbers for the same name, on every machine and in every year. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number, both ends included. */
  whole(min: number, max: number): number;
  /** True in this share of the cases. */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** By weights; a weight of 0 is never picked. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K;
  /** Some of them, each at most once, in a chosen order. */
  some<T>(from: readonly T[], count: number): T[];
  /** A source of its own: what is drawn there changes nothing here, so that one part of the year can change without all the others. */
  of(...name: readonly (string | number)[]): Random;
}

/** The name's 32-bit FNV-1a with a final mix, once for each word of the generator's state. */
const hashed = (name: string, salt: number): number => {
  let h = (0x811c9dc5 ^ salt) >>> 0;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** sfc32 (Chris Doty-Humphrey's Small Fast Counting generator, PractRand): 128 bits of state, public domain, a dozen lines. */
const sfc32 = (name: string): (() => number) => {
  let [a, b, c, d] = [hashed(name, 1), hashed(name, 2), hashed(name, 3), 1];
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t | 0;
    return (t >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
};

export const random = (name: string): Random => {
  const next = sfc32(name);
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    whole,
    chance: (share) => next() < share,
    pick: (from) => {
      if (from.length === 0) throw new Error('There is nothing to pick from.');
      return from[whole(0, from.length - 1)]!;
    },
    weighted: (weights) => {
      const entries = Object.entries(weights) as [keyof typeof weights, number][];
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)!)[0];
    },
    some: (from, count) => {
      const rest = [...from];
      return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(whole(0, rest.length - 1), 1)[0]!);
    },
    of: (...parts) => random(`${name}/${parts.join('/')}`),
  };
};
