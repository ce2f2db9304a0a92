import { type Log, logName, type Position, type Recorded } from '@homeroom/contracts';
import { foldRows, keysOf } from '@homeroom/eventsourcing';
import type { Pool } from 'pg';
import { inCounty } from '../log/county-transaction';
import type { Checkpoints } from '../readers/checkpoints';
import type { Place, Sink } from '../readers/log-reader';
import type { ViewDefinition } from './view';
import { ViewTable } from './view-table';

export const viewReader = (view: ViewDefinition): string => `view:${view.name}:v${view.version}`;

/**
 * Folds events into a view's table. Each batch is one transaction that locks the view's places first, drops what another
 * process already folded, then loads, folds and writes rows and place together: one writer, whoever reads.
 */
export class ViewSink implements Sink {
  readonly name: string;
  private readonly table: ViewTable;
  /** By log: the place last known to be in the database. A smaller one there means that a crash took rows and place back together. */
  private readonly durable = new Map<string, Position>();

  constructor(readonly view: ViewDefinition, private readonly pool: Pool, private readonly checkpoints: Checkpoints) {
    this.name = viewReader(view);
    this.table = new ViewTable(view);
  }

  async place(log: Log): Promise<Place> {
    const place = await this.checkpoints.find(this.name, log);
    this.durable.set(logName(log), place.position);
    return place;
  }

  async take(log: Log, events: readonly Recorded[], to: Place): Promise<Position> {
    const relevant = events.filter((event) => event.type in this.view.on);
    if (relevant.length === 0) {
      this.checkpoints.moveLater(this.name, log, to, this.durable.get(logName(log)) ?? 0);
      return to.position;
    }
    const stands = await inCounty(this.pool, log.county, async (client) => {
      const stored = (await this.checkpoints.lock(client, log.county, this.name)).get(logName(log)) ?? 0;
      if (stored < this.durable.get(logName(log))! || stored >= to.position) return stored;
      const fresh = relevant.filter(({ position }) => position > stored);
      const rows = await this.table.load(client, log.county, [...new Set(fresh.flatMap((event) => keysOf(this.view, event)))]);
      await this.table.write(client, log.county, foldRows(this.view, rows, fresh));
      await this.checkpoints.move(this.name, log, to, stored, client);
      return to.position;
    });
    this.durable.set(logName(log), stands);
    return stands;
  }
}
