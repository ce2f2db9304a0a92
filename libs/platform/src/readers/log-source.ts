import type { Log, LogRecord, Position } from '@homeroom/contracts';

/** Records in the order of the log, by rising position. */
export interface Batch {
  readonly records: readonly LogRecord[];
  /** Where to look for what follows, in the source's own terms; a reader keeps it beside its position and may lose it. */
  readonly hint?: string;
}

/**
 * Where a reader takes a log from. Every source delivers the same bytes in the same order 1, 2, 3, …; it may deliver
 * records again, it may deliver some before `after`, and it never ends by itself. One contract test runs against all.
 */
export interface LogSource {
  readonly kind: 'postgres' | 'kafka';
  /** Follows a log until the signal aborts. The next batch is asked for when the last one is handled. */
  follow(log: Log, after: Position, signal: AbortSignal, hint?: string): AsyncIterable<Batch>;
  /** Position of the last record that can be read at this moment; 0 of an empty log. */
  head(log: Log): Promise<Position>;
}
