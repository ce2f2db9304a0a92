import { randomUUID } from 'node:crypto';
import { type Log, type LogRecord, partitionOf, PARTITIONS, type Position, topicOf } from '@homeroom/contracts';
import { type Admin, type Consumer, Kafka, logLevel, type Producer } from 'kafkajs';
import Decoder from 'kafkajs/src/protocol/decoder';
import Encoder from 'kafkajs/src/protocol/encoder';
import decodeHeader from 'kafkajs/src/protocol/recordBatch/header/v0/decoder';
import RequestQueue from 'kafkajs/src/network/requestQueue';
import type { Batch, LogSource } from '../readers/log-source';
import { pause } from '../readers/pause';
import { Handoff } from './handoff';
import { type KafkaMessage, toRecord } from './kafka-record';
import { lastRecord, type Offsets } from './last-record';

process.env.KAFKAJS_NO_PARTITIONER_WARNING = '1';

/**
 * The library asks each connection's queue for throttled requests by a timer with a negative wait, which Node takes for
 * 1 ms: every idle connection wakes a thousand times a second, forever. There is something to look for only while
 * requests wait, and then its own method does the right thing.
 */
const requestQueue = RequestQueue.prototype as { pending: unknown[]; scheduleCheckPendingRequests(): void };
const scheduleCheck = requestQueue.scheduleCheckPendingRequests;
requestQueue.scheduleCheckPendingRequests = function (this: typeof requestQueue): void {
  if (this.pending.length > 0) scheduleCheck.call(this);
};

/**
 * The library's encoder begins each header of each record with a zeroed buffer of 512 bytes, and makes an array and a buffer
 * of each number: half of what sending costs. Here a small one, which V8 keeps on its heap, grows when it must, and numbers
 * are written where they belong (LEB128). The bytes are the same.
 */
const { nextPowerOfTwo } = Encoder;
const FIRST_BYTES = 64;
Encoder.nextPowerOfTwo = () => FIRST_BYTES;
Encoder.prototype.ensureAvailable = function (this: typeof Encoder.prototype, length: number): void {
  if (this.offset + length <= this.buf.length) return;
  const larger = Buffer.allocUnsafe(nextPowerOfTwo(this.offset + length));
  this.buf.copy(larger, 0, 0, this.offset);
  this.buf = larger;
};
Encoder.prototype.writeUVarInt = function (this: typeof Encoder.prototype, value: number): object {
  this.ensureAvailable(5);
  for (; value >>> 0 > 0x7f; value >>>= 7) this.buf[this.offset++] = (value & 0x7f) | 0x80;
  this.buf[this.offset++] = value;
  return this;
};

/**
 * The library decodes headers one by one into an object that it copies for each: with fifteen of them half of what reading
 * costs. Here they are set on one object, as text, which all of ours are; of one that comes twice the first counts.
 */
const { readVarIntArray } = Decoder.prototype;
Decoder.prototype.readVarIntArray = function (this: typeof Decoder.prototype, read: unknown): object {
  if (read !== decodeHeader) return readVarIntArray.call(this, read);
  const headers: Record<string, string> = {};
  for (let left = this.readVarInt(); left > 0; left--) headers[this.readVarIntString()!] ??= this.readVarIntString() ?? '';
  return { reduce: () => headers };
};
Decoder.prototype.readVarIntString = function (this: typeof Decoder.prototype): string | null {
  const length = this.readVarInt();
  if (length === -1) return null;
  const from = this.offset;
  this.offset += length;
  return this.buffer.utf8Slice(from, this.offset);
};

/** A record with its metadata may be large; a batch of them must stay below it. */
const MAX_MESSAGE_BYTES = 8_388_608;
/** One request: far below the limit, as Kafka compares compressed and framed sizes. */
const SEND_BYTES = 1_000_000;
/** The consumer's poll; also how long a disconnect takes. */
const POLL_MS = 250;
const SESSION_MS = 30_000;
/** Each group has one member, which nobody waits for: the library waits 5 s longer for an answer to its joining, by itself more than a minute. */
const JOIN_MS = 5_000;
const LEADERS_MS = 60_000;

