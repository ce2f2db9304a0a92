import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyzeAll, clearTextIn } from '@homeroom/testing';
import { connected } from '../ground/log-heads';
import type { JourneyStack } from '@homeroom/testing';

/** Where people are searched by name: the one clear copy, and what stands in it must go with the key. */
export const SEARCH_TABLES = /_keys public\.search_(entries|keys): /;

/**
 * Every place where a text stands in clear: rows, samples of columns, topics, logs, the backup, and, after a checkpoint and once the
 * search tables were vacuumed, the bytes of PostgreSQL's own files.
 */
export const traces = async (stack: JourneyStack, texts: readonly string[]): Promise<string[]> => {
  await analyzeAll(stack);
  const rows = await clearTextIn(stack, texts);
  for (const service of stack.services) {
    await connected(stack.postgres.url(`${service}_keys`), async (client) => {
      await client.query('vacuum full search_entries');
      await client.query('vacuum full search_keys');
    });
  }
  await connected(stack.postgres.url('postgres'), (client) => client.query('checkpoint'));
  return [...rows, ...inFiles(join(stack.folder, 'postgres', 'base'), texts), ...inFiles(join(stack.folder, 'backup'), texts)];
};

/** A file may go while it is looked for: PostgreSQL removes what it has rewritten. */
const inFiles = (folder: string, texts: readonly string[]): string[] => listed(folder).flatMap((file) => {
  try {
    const bytes = readFileSync(file);
    return texts.filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text).toString('hex'))).map((text) => `${file}: ${text}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
});

const listed = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};

/** A digest of each view's table: rows hold ciphertext, so that an erasure changes none. */
export const viewDigests = async (stack: JourneyStack): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const service of stack.services) {
    await connected(stack.postgres.url(service), async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' and tablename ~ '_v\\d+$' order by 1`);
      for (const { name } of tables) {
        const { rows: [row] } = await client.query<{ digest: string }>(`select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text collate "C")), '') as digest from ${name} t`);
        found[`${service} ${name}`] = row!.digest;
      }
    });
  }
  return found;
};
