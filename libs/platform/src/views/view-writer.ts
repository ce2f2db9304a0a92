import { type Log, logName, type Position, type Recorded } from '@homeroom/contracts';
import { foldRows, keysOf } from '@homeroom/eventsourcing';
import type { ClientBase, Pool } from 'pg';
import { isPassing } from '../log/connections';
import { onConnection } from '../log/county-transaction';
import type { Checkpoints } from '../readers/checkpoints';
import type { Place } from '../readers/log-reader';
import { RAW_ROWS, type ViewTable } from './view-table';

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

interface RawResult { readonly rows: readonly (readonly (string | null)[])[] }

interface Waiting {
  readonly batch: ViewBatch;
  readonly resolve: (stands: Position) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Folds a batch of a log into the tables of every view it concerns, in one transaction and two round trips: the first
 * locks the views' places and loads the rows the batch touches, the second writes rows and places and commits. In between
 * it drops what another process already folded, and folds. One writer a view, whoever reads.
 */
export class ViewWriter {
  private waiting: Waiting[] = [];
  /** Tables whose statements a connection knows. */
  private readonly prepared = new WeakMap<ClientBase, Set<string>>();

  constructor(private readonly pool: Pool, private readonly checkpoints: Checkpoints) {}

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
      const stands = await onConnection(this.pool, (client) => this.inOne(client, together.map(({ batch }) => batch)));
      together.forEach(({ resolve }, i) => resolve(stands[i]!));
    } catch (error) {
      // What one view cannot take must not hold up the others: alone, each finds out for itself.
      if (together.length > 1 && !isPassing(error)) for (const each of together) void this.writeAll([each]);
      else together.forEach(({ reject }) => reject(error));
    }
  }

  private async inOne(client: ClientBase, batches: readonly ViewBatch[]): Promise<Position[]> {
    await this.prepare(client, batches);
    const { log: { county } } = batches[0]!;
    const loads = batches.map(({ table, events }) => table.loading(county, [...new Set(events.flatMap((event) => keysOf(table.view, event)))]));
    const results = await client.query({ text: [this.checkpoints.locking(county, batches), ...loads].join('; '), ...RAW_ROWS }) as unknown as RawResult[];
    const stored = this.checkpoints.locked(results.at(-1 - loads.length)!.rows);
    const fresh = batches.flatMap((batch, i) => {
      const from = stored(batch.reader, batch.log);
      const rows = batch.table.rowsOf(results.at(i - loads.length)!.rows);
      return from >= batch.durable && from < batch.to.position ? [{ ...batch, from, rows }] : [];
    });
    const writes = fresh.flatMap(({ table, events, from, rows }) => table.writing(county, foldRows(table.view, rows, events.filter(({ position }) => position > from))));
    await client.query([...writes, ...this.checkpoints.moving(county, fresh.map(({ reader, log, to, from }) => ({ reader, log, place: to, from }))), 'commit'].join('; '));
    return batches.map((batch) => (fresh.some(({ reader }) => reader === batch.reader) ? batch.to.position : stored(batch.reader, batch.log)));
  }

  private async prepare(client: ClientBase, batches: readonly ViewBatch[]): Promise<void> {
    const known = this.prepared.get(client) ?? new Set();
    this.prepared.set(client, known);
    for (const { table } of batches) {
      if (known.has(table.table)) continue;
      await client.query(table.preparing);
      known.add(table.table);
    }
  }
}
