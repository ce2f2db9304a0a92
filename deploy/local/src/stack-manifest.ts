import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, type ProcessIdentity } from './process-identity';

/** `.homeroom/stack.json`: where everything of a running stack is. It holds connection strings, so only its owner reads it. */
export interface StackManifest {
  /** The process behind `npm start`; while it lives, the stack does. */
  starter: ProcessIdentity;
  startedAt: string;
  county: string;
  postgres: { port: number; pid: number | undefined; superuserUrl: string };
  /** Null: without Kafka; services read each other's logs from PostgreSQL. */
  kafka: { brokers: string; pid: number | undefined } | null;
  issuer: { url: string; audience: string; pid: number | undefined };
  services: Record<string, StackService>;
  files: { secret: string; masterKey: string; notaryKey: string; notary: string; accounts: string; year: string; logs: string };
  /** What a start that was killed left, for the next one to end. */
  children: ProcessIdentity[];
}

export interface StackService {
  url: string;
  port: number;
  pid: number | undefined;
  topic: string;
  databases: ServiceDatabases;
  log: string;
}

/** Connection strings of one service's two databases. */
export interface ServiceDatabases {
  app: string;
  migrator: string;
  reader: string;
  keys: { app: string; migrator: string };
}

export function writeManifest(file: string, manifest: StackManifest): void {
  writeFileSync(`${file}.draft`, JSON.stringify(manifest, undefined, 2), { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/** Of the last start, whether it still runs or not. */
export function lastManifest(file: string): StackManifest | undefined {
  try {
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as StackManifest) : undefined;
  } catch {
    return undefined;
  }
}

/** The running stack of a checkout. Throws a sentence when none runs. */
export function readManifest(root: string): StackManifest {
  const manifest = lastManifest(join(root, '.homeroom', 'stack.json'));
  if (!manifest || !isRunning(manifest.starter)) throw new Error('Homeroom does not run here. Start it with npm start and wait for "Homeroom is ready".');
  return manifest;
}
