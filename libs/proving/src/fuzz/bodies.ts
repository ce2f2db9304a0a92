import fc from 'fast-check';
import { resolved, type Schema, type ServiceDocument } from '../ground/documents';
import { hostileValue } from './hostile';

/** Stands in a body for a value that is known only when the request is made: `pool:<field>:<n>`. */
const PLACE = /^pool:(\w+):(\d+)$/;

export const fromPool = (field: string): fc.Arbitrary<string> => fc.nat(1_000).map((n) => `pool:${field}:${n}`);

/** A body with its places filled. */
export const filled = (value: unknown, of: (field: string, n: number) => string): unknown => {
  if (typeof value === 'string') {
    const [, field, n] = PLACE.exec(value) ?? [];
    return field === undefined ? value : of(field, Number(n));
  }
  if (Array.isArray(value)) return value.map((item) => filled(item, of));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, of)]));
};

const twoDigits = (n: number): string => String(n).padStart(2, '0');
const day = fc.tuple(fc.constantFrom(2025, 2026), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 })).map(([year, month, date]) => `${year}-${twoDigits(month)}-${twoDigits(date)}`);
const instant = fc.tuple(day, fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([on, hour, minute]) => `${on}T${twoDigits(hour)}:${twoDigits(minute)}:00.000Z`);
const words = (min: number, max: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom(...'班主任沟通 abc，。1\n'), minLength: Math.max(1, min), maxLength: Math.min(max, 60) }).map((text) => (text.trim() === '' ? '班' : text));

const textOf = (name: string, { format, pattern, minLength = 1, maxLength = 40 }: Schema): fc.Arbitrary<string> => {
  if (format === 'uuid') return fc.oneof({ weight: 9, arbitrary: fromPool(name) }, fc.uuid({ version: 7 }));
  if (format === 'date') return day;
  if (format === 'date-time') return instant;
  // Ids that are put together, codes: what the story used is likelier to mean something than what the pattern allows.
  if (pattern) return fc.oneof({ weight: 3, arbitrary: fromPool(name) }, fc.stringMatching(new RegExp(pattern, 'u')));
  return words(minLength, maxLength);
};

/** A value that the schema allows, with ids of things that exist. */
const valid = (name: string, schema: Schema, document: ServiceDocument, depth = 0): fc.Arbitrary<unknown> => {
  const { type, enum: choices, items, properties, required = [], minimum = 0, maximum = 100, minItems = 0, maxItems = 4 } = resolved(schema, document);
  if (choices) return fc.constantFrom(...choices);
  if (type === 'integer') return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 60) });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.uniqueArray(valid(name, items!, document, depth + 1), { minLength: minItems, maxLength: Math.min(maxItems, Math.max(minItems, 4)), selector: JSON.stringify });
  if (properties) return fc.record(Object.fromEntries(Object.entries(properties).map(([field, property]) => [field, valid(field, property, document, depth + 1)])), { requiredKeys: [...required] });
  return type === 'string' ? textOf(name, resolved(schema, document)) : fc.jsonValue({ maxDepth: 2 }).map((value) => ({ value }));
};

/** What is changed of an object: a field gone, another value, a field that nobody knows. */
const mutated = (body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(body, fc.array(fc.tuple(fc.nat(20), fc.constantFrom('drop', 'replace', 'add', 'nest'), hostileValue, fc.constantFrom('admin', 'county', '__proto__x', 'by', 'at', 'id', 'version', 'constructor', 'hasOwnProperty')), { minLength: 1, maxLength: 3 }))
    .map(([whole, changes]) => changes.reduce<unknown>((changed, [n, how, value, added]) => change(changed, n, how, value, added), whole));

const change = (body: unknown, n: number, how: string, value: unknown, added: string): unknown => {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return value;
  const names = Object.keys(body);
  const name = names[n % Math.max(1, names.length)];
  if (how === 'add' || name === undefined) return { ...body, [added]: value };
  if (how === 'drop') return Object.fromEntries(Object.entries(body).filter(([each]) => each !== name));
  const present = (body as Record<string, unknown>)[name];
  if (how === 'nest' && typeof present === 'object' && present !== null) return { ...body, [name]: Array.isArray(present) ? [...present, ...present, value] : change(present, n + 1, 'replace', value, added) };
  return { ...body, [name]: value };
};

/** Bodies for one operation, by how they were made. @param accepted bodies that the service took from the story */
export const bodiesOf = (schema: Schema, document: ServiceDocument, accepted: readonly object[]): fc.Arbitrary<unknown> => {
  const fitting = valid('body', schema, document);
  const played = accepted.length > 0 ? fc.constantFrom<unknown>(...accepted) : fitting;
  return fc.oneof({ weight: 4, arbitrary: played }, { weight: 3, arbitrary: fitting }, { weight: 4, arbitrary: mutated(played) }, { weight: 3, arbitrary: mutated(fitting) }, { weight: 1, arbitrary: hostileValue });
};

/** A value for a parameter of a query. */
export const parameterOf = (name: string, schema: Schema, document: ServiceDocument): fc.Arbitrary<string> => valid(name, schema, document).map(String);
