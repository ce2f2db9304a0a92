import { readFileSync } from 'node:fs';

/** Resident memory of a process in MB, by the kernel's account. */
export const residentOf = ({ pid }: { readonly pid: number }): number => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
