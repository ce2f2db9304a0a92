import type { LogRecord } from '@homeroom/contracts';
import { lastRecord } from './last-record';

const positions = (...of: number[]): LogRecord[] => of.map((position) => ({ position }) as LogRecord);
const last = (partition: readonly (LogRecord | undefined)[]): Promise<LogRecord | undefined> => lastRecord({ low: 0, high: partition.length }, async function* (from) {
  yield partition.slice(from).filter((record): record is LogRecord => record !== undefined);
});

describe('the last record of a log in its topic', () => {
  it('is the furthest one, whatever a relay sent again after it', async () => {
    expect(await last(positions(1, 2, 3, 4, 2))).toMatchObject({ position: 4 });
    expect(await last(positions(...Array.from({ length: 3_000 }, (_, i) => i + 1), ...Array.from({ length: 1_500 }, (_, i) => i + 1_001)))).toMatchObject({ position: 3_000 });
  });

  it('is found behind other counties that share the partition', async () => {
    expect(await last([...positions(1), ...new Array<undefined>(5_000)])).toMatchObject({ position: 1 });
    expect(await last([])).toBeUndefined();
    expect(await last([undefined])).toBeUndefined();
  });
});
