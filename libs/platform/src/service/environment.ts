import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { hkdfSync } from 'node:crypto';
import type { County } from '@homeroom/contracts';

/** What a running service is told by its environment. */
export interface Environment {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** Only of services that seal. */
  readonly keysDatabaseUrl?: string;
  readonly kafkaBrokers?: readonly string[];
  /** Read-only addresses of the other services' databases, by service; only without Kafka. */
  readonly peerDatabaseUrls?: Readonly<Record<string, string>>;
  readonly counties: readonly County[];
  readonly oidcIssuer: string;
  readonly oidcAudience: string;
  readonly oidcAlgorithms: readonly string[];
  /** One or more, the current one first; see `sealing/master-keys`. */
  readonly masterKeys: string;
  /** One or more, the current one first: the keys of the logs' checkpoints derive from them. */
  readonly notaryKeys: string;
  /** Folder in which the last checkpoint of each log is kept, outside the database. */
  readonly notaryFolder: string;
  /** On one machine, for trying out: demo secrets and the replay clock are there, nowhere else. */
  readonly local: boolean;
  /** What the local stack's own tools show; only there. */
  readonly localSecret?: string;
  readonly logLevel: string;
  readonly bodyLimit: number;
  /** How long a service that is asked to end still answers after it has said that it is not ready: until whoever sends requests has seen it. */
  readonly drainMs: number;
}

/** What bringing the databases to shape is told. */
export interface MigrationEnvironment {
  readonly databaseUrl: string;
  readonly keysDatabaseUrl?: string;
}

