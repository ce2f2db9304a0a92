import type { LogRecord } from '@homeroom/contracts';

/** Where a partition begins, and where its next message goes. */
export interface Offsets {
  readonly low: number;
  readonly high: number;
}

/**
 * The last message need not hold the last record: a relay that was slow to notice that another had taken its place may have
 * sent earlier ones again, as many as it reads at once. A restored log that ends with one of those would be taken for whole.
 */
const LOOK_BACK = 2_000;

/**
 * The last record of a log in its partition; `undefined` where there is none. Looks back until it finds one: other
 * counties may share the partition.
 * @param readFrom the log's records from an offset to the partition's end
 */
export const lastRecord = async ({ high, low }: Offsets, readFrom: (offset: number) => AsyncIterable<readonly LogRecord[]>): Promise<LogRecord | undefined> => {
  for (let back = LOOK_BACK; high > low; back *= 100) {
    const from = Math.max(low, high - back);
    let last: LogRecord | undefined;
    for await (const records of readFrom(from)) for (const record of records) if (!last || record.position > last.position) last = record;
    if (last || from === low) return last;
  }
  return undefined;
};
