import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

export const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Nonces drawn at a time: one call into the random source costs as much as a tenth of a seal. */
const NONCES_AT_ONCE = 256;

const drawn = Buffer.alloc(NONCE_BYTES * NONCES_AT_ONCE);
let next = drawn.length;

/** Random, 96 bits: NIST SP 800-38D allows 2^32 of them under one key, and a key seals the few texts of one subject. */
const freshNonce = (): Buffer => {
  if (next === drawn.length) {
    randomFillSync(drawn);
    next = 0;
  }
  return Buffer.from(drawn.subarray(next, next += NONCE_BYTES));
};

/**
 * AES-256-GCM: nonce, ciphertext and 16-byte tag as base64url without padding.
 * @param nonce for test vectors alone; the same nonce twice under one key gives the key's secrets away
 */
export const encrypt = (key: KeyObject, aad: Buffer, plain: string | Buffer, nonce: Buffer = freshNonce()): string => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  const body = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url');
};

/** What {@link encrypt} was given; `undefined` for another key, other associated data, or a changed bit. */
export const decrypt = (key: KeyObject, aad: Buffer, box: string): Buffer | undefined => {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plain = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    return undefined;
  }
};
