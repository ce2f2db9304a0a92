import { type Log, logName, type Position, type Recorded } from '@homeroom/contracts';
import { foldRows, keysOf } from '@homeroom/eventsourcing';
import { isPassing } from '../log/connections';
import type { Place } from '../readers/log-reader';
import { isOf } from '../readers/place-store';
import type { ViewChanges, ViewsFound, ViewStore } from './view-store';
import type { ViewTable } from './view-table';

/** The events of one batch that concern one view. */
export interface ViewBatch {
  readonly reader: string;
  readonly table: ViewTable;
  readonly log: Log;
  readonly events: readonly Recorded[];
  readonly to: Place;
  /** The place last known to be in the database. */
  readonly durable: Position;
}

interface Waiting {
  readonly batch: ViewBatch;
  readonly resolve: (stands: Position) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Folds a batch of a log into the tables of every view it concerns, in one transaction: holding the views' places, it drops
 * the events that another process already folded, and folds the rest. One writer a view, whoever reads.
 */
export class ViewWriter {
  private waiting: Waiting[] = [];

  constructor(private readonly store: ViewStore) {}

  /** Shares its transaction with what is asked in the same turn. @returns where the view stands: at `to`, or elsewhere if another process moved it */
  write(batch: ViewBatch): Promise<Position> {
    return new Promise((resolve, reject) => {
      if (this.waiting.push({ batch, resolve, reject }) === 1) queueMicrotask(() => this.flush());
    });
  }

  private flush(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const together of Map.groupBy(waiting, ({ batch: { log } }) => logName(log)).values()) void this.writeAll(together);
  }

  private async writeAll(together: readonly Waiting[]): Promise<void> {
    try {
      const stands = await this.inOne(together.map(({ batch }) => batch));
      together.forEach(({ resolve }, i) => resolve(stands[i]!));
    } catch (error) {
      // What one view cannot take must not hold up the others: alone, each finds out for itself.
      if (together.length > 1 && !isPassing(error)) for (const each of together) void this.writeAll([each]);
      else together.forEach(({ reject }) => reject(error));
    }
  }

  private async inOne(batches: readonly ViewBatch[]): Promise<Position[]> {
    const needs = batches.map(({ reader, table, events }) => ({ reader, table, keys: [...new Set(events.flatMap((event) => keysOf(table.view, event)))] }));
    let stands: Position[] = [];
    await this.store.transaction(batches[0]!.log.county, needs, (found) => {
      const fresh = batches.map((batch) => isFresh(batch, found));
      stands = batches.map((batch, i) => (fresh[i] ? batch.to.position : found.stored(batch.reader, batch.log) ?? 0));
      return changesOf(batches, fresh, found);
    });
    return stands;
  }
}

/**
 * A place that is gone or before the durable one fell back in a crash, one at the batch's end was moved by another process, and on another
 * server the log may have another history: all are read again.
 */
const isFresh = ({ reader, log, durable, to }: ViewBatch, { server, stored }: ViewsFound): boolean => {
  const from = stored(reader, log);
  if (!isOf(to, server)) return false;
  return from !== undefined && from >= durable && from < to.position;
};

const changesOf = (batches: readonly ViewBatch[], fresh: readonly boolean[], { stored, rows }: ViewsFound): ViewChanges => {
  const rowChanges: ViewChanges['rows'][number][] = [];
  const moves: ViewChanges['moves'][number][] = [];
  batches.forEach(({ reader, table, log, events, to }, i) => {
    const from = stored(reader, log);
    if (!fresh[i] || from === undefined) return;
    rowChanges.push({ table, changes: foldRows(table.view, rows[i]!, events.filter(({ position }) => position > from)) });
    moves.push({ reader, log, place: to, from });
  });
  return { rows: rowChanges, moves };
};
