import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnvironmentInvalid, fingerprintKey, readBrokers, readEnvironment, readMigrationEnvironment } from './environment';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 37 + 11) % 256)).toString('base64');
const GOOD = {
  DATABASE_URL: 'postgresql://app:x9@db/organization', KEYS_DATABASE_URL: 'postgresql://app:x9@db/organization_keys', KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  COUNTIES: '370786,370784', OIDC_ISSUER: 'https://login.example', OIDC_AUDIENCE: 'homeroom', MASTER_KEY: KEY, NOTARY_KEY: KEY, NOTARY_DIR: tmpdir(),
};
const LOCAL = { ...GOOD, HOMEROOM_STACK: 'local', OIDC_ISSUER: 'http://127.0.0.1:4000', LOCAL_SECRET: 'demo', MASTER_KEY: Buffer.from('homeroom-demo-master-key-0000000').toString('base64') };

const faults = (variables: Record<string, string | undefined>): readonly string[] => {
  try {
    readEnvironment(variables);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentInvalid) return error.faults;
    throw error;
  }
};

describe('the environment of a service', () => {
  it('is read with its usual values', () => {
    expect(readEnvironment(GOOD)).toMatchObject({
      port: 3000, host: '0.0.0.0', kafkaBrokers: ['kafka-1:9092', 'kafka-2:9092'], counties: ['370786', '370784'], local: false, logLevel: 'info', bodyLimit: 1 << 20, drainMs: 500, oidcAlgorithms: ['ES256', 'EdDSA', 'RS256'],
    });
  });

  it('tells everything that is wrong at once, in a sentence each', () => {
    expect(faults({})).toEqual([
      expect.stringMatching(/^DATABASE_URL is missing/), expect.stringMatching(/^KAFKA_BROKERS is missing/), expect.stringMatching(/^COUNTIES is missing/),
      expect.stringMatching(/^OIDC_ISSUER is missing/), expect.stringMatching(/^OIDC_AUDIENCE is missing/), expect.stringMatching(/^MASTER_KEY is missing/), expect.stringMatching(/^NOTARY_KEY is missing/), expect.stringMatching(/^NOTARY_DIR is missing/),
    ]);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ PORT: '70000' }, /^PORT must be/], [{ PORT: 'x' }, /^PORT must be/], [{ DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must be a URL/], [{ KAFKA_BROKERS: 'kafka' }, /host:port/],
    [{ PEER_DATABASE_URLS: '{}' }, /both set/], [{ COUNTIES: '37' }, /six-digit/], [{ COUNTIES: '370786,370786' }, /distinct/], [{ OIDC_ISSUER: 'login' }, /^OIDC_ISSUER must be a URL/],
    [{ OIDC_ALGORITHMS: 'none' }, /^OIDC_ALGORITHMS may hold/], [{ OIDC_ALGORITHMS: 'HS256' }, /^OIDC_ALGORITHMS may hold/], [{ MASTER_KEY: 'short' }, /32 bytes/], [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be/],
    [{ BODY_LIMIT: '1' }, /^BODY_LIMIT must be/], [{ HOMEROOM_STACK: 'prod' }, /^HOMEROOM_STACK must be/], [{ MASTER_KEY_FILE: '/etc/hostname' }, /both set/], [{ NOTARY_KEY: 'short' }, /^NOTARY_KEY must be 32 bytes/],
    [{ NOTARY_DIR: '/nowhere' }, /^NOTARY_DIR cannot be written to/], [{ NOTARY_DIR: '/etc/hostname' }, /^NOTARY_DIR is no folder/],
  ])('refuses %j', (more, says) => {
    expect(faults({ ...GOOD, ...more })).toEqual([expect.stringMatching(says)]);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ MASTER_KEY: LOCAL.MASTER_KEY }, /^MASTER_KEY is a demo key/], [{ MASTER_KEY: Buffer.alloc(32).toString('base64') }, /^MASTER_KEY is a demo key/], [{ NOTARY_KEY: LOCAL.MASTER_KEY }, /^NOTARY_KEY is a demo key/], [{ LOCAL_SECRET: 'x' }, /^LOCAL_SECRET belongs to the local stack/],
    [{ DATABASE_URL: 'postgresql://app:demo@db/x' }, /^DATABASE_URL has a demo password/], [{ OIDC_ISSUER: 'http://login.example' }, /^OIDC_ISSUER must be https/],
  ])('refuses %j outside the local stack', (more, says) => {
    expect(faults({ ...GOOD, ...more })).toEqual([expect.stringMatching(says)]);
    expect(faults({ ...LOCAL, ...more })).toEqual([]);
  });

  it('reads secrets and addresses from files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'homeroom-environment-'));
    try {
      writeFileSync(join(folder, 'key'), `${KEY}\n`);
      writeFileSync(join(folder, 'url'), `${GOOD.DATABASE_URL}\n`);
      expect(readEnvironment({ ...GOOD, MASTER_KEY: undefined, MASTER_KEY_FILE: join(folder, 'key'), DATABASE_URL: undefined, DATABASE_URL_FILE: join(folder, 'url') }))
        .toMatchObject({ masterKeys: KEY, databaseUrl: GOOD.DATABASE_URL });
      expect(faults({ ...GOOD, MASTER_KEY: undefined, MASTER_KEY_FILE: join(folder, 'none') })).toEqual([expect.stringMatching(/^MASTER_KEY_FILE cannot be read/)]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('never repeats a secret', () => {
    expect(faults({ ...GOOD, MASTER_KEY: 'c2VjcmV0', DATABASE_URL: 'mysql://app:secret@db' }).join()).not.toMatch(/c2VjcmV0|secret@/);
  });

  it('of a migration and of topics asks for what they need alone', () => {
    expect(readMigrationEnvironment({ MIGRATOR_DATABASE_URL: GOOD.DATABASE_URL })).toEqual({ databaseUrl: GOOD.DATABASE_URL, keysDatabaseUrl: undefined });
    expect(() => readMigrationEnvironment({})).toThrow(/MIGRATOR_DATABASE_URL is missing/);
    expect(readBrokers({ KAFKA_BROKERS: 'a:1' })).toEqual(['a:1']);
    expect(() => readBrokers({ PEER_DATABASE_URLS: '{}' })).toThrow(/KAFKA_BROKERS is missing/);
  });

  it('gives fingerprints a key that is not the master key', () => {
    expect(fingerprintKey(KEY)).toEqual(fingerprintKey(` ${KEY} , ${LOCAL.MASTER_KEY}`));
    expect(fingerprintKey(KEY)).not.toEqual(Buffer.from(KEY, 'base64'));
  });
});
