import type { Log, LogRecord } from '@homeroom/contracts';
import type { Batch, LogSource } from '../readers/log-source';
import { recordsUntil } from './fold-log';

const LOG: Log = { service: 'counter', county: '370786' };
const record = (position: number): LogRecord => ({
  ...LOG, position, stream: 'count-1', version: position, eventId: `e${position}`, commandId: `c${position}`, nth: 0, type: 'Counted', recordedAt: '2025-09-01T00:00:00.000Z', data: '{}', meta: '{}',
});

/** A topic that holds these batches. */
const topic = (...batches: number[][]): LogSource => ({
  kind: 'kafka',
  async *follow(): AsyncIterable<Batch> {
    for (const positions of batches) yield { records: positions.map(record) };
  },
  head: async () => 0,
});

const read = async (source: LogSource, after: number, to: number): Promise<number[]> => {
  const positions: number[] = [];
  for await (const records of recordsUntil(source, LOG, after, to)) positions.push(...records.map(({ position }) => position));
  return positions;
};

describe('an operation that reads a log once over', () => {
  it('takes each record once where a relay has sent some again, within one batch or over several', async () => {
    expect(await read(topic([1, 2, 3, 2, 3, 4], [3, 4, 5, 4, 5, 6]), 0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('begins after a position and ends at one', async () => {
    expect(await read(topic([1, 2, 3], [2, 3, 4, 5, 6]), 2, 5)).toEqual([3, 4, 5]);
  });

  it('says which record is missing', async () => {
    await expect(read(topic([1, 2], [2, 4]), 0, 4)).rejects.toThrow('counter/370786:3 is missing in kafka.');
  });
});