/** Everything wrong with an environment, one sentence each. */
export class EnvironmentInvalid extends Error {
  override readonly name = 'EnvironmentInvalid';
  constructor(readonly faults: readonly string[]) {
    super(`The environment is not usable:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  }
}

type Variables = Readonly<Record<string, string | undefined>>;
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
/** Public keys alone: a shared secret would let this service sign. */
const ALGORITHMS = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const MIB = 1 << 20;
const MINUTE_MS = 60_000;

/** Reads variables and gathers what is wrong with them; an empty variable is an absent one. */
class Reading {
  readonly faults: string[] = [];
  constructor(private readonly variables: Variables) {}

  optional(name: string): string | undefined {
    return this.variables[name]?.trim() || undefined;
  }

  needed(name: string, says: string): string {
    return this.optional(name) ?? this.fault(`${name} is missing: ${says}.`, '');
  }

  fits<T>(name: string, value: T | undefined, says: string, otherwise: T): T {
    return value === undefined ? this.fault(`${name} must be ${says}.`, otherwise) : value;
  }

  url(name: string, says: string, protocols: readonly string[]): string {
    const text = this.needed(name, says);
    if (text && !protocols.includes(protocolOf(text))) this.fault(`${name} must be a URL with ${protocols.join(' or ')}.`, '');
    return text;
  }

  whole(name: string, otherwise: number, min: number, max: number): number {
    const text = this.optional(name);
    if (text === undefined) return otherwise;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    return this.fits(name, value >= min && value <= max ? value : undefined, `a whole number between ${min} and ${max}`, otherwise);
  }

  list(name: string): string[] {
    return (this.optional(name) ?? '').split(',').map((part) => part.trim()).filter(Boolean);
  }

  /** The variable itself, or the file that `<name>_FILE` names; never both. */
  secret(name: string): string | undefined {
    const [value, file] = [this.optional(name), this.optional(`${name}_FILE`)];
    if (value && file) return this.fault(`${name} and ${name}_FILE are both set: one of them.`, undefined);
    if (!file) return value;
    try {
      return readFileSync(file, 'utf8').trim() || this.fault(`${name}_FILE names an empty file: ${file}.`, undefined);
    } catch (error) {
      return this.fault(`${name}_FILE cannot be read: ${(error as Error).message}.`, undefined);
    }
  }

  /** A folder that is there and can be written to. */
  folder(name: string, says: string): string {
    const path = this.needed(name, says);
    try {
      if (path && !statSync(path).isDirectory()) return this.fault(`${name} is no folder: ${path}.`, '');
      if (path) accessSync(path, constants.W_OK);
      return path;
    } catch (error) {
      return this.fault(`${name} cannot be written to: ${(error as Error).message}.`, '');
    }
  }

  fault<T>(says: string, otherwise: T): T {
    this.faults.push(says);
    return otherwise;
  }

  done<T>(environment: T): T {
    if (this.faults.length > 0) throw new EnvironmentInvalid(this.faults);
    return environment;
  }
}

const protocolOf = (text: string): string => (URL.canParse(text) ? new URL(text).protocol : '');
const POSTGRES = ['postgres:', 'postgresql:'];

/**
 * The environment of a service, all of it checked before anything starts. Every URL and secret has a `*_FILE` variant.
 * @throws EnvironmentInvalid with all faults at once
 */
export const readEnvironment = (variables: Variables): Environment => {
  const reading = new Reading(withFiles(variables, ['DATABASE_URL', 'KEYS_DATABASE_URL', 'PEER_DATABASE_URLS']));
  const stack = reading.optional('HOMEROOM_STACK') ?? '';
  if (stack !== '' && stack !== 'local') reading.fault(`HOMEROOM_STACK must be 'local' or absent.`, undefined);
  const environment: Environment = {
    port: reading.whole('PORT', 3000, 0, 65535), host: reading.optional('HOST') ?? '0.0.0.0',
    databaseUrl: reading.url('DATABASE_URL', 'the service\'s database, as the app role', POSTGRES),
    keysDatabaseUrl: reading.optional('KEYS_DATABASE_URL') && reading.url('KEYS_DATABASE_URL', 'the keys database, as the app role', POSTGRES),
    ...others(reading), counties: counties(reading),
    oidcIssuer: reading.url('OIDC_ISSUER', 'the OpenID Connect issuer whose tokens are taken', ['https:', 'http:']),
    oidcAudience: reading.needed('OIDC_AUDIENCE', 'the audience that tokens are for'),
    oidcAlgorithms: algorithms(reading), masterKeys: secretKeys(reading, 'MASTER_KEY'), notaryKeys: secretKeys(reading, 'NOTARY_KEY'),
    notaryFolder: reading.folder('NOTARY_DIR', 'the folder outside the database in which the last checkpoint of each log is kept'), local: stack === 'local', localSecret: reading.secret('LOCAL_SECRET'),
    logLevel: reading.fits('LOG_LEVEL', LEVELS.find((level) => level === (reading.optional('LOG_LEVEL') ?? 'info')), `one of ${LEVELS.join(', ')}`, 'info'),
    bodyLimit: reading.whole('BODY_LIMIT', MIB, 1024, 64 * MIB), drainMs: reading.whole('DRAIN_MS', 500, 0, MINUTE_MS),
  };
  if (!environment.local) refuseDemo(environment, reading);
  return reading.done(environment);
};

/** `DATABASE_URL_FILE` and the like: their text stands for the variable. */
const withFiles = (variables: Variables, names: readonly string[]): Variables => {
  const reading = new Reading(variables);
  const read = Object.fromEntries(names.filter((name) => reading.optional(`${name}_FILE`)).map((name) => [name, reading.secret(name)]));
  reading.done(undefined);
  return { ...variables, ...read };
};

/** The other services' logs: over Kafka, or on a single machine from their databases. */
const others = (reading: Reading): Pick<Environment, 'kafkaBrokers' | 'peerDatabaseUrls'> => {
  const [brokers, peers] = [reading.list('KAFKA_BROKERS'), reading.optional('PEER_DATABASE_URLS')];
  if (brokers.length > 0 && peers) reading.fault('KAFKA_BROKERS and PEER_DATABASE_URLS are both set: other logs are read from one of them.', undefined);
  if (brokers.some((broker) => !/^[\w.[\]:-]+:\d{1,5}$/.test(broker))) reading.fault('KAFKA_BROKERS must be host:port, separated by commas.', undefined);
  if (brokers.length > 0) return { kafkaBrokers: brokers };
  if (!peers) return reading.fault('KAFKA_BROKERS is missing: host:port, separated by commas; or PEER_DATABASE_URLS on a single machine without Kafka.', {});
  return { peerDatabaseUrls: reading.fits('PEER_DATABASE_URLS', urlsByService(peers), 'a JSON object of service names and PostgreSQL URLs', {}) };
};

const urlsByService = (text: string): Record<string, string> | undefined => {
  try {
    const urls = JSON.parse(text) as Record<string, string>;
    return typeof urls === 'object' && urls !== null && !Array.isArray(urls) && Object.values(urls).every((url) => POSTGRES.includes(protocolOf(String(url)))) ? urls : undefined;
  } catch {
    return undefined;
  }
};

const counties = (reading: Reading): string[] => {
  const list = reading.list('COUNTIES');
  if (list.length === 0) reading.fault('COUNTIES is missing: six-digit codes of GB/T 2260, separated by commas.', undefined);
  else if (list.some((county) => !/^\d{6}$/.test(county)) || new Set(list).size < list.length) reading.fault('COUNTIES must be distinct six-digit codes, separated by commas.', undefined);
  return list;
};

const algorithms = (reading: Reading): string[] => {
  const list = reading.list('OIDC_ALGORITHMS');
  if (list.some((one) => !ALGORITHMS.includes(one))) reading.fault(`OIDC_ALGORITHMS may hold ${ALGORITHMS.join(', ')}.`, undefined);
  return list.length > 0 ? list : ['ES256', 'EdDSA', 'RS256'];
};

const keyBytes = (keys: string): Buffer[] => keys.split(/[\s,]+/).filter(Boolean).map((key) => Buffer.from(key, 'base64'));

const secretKeys = (reading: Reading, name: 'MASTER_KEY' | 'NOTARY_KEY'): string => {
  const keys = reading.secret(name);
  if (keys === undefined && (reading.optional(name) ?? reading.optional(`${name}_FILE`)) !== undefined) return '';
  if (keys === undefined) return reading.fault(`${name} is missing: 32 random bytes in base64, or ${name}_FILE with the file that holds them.`, '');
  if (keyBytes(keys).length === 0 || keyBytes(keys).some((key) => key.length !== 32)) reading.fault(`${name} must be 32 bytes in base64; several separated by commas, the current one first.`, undefined);
  return keys;
};

/** What every reader of this repository knows is no secret. */
const refuseDemo = ({ masterKeys, notaryKeys, localSecret, databaseUrl, keysDatabaseUrl, oidcIssuer }: Environment, reading: Reading): void => {
  const isDemo = (key: Buffer): boolean => key.length === 32 && (key.toString('latin1').startsWith('homeroom-demo') || new Set(key).size < 8);
  for (const [name, keys] of [['MASTER_KEY', masterKeys], ['NOTARY_KEY', notaryKeys]] as const) {
    if (keyBytes(keys).some(isDemo)) reading.fault(`${name} is a demo key: outside the local stack make your own, e.g. \`openssl rand -base64 32\`.`, undefined);
  }
  if (localSecret !== undefined) reading.fault('LOCAL_SECRET belongs to the local stack (HOMEROOM_STACK=local): the replay clock is nowhere else.', undefined);
  for (const [name, url] of [['DATABASE_URL', databaseUrl], ['KEYS_DATABASE_URL', keysDatabaseUrl]] as const) {
    if (url && URL.canParse(url) && /^(demo|homeroom-demo|postgres|password|homeroom)$/.test(new URL(url).password)) reading.fault(`${name} has a demo password: choose another outside the local stack.`, undefined);
  }
  if (oidcIssuer.startsWith('http:')) reading.fault('OIDC_ISSUER must be https outside the local stack: its keys decide who is who.', undefined);
};

