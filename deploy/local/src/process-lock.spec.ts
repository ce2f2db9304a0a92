import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, gone, identify, isRunning, signal } from './process-identity';
import { awaitLock, LockHeld, takeLock } from './process-lock';

const folder = mkdtempSync(join(tmpdir(), 'lock-'));
const path = join(folder, 'lock');
afterEach(() => rmSync(path, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const child = () => spawn('sleep', ['60'], { stdio: 'ignore' });

it('keeps others out until it is released', () => {
  const lock = takeLock(path);
  expect(() => takeLock(path)).toThrow(LockHeld);
  lock.release();
  takeLock(path).release();
  expect(existsSync(path)).toBe(false);
});

it('is free when its holder is gone, also when a stranger has its pid', async () => {
  const stranger = child();
  writeFileSync(path, JSON.stringify({ pid: stranger.pid, birth: '1@another-boot' }));
  takeLock(path).release();
  expect(identify(stranger.pid!)).toBeDefined();
  writeFileSync(path, JSON.stringify(identify(stranger.pid!)));
  expect(() => takeLock(path)).toThrow(`Process ${stranger.pid} holds`);
  stranger.kill('SIGKILL');
  await new Promise((exit) => stranger.once('exit', exit));
  takeLock(path).release();
});

it('is free when what lies there is no lock', () => {
  writeFileSync(path, 'half a lo');
  takeLock(path).release();
  expect(readdirSync(folder)).toEqual([]);
});

it('is handed to one who waits', async () => {
  const lock = takeLock(path);
  const told: number[] = [];
  setTimeout(() => lock.release(), 300);
  const next = await awaitLock(path, ({ pid }) => told.push(pid));
  expect(told).toEqual([process.pid]);
  next.release();
});

it('signals the very process and nobody else', async () => {
  const process = child();
  const identity = identify(process.pid!)!;
  expect(signal({ ...identity, birth: 'another' }, 'SIGKILL')).toBe(false);
  expect(isRunning(identity)).toBe(true);
  expect(await gone(identity, 50)).toBe(false);
  await end(identity, 'SIGTERM', 2_000);
  expect(isRunning(identity)).toBe(false);
  expect(signal(identity, 'SIGTERM')).toBe(false);
});

it('insists when it is not heard', async () => {
  const deaf = spawn('sh', ['-c', `trap '' TERM; echo ready; while :; do sleep 1; done`], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((ready) => deaf.stdout.once('data', ready));
  const identity = identify(deaf.pid!)!;
  await end(identity, 'SIGTERM', 200);
  expect(isRunning(identity)).toBe(false);
});
