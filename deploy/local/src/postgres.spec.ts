import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { compileInto, packages } from '../spec/compiled-sources';
import { createDatabases } from './databases';
import { startPostgres, type Postgres } from './postgres';
import { gone, identify } from './process-identity';

jest.setTimeout(90_000);

const folder = mkdtempSync(join(tmpdir(), '班主任 postgres-'));
const dataDir = join(folder, 'data');
let postgres: Postgres;

beforeAll(async () => {
  delete process.env['DATABASE_URL'];
  postgres = await startPostgres({ dataDir });
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

it('answers, in UTF-8, in a folder with Chinese characters and a space that root made', async () => {
  const [row] = await query<{ encoding: string; version: number }>(
    postgres.url('postgres'), `select current_setting('server_encoding') as encoding, current_setting('server_version_num')::int as version`);
  expect(row).toMatchObject({ encoding: 'UTF8' });
  expect(row!.version).toBeGreaterThanOrEqual(180_000);
});

it('knows Chinese letters, so that trigram search finds them', async () => {
  await query(postgres.url('postgres'), 'create extension if not exists pg_trgm');
  const [row] = await query<{ trigrams: string[] }>(postgres.url('postgres'), `select show_trgm('班主任') as trigrams`);
  expect(row!.trigrams).not.toEqual([]);
});

it('keeps what was committed over a crash, on the same port', async () => {
  await query(postgres.url('postgres'), 'create table kept as select 1 as one');
  const { port, pid } = postgres;
  await postgres.kill();
  expect(postgres.pid).toBeUndefined();
  await postgres.restart();
  expect(postgres.port).toBe(port);
  expect(postgres.pid).not.toBe(pid);
  expect(await query(postgres.url('postgres'), 'select one from kept')).toEqual([{ one: 1 }]);
});

it('does not take a stranger who got the old pid for the server', async () => {
  await postgres.kill();
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  writeFileSync(join(dataDir, 'postmaster.pid'), `${stranger.pid}\n${dataDir}\n`);
  await postgres.restart();
  expect(identify(stranger.pid!)).toBeDefined();
  stranger.kill();
});

it('refuses a data folder that another process uses', async () => {
  await expect(startPostgres({ dataDir })).rejects.toThrow(`in use by process ${process.pid}`);
});

it('says which port is taken', async () => {
  const squatter = await new Promise<Server>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
  const { port } = squatter.address() as { port: number };
  await expect(startPostgres({ dataDir: join(folder, 'other'), port, fsync: false })).rejects.toThrow(`Port ${port}, which PostgreSQL was to use, is taken`);
  squatter.close();
});

it('does not make itself at home in a folder with other files', async () => {
  mkdirSync(join(folder, 'photos'));
  writeFileSync(join(folder, 'photos', 'class.jpg'), '');
  await expect(startPostgres({ dataDir: join(folder, 'photos') })).rejects.toThrow('holds files but no PostgreSQL data');
});

it('begins again where an earlier start was interrupted while making the folder', async () => {
  const half = join(folder, 'half');
  mkdirSync(half);
  writeFileSync(join(half, 'PG_VERSION'), '18');
  writeFileSync(`${half}.initializing`, '');
  const server = await startPostgres({ dataDir: half, fsync: false });
  await server.stop();
});

it('ends when its starter is killed', async () => {
  const starter = `require(${JSON.stringify(join(compileInto(folder), 'postgres.js'))})
    .startPostgres({ dataDir: ${JSON.stringify(join(folder, 'orphan'))}, fsync: false })
    .then((server) => { console.log(server.pid); setInterval(() => {}, 1000); });`;
  const child = spawn(process.execPath, ['-e', starter], { env: { ...process.env, ...packages }, stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = Number(await new Promise<Buffer>((resolve) => child.stdout.once('data', resolve)));
  const server = identify(pid)!;
  expect(server).toBeDefined();
  child.kill('SIGKILL');
  expect(await gone(server, 15_000)).toBe(true);
});

it('creates roles and databases, repeatedly and at once', async () => {
  await Promise.all([createDatabases(postgres, ['organization']), createDatabases(postgres, ['organization', 'resources'])]);
  const connects = async (database: string, role: string) =>
    query(postgres.url(database, role), 'select 1').then(() => true, () => false);
  expect(await connects('organization', 'homeroom_app')).toBe(true);
  expect(await connects('organization', 'homeroom_reader')).toBe(true);
  expect(await connects('organization_keys', 'homeroom_app')).toBe(true);
  expect(await connects('organization_keys', 'homeroom_reader')).toBe(false);
  await query(postgres.url('organization', 'homeroom_migrator'), 'create table owned (id int)');
  await expect(query(postgres.url('organization', 'homeroom_app'), 'create table public.stray (id int)')).rejects.toThrow('permission denied');
  const powers = await query(postgres.url('postgres'), `select rolname, rolsuper, rolbypassrls from pg_roles where rolname like 'homeroom%' and (rolsuper or rolbypassrls or not rolcanlogin)`);
  expect(powers).toEqual([]);
});

it('uses the server that DATABASE_URL names, and leaves it running', async () => {
  process.env['DATABASE_URL'] = postgres.url('postgres');
  const given = await startPostgres({ dataDir: join(folder, 'unused') }).finally(() => delete process.env['DATABASE_URL']);
  expect(given.external).toBe(true);
  expect(await query(given.url('organization', 'homeroom_app'), 'select 1 as one')).toEqual([{ one: 1 }]);
  await given.stop();
  await expect(given.kill()).rejects.toThrow('not ours');
  expect(await query(postgres.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('says why a server named by DATABASE_URL cannot be used', async () => {
  process.env['DATABASE_URL'] = 'postgresql://postgres:secret@127.0.0.1:1/postgres';
  await expect(startPostgres({ dataDir }).finally(() => delete process.env['DATABASE_URL'])).rejects.toThrow(/^The PostgreSQL server at 127.0.0.1:1, which DATABASE_URL names, cannot be used: .*ECONNREFUSED.*\.$/);
});
