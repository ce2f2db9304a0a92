import { type Fault } from './fault';

/** What is wrong with a value at a place in the body; nothing, mostly. */
export type Check = (value: unknown, pointer: string) => readonly Fault[];

export interface TextLimits {
  readonly min: number;
  readonly max: number;
  readonly pattern?: RegExp;
  /** Line breaks and tabs are allowed. */
  readonly lines?: boolean;
}

export const SHAPES = {
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  day: /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  instant: /^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/,
} as const;

const NONE: readonly Fault[] = [];

const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/;
const CONTROLS_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/;

/** With the `u` flag a surrogate matches only where it stands alone. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** PostgreSQL text cannot hold NUL, UTF-8 cannot hold half a surrogate pair, and no name or reason needs a control character. */
export const isStorable = (text: string, lines = false): boolean => !LONE_SURROGATE.test(text) && !(lines ? CONTROLS_BUT_LINES : CONTROLS).test(text);

/** Code points of a text, counted only where its UTF-16 length leaves a doubt. */
const longerThan = (text: string, max: number): boolean => text.length > max && (text.length > 2 * max || [...text].length > max);

/** `pattern` for the whole text: unanchored patterns have let much through. */
export const anchored = (pattern: RegExp): RegExp => new RegExp(`^(?:${pattern.source})$`, pattern.flags.replaceAll(/[gmy]/g, ''));

export const isText = ({ min, max, pattern, lines }: TextLimits): Check => {
  const shape = pattern && anchored(pattern);
  return (value, pointer) => {
    if (typeof value !== 'string') return [value === undefined ? { code: 'required', pointer } : { code: 'not-text', pointer }];
    if (longerThan(value, max)) return [{ code: 'too-long', pointer, limits: [max] }];
    if (!isStorable(value, lines)) return [{ code: 'bad-characters', pointer }];
    if (min > 1 ? [...value].length < min : value.length < min) return [{ code: 'too-short', pointer, limits: [min] }];
    if (min > 0 && value.trim() === '') return [{ code: 'blank', pointer }];
    if (shape && !shape.test(value)) return [{ code: 'wrong-pattern', pointer, limits: [pattern.source] }];
    return NONE;
  };
};

const shaped = (test: (value: string) => boolean, code: Fault['code']): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  return typeof value === 'string' && value.length <= 40 && test(value) ? NONE : [{ code, pointer }];
};

export const isUuid = shaped((value) => SHAPES.uuid.test(value), 'not-a-uuid');

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 2026-02-30 has the shape of a day and is none. Reckoned rather than parsed and printed again: that would cost more than everything else. */
const exists = (day: string): boolean => {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return date <= MONTHS[month - 1]! + (month === 2 && leap ? 1 : 0);
};

export const isDay = shaped((value) => SHAPES.day.test(value) && exists(value), 'not-a-day');
export const isInstant = shaped((value) => SHAPES.instant.test(value) && exists(value), 'not-an-instant');

export const isChoice = (values: readonly string[]): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  return values.includes(value as string) ? NONE : [{ code: 'not-a-choice', pointer, limits: values }];
};

export const isWhole = (min: number, max: number): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  if (!Number.isSafeInteger(value)) return [{ code: 'not-a-whole-number', pointer }];
  return (value as number) >= min && (value as number) <= max ? NONE : [{ code: 'out-of-range', pointer, limits: [min, max] }];
};

export interface DocumentLimits {
  /** Objects and lists within each other. */
  readonly depth: number;
  /** Values in all. */
  readonly values: number;
}

/** RFC 6901, and no longer than is worth telling. */
const step = (name: string): string => `/${name.slice(0, 60).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A document as plain JSON whose meaning the rules check: here only that it can be stored and handled. Its numbers are whole; what counts is text. */
export const isDocument = ({ depth, values }: DocumentLimits): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [{ code: 'not-an-object', pointer }];
  let seen = 0;
  const within = (part: unknown, at: string, left: number): readonly Fault[] => {
    if (++seen > values) return seen === values + 1 ? [{ code: 'too-many', pointer, limits: [values] }] : NONE;
    if (typeof part === 'string') return isStorable(part, true) ? NONE : [{ code: 'bad-characters', pointer: at }];
    if (typeof part === 'number') return Number.isSafeInteger(part) ? NONE : [{ code: 'not-a-whole-number', pointer: at }];
    if (typeof part !== 'object' || part === null) return NONE;
    if (left === 0) return [{ code: 'too-deep', pointer: at, limits: [depth] }];
    return Object.entries(part).flatMap(([name, inner]) => (isStorable(name) ? within(inner, at + step(name), left - 1) : [{ code: 'bad-characters', pointer: at }]));
  };
  return within(value, pointer, depth);
};

export const isFlag: Check = (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  return typeof value === 'boolean' ? NONE : [{ code: 'not-a-flag', pointer }];
};

export const listOf = (item: Check, { min, max, distinct = false }: { min: number; max: number; distinct?: boolean }): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  if (!Array.isArray(value)) return [{ code: 'not-a-list', pointer }];
  if (value.length < min) return [{ code: 'too-few', pointer, limits: [min] }];
  if (value.length > max) return [{ code: 'too-many', pointer, limits: [max] }];
  return value.flatMap((entry: unknown, i): readonly Fault[] => {
    const faults = item(entry, `${pointer}/${i}`);
    return faults.length === 0 && distinct && value.indexOf(entry) < i ? [{ code: 'repeated-item', pointer: `${pointer}/${i}` }] : faults;
  });
};

/** An absent field is `undefined`; `null` is a value, and the wrong one. */
export const optionalOr = (check: Check): Check => (value, pointer) => (value === undefined ? NONE : check(value, pointer));
