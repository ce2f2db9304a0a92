import { type Log, logName } from '../log';
import { HASH_BYTES } from './merkle-tree';
import { base64, EvidenceRejected, type NoteKey, type NoteSigner, openNote } from './signed-note';

/** What a log had come to: C2SP `tlog-checkpoint`, a signed note of three lines. */
export interface Checkpoint {
  /** Which log: {@link originOf}. */
  readonly origin: string;
  /** Leaves; the position of the last record. */
  readonly size: number;
  readonly root: Buffer;
}

/** `homeroom/organization/370786`: first line of a log's checkpoints, and the name of its key. */
export const originOf = (log: Log): string => `homeroom/${logName(log)}`;

export const signCheckpoint = (signer: NoteSigner, { size, root }: Omit<Checkpoint, 'origin'>): string => signer.sign(`${signer.key.name}\n${size}\n${root.toString('base64')}\n`);

/** @throws EvidenceRejected for one that none of these keys has signed, or that is not of the log that its key signs for */
export const openCheckpoint = (note: string, keys: readonly NoteKey[]): Checkpoint => {
  const { text, key } = openNote(note, keys);
  const [, origin, size, root] = /^(.+)\n(0|[1-9]\d{0,15})\n(\S+)\n$/.exec(text) ?? [];
  if (origin === undefined || !Number.isSafeInteger(Number(size))) throw new EvidenceRejected('The signed note is no checkpoint.');
  if (origin !== key.name) throw new EvidenceRejected(`The checkpoint of ${origin} is signed by the key of ${key.name}.`);
  const bytes = base64(root!, 'The root');
  if (bytes.length !== HASH_BYTES) throw new EvidenceRejected('The root of the checkpoint is no SHA-256.');
  return { origin, size: Number(size), root: bytes };
};
