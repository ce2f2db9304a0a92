import { Client } from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import type { ViewDefinition } from '../views/view';
import { ViewTable } from '../views/view-table';
import { CreateTree1764201600000 } from '../notary/notary-schema';
import { CreateLog1756684800000 } from './log-schema';

/** Two migrations at once wait for each other. */
const MIGRATION_LOCK = 20250902;

/**
 * Brings a service's database to this build's shape: the log and its lane (never changed in place), the service's own
 * migrations, and a table for every view version. Tables of older versions stay for processes that still run them.
 * Idempotent. @param url as the migrator role
 */
export const migrate = async (url: string, views: readonly ViewDefinition[], own: readonly (new () => MigrationInterface)[] = []): Promise<void> => {
  const client = new Client({ connectionString: url, application_name: 'homeroom migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const source = await new DataSource({ type: 'postgres', url, migrations: [CreateLog1756684800000, CreateTree1764201600000, ...own] as never, migrationsTableName: 'migrations' }).initialize();
    try {
      await source.runMigrations({ transaction: 'each' });
    } finally {
      await source.destroy();
    }
    for (const view of views) await createViewTable(client, view);
  } finally {
    await client.end();
  }
};

const createViewTable = async (client: Client, view: ViewDefinition): Promise<void> => {
  const { rows: [found] } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [view.table]);
  if (found!.there) return;
  await client.query(['begin', ...new ViewTable(view).ddl(), 'commit'].join(';\n'));
};

/** Drops view tables of versions that this build does not have. An explicit step: processes of an older build may still use them. */
export const pruneViews = async (url: string, views: readonly ViewDefinition[]): Promise<string[]> => {
  const client = new Client({ connectionString: url, application_name: 'homeroom prune' });
  await client.connect();
  try {
    const { rows } = await client.query<{ tablename: string }>(`select tablename from pg_tables where schemaname = 'public' and tablename ~ '_v\\d+$'`);
    const stale = rows.map(({ tablename }) => tablename).filter((table) => !views.some((view) => view.table === table));
    for (const table of stale) await client.query(`drop table ${table}`);
    return stale;
  } finally {
    await client.end();
  }
};
