import type { Log } from '../log';
import { leafHash, type LogRecord } from '../record';
import { type Checkpoint, openCheckpoint, originOf } from './checkpoint';
import { HASH_BYTES, isIncluded } from './merkle-tree';
import { base64, EvidenceRejected, type NoteKey } from './signed-note';

/** That a record stands in its log: what `GET /v1/evidence/{position}` answers, and all that it takes to check it. */
export interface RecordEvidence {
  readonly format: typeof RECORD_EVIDENCE;
  readonly record: LogRecord;
  /** RFC 9162 leaf hash of the record, hex. */
  readonly leafHash: string;
  /** Inclusion proof, base64 of a hash each, the nearest first. */
  readonly proof: readonly string[];
  /** Signed note. */
  readonly checkpoint: string;
}

export const RECORD_EVIDENCE = 'homeroom-evidence-v1';

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

/** Text is hashed as UTF-8: what is not well-formed would be hashed as something else. */
const text = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();
const count = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);

/** Types of fields, for {@link shaped}. */
export const shape = { text, count, texts };

/** An object with exactly these fields. @throws EvidenceRejected: what nobody has checked must not travel along */
export const shaped = <T>(value: unknown, what: string, fields: Shape): T => {
  const object = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Record<string, unknown>;
  const wrong = [...Object.keys(fields).filter((field) => !Object.hasOwn(object, field) || !fields[field]!(object[field])), ...Object.keys(object).filter((field) => !Object.hasOwn(fields, field))];
  if (wrong.length > 0) throw new EvidenceRejected(`${what}: ${[...new Set(wrong)].join(', ')} ${wrong.length > 1 ? 'are' : 'is'} missing, unknown or of another type.`);
  return object as T;
};

const RECORD: Shape = {
  service: text, county: text, position: count, stream: text, version: count, eventId: text, commandId: text, nth: count, type: text, recordedAt: text, data: text, meta: text,
};

export const parseRecord = (value: unknown): LogRecord => shaped<LogRecord>(value, 'The record', RECORD);

/** @throws EvidenceRejected */
export const parseRecordEvidence = (value: unknown): RecordEvidence =>
  shaped(value, 'The evidence', { format: (format) => format === RECORD_EVIDENCE, record: (record) => parseRecord(record) !== undefined, leafHash: text, proof: texts, checkpoint: text });

/** The log of a checkpoint must be the record's own: the proof of another log says nothing of this one. */
export const checkLog = (log: Log, { origin }: Checkpoint): void => {
  if (originOf(log) !== origin) throw new EvidenceRejected(`The record is of ${originOf(log)}, the checkpoint of ${origin}.`);
};

/** @throws EvidenceRejected where the record is not in the tree that the checkpoint tells */
export const checkInclusion = (record: LogRecord, proof: readonly string[], checkpoint: Checkpoint): void => {
  checkLog(record, checkpoint);
  const path = proof.map((one) => base64(one, 'A hash of the proof'));
  if (path.some(({ length }) => length !== HASH_BYTES)) throw new EvidenceRejected('A hash of the proof is no SHA-256.');
  if (!isIncluded(Buffer.from(leafHash(record), 'hex'), record.position - 1, checkpoint.size, checkpoint.root, path)) {
    throw new EvidenceRejected(`${originOf(record)}:${record.position} is not the record that stands there: the proof does not lead to the signed root.`);
  }
};

/** What is known once evidence holds. */
export interface RecordProven {
  readonly record: LogRecord;
  readonly checkpoint: Checkpoint;
}

/** Checks one record's evidence, from nothing but the evidence and public keys. @throws EvidenceRejected */
export const verifyRecord = (value: unknown, keys: readonly NoteKey[]): RecordProven => {
  const { record, leafHash: told, proof, checkpoint: note } = parseRecordEvidence(value);
  const checkpoint = openCheckpoint(note, keys);
  checkInclusion(record, proof, checkpoint);
  if (leafHash(record) !== told) throw new EvidenceRejected('The leaf hash is not that of the record.');
  return { record, checkpoint };
};
