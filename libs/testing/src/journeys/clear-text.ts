import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';

/** Where a stack keeps things: its databases, and a folder with its topics and logs. */
export interface Places {
  readonly postgres: { url(database: string): string };
  readonly folder: string;
  readonly logs: string;
}

/**
 * Every place where one of these texts stands in clear, as `<place>: <text>`: any row of any table of any database, what
 * PostgreSQL keeps of columns included, any segment of any topic, any log. Bytes are looked at as text and in hex.
 */
export const clearTextIn = async (stack: Places, texts: readonly string[]): Promise<string[]> =>
  [...await inDatabases(stack, texts), ...inFiles(join(stack.folder, 'kafka'), texts), ...inFiles(stack.logs, texts), ...inFiles(join(stack.folder, 'postgres.log'), texts)];

/** Every database, with a superuser's connection to it. */
const eachDatabase = async (stack: Places, work: (database: string, client: Client) => Promise<void>): Promise<void> => {
  const connected = async (database: string, use: (client: Client) => Promise<void>): Promise<void> => {
    const client = new Client({ connectionString: stack.postgres.url(database) });
    await client.connect();
    await use(client).finally(() => client.end());
  };
  const names: string[] = [];
  await connected('postgres', async (client) => {
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database where datallowconn and datname <> $1 order by datname', ['template0']);
    names.push(...rows.map(({ datname }) => datname));
  });
  for (const name of names) await connected(name, (client) => work(name, client));
};

/** What autovacuum does sooner or later: samples of columns go into the catalogue. */
export const analyzeAll = (stack: Places): Promise<void> => eachDatabase(stack, async (_, client) => void await client.query('analyze'));

/** Every table, and of PostgreSQL's own those that hold values of others: samples of columns, large objects. */
const TABLES = `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'm') and (n.nspname !~ '^(pg_|information_schema)' or c.relname in ('pg_statistic', 'pg_statistic_ext_data', 'pg_largeobject')) order by name`;
const HOLDS = (table: string): string => `select distinct needle from ${table} t cross join lateral (select t::text offset 0) as row (line)
  join unnest($1::text[], $2::text[]) as wanted (needle, hex) on strpos(line, needle) > 0 or strpos(line, hex) > 0`;

const inDatabases = async (stack: Places, texts: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  const hex = texts.map((text) => Buffer.from(text).toString('hex'));
  await eachDatabase(stack, async (database, client) => {
    const { rows: tables } = await client.query<{ name: string }>(TABLES);
    for (const { name } of tables) {
      const { rows } = await client.query<{ needle: string }>(HOLDS(name), [texts, hex]);
      found.push(...rows.map(({ needle }) => `${database} ${name}: ${needle}`).sort());
    }
  });
  return found;
};

const inFiles = (path: string, texts: readonly string[]): string[] => filesUnder(path).flatMap((file) => {
  const bytes = readFileSync(file);
  return texts.filter((text) => bytes.includes(text) || bytes.includes(JSON.stringify(text).slice(1, -1)) || bytes.includes(Buffer.from(text).toString('hex'))).map((text) => `${file}: ${text}`);
});

/** Indexes of segments: numbers alone, and 10 MB of nothing each. */
const NUMBERS = /\.(index|timeindex)$/;

const filesUnder = (path: string): string[] => {
  try {
    return readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !NUMBERS.test(entry.name)).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path];
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
