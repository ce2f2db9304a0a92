import type { LogRecord } from '@homeroom/contracts';
import type { Random } from './signed-log';

/** Something altered, and what was done to it. */
export interface Mutation<T> {
  readonly value: T;
  readonly says: string;
}

const STRANGE = ['0', 'A', 'z', ' ', '\n', '=', '/', '"', '班', '\u0000', '\ud800', '\ufffd'];

/** One step away from a text: a character more, less, another, or two that have changed places. */
export const alteredText = (chance: Random, text: string): Mutation<string> => {
  for (;;) {
    const altered = step(chance, text);
    if (altered.value !== text) return altered;
  }
};

const step = (chance: Random, text: string): Mutation<string> => {
  const at = chance.whole(0, Math.max(0, text.length - 1));
  const strange = chance.pick(STRANGE);
  const decoded = text.indexOf('\ufffd');
  // What a decoder puts for nonsense must not pass for the nonsense, nor the other way round.
  if (decoded >= 0 && chance.chance(0.3)) return { value: `${text.slice(0, decoded)}\ud800${text.slice(decoded + 1)}`, says: 'U+FFFD became a lone surrogate' };
  const [value, says] = chance.pick([
    [text.slice(0, at) + strange + text.slice(at + 1), `character ${at} became ${JSON.stringify(strange)}`],
    [text.slice(0, at) + strange + text.slice(at), `${JSON.stringify(strange)} came in at ${at}`],
    [text.slice(0, at) + text.slice(at + 1), `character ${at} went`],
    [text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2), `characters ${at} and ${at + 1} changed places`],
  ] as const);
  return { value, says };
};

/** Text fields that stand beside each other in the leaf: a character that moves over their border leaves the joined text as it was. */
const NEIGHBOURS = [['eventId', 'commandId'], ['type', 'recordedAt'], ['data', 'meta']] as const;

export const alteredRecord = (chance: Random, record: LogRecord): Mutation<LogRecord> => {
  if (chance.chance(0.1)) {
    const [left, right] = chance.pick(NEIGHBOURS);
    return { value: { ...record, [left]: record[left].slice(0, -1), [right]: record[left].slice(-1) + record[right] }, says: `the last character of ${left} moved to ${right}` };
  }
  if (chance.chance(0.05)) return { value: { ...record, [`x${chance.whole(0, 9)}`]: 1 } as never, says: 'a field came in' };
  const field = chance.pick(Object.keys(record) as (keyof LogRecord)[]);
  const told = record[field];
  if (chance.chance(0.05)) return { value: { ...record, [field]: typeof told === 'number' ? String(told) : [told] } as never, says: `${field} became of another type` };
  if (typeof told === 'number') {
    const value = chance.pick([told + 1, told - 1, told + 0.5, -told - 1, told * 2 + 1]);
    return { value: { ...record, [field]: value }, says: `${field} became ${value}` };
  }
  const { value, says } = alteredText(chance, told);
  return { value: { ...record, [field]: value }, says: `${field}: ${says}` };
};

export const alteredBytes = (chance: Random, bytes: Buffer): Mutation<Buffer> => {
  const at = chance.whole(0, bytes.length - 1);
  const bit = chance.whole(0, 7);
  const value = Buffer.from(bytes);
  value[at]! ^= 1 << bit;
  return { value, says: `bit ${bit} of byte ${at} flipped` };
};

/** A list with an element less, more, twice, altered, or out of its place. */
export const alteredList = <T>(chance: Random, list: readonly T[], alter: (one: T) => Mutation<T>): Mutation<T[]> => {
  const at = chance.whole(0, list.length - 1);
  const one = alter(list[at]!);
  const other = chance.whole(0, list.length - 1);
  const swapped = list.map((each, i) => (i === at ? list[other]! : i === other ? list[at]! : each));
  const [value, says] = chance.pick([
    [list.map((each, i) => (i === at ? one.value : each)), `${at}: ${one.says}`],
    [list.filter((_, i) => i !== at), `element ${at} went`],
    [[...list.slice(0, at), list[at]!, ...list.slice(at)], `element ${at} came twice`],
    [swapped, `elements ${at} and ${other} changed places`],
  ] as [T[], string][]);
  return JSON.stringify(value) === JSON.stringify(list) ? alteredList(chance, list, alter) : { value, says };
};
