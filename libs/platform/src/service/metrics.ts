import { type Instant, type Log, logName, type Position } from '@homeroom/contracts';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RuntimeHealth, RuntimeObserver } from '../runtime';
import type { SealingCounts } from '../sealing';

interface Stand {
  readonly reader: string;
  readonly log: string;
  position: Position;
  recordedAt?: Instant;
}

/** What a scrape asks for, beside what was counted. */
export interface Sources {
  health(): Promise<RuntimeHealth>;
  /** The service's clock: lag is told in its time. */
  now(): Instant;
  sealing?(): Readonly<SealingCounts>;
}

/**
 * Everything a service tells Prometheus. Calls between scrapes only add to numbers; lags are worked out when asked for.
 * No label holds an id of a person, a stream or a request.
 */
export class Metrics implements RuntimeObserver {
  readonly registry = new Registry();
  private readonly stands = new Map<string, Stand>();
  private readonly relayed = new Map<string, Position>();
  private readonly http = new Map<string, { observe(value: number): void }>();

  private readonly laneBatchEvents = new Histogram({ name: 'homeroom_lane_batch_events', help: 'Events of one batch of the append lane.', buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000], registers: [this.registry] });
  private readonly laneAppendSeconds = new Histogram({ name: 'homeroom_lane_append_seconds', help: 'Time of one batch of the append lane.', buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5], registers: [this.registry] });
  private readonly readerLagEvents = new Gauge({ name: 'homeroom_reader_lag_events', help: 'Events of an own log that a reader has not taken yet.', labelNames: ['reader', 'log'], registers: [this.registry] });
  private readonly readerLagSeconds = new Gauge({ name: 'homeroom_reader_lag_seconds', help: 'Age of the last record a reader took, while it is behind; 0 when it is not.', labelNames: ['reader', 'log'], registers: [this.registry] });
  private readonly viewLagEvents = new Gauge({ name: 'homeroom_view_lag_events', help: 'Events of an own log that a view does not hold yet.', labelNames: ['view', 'log'], registers: [this.registry] });
  private readonly relayLagEvents = new Gauge({ name: 'homeroom_relay_lag_events', help: 'Events of an own log that its topic has not confirmed yet.', labelNames: ['log'], registers: [this.registry] });
  private readonly gaps = new Counter({ name: 'homeroom_reader_gaps_total', help: 'Times a reader met a later position than the next and waited.', labelNames: ['reader', 'log'], registers: [this.registry] });
  private readonly repeats = new Counter({ name: 'homeroom_reader_duplicates_total', help: 'Records a reader had taken before and dropped.', labelNames: ['reader', 'log'], registers: [this.registry] });
  private readonly leaseHeld = new Gauge({ name: 'homeroom_lease_held', help: '1 while this process relays the log.', labelNames: ['log'], registers: [this.registry] });
  private readonly rejections = new Counter({ name: 'homeroom_reaction_rejections_total', help: 'Commands of reactions that the rules refused.', labelNames: ['reaction', 'code'], registers: [this.registry] });
  private readonly failures = new Counter({ name: 'homeroom_retries_total', help: 'Failures of background work that is tried again by itself.', labelNames: ['what'], registers: [this.registry] });
  private readonly sealed = new Gauge({ name: 'homeroom_sealing_texts', help: 'Texts since the start, by what became of them.', labelNames: ['outcome'], registers: [this.registry] });
  private readonly httpSeconds = new Histogram({ name: 'homeroom_http_seconds', help: 'Time of a request by route.', labelNames: ['method', 'route', 'status'], buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10], registers: [this.registry] });

  /** @param told where it is told, beside what is counted, why background work failed and is tried again, and why a reader halted */
  constructor(private readonly told: Pick<RuntimeObserver, 'failed' | 'halted'> = { failed: () => undefined, halted: () => undefined }) {}

  /** Adds what the process itself can tell: memory, event loop, garbage collection. */
  withProcess(): this {
    collectDefaultMetrics({ register: this.registry });
    return this;
  }

  batch(events: number, seconds: number): void {
    this.laneBatchEvents.observe(events);
    this.laneAppendSeconds.observe(seconds);
  }

  moved(reader: string, log: Log, position: Position, recordedAt?: Instant): void {
    const name = logName(log);
    const key = `${reader} ${name}`;
    const stand = this.stands.get(key);
    if (!stand) this.stands.set(key, { reader, log: name, position, recordedAt });
    else Object.assign(stand, { position, recordedAt: recordedAt ?? stand.recordedAt });
  }

  duplicates(reader: string, log: Log, count: number): void {
    this.repeats.inc({ reader, log: logName(log) }, count);
  }

  gap(reader: string, log: Log): void {
    this.gaps.inc({ reader, log: logName(log) });
  }

  halted(reader: string, log: Log, error: unknown): void {
    this.told.halted(reader, log, error);
  }

  sent(log: Log, position: Position): void {
    this.relayed.set(logName(log), position);
  }

  leased(log: Log, held: boolean): void {
    this.leaseHeld.set({ log: logName(log) }, held ? 1 : 0);
  }

  rejected(reaction: string, code: string): void {
    this.rejections.inc({ reaction, code });
  }

  failed(what: string, error: unknown): void {
    this.failures.inc({ what });
    this.told.failed(what, error);
  }

  /** @param route the pattern, never the address: an address holds ids */
  answered(method: string, route: string, status: number, seconds: number): void {
    const key = `${method} ${status} ${route}`;
    let child = this.http.get(key);
    if (!child) this.http.set(key, child = this.httpSeconds.labels(method, route, String(status)));
    child.observe(seconds);
  }

  /** The text a scrape gets. Lags are told of the own logs: their ends are known here. */
  async scrape({ health, now, sealing }: Sources): Promise<string> {
    const { readers, heads } = await health();
    for (const { reader, log, position } of readers) {
      const head = heads[log];
      if (head === undefined) continue;
      const lag = Math.max(0, head - position);
      if (reader === 'relay') this.relayLagEvents.set({ log }, Math.max(0, head - (this.relayed.get(log) ?? position)));
      else this.readerLagEvents.set({ reader, log }, lag);
      const [, view] = /^view:(.+):v\d+$/.exec(reader) ?? [];
      if (view) this.viewLagEvents.set({ view, log }, lag);
      const recordedAt = this.stands.get(`${reader} ${log}`)?.recordedAt;
      this.readerLagSeconds.set({ reader, log }, lag > 0 && recordedAt ? Math.max(0, Date.parse(now()) - Date.parse(recordedAt)) / 1000 : 0);
    }
    for (const [outcome, count] of Object.entries(sealing?.() ?? {})) this.sealed.set({ outcome }, count);
    return this.registry.metrics();
  }
}