/** @throws EnvironmentInvalid */
export const readMigrationEnvironment = (variables: Variables): MigrationEnvironment => {
  const reading = new Reading(withFiles(variables, ['MIGRATOR_DATABASE_URL', 'KEYS_MIGRATOR_DATABASE_URL']));
  return reading.done({
    databaseUrl: reading.url('MIGRATOR_DATABASE_URL', 'the service\'s database, as the migrator role', POSTGRES),
    keysDatabaseUrl: reading.optional('KEYS_MIGRATOR_DATABASE_URL') && reading.url('KEYS_MIGRATOR_DATABASE_URL', 'the keys database, as the migrator role', POSTGRES),
  });
};

/** What an operation on a service is told: see `operations/`. */
export interface OperationEnvironment {
  readonly counties: readonly County[];
  readonly databaseUrl: string;
  /** Only of operations that change tables. */
  readonly migratorUrl?: string;
  readonly keysDatabaseUrl?: string;
  readonly brokers?: readonly string[];
  readonly peerDatabaseUrls?: Readonly<Record<string, string>>;
  /** Where public keys and the last checkpoint of each log are kept; without it signatures are not checked. */
  readonly notaryFolder?: string;
}

/** @throws EnvironmentInvalid */
export const readOperationEnvironment = (variables: Variables): OperationEnvironment => {
  const reading = new Reading(withFiles(variables, ['DATABASE_URL', 'MIGRATOR_DATABASE_URL', 'KEYS_DATABASE_URL', 'PEER_DATABASE_URLS']));
  const { kafkaBrokers: brokers, peerDatabaseUrls } = others(reading);
  return reading.done({
    counties: counties(reading), databaseUrl: reading.url('DATABASE_URL', 'the service\'s database, as the app role', POSTGRES),
    migratorUrl: reading.optional('MIGRATOR_DATABASE_URL'), keysDatabaseUrl: reading.optional('KEYS_DATABASE_URL'), ...(brokers && { brokers }), peerDatabaseUrls,
    ...(reading.optional('NOTARY_DIR') && { notaryFolder: reading.optional('NOTARY_DIR') }),
  });
};

/** The brokers that topics are made on. @throws EnvironmentInvalid */
export const readBrokers = (variables: Variables): readonly string[] => {
  const reading = new Reading(variables);
  const { kafkaBrokers = [] } = others(reading);
  if (kafkaBrokers.length === 0 && reading.faults.length === 0) reading.fault('KAFKA_BROKERS is missing: host:port, separated by commas.', undefined);
  return reading.done(kafkaBrokers);
};

/** What the keys of the logs derive from. */
export const notarySecrets = (notaryKeysText: string): Buffer[] => keyBytes(notaryKeysText);

/** The key of request fingerprints: from the current master key, and of no use for anything else. */
export const fingerprintKey = (masterKeysText: string): Buffer =>
  Buffer.from(hkdfSync('sha256', keyBytes(masterKeysText)[0]!, Buffer.alloc(0), 'homeroom request fingerprint v1', 32));
