import { type Catalogue, type County, type Log, logName, type LogRecord, type Position, type Recorded } from '@homeroom/contracts';
import { foldRows, keysOf } from '@homeroom/eventsourcing';
import { openRecord } from '../log/log-record';
import type { LogSource } from '../readers/log-source';
import type { ViewDefinition } from '../views/view';

/** How long an operation waits for a record that should be there before it says that it is missing. */
const PATIENCE_MS = 60_000;

/** Every record of a log from `after` + 1 to `to`, each once and in order. @throws when one does not come */
export async function* recordsUntil(source: LogSource, log: Log, after: Position, to: Position): AsyncGenerator<readonly LogRecord[]> {
  if (after >= to) return;
  const stop = new AbortController();
  let patience = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    for await (const { records } of source.follow(log, after, stop.signal)) {
      const fresh = runAfter(after, records.filter(({ position }) => position <= to), (missing) => new Error(`${logName(log)}:${missing} is missing in ${source.kind}.`));
      if (fresh.length === 0) continue;
      clearTimeout(patience);
      patience = setTimeout(() => stop.abort(), PATIENCE_MS);
      after = fresh.at(-1)!.position;
      yield fresh;
      if (after === to) return;
    }
    throw new Error(`${logName(log)}:${after + 1} did not come from ${source.kind} within ${PATIENCE_MS / 1000} s.`);
  } finally {
    clearTimeout(patience);
    stop.abort();
  }
}

/** What a relay sent again stands in a topic twice, in one batch as well: only first occurrences count. @throws at a gap */
const runAfter = (after: Position, records: readonly LogRecord[], missing: (position: Position) => Error): LogRecord[] => {
  const run: LogRecord[] = [];
  for (const record of records) {
    const next = after + run.length + 1;
    if (record.position > next) throw missing(next);
    if (record.position === next) run.push(record);
  }
  return run;
};

/** Where rows go that memory does not hold. */
export interface RowStore {
  load(keys: readonly string[]): Promise<Map<string, object>>;
  write(changes: ReadonlyMap<string, object | null>): Promise<void>;
}

/** Rows kept in memory before they are written: a rebuild of any size stays within some hundred MB. */
const KEEP_ROWS = 50_000;

/** Folds a view from nothing: rows stay in memory as long as they fit, and are written in bulk. */
export class ViewFold {
  private rows = new Map<string, object>();
  private unwritten = new Map<string, object | null>();
  private spilled = false;

  /** @param store an empty table; without one every row stays in memory */
  constructor(readonly view: ViewDefinition, private readonly store?: RowStore, private readonly keep = KEEP_ROWS) {}

  async take(events: readonly Recorded[]): Promise<void> {
    const relevant = events.filter((event) => event.type in this.view.on);
    if (relevant.length === 0) return;
    if (this.spilled) await this.fetch(relevant);
    const changes = foldRows(this.view, this.rows, relevant);
    for (const [key, row] of changes) {
      if (row) this.rows.set(key, row); else this.rows.delete(key);
      if (this.store) this.unwritten.set(key, row);
    }
    if (this.store && this.rows.size > this.keep) {
      await this.flush();
      this.rows.clear();
      this.spilled = true;
    }
  }

  /** Writes what memory still holds alone. */
  async flush(): Promise<void> {
    if (this.unwritten.size > 0) await this.store?.write(this.unwritten);
    this.unwritten = new Map();
  }

  /** In key order; only of a fold that stayed in memory. */
  inOrder(): object[] {
    return [...this.rows].map(([key, row]) => ({ bytes: Buffer.from(key), row })).sort((a, b) => Buffer.compare(a.bytes, b.bytes)).map(({ row }) => row);
  }

  private async fetch(events: readonly Recorded[]): Promise<void> {
    const missing = [...new Set(events.flatMap((event) => keysOf(this.view, event)))].filter((key) => !this.rows.has(key) && !this.unwritten.has(key));
    for (const [key, row] of await this.store!.load(missing)) this.rows.set(key, row);
  }
}

/** Feeds folds with one log; each gets the events up to its own end. */
export const foldLog = async (source: LogSource, catalogue: Catalogue<any>, county: County, folds: readonly { readonly fold: ViewFold; readonly from: Position; readonly to: Position }[], seen: (record: LogRecord) => void = () => undefined): Promise<void> => {
  const log = { service: catalogue.service, county };
  const from = Math.min(...folds.map((each) => each.from));
  const to = Math.max(...folds.map((each) => each.to));
  for await (const records of recordsUntil(source, log, from, to)) {
    records.forEach(seen);
    const events = records.map((record) => openRecord(record, catalogue));
    for (const each of folds) await each.fold.take(events.filter(({ position }) => position > each.from && position <= each.to));
  }
};
