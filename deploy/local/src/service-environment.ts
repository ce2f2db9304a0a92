import { join } from 'node:path';
import type { StackManifest } from './stack-manifest';

/** 昌邑市, the county of the sample year. */
export const county = '370786';
export const audience = 'homeroom';
export const host = '127.0.0.1';

/** What Node made of its modules, of all services of this checkout: a start that finds it need not compile them. */
const compiled = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'compiled');

/** What services are told about the stack they run in. */
export type Surroundings = Pick<StackManifest, 'kafka' | 'issuer' | 'services' | 'files'>;

/** What a service would take instead of, or complain about beside, what it is given here. */
const otherSpellings = { DATABASE_URL_FILE: undefined, KEYS_DATABASE_URL_FILE: undefined, PEER_DATABASE_URLS_FILE: undefined, MASTER_KEY: undefined, NOTARY_KEY: undefined, LOCAL_SECRET: undefined };

/** The environment of a service; the user's own passes through, so that OTEL_* or NODE_OPTIONS reach it. */
export function serviceEnvironment(service: string, { kafka, issuer, services, files }: Surroundings): NodeJS.ProcessEnv {
  const { port, databases } = services[service]!;
  const peers = Object.entries(services).filter(([peer]) => peer !== service).map(([peer, { databases: { reader } }]) => [peer, reader]);
  return {
    ...process.env,
    ...otherSpellings,
    PORT: String(port),
    HOST: host,
    DATABASE_URL: databases.app,
    KEYS_DATABASE_URL: databases.keys.app,
    // Either or: without Kafka the other services' logs are read where they are written.
    KAFKA_BROKERS: kafka?.brokers,
    PEER_DATABASE_URLS: kafka ? undefined : JSON.stringify(Object.fromEntries(peers)),
    COUNTIES: county,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: issuer.audience,
    MASTER_KEY_FILE: files.masterKey,
    NOTARY_KEY_FILE: files.notaryKey,
    NOTARY_DIR: files.notary,
    LOCAL_SECRET_FILE: files.secret,
    HOMEROOM_STACK: 'local',
    NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] ?? compiled,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    // The Kafka library asks for negative waits now and then, and Node warns of each: known, harmless, and not its log's business.
    NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --disable-warning=TimeoutNegativeWarning`.trim(),
  };
}

/** For jobs that own tables: migrations, rebuilds. A service that serves is never given these. */
export function migratorEnvironment(service: string, around: Surroundings): NodeJS.ProcessEnv {
  const { migrator, keys } = around.services[service]!.databases;
  return { ...serviceEnvironment(service, around), MIGRATOR_DATABASE_URL: migrator, KEYS_MIGRATOR_DATABASE_URL: keys.migrator };
}
