import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Violation } from '../campaign';
import type { JourneyStack } from '@homeroom/testing';

export const MEMORY = 'The memory of a service settles under whatever it is asked';
export const LOGGED = 'No log line holds a secret, a token or an error that nobody handled';

/** Caches fill up to their limits, and a heap grows before it is collected: beyond this it leaks. */
const GROWTH_MB = 256;
/** Fewer looks say nothing about a trend. */
const LOOKS = 8;

/** Resident memory of each service, looked at now and then. */
export class Memory {
  private readonly looks = new Map<string, number[]>();

  constructor(private readonly stack: JourneyStack) {}

  look(): void {
    for (const service of this.stack.services) {
      const status = readFileSync(`/proc/${this.stack.service(service).pid}/status`, 'utf8');
      this.looks.set(service, [...this.looks.get(service) ?? [], Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024]);
    }
  }

  /** `organization 95 → 140 MB`: the lowest of the second quarter of the time, and of the last. */
  figures(): string {
    return [...this.looks].map(([service, looks]) => `${service} ${early(looks)} → ${late(looks)} MB`).join(', ');
  }

  violations(): Violation[] {
    return [...this.looks].filter(([, looks]) => looks.length >= LOOKS && late(looks) - early(looks) > GROWTH_MB)
      .map(([service, looks]) => ({ promise: MEMORY, evidence: `${service} grew from ${early(looks)} to ${late(looks)} MB: ${looks.map(Math.round).join(', ')}` }));
  }
}

const lowest = (looks: readonly number[]): number => Math.round(Math.min(...looks));
const early = (looks: readonly number[]): number => lowest(looks.slice(Math.floor(looks.length / 4), Math.max(1, Math.floor(looks.length / 2))));
const late = (looks: readonly number[]): number => lowest(looks.slice(Math.floor(looks.length * 3 / 4)));

/** pino's number for an error: what nobody foresaw. */
const UNHANDLED = /"level":(50|60)|"level":"(error|fatal)"|UnhandledPromise|Uncaught/;

/** What logs hold that they must not. @param texts that stand in no log: secrets, and what was sealed */
export const loggedWrongly = (stack: JourneyStack, texts: readonly string[]): Violation[] => readdirSync(stack.logs).flatMap((file) => {
  const lines = readFileSync(join(stack.logs, file), 'utf8').split('\n');
  const wrong = lines.filter((line) => UNHANDLED.test(line) || /eyJ[\w-]{10,}\.eyJ/.test(line) || texts.some((text) => line.includes(text)));
  return wrong.slice(0, 10).map((line) => ({ promise: LOGGED, evidence: `${file}: ${line.slice(0, 800)}` }));
});
