import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/**
 * Megabytes of a process and all below it. Pages that several share count once (PostgreSQL's processes share most of
 * theirs), where the kernel tells; otherwise they count for each.
 */
export function memoryMegabytes(pid: number): number {
  try {
    const parents = process.platform === 'linux' ? parentsFromProc() : parentsFromPs();
    const kilobytes = process.platform === 'linux' ? kilobytesFromProc : kilobytesFromPs;
    return Math.round(family(pid, parents).reduce((sum, member) => sum + kilobytes(member), 0) / 1024);
  } catch {
    return 0;
  }
}

type Parents = Map<number, number>;

function family(pid: number, parents: Parents): number[] {
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => family(child, parents))];
}

function parentsFromProc(): Parents {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return new Map(pids.flatMap((pid) => {
    const stat = textOf(`/proc/${pid}/stat`);
    return stat ? [[pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])] as const] : [];
  }));
}

function parentsFromPs(): Parents {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n');
  return new Map(lines.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]));
}

function kilobytesFromProc(pid: number): number {
  const shared = /^Pss:\s+(\d+)/m.exec(textOf(`/proc/${pid}/smaps_rollup`));
  return Number((shared ?? /^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`)))?.[1] ?? 0);
}

function kilobytesFromPs(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
