import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { County, Uuid } from '@homeroom/contracts';
import { decrypt, encrypt } from './aes-gcm';

const KEY_BYTES = 32;

/** Whose key is wrapped: bound into the wrapping, so that a row's key works in no other row. */
export interface KeyOwner {
  readonly county: County;
  readonly keyId: Uuid;
  readonly subject: string;
}

/** No configured master key is the one that wrapped a data key: configuration, not erasure, so it is never answered with `null`. */
export class MasterKeyMissing extends Error {
  override readonly name = 'MasterKeyMissing';
  constructor(readonly masterKeyId: string) {
    super(`A key in the keys database is wrapped under master key ${masterKeyId}, which this process was not given: add it behind the current one.`);
  }
}

/** A wrapped key that its master key does not open: its row was damaged or moved. */
export class WrappedKeyDamaged extends Error {
  override readonly name = 'WrappedKeyDamaged';
  constructor(readonly keyId: Uuid) {
    super(`The wrapped key ${keyId} was changed since it was written: restore the keys database and replay the erasure list.`);
  }
}

/**
 * The first one wraps, all of them unwrap. To rotate: add the new one last and restart every process, so that all can
 * unwrap; put it first and restart; rewrap each county; drop the old one.
 */
export class MasterKeys {
  private constructor(private readonly keys: ReadonlyMap<string, KeyObject>, readonly current: string) {}

  /**
   * @param text 32 bytes each in base64 or base64url, separated by commas or white space; the current one first
   * @throws Error that names the place of a wrong key, never the key
   */
  static parse(text: string): MasterKeys {
    const parts = text.split(/[\s,]+/).filter(Boolean);
    if (parts.length === 0) throw new Error('A master key is needed: 32 random bytes in base64, e.g. from `openssl rand -base64 32`.');
    return MasterKeys.of(parts.map((part, i) => {
      const bytes = Buffer.from(part, 'base64');
      if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(part) || bytes.length !== KEY_BYTES) throw new Error(`Master key ${i + 1} is not ${KEY_BYTES} bytes in base64.`);
      return bytes;
    }));
  }

  static of(keys: readonly Buffer[]): MasterKeys {
    const byId = new Map(keys.map((bytes) => [masterKeyId(bytes), createSecretKey(bytes)]));
    const [current] = byId.keys();
    if (!current) throw new Error('A master key is needed.');
    return new MasterKeys(byId, current);
  }

  /** `m1.<master key id>.<base64url of nonce, ciphertext and tag>`, AES-256-GCM. */
  wrap(owner: KeyOwner, key: Buffer, nonce?: Buffer): string {
    return `m1.${this.current}.${encrypt(this.keys.get(this.current)!, aadOf(this.current, owner), key, nonce)}`;
  }

  /** A key of a new subject. Its clear bytes live no longer than this call. */
  newWrapped(owner: KeyOwner): string {
    const key = randomBytes(KEY_BYTES);
    const wrapped = this.wrap(owner, key);
    key.fill(0);
    return wrapped;
  }

  unwrap(owner: KeyOwner, wrapped: string): KeyObject {
    const bytes = this.unwrapped(owner, wrapped);
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return key;
  }

  /** The same key under the current master key. */
  rewrap(owner: KeyOwner, wrapped: string): string {
    const bytes = this.unwrapped(owner, wrapped);
    const again = this.wrap(owner, bytes);
    bytes.fill(0);
    return again;
  }

  private unwrapped(owner: KeyOwner, wrapped: string): Buffer {
    const [, id = '', box = ''] = /^m1\.([0-9a-f]{16})\.([A-Za-z0-9_-]+)$/.exec(wrapped) ?? [];
    if (!id) throw new WrappedKeyDamaged(owner.keyId);
    const master = this.keys.get(id);
    if (!master) throw new MasterKeyMissing(id);
    const bytes = decrypt(master, aadOf(id, owner), box);
    if (bytes?.length !== KEY_BYTES) throw new WrappedKeyDamaged(owner.keyId);
    return bytes;
  }
}

/** Derived from the key, so that no label can be put on the wrong one. */
const masterKeyId = (bytes: Buffer): string => createHash('sha256').update('homeroom-master-key-v1\0').update(bytes).digest('hex').slice(0, 16);

const aadOf = (master: string, { county, keyId, subject }: KeyOwner): Buffer => Buffer.from(['m1', master, county, keyId, subject].join('\n'));
