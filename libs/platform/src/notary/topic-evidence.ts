import { type Catalogue, EvidenceRejected, type LogRecord } from '@homeroom/contracts';
import { type KafkaMessage, toMessage, toRecord } from '../kafka/kafka-record';

type Headers = NonNullable<KafkaMessage['headers']>;

/** Several bytes decode to the same text: bytes are compared. */
const bytesOf = (value: Headers[string] | null): Buffer => (Array.isArray(value) ? Buffer.concat(value.map(bytesOf)) : Buffer.from(value ?? ''));
const same = (one: Headers[string] | null, other: Headers[string] | null): boolean => bytesOf(one).equals(bytesOf(other));

/** The same headers with the same bytes, no more and no fewer. */
const equal = (one: Headers, other: Headers): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.keys(one).every((name) => Object.hasOwn(other, name) && same(one[name], other[name]));

/**
 * The record of a message that is, in every byte, what the relay writes of that record: stricter than a reader, who looks
 * only at what it folds. Whether the record stands in the log is for its proof to say.
 * @throws Error with what is wrong
 */
export const writtenRecord = ({ service, types }: Catalogue<any>, message: KafkaMessage): LogRecord => {
  const record = toRecord(service, message);
  if (!record) throw new EvidenceRejected('The message is no record.');
  const written = toMessage(record, { category: (types as Catalogue['types'])[record.type as never]?.category ?? 'unknown' });
  if (!same(message.key, written.key) || !same(message.value, written.value) || message.timestamp !== written.timestamp || !equal(message.headers ?? {}, written.headers!)) {
    throw new EvidenceRejected(`The message of ${service}/${record.county}:${record.position} is not what the relay writes of it.`);
  }
  return record;
};
