import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { serverEnvironment, type ServerUser } from './postgres-binaries';
import { end, executableOf, identify } from './process-identity';

const run = promisify(execFile);
const major = '18';

export function ownerOf(dataDir: string): { uid: number; gid: number } | undefined {
  return existsSync(dataDir) ? statSync(dataDir) : undefined;
}

/**
 * Makes the folder so that the server's user can use it: parents that we create are open, the folder itself is the
 * user's alone (PostgreSQL insists). Throws a sentence when that user cannot get there.
 */
export function makeDataDir(dataDir: string, user: ServerUser): void {
  try {
    makeParents(dirname(dataDir));
    if (!existsSync(dataDir)) mkdirSync(dataDir);
    if (user) chownSync(dataDir, user.uid, user.gid);
    chmodSync(dataDir, 0o700);
  } catch (error) {
    throw new Error(`The data folder ${dataDir} cannot be used: ${(error as Error).message}.`);
  }
  if (!isAccessible(dataDir, user)) throw new Error(unreachable(dataDir, user));
}

/** Whether the server's user would get to a folder there, without making it. */
export function isReachable(dataDir: string, user: ServerUser): boolean {
  let nearest = dirname(dataDir);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  return !user || holds('test -x "$1"', nearest, user);
}

/** An empty folder becomes a cluster; a half-finished one begins again; anything that is not ours is refused. */
export async function initialize(bin: string, dataDir: string, user: ServerUser): Promise<void> {
  const half = `${dataDir}.initializing`;
  if (existsSync(half)) {
    rmSync(dataDir, { recursive: true, force: true });
    makeDataDir(dataDir, user);
  }
  if (readdirSync(dataDir).length > 0) return checkVersion(dataDir);
  writeFileSync(half, '');
  const locale = process.platform === 'darwin' ? ['--locale=en_US.UTF-8', '--lc-collate=C'] : ['--locale=C.UTF-8'];
  try {
    await run(join(bin, 'initdb'), ['-D', dataDir, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', ...locale, '--no-sync', '--no-instructions'], { cwd: '/', env: serverEnvironment, ...user });
  } catch (error) {
    throw new Error(`PostgreSQL could not make its data folder ${dataDir}: ${lastLine(error as { stderr?: string; message: string })}`);
  }
  rmSync(half);
}

/**
 * After a crash the pid file names a server that is gone, or a stranger with its pid, which PostgreSQL would take for
 * the server, or a server whose starter died: that one is stopped. Whoever calls this holds the folder's lock, so no
 * living owner is robbed.
 */
export async function clearStalePid(dataDir: string): Promise<void> {
  const path = join(dataDir, 'postmaster.pid');
  const pid = existsSync(path) ? Number(readFileSync(path, 'latin1').split('\n')[0]) : 0;
  const server = pid > 0 ? identify(pid) : undefined;
  if (!server) return;
  if (isServerOf(pid, dataDir)) return end(server, 'SIGINT', 30_000);
  rmSync(path, { force: true });
}

function isServerOf(pid: number, dataDir: string): boolean {
  const program = executableOf(pid);
  if (!program || basename(program) !== 'postgres') return false;
  // Where the kernel does not say which folder it serves, the server itself is to judge.
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataDir);
  } catch {
    return false;
  }
}

function checkVersion(dataDir: string): void {
  const file = join(dataDir, 'PG_VERSION');
  if (!existsSync(file)) throw new Error(`${dataDir} holds files but no PostgreSQL data. Move them away or choose another folder.`);
  const found = readFileSync(file, 'latin1').trim();
  if (found !== major) throw new Error(`${dataDir} was written by PostgreSQL ${found}; this is PostgreSQL ${major}. Start with --fresh, or move the folder away.`);
}

function makeParents(folder: string): void {
  if (!existsSync(folder)) {
    makeParents(dirname(folder));
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    return;
  }
  const { uid, mode } = statSync(folder);
  const inTemp = realpathSync(folder).startsWith(realpathSync(tmpdir()) + sep);
  // mkdtemp makes folders that only root may enter. In there, and only there, we let the server's user pass through.
  if (inTemp && uid === process.getuid?.() && uid === 0 && (mode & 0o001) === 0) chmodSync(folder, mode | 0o011);
}

function isAccessible(dataDir: string, user: ServerUser): boolean {
  return holds('test -x "$1" -a -w "$1"', dataDir, user);
}

/** Asked as that user, because permission bits alone do not tell. */
function holds(condition: string, path: string, user: ServerUser): boolean {
  try {
    execFileSync('/bin/sh', ['-c', condition, 'sh', path], { cwd: '/', stdio: 'ignore', ...user });
    return true;
  } catch {
    return false;
  }
}

function unreachable(dataDir: string, user: ServerUser): string {
  const who = user ? `user ${user.uid}, as whom PostgreSQL runs when root starts it,` : 'this user';
  return `The data folder ${dataDir} cannot be used: ${who} may not enter and write it.`;
}

function lastLine({ stderr, message }: { stderr?: string; message: string }): string {
  return (stderr?.trim() || message).split('\n').at(-1)!;
}
