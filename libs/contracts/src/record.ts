import { hash } from 'node:crypto';
import type { County, Instant, Position, Uuid } from './event';

/**
 * An event exactly as its row stores it: `data` and `meta` are the bytes that were written, not parsed and printed again.
 * What PostgreSQL and Kafka both deliver, what is hashed, and what `heal` puts back.
 */
export interface LogRecord {
  readonly service: string;
  readonly county: County;
  readonly position: Position;
  readonly stream: string;
  readonly version: number;
  readonly eventId: Uuid;
  readonly commandId: Uuid;
  /** Place within its append, from 0. */
  readonly nth: number;
  readonly type: string;
  readonly recordedAt: Instant;
  /** JSON text. */
  readonly data: string;
  /** JSON text. */
  readonly meta: string;
}

/** First field of the leaf encoding; a new encoding gets a new one. */
const ENCODING = 'homeroom-leaf-v1';

/** Where leaves are put together before they are hashed: no record needs memory of its own. Longer ones make it grow. */
let desk = Buffer.allocUnsafe(65_536);

/** A UTF-16 code unit becomes at most so many bytes of UTF-8. */
const BYTES_PER_UNIT = 3;

/** Writes a record's leaf onto the desk. @returns its bytes, until the next one is written */
const leafOnDesk = (r: LogRecord): Buffer => {
  const fields = [ENCODING, r.service, r.county, String(r.position), r.stream, String(r.version), r.eventId, r.commandId,
    String(r.nth), r.type, r.recordedAt, r.data, r.meta];
  let most = 1;
  for (const field of fields) most += 4 + field.length * BYTES_PER_UNIT;
  if (desk.length < most) desk = Buffer.allocUnsafe(most * 2);
  desk[0] = 0x00;
  let at = 1;
  for (const field of fields) {
    const length = desk.write(field, at + 4);
    desk.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return desk.subarray(0, at);
};

/**
 * The leaf of a record: each column of its row in a fixed order, as UTF-8, preceded by its length in bytes as an unsigned
 * 32-bit big-endian number. Numbers in decimal, UUIDs in lower case, instants with milliseconds. Two records differ in a
 * byte of some column if and only if their encodings differ: no separator can be forged.
 */
export const encodeLeaf = (record: LogRecord): Buffer => Buffer.from(leafOnDesk(record));

/** RFC 9162 §2.1.1 leaf hash, SHA-256 over 0x00 and the leaf, in lower-case hex. {@link encodeLeaf} already begins with the 0x00. */
export const leafHash = (record: LogRecord): string => hash('sha256', leafOnDesk(record), 'hex');
