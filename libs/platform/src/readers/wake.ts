import { EventEmitter } from 'node:events';
import { type County, type Log, logName } from '@homeroom/contracts';
import { Client } from 'pg';

const CHANNEL = 'homeroom_log';
/** Under load one notification tells of everything since the last one. */
const NOTIFY_EVERY_MS = 5;
const RECONNECT_MS = 500;

/**
 * Tells readers that a log has grown: those of this process at once, those of other processes by NOTIFY. Only a hint:
 * readers also look by themselves from time to time.
 */
export class Wake {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private client: Client | undefined;
  private closed = false;
  private readonly unsaid = new Set<County>();
  private timer: NodeJS.Timeout | undefined;
  private saying = false;

  /** @param returned the database was away and is back, perhaps with an earlier state of what is written without fsync */
  constructor(private readonly service: string, private readonly url: string, private readonly returned: () => void = () => undefined) {}

  /** This process wrote to the log of this county. */
  readonly written = (county: County): void => {
    this.emitter.emit(logName({ service: this.service, county }));
    this.unsaid.add(county);
    if (!this.timer && !this.saying) void this.say();
  };

  /** Resolves at the next growth, after `ms`, or when the signal aborts. */
  wait(log: Log, ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const name = logName(log);
      const done = (): void => {
        clearTimeout(timer);
        this.emitter.off(name, done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.emitter.once(name, done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  async start(): Promise<void> {
    const client = new Client({ connectionString: this.url, application_name: 'homeroom wake', keepAlive: true, options: '-c synchronous_commit=off' });
    client.on('error', () => undefined);
    client.on('end', () => {
      this.client = undefined;
      if (!this.closed) setTimeout(() => void this.start().then(this.returned, () => undefined), RECONNECT_MS).unref();
    });
    client.on('notification', ({ payload, processId }) => {
      // What this process said comes back to it: its own readers were told at once.
      if (processId !== (client as unknown as { processID: number }).processID) this.emitter.emit(logName({ service: this.service, county: payload ?? '' }));
    });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.client = client;
  }

  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.client?.end().catch(() => undefined);
  }

  /** On a connection of its own, after the commit: the lane waits for nobody's ears. */
  private async say(): Promise<void> {
    this.saying = true;
    const counties = [...this.unsaid];
    this.unsaid.clear();
    await this.client?.query(`select pg_notify('${CHANNEL}', county) from unnest($1::text[]) county`, [counties]).catch(() => undefined);
    this.saying = false;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.unsaid.size > 0) void this.say();
    }, NOTIFY_EVERY_MS).unref();
  }
}
