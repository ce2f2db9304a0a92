import { randomUUID } from 'node:crypto';
import { leafHash, type Log, type LogRecord } from '@homeroom/contracts';
import { testDatabases, type TestDatabases } from '@homeroom/testing';
import { LogTail, type SentRecord } from './log-tail';
import { migrate } from './migrate';
import type { OwnLog } from './own-log';
import { postgresLog } from './postgres-log';

const LOG: Log = { service: 'tail', county: '370786' };
const sent = (n: number): SentRecord => ({ stream: `s-${n}`, version: 1, eventId: randomUUID(), commandId: randomUUID(), nth: 0, type: 'Happened', data: '{}', meta: '{}' });
const positions = (records: readonly LogRecord[]): number[] => records.map(({ position }) => position);

describe('the end of a log in memory', () => {
  it('holds nothing until it knows what its run follows', () => {
    const tail = new LogTail(LOG);
    tail.grow(0, '2025-09-01T00:00:00.000Z', [sent(1)]);
    expect(tail.after(0, 10)).toEqual([]);
    tail.seen({ ...LOG, position: 1, recordedAt: '2025-09-01T00:00:00.000Z', ...sent(1) });
    tail.grow(1, '2025-09-01T00:00:01.000Z', [sent(2), sent(3)]);
    expect(positions(tail.after(1, 10))).toEqual([2, 3]);
    expect(positions(tail.after(1, 1))).toEqual([2]);
    expect(tail.after(0, 10)).toEqual([]);
    expect(tail.after(3, 10)).toEqual([]);
  });

  it('ends its run where another process wrote', () => {
    const tail = new LogTail(LOG);
    tail.seen(undefined);
    tail.grow(0, '2025-09-01T00:00:00.000Z', [sent(1)]);
    tail.grow(2, '2025-09-01T00:00:01.000Z', [sent(3)]);
    expect(tail.after(0, 10)).toEqual([]);
    expect(tail.after(2, 10)).toEqual([]);
  });

  it('never lets time go back', () => {
    const tail = new LogTail(LOG);
    tail.seen(undefined);
    tail.grow(0, '2025-09-01T00:00:01Z', [sent(1)]);
    tail.grow(1, '2025-09-01T00:00:00.000Z', [sent(2)]);
    expect(tail.after(0, 10).map(({ recordedAt }) => recordedAt)).toEqual(['2025-09-01T00:00:01.000Z', '2025-09-01T00:00:01.000Z']);
  });

  it('forgets the oldest as it grows', () => {
    const tail = new LogTail(LOG);
    tail.seen(undefined);
    for (let head = 0; head < 10_000; head += 100) tail.grow(head, '2025-09-01T00:00:00.000Z', Array.from({ length: 100 }, (_, i) => sent(head + i)));
    expect(tail.after(0, 10)).toEqual([]);
    expect(positions(tail.after(8_000, 2)).concat(positions(tail.after(9_999, 2)))).toEqual([8_001, 8_002, 10_000]);
  });
});

describe('the end of a log beside its table', () => {
  let databases: TestDatabases;
  beforeAll(async () => {
    databases = await testDatabases('tail');
    await migrate(databases.migrator, []);
  });

  it('has the bytes of the table, whoever else writes', async () => {
    const open = (): OwnLog => postgresLog(LOG, databases.app, { batch: () => undefined }, () => undefined);
    const [own, other] = [open(), open()];
    const meta = { actor: { personId: 'p', role: 'r' }, correlationId: randomUUID(), occurredAt: '2025-09-01T00:00:00.000Z', schemaVersion: 1, dataLevel: 'L2' as const };
    const write = (log: OwnLog, second: number, events: number): Promise<unknown> => {
      const stream = `s-${randomUUID()}`;
      const data = { text: '班主任 "\\ \n', n: second };
      return log.lane.append({
        commandId: randomUUID(), at: new Date(Date.UTC(2025, 8, 1, 0, 0, second)).toISOString(), checks: [{ stream, expected: 0 }],
        events: Array.from({ length: events }, () => ({ eventId: randomUUID(), stream, type: 'Happened', data, meta })),
      });
    };
    let remembered = 0;
    for (const [i, by] of [own, own, other, own, own, own, other, own].entries()) {
      await Promise.all([write(by, 10 - i, 1), write(by, i, 3)]);
      const table = await other.after(0, 1_000);
      const recent = own.recent(table.at(-2)!.position, 10);
      remembered += recent.length;
      for (const record of recent) expect(leafHash(record)).toBe(leafHash(table[record.position - 1]!));
      await own.after(0, 1_000);
    }
    expect(remembered).toBeGreaterThan(0);
    own.forgetRecent();
    expect(own.recent(0, 1_000)).toEqual([]);
    await Promise.all([own.close(), other.close()]);
  });
});
