import type { Catalogue, Log, LogRecord, Position } from '@homeroom/contracts';
import { type Batch, type KafkaMessage, lastRecord, type LogSource, type RelayTopic, toMessage, toRecord } from '@homeroom/platform';
import type { Server, World } from './world';

/** Messages that a consumer gets at once: few, so that much can happen in between. */
const FETCH = 4;
/** A consumer that has read everything asks again after so long. */
const POLL_MS = 1_000;

interface Stored {
  readonly message: KafkaMessage;
  /** What a consumer makes of it: the bytes do not change. */
  record?: LogRecord;
}

/**
 * A broker with one partition for each log. What it has confirmed stays; a producer that got no answer does not know;
 * a consumer gets everything from some offset on, and after a new assignment some of it again.
 */
export class SimulatedKafka implements Server {
  readonly name = 'kafka';
  up = true;
  private readonly topics = new Map<string, Stored[]>();
  private waiting: { readonly service: string; readonly wake: () => void }[] = [];

  /** @param redelivery one fetch in so many begins earlier than it should; 0: never */
  constructor(private readonly world: World, public redelivery = 0) {}

  lostConnection(): void {
    // A consumer without its connection has nothing here.
  }

  /** Of a service's topic, in order, the second ones of a relay that sent again included. */
  records(service: string): readonly LogRecord[] {
    return this.topic(service).map((stored) => recordOf(service, stored));
  }

  end(service: string): number {
    return this.topic(service).length;
  }

  /** The topics as a process sees them that writes one of them. */
  seenBy(catalogue: Catalogue<any>): LogSource & RelayTopic {
    return {
      kind: 'kafka',
      follow: (log, _, signal, hint) => this.follow(log, signal, hint),
      head: async (log) => (await this.last(log))?.position ?? 0,
      last: (log) => this.last(log),
      publisher: (log) => ({ send: (records) => this.send(log, catalogue, records), close: async () => undefined }),
    };
  }

  private async send({ service }: Log, catalogue: Catalogue<any>, records: readonly LogRecord[]): Promise<void> {
    const messages = records.map((record) => ({ message: toMessage(record, { category: catalogue.types[record.type]!.category }) }));
    // Many records are several requests, each after the answer to the one before.
    const first = this.world.chance.below(messages.length);
    if (first > 0) await this.produce(service, messages.slice(0, first));
    await this.produce(service, messages.slice(first));
  }

  private produce(service: string, messages: readonly Stored[]): Promise<void> {
    return this.world.ask(this, 'send', true, () => {
      this.topic(service).push(...messages);
      const waiting = this.waiting.filter((each) => each.service === service);
      this.waiting = this.waiting.filter((each) => each.service !== service);
      for (const { wake } of waiting) wake();
    });
  }

  private async *follow({ service }: Log, signal: AbortSignal, hint?: string): AsyncIterable<Batch> {
    const end = await this.world.ask(this, 'join', false, () => this.end(service));
    let next = hint !== undefined && Number(hint) <= end ? Number(hint) : 0;
    while (!signal.aborted) {
      const from = this.redelivery > 0 && this.world.chance.oneIn(this.redelivery) ? this.world.chance.below(next + 1) : next;
      const found = await this.world.ask(this, 'fetch', false, () => this.topic(service).slice(from, from + FETCH));
      if (found.length === 0) {
        await this.growth(service, signal);
        continue;
      }
      next = from + found.length;
      yield { records: found.map((stored) => recordOf(service, stored)), hint: String(next) };
    }
  }

  /** Until something is sent, or the consumer looks again by itself. */
  private growth(service: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const process = this.world.running();
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, POLL_MS);
      signal.addEventListener('abort', done);
      this.waiting.push({ service, wake: () => this.world.schedule(process, 0, done) });
    });
  }

  private async last({ service }: Log): Promise<LogRecord | undefined> {
    const high = await this.world.ask(this, 'offsets', false, () => this.end(service));
    const { world, topic } = { world: this.world, topic: this.topic(service) };
    return lastRecord({ low: 0, high }, async function* (this: SimulatedKafka, from: number) {
      yield (await world.ask(this, 'fetch the last', false, () => topic.slice(from, high))).map((stored) => recordOf(service, stored));
    }.bind(this));
  }

  private topic(service: string): Stored[] {
    return this.topics.get(service) ?? this.topics.set(service, []).get(service)!;
  }
}

const recordOf = (service: string, stored: Stored): LogRecord => (stored.record ??= toRecord(service, stored.message)!);

/** Where a record of the log first stands in its topic. */
export const firstOccurrences = (records: readonly LogRecord[]): LogRecord[] => {
  const seen = new Set<Position>();
  return records.filter(({ position }) => !seen.has(position) && seen.add(position));
};
