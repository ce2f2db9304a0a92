import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { compileInto, packages } from '../spec/compiled-sources';
import { consecutivePorts } from '../spec/consecutive-ports';
import { gone, identify, type ProcessIdentity } from './process-identity';
import type { StackManifest } from './stack-manifest';

jest.setTimeout(120_000);

const root = mkdtempSync(join(tmpdir(), '班主任 stack-'));
const home = (name: string) => join(root, '.homeroom', name);
const children: ChildProcess[] = [];
let dist: string;
let base: string;

beforeAll(async () => {
  chmodSync(root, 0o755);
  dist = compileInto(root);
  for (const name of ['organization', 'resources']) {
    mkdirSync(join(root, 'services', name, 'dist'), { recursive: true });
    cpSync(join(__dirname, '..', 'spec', 'fake-service.js'), join(root, 'services', name, 'dist', 'main.js'));
  }
  base = String(await consecutivePorts());
});
afterAll(async () => {
  await Promise.all(children.filter((child) => child.exitCode === null && child.signalCode === null).map(stop));
  rmSync(root, { recursive: true, force: true });
});

/** Without Kafka unless the machine's is wanted: the path then leads to no Java and no engine. */
function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(dist, 'start.js'), '--port-base', base, ...args], {
    env: { ...process.env, DATABASE_URL: undefined, KAFKA_BROKERS: undefined, JAVA_HOME: undefined, PATH: '/nowhere', ...packages, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (/^Homeroom is ready$/m.test(said) && said.includes('Ctrl-C')) resolve(said);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then((code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended, said: () => said };
}

async function stop(child: ChildProcess): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  return ended;
}

/** How a start that is refused ends. */
async function refused(args: string[], env?: NodeJS.ProcessEnv): Promise<string> {
  const { ended, said } = run(args, env);
  expect(await ended).toBe(1);
  return said();
}

const tool = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [join(dist, `${name}.js`), ...args], { env: { ...process.env, ...packages }, encoding: 'utf8' });
const manifest = () => JSON.parse(readFileSync(home('stack.json'), 'utf8')) as StackManifest;
const processes = ({ postgres, issuer, services }: StackManifest): ProcessIdentity[] =>
  [postgres, issuer, ...Object.values(services)].map(({ pid }) => identify(pid!)!);
const allGone = async (parts: ProcessIdentity[]) => (await Promise.all(parts.map((part) => gone(part, 20_000)))).every(Boolean);

it('starts everything, says where it is, and stops it in order', async () => {
  const { child, ready, said } = run([]);
  const table = await ready;
  expect(table).toMatch(/organization +http:\/\/127\.0\.0\.1:\d+ +http:\/\/127\.0\.0\.1:\d+\/docs/);
  expect(table).toContain('Without Kafka: Kafka needs a Java of version 17');
  expect(table).toContain('libs/county/dist/main.js is not built');
  const environment = (await (await fetch(`${manifest().services['organization']!.url}/environment`)).json()) as Record<string, string>;
  expect(environment).toMatchObject({ COUNTIES: '370786', HOMEROOM_STACK: 'local', OIDC_AUDIENCE: 'homeroom', DATABASE_URL: expect.stringContaining('homeroom_app@127.0.0.1') });
  expect(JSON.parse(environment['PEER_DATABASE_URLS']!)).toEqual({ resources: expect.stringMatching(/homeroom_reader@.*\/resources$/) });
  expect(environment).not.toHaveProperty('MIGRATOR_DATABASE_URL');
  for (const name of ['MASTER_KEY_FILE', 'NOTARY_KEY_FILE']) expect(Buffer.from(readFileSync(environment[name]!, 'utf8'), 'base64')).toHaveLength(32);
  expect(existsSync(environment['NOTARY_DIR']!)).toBe(true);
  const parts = processes(manifest());
  expect(await stop(child)).toBe(0);
  expect(await allGone(parts)).toBe(true);
  expect(said()).toMatch(/Services stopped[^]*Issuer stopped[^]*PostgreSQL stopped/);
  expect(readFileSync(home('logs/organization.log'), 'utf8')).toMatch(/migrate done as migrator\n[^]*stopped in order/);
  expect(existsSync(home('stack.json'))).toBe(false);
});

it('lets the replay clock run on, fires what falls due, and goes on from there', async () => {
  const first = run([]);
  expect(await first.ready).toMatch(/The clock of this stack says 2025-08-31T16:00:0/);
  const state = async () => (await (await fetch(`${manifest().services['resources']!.url}/state`)).json()) as { clock: { at: string; run: boolean }; due: string | null };
  expect((await state()).clock.run).toBe(true);
  while ((await state()).due) await new Promise((wait) => setTimeout(wait, 50));
  await stop(first.child);
  const second = run([]);
  const told = /The clock of this stack says (\S+)/.exec(await second.ready)![1]!;
  expect(told > '2025-08-31T16:00:01').toBe(true);
  expect((await state()).clock).toEqual({ at: expect.stringContaining('2025-08-31T16:00:0'), run: true });
  await stop(second.child);
});

