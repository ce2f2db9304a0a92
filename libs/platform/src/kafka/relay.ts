import { leafHash, type Log, logName, type LogRecord, type Position } from '@homeroom/contracts';
import { Lease } from '../log/lease';
import type { LogSource } from '../readers/log-source';
import { pause } from '../readers/pause';

/** What a relay needs of a topic. */
export interface RelayTopic {
  last(log: Log): Promise<LogRecord | undefined>;
  publisher(log: Log): { send(records: readonly LogRecord[]): Promise<void>; close(): Promise<void> };
}

/** What comes while a send is young goes with the next one: under load, each request to Kafka and each batch of its readers then holds many records. A lone record waits for nothing. */
const SEND_EVERY_MS = 25;

/** How a log and its topic stand to each other. */
export type Comparison =
  | { readonly state: 'equal' | 'behind'; readonly confirmed: Position }
  /** The topic holds records that the log lost: heal first. */
  | { readonly state: 'ahead'; readonly says: string }
  /** Two histories: a person decides. */
  | { readonly state: 'differs'; readonly says: string };

/** What a relay tells whoever watches it. */
export interface RelayObserver {
  sent(log: Log, position: Position): void;
  leased(log: Log, held: boolean): void;
}

/** Compares the topic's last record with the log. `recordAt` reads one record of the log. */
export const compare = async (log: Log, topic: Pick<RelayTopic, 'last'>, head: () => Promise<Position>, recordAt: (position: Position) => Promise<LogRecord | undefined>): Promise<Comparison> => {
  const last = await topic.last(log);
  if (!last) return { state: (await head()) === 0 ? 'equal' : 'behind', confirmed: 0 };
  const own = await recordAt(last.position);
  const at = `${logName(log)}:${last.position}`;
  if (!own) return { state: 'ahead', says: `The topic holds ${at}, the log ends at ${await head()}: its database was restored to an earlier time. Run: npm run heal -- ${log.service}` };
  if (leafHash(own) !== leafHash(last)) return { state: 'differs', says: `${at} is another record in the log than in its topic: two histories. Nothing is sent until a person has decided which one holds.` };
  return { state: (await head()) === last.position ? 'equal' : 'behind', confirmed: last.position };
};

/**
 * Sends one log to its topic, in order, each record after the one before was confirmed. It may be dumb, because messages
 * are functions of records: after any doubt it looks at the topic's last record and goes on from there. What it sends
 * twice, readers drop by position; two relays at once do no harm.
 */
export class Relay {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private round = new AbortController();
  /** The last comparison; `undefined` until the topic could be asked, also after a doubt. */
  comparison: Comparison | undefined;
  state: 'comparing' | 'sending' | 'standing by' | 'halted' | 'retrying' = 'comparing';
  says: string | undefined;

  constructor(readonly log: Log, private readonly source: LogSource, private readonly recordAt: (position: Position) => Promise<LogRecord | undefined>, private readonly topic: RelayTopic, private readonly lease: Lease, private readonly observer: RelayObserver, private readonly compared: (comparison: Comparison) => void) {}

  start(): void {
    this.running ??= this.run(this.stopping.signal);
  }

  /** Compares again: the database came back after it was gone, perhaps with an earlier state. */
  refresh(): void {
    this.round.abort();
  }

  /** The log is another database's than the one that was compared: that comparison tells nothing. */
  doubt(): void {
    this.comparison = undefined;
    this.refresh();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.round.abort();
    await this.running;
    await this.lease.release().catch(() => undefined);
  }

  private async run(stopping: AbortSignal): Promise<void> {
    for (let wait = 50; !stopping.aborted; await pause(wait, stopping)) {
      this.round = new AbortController();
      try {
        await this.send(AbortSignal.any([stopping, this.round.signal]));
        wait = 50;
      } catch (error) {
        Object.assign(this, { state: 'retrying', says: (error as Error).message });
        wait = Math.min(wait * 2, 2_000);
      }
    }
  }

  /** One round: compare, then send until something is in doubt. */
  private async send(signal: AbortSignal): Promise<void> {
    const comparison = await compare(this.log, this.topic, () => this.source.head(this.log), this.recordAt);
    // Asked to compare again meanwhile: what was read may be of the database as it was before.
    if (signal.aborted) return;
    this.comparison = comparison;
    this.compared(comparison);
    if (comparison.state === 'ahead' || comparison.state === 'differs') {
      Object.assign(this, { state: 'halted', says: comparison.says });
      return pause(2_000, signal);
    }
    if (!await this.lease.held()) return this.standBy(signal);
    this.observer.leased(this.log, true);
    Object.assign(this, { state: 'sending', says: undefined });
    const publisher = this.topic.publisher(this.log);
    const renewal = this.renew();
    try {
      await this.pump(publisher, comparison.confirmed, AbortSignal.any([signal, renewal.lost]));
    } finally {
      renewal.stop();
      await publisher.close();
    }
  }

  private async pump(publisher: { send(records: readonly LogRecord[]): Promise<void> }, confirmed: Position, signal: AbortSignal): Promise<void> {
    for await (const { records } of this.source.follow(this.log, confirmed, signal)) {
      if (signal.aborted) return;
      if (records[0]!.position !== confirmed + 1) throw new Error(`${logName(this.log)}:${confirmed + 1} is missing in the log; nothing is sent past it.`);
      const begun = performance.now();
      await publisher.send(records);
      confirmed = records.at(-1)!.position;
      this.observer.sent(this.log, confirmed);
      const left = SEND_EVERY_MS - (performance.now() - begun);
      if (left > 0) await pause(left, signal);
    }
  }

  private async standBy(signal: AbortSignal): Promise<void> {
    this.observer.leased(this.log, false);
    Object.assign(this, { state: 'standing by', says: 'Another process sends this log.' });
    while (!signal.aborted && !await this.lease.held()) await pause(Lease.renewMs, signal);
  }

  private renew(): { lost: AbortSignal; stop: () => void } {
    const lost = new AbortController();
    const timer = setInterval(() => void this.lease.held().then((held) => { if (!held) lost.abort(); }, () => lost.abort()), Lease.renewMs);
    return { lost: lost.signal, stop: () => clearInterval(timer) };
  }
}
