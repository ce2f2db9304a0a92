import { spawn } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consecutivePorts } from '../spec/consecutive-ports';
import { identify } from './process-identity';

jest.setTimeout(60_000);

const root = mkdtempSync(join(tmpdir(), '班主任 checkout-'));
const path = (...parts: string[]) => join(root, ...parts);
let base: string;

/** In the place of npm: "installs" a Node and an nx whose builds make the scripts; both write down that they ran. */
const npm = `
  const fs = require('node:fs'), at = (...parts) => require('node:path').join(process.cwd(), ...parts);
  fs.appendFileSync(at('ran'), 'install\\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
  const bin = at('node_modules', 'node-' + process.platform + '-' + process.arch, 'bin');
  for (const folder of [bin, at('node_modules/nx/bin')]) fs.mkdirSync(folder, { recursive: true });
  fs.rmSync(bin + '/node', { force: true });
  fs.symlinkSync(process.execPath, bin + '/node');
  fs.writeFileSync(at('node_modules/nx/bin/nx.js'), fs.readFileSync(at('nx.js')));`;
const nx = `
  const fs = require('node:fs');
  fs.appendFileSync('ran', 'build\\n');
  fs.mkdirSync('deploy/local/dist', { recursive: true });
  fs.writeFileSync('deploy/local/dist/start.js', fs.readFileSync('start.js'));`;
const start = `
  console.log(JSON.stringify({ args: process.argv.slice(2), node: process.argv0, folder: process.cwd() }));
  if (process.argv.includes('--wait')) {
    setInterval(() => {}, 1000);
    process.on('SIGTERM', () => process.exit(7));
    console.log('waits');
  }`;

beforeAll(async () => {
  mkdirSync(path('deploy', 'local', 'src'), { recursive: true });
  for (const file of ['bootstrap.mjs', 'first-second.mjs', 'ports.json']) cpSync(join(__dirname, '..', file), path('deploy', 'local', file));
  for (const [file, text] of Object.entries({ 'package-lock.json': '{}', 'npm.js': npm, 'nx.js': nx, 'start.js': start })) writeFileSync(path(file), text);
  base = String(await consecutivePorts());
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => rmSync(path('ran'), { force: true }));

function run(...args: string[]) {
  const child = spawn(process.execPath, [path('deploy', 'local', 'bootstrap.mjs'), ...args], { env: { ...process.env, npm_execpath: path('npm.js'), npm_lifecycle_event: undefined } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => child.once('close', (code) => resolve({ code, said })));
  return { child, ended, said: () => said };
}
const ran = () => (existsSync(path('ran')) ? readFileSync(path('ran'), 'utf8').trim().split('\n') : []);
const begin = (...args: string[]) => run('start', '--port-base', base, ...args).ended;

it('installs and builds once for two that start at once, and hands over arguments and exit code', async () => {
  const [one, other] = await Promise.all([begin('--schools', '9'), begin('--schools', '9')]);
  expect(ran()).toEqual(['install', 'build']);
  for (const { code, said } of [one, other]) {
    expect(code).toBe(0);
    expect(JSON.parse(said.trim().split('\n').at(-1)!)).toEqual({ args: ['--port-base', base, '--schools', '9'], node: expect.stringContaining('node_modules'), folder: root });
  }
});

it('does neither the second time', async () => {
  expect((await begin()).code).toBe(0);
  expect(ran()).toEqual([]);
});

it('builds again when a source changed, but not for a spec', async () => {
  writeFileSync(path('deploy', 'local', 'src', 'new.spec.ts'), '');
  await begin();
  expect(ran()).toEqual([]);
  writeFileSync(path('deploy', 'local', 'src', 'new.ts'), '');
  await begin();
  expect(ran()).toEqual(['build']);
});

it('installs again when the lockfile changed', async () => {
  writeFileSync(path('package-lock.json'), '{ "lockfileVersion": 3 }');
  await begin();
  expect(ran()[0]).toBe('install');
});

it('says what the build said when it fails, and builds next time', async () => {
  appendFileSync(path('node_modules', 'nx', 'bin', 'nx.js'), `console.log('TS2322: not assignable'); process.exit(1);`);
  writeFileSync(path('deploy', 'local', 'src', 'new.ts'), 'changed');
  const { code, said } = await begin();
  expect(code).toBe(1);
  expect(said).toMatch(/TS2322: not assignable\nBuilding failed\./);
  writeFileSync(path('node_modules', 'nx', 'bin', 'nx.js'), nx);
  expect((await begin()).code).toBe(0);
});

it('passes on signals and the exit code', async () => {
  const { child, ended, said } = run('start', '--port-base', base, '--wait');
  while (!said().includes('waits') && child.exitCode === null) await new Promise((wait) => setTimeout(wait, 20));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(7);
});

it('takes over the lock of an install that was killed', async () => {
  writeFileSync(path('.homeroom', 'install.lock'), '4194304');
  expect((await begin()).code).toBe(0);
});

it('says in the first second that a port is taken', async () => {
  const squatter = createServer().listen(Number(base) + 2, '127.0.0.1');
  await new Promise((listening) => squatter.once('listening', listening));
  const begun = Date.now();
  const { code, said } = await begin();
  squatter.close();
  expect(code).toBe(1);
  expect(said).toBe(`Port ${Number(base) + 2} (resources) is taken by another program. Stop that, or choose other ports with --port-base N.\n`);
  expect(Date.now() - begun).toBeLessThan(5_000);
});

it('says in the first second that it runs already', async () => {
  writeFileSync(path('.homeroom', 'lock'), JSON.stringify(identify(process.pid)));
  expect((await begin()).said).toBe(`Homeroom is already running in this checkout (process ${process.pid}). Stop that with Ctrl-C first.\n`);
  writeFileSync(path('.homeroom', 'lock'), JSON.stringify({ pid: process.pid, birth: '1@another-boot' }));
  expect((await begin()).code).toBe(0);
});

it('says which scripts there are', async () => {
  expect((await run('begin').ended).said).toMatch(/^There is no script begin\. There are: start, test, token, /);
});
