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

/**
 * The leaf of a record: each column of its row in a fixed order, as UTF-8, preceded by its length in bytes as an unsigned
 * 32-bit big-endian number. Numbers in decimal, UUIDs in lower case, instants with milliseconds. Two records differ in a
 * byte of some column if and only if their encodings differ: no separator can be forged.
 */
export const encodeLeaf = (r: LogRecord): Buffer => {
  const fields = [ENCODING, r.service, r.county, String(r.position), r.stream, String(r.version), r.eventId, r.commandId,
    String(r.nth), r.type, r.recordedAt, r.data, r.meta];
  let size = 0;
  for (const field of fields) size += 4 + Buffer.byteLength(field);
  const out = Buffer.allocUnsafe(size + 1);
  out[0] = 0x00;
  let at = 1;
  for (const field of fields) {
    const length = out.write(field, at + 4);
    out.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return out;
};

/** RFC 9162 §2.1.1 leaf hash, SHA-256 over 0x00 and the leaf, in lower-case hex. {@link encodeLeaf} already begins with the 0x00. */
export const leafHash = (record: LogRecord): string => hash('sha256', encodeLeaf(record), 'hex');
