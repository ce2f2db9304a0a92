import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

/** Tells a process from a later one that was given the same pid. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque; equal for the same process only, across reboots too. */
  birth: string;
}

const hasProc = process.platform === 'linux';

/** Undefined when no such process runs. */
export function identify(pid: number): ProcessIdentity | undefined {
  const birth = hasProc ? birthFromProc(pid) : birthFromPs(pid);
  return birth === undefined ? undefined : { pid, birth };
}

export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.birth === process.birth;
}

/** Signals that very process and never a stranger that inherited its pid. True when it was there to be signalled. */
export function signal(target: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isRunning(target)) return false;
  try {
    return process.kill(target.pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** True when the process is gone before the time is over. */
export async function gone(process: ProcessIdentity, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  while (isRunning(process)) {
    if (Date.now() >= until) return false;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return true;
}

/** Asks, waits, then insists. */
export async function end(target: ProcessIdentity, ask: NodeJS.Signals, graceMs: number): Promise<void> {
  if (!signal(target, ask)) return;
  if (await gone(target, graceMs)) return;
  signal(target, 'SIGKILL');
  await gone(target, 5_000);
}

/** The path of the program that a pid runs; undefined when it is not ours to know. */
export function executableOf(pid: number): string | undefined {
  try {
    if (hasProc) return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '');
    return execFileSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

function birthFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name stands in parentheses and may hold anything, so count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie with threads is still dying and holds its ports; one without has ended and only awaits its parent.
    if (fields[0] === 'X' || (fields[0] === 'Z' && Number(fields[17]) <= 1)) return undefined;
    return `${fields[19]}@${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()}`;
  } catch {
    return undefined;
  }
}

function birthFromPs(pid: number): string | undefined {
  try {
    const [state, ...since] = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim().split(/\s+/);
    return !state || state.startsWith('Z') ? undefined : since.join(' ');
  } catch {
    return undefined;
  }
}
