import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { identify, isRunning, type ProcessIdentity } from './process-identity';

export interface Lock {
  release(): void;
}

/** Another process that lives holds the lock. */
export class LockHeld extends Error {
  constructor(readonly path: string, readonly holder: ProcessIdentity) {
    super(`Process ${holder.pid} holds ${path}.`);
  }
}

/**
 * Takes a lock file for as long as this process lives. A lock whose holder is gone counts as free: start times tell a
 * holder from a stranger with the same pid. Throws LockHeld.
 */
export function takeLock(path: string): Lock {
  const draft = `${path}.${randomUUID()}`;
  // A link appears with its content or not at all, so nobody ever reads half a lock.
  writeFileSync(draft, JSON.stringify(identify(process.pid)));
  try {
    while (!tryLink(draft, path)) takeAwayStale(path);
  } finally {
    rmSync(draft, { force: true });
  }
  return { release: () => rmSync(path, { force: true }) };
}

/** Waits for the holder instead of throwing. */
export async function awaitLock(path: string, onWait?: (holder: ProcessIdentity) => void): Promise<Lock> {
  for (let told = false; ; ) {
    try {
      return takeLock(path);
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      if (!told) onWait?.(error.holder);
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

function takeAwayStale(path: string): void {
  const judged = readHolder(path);
  if (judged && isRunning(judged)) throw new LockHeld(path, judged);
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const taken = readHolder(aside);
  // Between judging and taking somebody else may have taken over: give it back.
  if (taken && isRunning(taken)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<ProcessIdentity> | null;
    return typeof holder?.pid === 'number' && typeof holder.birth === 'string' ? { pid: holder.pid, birth: holder.birth } : undefined;
  } catch {
    return undefined;
  }
}
