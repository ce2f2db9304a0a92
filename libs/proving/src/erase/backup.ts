import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabases, keysDatabase } from '@homeroom/local';
import { connected } from '../ground/log-heads';
import type { JourneyStack } from '@homeroom/testing';

/** What the documented backup of a keys database holds: its tables but those that people are searched by. */
const KEPT = ['data_keys', 'erasures'] as const;

/** A consistent copy of every table, as `pg_dump` makes one; the local stack has no `pg_dump`. */
export type Backup = ReadonlyMap<string, readonly object[]>;

/** Takes a backup of the keys of a service, and writes it where it is looked through. */
export const backedUp = async (stack: JourneyStack, service: string): Promise<Backup> => {
  const backup = new Map<string, readonly object[]>();
  await connected(stack.postgres.url(keysDatabase(service)), async (client) => {
    await client.query('begin isolation level repeatable read read only');
    for (const table of KEPT) backup.set(table, (await client.query<{ row: object }>(`select to_json(t) as row from ${table} t`)).rows.map(({ row }) => row));
    await client.query('commit');
  });
  const folder = join(stack.folder, 'backup');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${service}_keys.json`), JSON.stringify([...backup]));
  return backup;
};

/** The documented procedure up to the erasure list: a new database, `migrate`, the rows of the backup. The service does not run. */
export const restored = async (stack: JourneyStack, service: string, backup: Backup): Promise<void> => {
  const database = keysDatabase(service);
  await connected(stack.postgres.url('postgres'), (client) => client.query(`drop database ${database} with (force)`));
  await createDatabases(stack.postgres, [service]);
  const { code, output } = await stack.operate(service, 'migrate');
  if (code !== 0) throw new Error(`${service} migrate: ${output}`);
  await connected(stack.postgres.url(database), async (client) => {
    for (const [table, rows] of backup) for (const row of rows) await client.query(`insert into ${table} select * from json_populate_record(null::${table}, $1)`, [JSON.stringify(row)]);
  });
};
