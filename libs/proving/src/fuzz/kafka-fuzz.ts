import type { Log, Position, Recorded } from '@homeroom/contracts';
import { ForeignMessage, KafkaClient, LogReader, type Place, type Sink, toMessage, toRecord } from '@homeroom/platform';
import fc from 'fast-check';
import type { Violation } from '../campaign';
import { anyMessage, counted, type RecordCase, recordCases, recordOf, sameRecord } from './hostile-records';

export const FOLDED = 'A reader folds its log and nothing else: what is foreign it passes over, before what is damaged it stops and says why';

/** Readers that run at once; each is a client of the broker. */
const AT_ONCE = 6;
const PATIENCE_MS = 60_000;
const LOOK_MS = 25;

/** What a reader handed on, and its place: in memory, as a view would have it in its table. */
class Folded implements Sink {
  readonly name = 'folded';
  readonly numbers: number[] = [];
  private position: Position = 0;

  async place(): Promise<Place> {
    return { position: this.position };
  }

  async take(_: Log, events: readonly Recorded[], to: Place): Promise<Position> {
    // All of a batch is read before any of it counts, as a transaction has it.
    const numbers = events.map((event) => (event.data as { n: number }).n);
    this.numbers.push(...numbers);
    this.position = to.position;
    return to.position;
  }
}

/** Hostile messages between the records of a log, on a real broker, read by the real reader. */
export class KafkaFuzz {
  readonly violations: Violation[] = [];
  readonly seen: Record<string, number> = {};
  messages = 0;
  private readonly kafka: KafkaClient;
  private topics = 0;

  constructor(brokers: readonly string[], private readonly seed: number) {
    this.kafka = new KafkaClient(brokers, 'homeroom-kafka-fuzz');
  }

  /** One topic with a log for each case, in counties of their own. */
  async batch(n: number, signal: AbortSignal): Promise<void> {
    const service = `counter-${this.seed}-${n}-${this.topics++}`;
    await this.kafka.ensureTopics([service]);
    const waiting = recordCases(this.seed * 7_919 + n, AT_ONCE * 2).map((one, i) => ({ one, log: { service, county: String(100_000 + i * 37) } }));
    const reader = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) await this.play(next.one, next.log, n);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, reader));
  }

  /** Whatever is changed of a message: it is refused, no record at all, or the very record. */
  unsealed(count: number): void {
    const check = fc.property(anyMessage, ({ record, message }) => {
      try {
        const read = toRecord('counter', message);
        return read === undefined || sameRecord(read, record);
      } catch (error) {
        return error instanceof ForeignMessage;
      }
    });
    const { failed, counterexample } = fc.check(check, { seed: this.seed, numRuns: count });
    if (failed) this.violations.push({ promise: FOLDED, evidence: `seed ${this.seed}: ${JSON.stringify(counterexample)} is taken for a record` });
    this.messages += count;
  }

  private async play(one: RecordCase, log: Log, n: number): Promise<void> {
    const { hostile, place, length, noise } = one;
    await this.send(one, log);
    const sink = new Folded();
    const reader = new LogReader(this.kafka, log, { ...counted, service: log.service }, [sink], { moved: () => undefined, duplicates: () => undefined, gap: () => undefined, halted: () => undefined });
    reader.start();
    // What comes in one fetch with a damaged record waits with it: a reader may stop before its time, never after.
    const most = hostile.wanted === 'ignored' ? length : place - 1;
    const ended = await this.until(() => sink.numbers.length > most || (hostile.wanted === 'ignored' ? sink.numbers.length === length : reader.health()[0]!.says !== undefined));
    const [health] = reader.health();
    await reader.stop();
    this.seen[hostile.name] = (this.seen[hostile.name] ?? 0) + 1;
    this.messages += length + 1;
    const inOrder = sink.numbers.length <= most && sink.numbers.every((number, i) => number === i + 1);
    if (ended && inOrder) return;
    this.violations.push({ promise: FOLDED, evidence: `seed ${this.seed}, batch ${n}: ${hostile.name} (${JSON.stringify(noise)}) at ${place} of ${length}: folded ${sink.numbers.join() || 'nothing'}, up to ${most} were to be; the reader is ${health!.state}: ${health!.says ?? 'says nothing'}` });
  }

  private async send({ hostile, length, place, noise }: RecordCase, log: Log): Promise<void> {
    const records = Array.from({ length }, (_, i) => recordOf(log.service, log.county, i + 1));
    const made = { ...records[place - 1]!, position: -1 };
    const sequence = records.flatMap((record, i) => (i !== place - 1 ? [record] : hostile.instead ? [made] : [made, record]));
    const publisher = this.kafka.publisher(log, () => 'count', (record, mark) => (record === made ? hostile.make(records[place - 1]!, noise) : toMessage(record, mark)));
    try {
      await publisher.send(sequence);
    } finally {
      await publisher.close();
    }
  }

  private async until(holds: () => boolean): Promise<boolean> {
    for (const end = Date.now() + PATIENCE_MS; !holds();) {
      if (Date.now() > end) return false;
      await new Promise((look) => setTimeout(look, LOOK_MS));
    }
    return true;
  }
}
