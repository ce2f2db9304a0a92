import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Postgres } from './postgres';
import { rolePassword } from './postgres-external';

/** Who connects as what: the migrator owns, the app works, the reader of a neighbour only reads. */
export const roles = { migrator: 'homeroom_migrator', app: 'homeroom_app', reader: 'homeroom_reader' } as const;

/** Any number that nobody else is likely to lock: two that start at once must not both create. */
const creation = 0x686f6d65;

export const keysDatabase = (service: string): string => `${service}_keys`;

/**
 * Creates what is missing: the three roles, and per service the databases `<service>` and `<service>_keys`, both owned
 * by the migrator. The app may connect to both, the reader only to the former, nobody else to either. What inside a
 * database may be touched is granted by the service's migrations. Safe to repeat and to run twice at once.
 */
export async function createDatabases(postgres: Pick<Postgres, 'url'>, services: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: postgres.url('postgres') });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [creation]);
    await createRoles(client);
    for (const service of services) {
      await createDatabase(client, service, [roles.app, roles.reader]);
      await createDatabase(client, keysDatabase(service), [roles.app]);
    }
  } finally {
    await client.end();
  }
}

async function createRoles(client: Client): Promise<void> {
  for (const role of Object.values(roles)) {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
    if (!rowCount) await client.query(`create role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole noreplication`);
    const password = process.env['DATABASE_URL'] && rolePassword(process.env['DATABASE_URL'], role);
    if (password) await client.query(`alter role ${role} password ${escapeLiteral(password)}`);
  }
  // A server of your own may give us a login that may create databases but is no superuser: to hand one over, it must be a member.
  const { rows } = await client.query<{ superuser: boolean }>('select rolsuper as superuser from pg_roles where rolname = current_user');
  if (!rows[0]!.superuser) await client.query(`grant ${roles.migrator} to current_user`);
}

async function createDatabase(client: Client, name: string, visitors: readonly string[]): Promise<void> {
  const database = escapeIdentifier(name);
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
  if (!rowCount) await client.query(`create database ${database} owner ${roles.migrator}`);
  await client.query(`revoke all on database ${database} from public`);
  await client.query(`grant connect on database ${database} to ${visitors.join(', ')}`);
}
