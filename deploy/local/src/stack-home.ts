import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serverUser } from './postgres-binaries';
import { isReachable, ownerOf } from './postgres-data';

/** What lies where in `.homeroom/` of a checkout. */
export interface StackHome {
  root: string;
  folder: string;
  lock: string;
  manifest: string;
  logs: string;
  kafka: string;
  secret: string;
  masterKey: string;
  notaryKey: string;
  /** Folder: the last checkpoint and the public keys of each log. */
  notary: string;
  issuerKeys: string;
  /** Written by the loader. */
  accounts: string;
  /** Written by the loader: what its year came to. */
  year: string;
  /** Where the replay clock stands. */
  clock: string;
  /** Ours: which size is in the data, and whether it is complete. */
  loaded: string;
}

/** Makes the folder. Throws a sentence when it cannot be used. */
export function stackHome(root: string): StackHome {
  const folder = join(root, '.homeroom');
  const at = (name: string) => join(folder, name);
  try {
    for (const name of ['logs', 'notary']) mkdirSync(at(name), { recursive: true });
    // PostgreSQL, which root starts as another user, must pass through. Secrets in here are closed one by one.
    chmodSync(folder, 0o755);
    writeFileSync(at('.gitignore'), '*\n');
    readdirSync(folder);
  } catch (error) {
    throw new Error(`The data folder ${folder} cannot be used: ${(error as Error).message}.`);
  }
  return {
    root, folder, lock: at('lock'), manifest: at('stack.json'), logs: at('logs'), kafka: at('kafka'), secret: at('local-secret'),
    masterKey: at('master-key'), notaryKey: at('notary-key'), notary: at('notary'), issuerKeys: at('issuer-keys.json'), accounts: at('accounts.json'), year: at('county-year.json'), clock: at('clock.json'), loaded: at('loaded.json'),
  };
}

/**
 * PostgreSQL's data is `.homeroom/postgres`, or a folder outside the checkout when root works in a folder that only
 * root may enter: the server runs as another user then. Once chosen it stays, also when the checkout is opened later.
 */
export function postgresFolder(home: StackHome): { folder: string; outside: boolean } {
  const inside = join(home.folder, 'postgres');
  const note = join(home.folder, 'postgres-folder');
  if (existsSync(note)) return { folder: readFileSync(note, 'utf8').trim(), outside: true };
  if (existsSync(inside) || isReachable(inside, serverUser(ownerOf(inside)))) return { folder: inside, outside: false };
  const folder = join('/var/lib/homeroom', createHash('sha256').update(home.root).digest('hex').slice(0, 12), 'postgres');
  writeFileSync(note, folder);
  return { folder, outside: true };
}

/** Everything but locks, of which we hold one, and logs; the notary's folder is there again, empty. */
export function emptyHome(home: StackHome): void {
  rmSync(postgresFolder(home).folder, { recursive: true, force: true });
  for (const name of readdirSync(home.folder)) {
    if (!/lock$/.test(name) && !['logs', '.gitignore'].includes(name)) rmSync(join(home.folder, name), { recursive: true, force: true });
  }
  mkdirSync(home.notary);
}
