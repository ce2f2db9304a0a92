import { randomUUID } from 'node:crypto';
import { leafHash, type Log, type LogRecord } from '@homeroom/contracts';
import { testDatabases, testKafka } from '@homeroom/testing';
import { KafkaClient } from '../kafka/kafka-client';
import { toMessage } from '../kafka/kafka-record';
import { migrate } from '../log/migrate';
import { postgresLog } from '../log/postgres-log';
import type { LogSource } from './log-source';
import { PostgresSource } from './postgres-source';
import { postgresWake } from './postgres-wake';
import { Wake } from './wake';

interface Setting { source: LogSource; log: Log; write: (count: number) => Promise<LogRecord[]>; close: () => Promise<void> }

const meta = (n: number) => ({ actor: { personId: 'p', role: 'r' }, correlationId: randomUUID(), occurredAt: '2025-09-01T00:00:00.000Z', schemaVersion: 1, dataLevel: 'L2' as const, n });

const postgres = async (): Promise<Setting> => {
  const databases = await testDatabases('source');
  await migrate(databases.migrator, []);
  const log = { service: 'source', county: '370786' };
  const wake = new Wake(log.service, postgresWake(databases.app));
  await wake.start();
  const table = postgresLog(log, databases.app, { batch: () => undefined }, () => wake.written(log.county));
  return {
    source: new PostgresSource([table], wake), log,
    write: async (count) => {
      const before = await table.head();
      await Promise.all(Array.from({ length: count }, (_, n) => table.lane.append({
        commandId: randomUUID(), at: new Date(Date.UTC(2025, 8, 1, 0, 0, 0, n % 1000)).toISOString(), checks: [{ stream: `s-${before}-${n}`, expected: 0 }],
        events: [{ eventId: randomUUID(), stream: `s-${before}-${n}`, type: 'Happened', data: { n, text: '班主任 "\\ \n' }, meta: meta(n) }],
      })));
      return table.after(before, count);
    },
    close: async () => { await wake.stop(); await table.close(); },
  };
};

const kafka = async (): Promise<Setting | undefined> => {
  const brokers = await testKafka();
  if (!brokers) return undefined;
  const own = await postgres();
  const log = { service: `source-${randomUUID().slice(0, 8)}`, county: own.log.county };
  const client = new KafkaClient([brokers], 'test');
  await client.ensureTopics([log.service]);
  const publisher = client.publisher(log, () => 'happening', toMessage);
  return {
    source: client, log,
    write: async (count) => {
      const records = (await own.write(count)).map((record) => ({ ...record, service: log.service }));
      await publisher.send(records);
      return records;
    },
    close: async () => { await publisher.close(); await own.close(); },
  };
};

const take = async (source: LogSource, log: Log, after: number, count: number, hint?: string): Promise<{ records: LogRecord[]; hint?: string }> => {
  const stop = new AbortController();
  const found = new Map<number, LogRecord>();
  let last: string | undefined;
  for await (const { records, hint: next } of source.follow(log, after, stop.signal, hint)) {
    for (const record of records) if (record.position > after) found.set(record.position, record);
    last = next;
    if (found.size >= count) break;
  }
  stop.abort();
  return { records: [...found.values()], hint: last };
};

describe.each([['PostgreSQL', postgres], ['Kafka', kafka]] as const)('a log read from %s', (_, open) => {
  let setting: Setting | undefined;

  beforeAll(async () => {
    setting = await open();
    if (!setting) console.warn('skipped: this machine has no Kafka');
  });

  afterAll(() => setting?.close());

  it('delivers the bytes that were written, in order, and goes on as the log grows', async () => {
    if (!setting) return;
    const { source, log, write } = setting;
    expect(await source.head(log)).toBe(0);
    const written = await write(3);
    const following = take(source, log, 0, 250);
    written.push(...await write(247));
    const { records } = await following;
    expect(records).toEqual(written);
    expect(records.map(leafHash)).toEqual(written.map(leafHash));
    expect(await source.head(log)).toBe(250);
  });

  it('begins after a position, with its own hint or without', async () => {
    if (!setting) return;
    const { source, log } = setting;
    const { records, hint } = await take(source, log, 100, 50);
    expect(records[0]!.position).toBe(101);
    expect((await take(source, log, 0, 250, hint && '0')).records).toHaveLength(250);
    const [more] = await Promise.all([take(source, log, 250, 10, hint && '250'), setting.write(10)]);
    expect(more.records.map(({ position }) => position)).toEqual([251, 252, 253, 254, 255, 256, 257, 258, 259, 260]);
  });

  it('ends when the reader has had enough', async () => {
    if (!setting) return;
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    for await (const batch of setting.source.follow(setting.log, 260, stop.signal)) expect(batch.records.every(({ position }) => position <= 260)).toBe(true);
  });
});
