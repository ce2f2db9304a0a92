import type { KeyObject } from 'node:crypto';
import type { County, Sealed, Uuid } from '@homeroom/contracts';
import { decrypt, encrypt } from './aes-gcm';

/** The key of one subject, unwrapped and ready: what seals and opens its texts. */
export interface DataKey {
  readonly keyId: Uuid;
  readonly key: KeyObject;
  /** Bound into every text: moved to another county, or under another key's id, it does not open. */
  readonly aad: Buffer;
}

/** `v1.<key id>.<base64url of nonce, ciphertext and tag>`; an empty text has 28 bytes, which are 38 characters. */
const SHAPE = /^v1\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([A-Za-z0-9_-]{38,})$/;

/** @param key 256 bits */
export const dataKey = (county: County, keyId: Uuid, key: KeyObject): DataKey => ({ keyId, key, aad: Buffer.from(`v1.${county}.${keyId}`) });

/** Hides what a text says, not how long it is: its length in UTF-8 bytes can be read off. */
export const seal = ({ keyId, key, aad }: DataKey, text: string, nonce?: Buffer): Sealed => `v1.${keyId}.${encrypt(key, aad, text, nonce)}`;

/** The parts of a sealed text; `undefined` when it is none. Says nothing about whether it opens. */
export const parseSealed = (sealed: string): { readonly keyId: Uuid; readonly box: string } | undefined => {
  const [, keyId, box] = SHAPE.exec(sealed) ?? [];
  return keyId && box ? { keyId, box } : undefined;
};

/** The text; `undefined` when it was changed, or sealed for another county or key. */
export const open = ({ key, aad }: DataKey, box: string): string | undefined => decrypt(key, aad, box)?.toString('utf8');