/** A partition count other than ours would send a county's log to two places. */
export class WrongPartitions extends Error {
  override readonly name = 'WrongPartitions';
}

/** The only file that knows the Kafka library. */
export class KafkaClient implements LogSource {
  readonly kind = 'kafka';
  private readonly kafka: Kafka;

  constructor(brokers: readonly string[], clientId: string) {
    this.kafka = new Kafka({
      brokers: [...brokers], clientId, logLevel: logLevel.NOTHING, connectionTimeout: 3_000, requestTimeout: 10_000,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 3 },
    });
  }

  /** Creates the topics of these services, with unlimited retention, where they are missing. @throws WrongPartitions */
  async ensureTopics(services: readonly string[], replicationFactor = 1): Promise<void> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const configEntries = [['retention.ms', '-1'], ['retention.bytes', '-1'], ['cleanup.policy', 'delete'], ['max.message.bytes', String(MAX_MESSAGE_BYTES)]]
        .map(([name, value]) => ({ name: name!, value: value! }));
      const topics = services.map((service) => ({ topic: topicOf(service), numPartitions: PARTITIONS, replicationFactor, configEntries }));
      await admin.createTopics({ topics, waitForLeaders: false });
      for (const { topic } of topics) await this.led(admin, topic);
    } finally {
      await admin.disconnect();
    }
  }

  /** A topic just made is not known to every broker yet, nor led: asks until each of its partitions answers. @throws WrongPartitions */
  private async led(admin: Admin, topic: string): Promise<void> {
    for (const until = Date.now() + LEADERS_MS; ;) {
      try {
        const partitions = (await admin.fetchTopicOffsets(topic)).length;
        if (partitions === PARTITIONS) return;
        throw new WrongPartitions(`Topic ${topic} has ${partitions} partitions, not ${PARTITIONS}: a county's log would move. Make the topic anew and let its relay fill it.`);
      } catch (error) {
        if (error instanceof WrongPartitions || Date.now() > until) throw error;
        await pause(100);
      }
    }
  }

  async *follow(log: Log, after: Position, signal: AbortSignal, hint?: string): AsyncIterable<Batch> {
    for await (const { batch } of this.consume(log, await this.trusted(log, hint), signal)) if (batch.records.length > 0) yield batch;
  }

  /** A hint past the end is of a topic that was made anew: reading begins at the beginning. */
  private async trusted(log: Log, hint: string | undefined): Promise<string> {
    return hint !== undefined && Number(hint) <= (await this.offsets(log)).high ? hint : '0';
  }

  async head(log: Log): Promise<Position> {
    return (await this.last(log))?.position ?? 0;
  }

  /** The last record of a log in its topic; `undefined` for an empty one. */
  async last(log: Log): Promise<LogRecord | undefined> {
    const offsets = await this.offsets(log);
    return lastRecord(offsets, (from) => this.recordsFrom(log, from, offsets.high));
  }

  private async *recordsFrom(log: Log, offset: number, high: number): AsyncIterable<readonly LogRecord[]> {
    const stop = new AbortController();
    for await (const { batch, next } of this.consume(log, String(offset), stop.signal)) {
      yield batch.records;
      if (next >= high) stop.abort();
    }
  }

  /** A sender of one log's records. Resolves when the brokers in sync have them; throws when that is not certain. */
  publisher(log: Log, categoryOf: (type: string) => string, toMessage: (record: LogRecord, mark: { category: string }) => KafkaMessage): RecordPublisher {
    return new RecordPublisher(this.kafka.producer({ allowAutoTopicCreation: false, maxInFlightRequests: 1 }), log, (record) => toMessage(record, { category: categoryOf(record.type) }));
  }

  private async offsets(log: Log): Promise<Offsets> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const partition = partitionOf(log.county);
      const found = (await admin.fetchTopicOffsets(topicOf(log.service))).find((each) => each.partition === partition)!;
      return { high: Number(found.high), low: Number(found.low) };
    } finally {
      await admin.disconnect();
    }
  }

  /** Our own places decide where reading begins: the group is random, commits nothing, and seeks whenever it has joined. */
  private async *consume(log: Log, offset: string, signal: AbortSignal): AsyncIterable<{ batch: Batch; next: number }> {
    const topic = topicOf(log.service);
    const partition = partitionOf(log.county);
    const consumer = this.kafka.consumer({
      groupId: `homeroom-${randomUUID()}`, sessionTimeout: SESSION_MS, rebalanceTimeout: JOIN_MS, heartbeatInterval: SESSION_MS / 10, maxWaitTimeInMs: POLL_MS, maxBytesPerPartition: 4_194_304,
      allowAutoTopicCreation: false, retry: { initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
    });
    const handoff = new Handoff<{ batch: Batch; next: number }>();
    let next = Number(offset);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      const others = (payload.memberAssignment[topic] ?? []).filter((each) => each !== partition);
      consumer.pause([{ topic, partitions: others }]);
      consumer.seek({ topic, partition, offset: String(next) });
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => handoff.fail(payload.error));
    const abort = (): void => handoff.end();
    signal.addEventListener('abort', abort, { once: true });
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: [topic], fromBeginning: true });
      await this.run(consumer, log, partition, handoff, () => next, (to) => { next = to; });
      yield* handoff;
    } finally {
      signal.removeEventListener('abort', abort);
      handoff.end();
      await consumer.disconnect().catch(() => undefined);
    }
  }

  private run(consumer: Consumer, log: Log, partition: number, handoff: Handoff<{ batch: Batch; next: number }>, next: () => number, move: (to: number) => void): Promise<void> {
    return consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, heartbeat, isStale }) => {
        // Before the seek took effect a batch from elsewhere may arrive: reading on from there would skip.
        if (batch.partition !== partition || isStale() || Number(batch.firstOffset() ?? -1) > next()) return;
        const records: LogRecord[] = [];
        for (const message of batch.messages) {
          if (Number(message.offset) < next() || message.key?.toString() !== log.county) continue;
          const record = toRecord(log.service, message);
          if (record) records.push(record);
        }
        const to = Number(batch.lastOffset()) + 1;
        const beating = setInterval(() => void heartbeat().catch(() => undefined), SESSION_MS / 10);
        move(to);
        await handoff.give({ batch: { records, hint: String(to) }, next: to }).finally(() => clearInterval(beating));
      },
    });
  }
}

/** Sends records in order; the next request waits for the answer to the last. */
export class RecordPublisher {
  private connected: Promise<void> | undefined;

  constructor(private readonly producer: Producer, private readonly log: Log, private readonly toMessage: (record: LogRecord) => KafkaMessage) {}

  /** @throws whatever made it uncertain: send again from the last confirmed position */
  async send(records: readonly LogRecord[]): Promise<void> {
    this.connected ??= this.producer.connect();
    await this.connected.catch((error) => { this.connected = undefined; throw error; });
    const topic = topicOf(this.log.service);
    const partition = partitionOf(this.log.county);
    for (let from = 0; from < records.length;) {
      let until = from;
      for (let bytes = 0; until < records.length && (until === from || bytes < SEND_BYTES); until++) bytes += records[until]!.data.length + records[until]!.meta.length + 600;
      const messages = records.slice(from, until).map((record) => ({ ...this.toMessage(record), partition }));
      await this.producer.send({ topic, acks: -1, messages: messages as never });
      from = until;
    }
  }

  async close(): Promise<void> {
    await this.producer.disconnect().catch(() => undefined);
  }
}
