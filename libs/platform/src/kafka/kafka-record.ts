import { cloudEventType, type EventMark, leafHash, type LogRecord } from '@homeroom/contracts';

/** A message as a Kafka client takes and gives it. */
export interface KafkaMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
  readonly timestamp: string;
}

/** The generation of every log so far. A log whose history had to be cut gets the next one, and with it a new topic. */
export const GENERATION = 1;

/** Header with the exact bytes of the record's metadata; the CloudEvents attributes repeat what other platforms route by. */
const META = 'homeroom_meta';

/** Version of the event's data, out of its metadata's text: parsing it whole for each record would cost more than sending it. */
const schemaVersion = (meta: string): number => Number(/"schemaVersion":(\d+)/.exec(meta)?.[1] ?? 1);

/**
 * The message of a record: CloudEvents 1.0 Kafka binding, binary content mode. Value: the bytes of `data`. Headers: the
 * context attributes, and as extensions everything else that the record's row holds, so that a topic is a full copy of
 * its logs. A function of the record and its event type's category: sending twice sends the same.
 */
export const toMessage = (record: LogRecord, { category }: Pick<EventMark, 'category'>): KafkaMessage => ({
  key: record.county,
  value: record.data,
  timestamp: String(Date.parse(record.recordedAt)),
  headers: {
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: record.eventId,
    ce_source: `/counties/${record.county}/${record.service}`,
    ce_type: cloudEventType(record.service, record.type, { category, version: schemaVersion(record.meta) }),
    ce_subject: record.stream,
    ce_time: record.recordedAt,
    ce_partitionkey: record.county,
    ce_position: String(record.position),
    ce_streamversion: String(record.version),
    ce_commandid: record.commandId,
    ce_nth: String(record.nth),
    ce_generation: String(GENERATION),
    ce_leafhash: leafHash(record),
    [META]: record.meta,
  },
});

const text = (value: Buffer | string | (Buffer | string)[] | undefined | null): string => (value === undefined || value === null ? '' : String(Array.isArray(value) ? value[0] : value));

/** A message in a log's partition that is not what the relay writes there: someone else's, or damaged. */
export class ForeignMessage extends Error {
  override readonly name = 'ForeignMessage';
}

/**
 * The record of a message, checked against the leaf hash it carries: what is altered or damaged on its way is found here,
 * and no reader folds it.
 * @returns `undefined` for a message without a position: not a record of ours
 * @throws ForeignMessage for one that claims a position and does not match its hash
 */
export const toRecord = (service: string, { key, value, headers = {} }: KafkaMessage): LogRecord | undefined => {
  const position = Number(text(headers.ce_position));
  if (!Number.isSafeInteger(position) || position < 1) return undefined;
  const record: LogRecord = {
    service, county: text(key), position, stream: text(headers.ce_subject), version: Number(text(headers.ce_streamversion)), eventId: text(headers.ce_id),
    commandId: text(headers.ce_commandid), nth: Number(text(headers.ce_nth)), type: text(headers.ce_type).split('.')[2] ?? '', recordedAt: text(headers.ce_time),
    data: text(value), meta: text(headers[META]),
  };
  if (leafHash(record) !== text(headers.ce_leafhash)) {
    throw new ForeignMessage(`${service}/${record.county}:${position} in Kafka does not match the hash it carries: the topic holds a record that this log did not write.`);
  }
  return record;
};
