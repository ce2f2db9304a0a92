import { EventEmitter } from 'node:events';
import { type County, type Log, logName } from '@homeroom/contracts';
import { type Waited, waited } from './pause';

/** Under load one notification tells of everything since the last one. Other processes are further than this process's own readers, which are told at once. */
const NOTIFY_EVERY_MS = 20;
const RECONNECT_MS = 500;

/** What carries the news between processes. It may lose some. */
export interface WakeConnection {
  /** These logs have grown. */
  say(counties: readonly County[]): Promise<void>;
  close(): Promise<void>;
}

/** @param heard another process said so · @param ended the connection is gone, or did not come about */
export type ConnectWake = (heard: (county: County) => void, ended: () => void) => Promise<WakeConnection>;

/**
 * Tells readers that a log has grown: those of this process at once, those of other processes by NOTIFY. Only a hint:
 * readers also look by themselves from time to time.
 */
export class Wake {
  private readonly emitter = new EventEmitter().setMaxListeners(0);
  private connection: WakeConnection | undefined;
  private closed = false;
  private readonly unsaid = new Set<County>();
  private timer: NodeJS.Timeout | undefined;
  private saying = false;

  /** @param database told when it has gone, and when it is back: perhaps with an earlier state of what is written without fsync */
  constructor(private readonly service: string, private readonly connect: ConnectWake, private readonly database: { gone(): void; returned(): void } = { gone: () => undefined, returned: () => undefined }) {}

  /** This process wrote to the log of this county. */
  readonly written = (county: County): void => {
    this.emitter.emit(logName({ service: this.service, county }));
    this.unsaid.add(county);
    if (!this.timer && !this.saying) void this.say();
  };

  /** Until the next growth, `ms` have passed, or the signal aborts. */
  wait(log: Log, ms: number, signal: AbortSignal): Waited {
    const name = logName(log);
    return waited(ms, signal, (end) => {
      this.emitter.once(name, end);
      return () => this.emitter.off(name, end);
    });
  }

  async start(): Promise<void> {
    this.connection = await this.connect((county) => { this.emitter.emit(logName({ service: this.service, county })); }, () => {
      this.connection = undefined;
      if (this.closed) return;
      this.database.gone();
      setTimeout(() => void this.start().then(() => this.database.returned(), () => undefined), RECONNECT_MS).unref();
    });
  }

  async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.connection?.close().catch(() => undefined);
  }

  /** On a connection of its own, after the commit: the lane waits for nobody's ears. */
  private async say(): Promise<void> {
    this.saying = true;
    const counties = [...this.unsaid];
    this.unsaid.clear();
    await this.connection?.say(counties).catch(() => undefined);
    this.saying = false;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.unsaid.size > 0) void this.say();
    }, NOTIFY_EVERY_MS).unref();
  }
}
