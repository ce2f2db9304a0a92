import { type Catalogue, catalogue, type Event, leafHash, type LogRecord, published } from '@homeroom/contracts';
import { type KafkaMessage, toMessage } from '@homeroom/platform';
import fc from 'fast-check';

/** What the log of a case holds: nothing but numbers, so that what is folded can be told from what is not. */
export type Counted = Event<'Counted', { readonly n: number }>;
export const counted: Catalogue<Counted> = catalogue<Counted>()('counter', { Counted: published('count') });

/** The n-th record of a county's log of this service. */
export const recordOf = (service: string, county: string, position: number): LogRecord => ({
  service, county, position, stream: 'count-1', version: position, eventId: `01990a2c-7a10-7000-8000-${String(position).padStart(12, '0')}`, commandId: `01990a2c-7a10-7000-9000-${String(position).padStart(12, '0')}`,
  nth: 0, type: 'Counted', recordedAt: '2025-09-01T00:00:00.000Z', data: `{"n":${position}}`, meta: '{"schemaVersion":1}',
});

/** What a reader must do about a message that its log did not write: pass over it, or stop before it and say why. */
export type Wanted = 'ignored' | 'stops';

/** A message among those of a log, made from the record that belongs at its place. */
export interface Hostile {
  readonly name: string;
  readonly wanted: Wanted;
  /** Its place of the record it was made from is taken: that record is not sent. */
  readonly instead: boolean;
  make(record: LogRecord, noise: string): KafkaMessage;
}

const CATEGORY = { category: 'count' };
const message = (record: LogRecord, more: Partial<KafkaMessage> = {}, headers: KafkaMessage['headers'] = {}): KafkaMessage => {
  const plain = toMessage(record, CATEGORY);
  const all = Object.entries({ ...plain.headers, ...headers }).filter(([, value]) => value !== undefined);
  return { ...plain, ...more, headers: Object.fromEntries(all) };
};
/** With a hash that fits: written by somebody who knows how. */
const rewritten = (record: LogRecord, changed: Partial<LogRecord>): KafkaMessage => toMessage({ ...record, ...changed }, CATEGORY);

export const HOSTILE: readonly Hostile[] = [
  { name: 'bytes without headers', wanted: 'ignored', instead: false, make: ({ county }, noise) => ({ key: county, value: noise, timestamp: '0' }) },
  { name: 'no value and no key', wanted: 'ignored', instead: false, make: () => ({ key: null, value: null, timestamp: '0' }) },
  { name: 'a position that is none', wanted: 'ignored', instead: false, make: (record, noise) => message(record, {}, { ce_position: noise.length % 2 ? '-1' : '1e400' }) },
  { name: 'a fraction of a position', wanted: 'ignored', instead: false, make: (record) => message(record, {}, { ce_position: `${record.position}.5` }) },
  { name: 'a record of another county', wanted: 'ignored', instead: false, make: (record) => toMessage({ ...record, county: '110101' }, CATEGORY) },
  { name: 'a large message of nobody', wanted: 'ignored', instead: false, make: ({ county }, noise) => ({ key: county, value: noise.repeat(20_000).slice(0, 900_000), timestamp: '0', headers: { a: 'x'.repeat(50_000) } }) },
  { name: 'the record twice', wanted: 'ignored', instead: false, make: (record) => toMessage(record, CATEGORY) },
  { name: 'an earlier record again', wanted: 'ignored', instead: false, make: (record) => toMessage(recordOf(record.service, record.county, Math.max(1, record.position - 2)), CATEGORY) },
  { name: 'other data under the old hash', wanted: 'stops', instead: true, make: (record) => message(record, { value: '{"n":-1}' }) },
  { name: 'no data', wanted: 'stops', instead: true, make: (record) => message(record, { value: null }) },
  { name: 'another type under the old hash', wanted: 'stops', instead: true, make: (record) => message(record, {}, { ce_type: 'cn.homeroom.Other.count.v1' }) },
  { name: 'another stream under the old hash', wanted: 'stops', instead: true, make: (record, noise) => message(record, {}, { ce_subject: `count-${noise.length}x` }) },
  { name: 'other metadata under the old hash', wanted: 'stops', instead: true, make: (record) => message(record, {}, { homeroom_meta: '{"schemaVersion":1,"actor":"mallory"}' }) },
  { name: 'no hash', wanted: 'stops', instead: true, make: (record) => message(record, {}, { ce_leafhash: undefined }) },
  { name: 'a hash of noise', wanted: 'stops', instead: true, make: (record, noise) => message(record, {}, { ce_leafhash: noise }) },
  { name: 'a later position under the old hash', wanted: 'stops', instead: true, make: (record) => message(record, {}, { ce_position: String(record.position + 1) }) },
  { name: 'a record of another service', wanted: 'stops', instead: true, make: (record) => rewritten(record, { service: 'elsewhere' }) },
  { name: 'a record missing', wanted: 'stops', instead: true, make: (record) => toMessage({ ...record, position: record.position + 1_000 }, CATEGORY) },
  { name: 'a type that nobody knows', wanted: 'stops', instead: true, make: (record) => rewritten(record, { type: 'Uncounted' }) },
  { name: 'a version that nobody knows', wanted: 'stops', instead: true, make: (record) => rewritten(record, { meta: '{"schemaVersion":7}' }) },
  { name: 'data that is no JSON', wanted: 'stops', instead: true, make: (record) => rewritten(record, { data: '{"n":' }) },
  { name: 'metadata that is no JSON', wanted: 'stops', instead: true, make: (record) => rewritten(record, { meta: 'x' }) },
];

/** A case: a log of this length with one hostile message at a place. */
export interface RecordCase {
  readonly hostile: Hostile;
  readonly length: number;
  readonly place: number;
  readonly noise: string;
}

export const recordCases = (seed: number, count: number): RecordCase[] => fc.sample(fc.record({
  hostile: fc.constantFrom(...HOSTILE), length: fc.integer({ min: 4, max: 12 }), place: fc.integer({ min: 1, max: 4 }), noise: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
}), { seed, numRuns: count });

/** Messages as they might come with anything changed: for the check of the hash alone, without a broker. */
export const anyMessage: fc.Arbitrary<{ readonly record: LogRecord; readonly message: KafkaMessage }> = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.constantFrom(
  'value', 'key', 'ce_position', 'ce_subject', 'ce_streamversion', 'ce_id', 'ce_commandid', 'ce_nth', 'ce_type', 'ce_time', 'homeroom_meta', 'ce_leafhash',
), fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.constant(undefined), fc.integer().map(String))).map(([position, where, value]) => {
  const record = recordOf('counter', '370786', position);
  return { record, message: where === 'value' || where === 'key' ? message(record, { [where]: value ?? null }) : message(record, {}, { [where]: value }) };
});

/** The bytes of both are the same record. */
export const sameRecord = (one: LogRecord, other: LogRecord): boolean => leafHash(one) === leafHash(other);