it('refuses a second start beside the first, and gives back a part that was killed', async () => {
  const { child, ready, said } = run([]);
  await ready;
  expect(await refused([])).toMatch(/Homeroom is already running in this checkout \(process \d+\)/);
  const { services, postgres } = manifest();
  process.kill(services['resources']!.pid!, 'SIGKILL');
  process.kill(postgres.pid!, 'SIGKILL');
  while (!said().includes('resources is back.') || !said().includes('PostgreSQL is back.')) await new Promise((wait) => setTimeout(wait, 50));
  expect(manifest().services['resources']!.pid).not.toBe(services['resources']!.pid);
  expect(manifest().postgres.port).toBe(postgres.port);
  await stop(child);
});

it('leaves nothing behind when it is killed itself, and starts again', async () => {
  const { child, ready } = run([]);
  await ready;
  const parts = processes(manifest());
  child.kill('SIGKILL');
  expect(await allGone(parts)).toBe(true);
  const again = run([]);
  await again.ready;
  expect(await stop(again.child)).toBe(0);
});

const asRoot = process.getuid?.() === 0 ? it : it.skip;
asRoot('keeps PostgreSQL\'s data outside a checkout that only root may enter, and says where', async () => {
  renameSync(home('postgres'), home('kept'));
  chmodSync(root, 0o700);
  const { child, ready } = run([]);
  const [, folder] = /data in (\/var\/lib\/homeroom\/\w+\/postgres): only root may enter/.exec(await ready)!;
  await stop(child);
  chmodSync(root, 0o755);
  const again = run([]);
  expect(await again.ready).toContain(folder);
  await stop(again.child);
  rmSync(dirname(folder!), { recursive: true });
  rmSync(home('postgres-folder'));
  renameSync(home('kept'), home('postgres'));
});

it('says that a port is taken, with nothing started', async () => {
  const squatter = createServer().listen(Number(base), '127.0.0.1');
  await new Promise((listening) => squatter.once('listening', listening));
  expect(await refused([])).toMatch(`Port ${base} (organization) is taken by another program. Stop that, or choose other ports with --port-base N.`);
  squatter.close();
});

it.each(['migrate', 'serve'])('says why a service fails to %s, and stops what it had started', async (step) => {
  expect(await refused([], { FAKE_FAILS: step })).toMatch(/The fake was told to fail: at (migrate|serve)\. Its log is .*(organization|resources)\.log\./);
  expect(existsSync(home('postgres/postmaster.pid'))).toBe(false);
});

it('says which options there are', async () => {
  expect(await refused(['--school', '9'])).toMatch(/^--school is not an option\.\nOptions of npm start/);
  expect(await refused(['--schools', 'many'])).toMatch(/^--schools needs a whole number from 1 to 1000/);
});

describe('with a loader', () => {
  beforeAll(() => {
    const folder = join(root, 'libs', 'county', 'dist');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'main.js'), `
      const fs = require('node:fs');
      const [, , command, , schools, , manifest] = process.argv;
      if (process.env.LOADER_FAILS) process.exit(3);
      const { files, services } = JSON.parse(fs.readFileSync(manifest));
      fs.writeFileSync(files.accounts, JSON.stringify([{ account: 'county', personId: 'p', county: '370786', roles: ['county-staff'], says: '县教体局' }]));
      fs.writeFileSync(files.year, JSON.stringify({ events: 1234, commands: 567, seconds: 8, escalated: { service: 'organization', path: '/v1/upward-reports/1/timeline', account: 'county' } }));
      console.log(command + ' ' + schools);`);
  });
  afterAll(() => rmSync(join(root, 'libs'), { recursive: true }));

  it('takes up an interrupted load, tells what was loaded, and does not load it twice', async () => {
    expect(await refused(['--schools', '3'], { LOADER_FAILS: '1' })).toMatch('was not loaded to its end (libs/county/dist/main.js: 3). Start again to resume.');
    const resumed = run([]);
    const table = await resumed.ready;
    expect(table).toContain('was half loaded and is loaded on: 3 schools');
    expect(table).toContain('load 3');
    expect(table).toContain('Loaded: 1,234 events by 567 commands in 8 s.');
    expect(table).toMatch(/county +县教体局/);
    expect(table).toContain(`token -- county)" "http://127.0.0.1:${base}/v1/upward-reports/1/timeline"`);
    expect(tool('token', 'county').stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(tool('token', 'mayor').stderr).toMatch(/^There is no account "mayor"\. There are:\n +county +县教体局/);
    expect(tool('operate', 'verify', '--quick').stdout).toBe('verify done as migrator\nverify done as migrator\n');
    expect(tool('operate', 'rebuild', 'organisation').stderr).toBe('There is no service organisation. There are: organization, resources.\n');
    await stop(resumed.child);
    const third = run([]);
    expect(await third.ready).not.toContain('load 3');
    await stop(third.child);
    expect(tool('token', 'county').stderr).toMatch(/^Homeroom does not run here/);
  });

  it('refuses another size on old data, and takes it with --fresh', async () => {
    expect(await refused(['--schools', '5'])).toMatch('The data in .homeroom is a county of 3 schools. For 5 schools start with --fresh');
    const fresh = run(['--schools', '5', '--fresh']);
    expect(await fresh.ready).toContain('load 5');
    await stop(fresh.child);
  });

  it('does not empty a server that is not part of the checkout', async () => {
    expect(await refused(['--fresh'], { DATABASE_URL: 'postgresql://elsewhere' })).toContain('DATABASE_URL names a server that is not part of it');
  });
});
