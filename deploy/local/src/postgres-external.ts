import { createHmac } from 'node:crypto';
import { Client } from 'pg';
import type { Postgres } from './postgres';

/** Ends the log writer's stalled clients (transaction_timeout), which earlier versions cannot. */
const oldestMajor = 17;

/** The server that DATABASE_URL names: used, never started or stopped. Throws a sentence when it does not do. */
export async function externalPostgres(given: string): Promise<Postgres> {
  const server = new URL(given);
  await check(given, server.host);
  const refuse = () => Promise.reject(new Error('The server that DATABASE_URL names is not ours to kill or restart.'));
  return {
    external: true,
    port: Number(server.port || 5432),
    pid: undefined,
    url: (database, role) => urlFor(server, database, role),
    stop: () => Promise.resolve(),
    kill: refuse,
    restart: refuse,
    onLost: () => undefined,
  };
}

/**
 * The password of a role on a server of your own, from that of DATABASE_URL, so that every process that knows the one
 * knows the others. Undefined when DATABASE_URL has none: then the server does not ask for one.
 */
export function rolePassword(databaseUrl: string, role: string): string | undefined {
  const password = decodeURIComponent(new URL(databaseUrl).password);
  return password ? createHmac('sha256', password).update(`homeroom role ${role}`).digest('base64url') : undefined;
}

function urlFor(server: URL, database: string, role?: string): string {
  const url = new URL(server);
  url.pathname = `/${encodeURIComponent(database)}`;
  if (role) {
    url.username = encodeURIComponent(role);
    url.password = rolePassword(server.href, role) ?? '';
  }
  return url.href;
}

async function check(given: string, host: string): Promise<void> {
  const client = new Client({ connectionString: given, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int / 10000 as version`);
    const major = rows[0]!.version;
    if (major < oldestMajor) throw new Error(`it is PostgreSQL ${major}, and ${oldestMajor} or later is needed`);
  } catch (error) {
    throw new Error(`The PostgreSQL server at ${host}, which DATABASE_URL names, cannot be used: ${(error as Error).message}.`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
