import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { MasterKeyMissing, MasterKeys, WrappedKeyDamaged } from './master-keys';
import { dataKey, open, parseSealed, seal } from './sealed';

const county = '370786';
const keyId = '0f8fad5b-d9cb-469f-a165-70867728950e';
const bytes = (from: number, to: number): Buffer => Buffer.from(Array.from({ length: to - from }, (_, i) => from + i));
const secret = createSecretKey(bytes(0, 32));
const key = dataKey(county, keyId, secret);
const nonce = bytes(0, 12);
const opened = (text: string, by = key): string | undefined => open(by, parseSealed(text)!.box);

/** Computed with Python's `cryptography` 48: key 00..1f, nonce 00..0b, associated data `v1.370786.<key id>`. */
const vectors = [
  ['王小明', `v1.${keyId}.AAECAwQFBgcICQoLoIxd_nVqJIMDoRGz4wFbnM8ITDzCVzyhKQ`],
  ['', `v1.${keyId}.AAECAwQFBgcICQoLk-ekVaehVtjUagkwmQwA7w`],
  ['13800138000', `v1.${keyId}.AAECAwQFBgcICQoLdjHuK_XU8SO9cacsa7-FaylFE0dq7XuKxDW_`],
] as const;

describe('a sealed text', () => {
  it.each(vectors)('of %p is what another implementation writes', (text, sealed) => {
    expect(seal(key, text, nonce)).toBe(sealed);
    expect(opened(sealed)).toBe(text);
  });

  it('opens to what was sealed, whatever it was, and is never the same twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
      const one = seal(key, text);
      expect(opened(one)).toBe(text);
      expect(seal(key, text)).not.toBe(one);
    }));
  });

  it('does not open once a bit of it has changed', () => {
    fc.assert(fc.property(fc.string({ maxLength: 50 }), fc.nat(), (text, bit) => {
      const box = Buffer.from(parseSealed(seal(key, text))!.box, 'base64url');
      box[(bit >> 3) % box.length]! ^= 1 << (bit & 7);
      expect(open(key, box.toString('base64url'))).toBeUndefined();
    }));
  });

  it('does not open in another county, under another key id, or with another key', () => {
    const sealed = seal(key, '王小明');
    expect(opened(sealed, dataKey('370785', keyId, secret))).toBeUndefined();
    expect(opened(sealed, dataKey(county, '0f8fad5b-d9cb-469f-a165-70867728950f', secret))).toBeUndefined();
    expect(opened(sealed, dataKey(county, keyId, createSecretKey(randomBytes(32))))).toBeUndefined();
  });

  it.each(['', '王小明', 'v1', `v2.${keyId}.${'A'.repeat(40)}`, `v1.${keyId}.short`, `v1.${keyId.toUpperCase()}.${'A'.repeat(40)}`, `v1.${keyId}.${'A'.repeat(40)}=`, `${vectors[0][1]}\n`])(
    'is not %p', (text) => expect(parseSealed(text)).toBeUndefined());
});

describe('a master key', () => {
  const owner = { county, keyId, subject: 'teacher-1' };
  const old = bytes(32, 64);
  const vector = 'm1.f47cfb2de9d620d7.AAECAwQFBgcICQoLXFNfpE4w7eu08MPNKn5QMwNh-3d-BLAGPBTJoaec1Yev4Oco-TZIXDqL1o-UF2xF';

  it('wraps as another implementation does, and unwraps', () => {
    const masters = MasterKeys.parse(old.toString('base64'));
    expect(masters.wrap(owner, bytes(0, 32), nonce)).toBe(vector);
    expect(masters.unwrap(owner, vector).equals(secret)).toBe(true);
  });

  it('unwraps a key in its own row alone', () => {
    const masters = MasterKeys.of([old]);
    for (const other of [{ county: '370785' }, { keyId: '0f8fad5b-d9cb-469f-a165-70867728950f' }, { subject: 'teacher-2' }]) {
      expect(() => masters.unwrap({ ...owner, ...other }, vector)).toThrow(WrappedKeyDamaged);
    }
    expect(() => masters.unwrap(owner, 'm1.nonsense')).toThrow(WrappedKeyDamaged);
  });

  it('is followed by a newer one, under which the same key is wrapped again', () => {
    const newer = randomBytes(32);
    const both = MasterKeys.of([newer, old]);
    const rewrapped = both.rewrap(owner, vector);
    expect(rewrapped).toMatch(new RegExp(`^m1\\.${both.current}\\.`));
    expect(MasterKeys.of([newer]).unwrap(owner, rewrapped).equals(secret)).toBe(true);
    expect(() => MasterKeys.of([newer]).unwrap(owner, vector)).toThrow(MasterKeyMissing);
  });

  it('must be 32 bytes, and is never repeated in an error', () => {
    const short = randomBytes(16).toString('base64');
    expect(() => MasterKeys.parse(`${old.toString('base64')},${short}`)).toThrow('Master key 2 is not 32 bytes in base64.');
    expect(() => MasterKeys.parse(' \n')).toThrow('A master key is needed');
  });
});
