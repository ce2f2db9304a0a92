import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { StackManifest } from './stack-manifest';

/** Deadlines fall due to the minute; half a second late is on time. */
const lookEveryMs = 500;
/** What a start that is killed may lose of its time. */
const saveEveryMs = 10_000;

/**
 * The stack's replay clock between loads: all services share it, it runs on while the stack runs, fires what falls due,
 * and goes on from where it stood when the stack starts again. While the loader plays the year, the loader moves it.
 */
export class StackClock {
  private base = 0;
  private since = 0;
  private timer: NodeJS.Timeout | undefined;
  private saved = 0;

  /** `file` keeps the time; `secret` opens the services' /local routes. */
  constructor(private readonly file: string, private readonly secret: () => string, private readonly services: () => StackManifest['services']) {}

  /** Where it stood at the last stop is where it stands again, still. */
  async resume(): Promise<void> {
    if (!existsSync(this.file)) return;
    await this.put((JSON.parse(readFileSync(this.file, 'utf8')) as { at: string }).at, false);
  }

  /** Runs on from the latest time that a service has; nothing happens in a stack without services. */
  async run(): Promise<void> {
    const at = await this.latest();
    if (!at) return;
    this.base = Date.parse(at);
    this.since = performance.now();
    await this.put(at, true);
    this.timer = setInterval(() => void this.tick(), lookEveryMs).unref();
  }

  /** Undefined while it does not run. */
  get now(): string | undefined {
    return this.timer && new Date(this.base + performance.now() - this.since).toISOString();
  }

  /** A service that was started again begins before the year: it is told the time. */
  async tell(): Promise<void> {
    if (this.now) await this.put(this.now, true);
  }

  async stop(): Promise<void> {
    const at = this.now ?? (await this.latest());
    clearInterval(this.timer);
    this.timer = undefined;
    if (at) this.save(at);
  }

  private async tick(): Promise<void> {
    const at = this.now;
    if (!at) return;
    if (Date.now() - this.saved > saveEveryMs) this.save(at);
    // One after the other, so that a deadline in one service is over before another service hears of the next.
    for (const { url } of Object.values(this.services())) {
      const due = await this.call<{ next: string | null }>(url, '/local/next').catch(() => undefined);
      if (due?.next && due.next <= at) await this.call(url, '/local/fire', { until: at }).catch(() => undefined);
    }
  }

  private async latest(): Promise<string | undefined> {
    const times = await Promise.all(Object.values(this.services()).map(({ url }) => clockOf(url)));
    return times.filter((at) => at !== undefined).sort().at(-1);
  }

  private async put(at: string, run: boolean): Promise<void> {
    await Promise.all(Object.values(this.services()).map(({ url }) => this.call(url, '/local/clock', { at, run })));
  }

  private save(at: string): void {
    this.saved = Date.now();
    writeFileSync(`${this.file}.draft`, JSON.stringify({ at }));
    renameSync(`${this.file}.draft`, this.file);
  }

  private async call<Answer>(url: string, path: string, body?: object): Promise<Answer> {
    const response = await fetch(url + path, {
      method: body ? 'POST' : 'GET', signal: AbortSignal.timeout(10_000),
      headers: { authorization: `Bearer ${this.secret()}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${url}${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}

/** A service's time, as its health tells it. */
async function clockOf(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    const health = (await response.json()) as { info?: { service?: { clock?: string } } };
    return health.info?.service?.clock;
  } catch {
    return undefined;
  }
}
