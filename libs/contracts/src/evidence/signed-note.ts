import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';

/** What does not hold: a signature, a proof, a shape. Its message says what and where. */
export class EvidenceRejected extends Error {
  override readonly name = 'EvidenceRejected';
}

/** Algorithm byte of Ed25519 in a key of C2SP `signed-note`. */
const ED25519 = 0x01;
const SEED_TO_PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_TO_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;

/** A public key with the name of what it signs for. Printed it is a `vkey`: `<name>+<id>+<base64 of 0x01 and the key>`. */
export interface NoteKey {
  readonly name: string;
  /** Eight hex digits. */
  readonly id: string;
  readonly vkey: string;
  verify(text: string, signature: Buffer): boolean;
}

const keyId = (name: string, key: Buffer): string => hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), key]), 'hex').slice(0, 2 * ID_BYTES);

/** Base64 as it is printed: several spellings of the same bytes would be several notes. @throws EvidenceRejected */
export const base64 = (text: string, what: string): Buffer => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new EvidenceRejected(`${what} is not base64.`);
  return bytes;
};

const NAME = /^[^\s+]+$/u;

/** @throws EvidenceRejected for what is no vkey, or one whose id is not that of its key */
export const parseVkey = (vkey: string): NoteKey => {
  const [name = '', id = '', ...rest] = vkey.trim().split('+');
  const typed = base64(rest.join('+'), 'The public key');
  if (!NAME.test(name) || typed.length !== 1 + KEY_BYTES || typed[0] !== ED25519) throw new EvidenceRejected('A public key is written <name>+<id>+<base64 of an Ed25519 key>.');
  if (keyId(name, typed) !== id) throw new EvidenceRejected(`The key of ${name} has another id than ${id}: it was altered.`);
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_TO_SPKI, typed.subarray(1)]), format: 'der', type: 'spki' });
  return { name, id, vkey: `${name}+${id}+${typed.toString('base64')}`, verify: (text, signature) => verify(null, Buffer.from(text), key, signature) };
};

/** Who signs for one name. */
export class NoteSigner {
  readonly key: NoteKey;
  private readonly secret: KeyObject;

  /** @param seed 32 secret bytes; the key derives from them */
  constructor(name: string, seed: Buffer) {
    this.secret = createPrivateKey({ key: Buffer.concat([SEED_TO_PKCS8, seed]), format: 'der', type: 'pkcs8' });
    const typed = Buffer.concat([Buffer.from([ED25519]), createPublicKey(this.secret).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_TO_SPKI.length)]);
    this.key = parseVkey(`${name}+${keyId(name, typed)}+${typed.toString('base64')}`);
  }

  /** The signed note of a text that ends with a line feed. */
  sign(text: string): string {
    const signature = Buffer.concat([Buffer.from(this.key.id, 'hex'), sign(null, Buffer.from(text), this.secret)]);
    return `${text}\n— ${this.key.name} ${signature.toString('base64')}\n`;
  }
}

const SIGNATURE = /^— ([^\s+]+) (\S+)$/u;

/**
 * The text of a signed note, with the key that signed it. Signatures by others are passed over; one of these keys must be
 * there, and each of theirs must be good.
 * @throws EvidenceRejected
 */
export const openNote = (note: string, keys: readonly NoteKey[]): { readonly text: string; readonly key: NoteKey } => {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || !note.isWellFormed()) throw new EvidenceRejected('This is no signed note.');
  const text = note.slice(0, end + 1);
  let signer: NoteKey | undefined;
  for (const line of note.slice(end + 2, -1).split('\n')) {
    const [, name, told = ''] = SIGNATURE.exec(line) ?? [];
    if (name === undefined) throw new EvidenceRejected('A signature line of the note is malformed.');
    const bytes = base64(told, 'A signature');
    const key = keys.find((one) => one.name === name && one.id === bytes.subarray(0, ID_BYTES).toString('hex'));
    if (!key) continue;
    if (bytes.length !== ID_BYTES + SIGNATURE_BYTES || !key.verify(text, bytes.subarray(ID_BYTES))) throw new EvidenceRejected(`The signature of ${name} is wrong.`);
    signer ??= key;
  }
  if (!signer) throw new EvidenceRejected('None of the given keys has signed this note.');
  return { text, key: signer };
};
