import { type Log, logName, type Position, type Recorded } from '@homeroom/contracts';
import type { Checkpoints } from '../readers/checkpoints';
import type { Place, Sink } from '../readers/log-reader';
import type { ViewDefinition } from './view';
import { ViewTable } from './view-table';
import type { ViewWriter } from './view-writer';

export const viewReader = (view: ViewDefinition): string => `view:${view.name}:v${view.version}`;

/** Folds events into a view's table. */
export class ViewSink implements Sink {
  readonly name: string;
  private readonly table: ViewTable;
  /** By log: the place last known to be in the database. A smaller one there means that a crash took rows and place back together. */
  private readonly durable = new Map<string, Position>();

  constructor(readonly view: ViewDefinition, private readonly writer: ViewWriter, private readonly checkpoints: Checkpoints) {
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
    const durable = this.durable.get(logName(log)) ?? 0;
    if (relevant.length === 0) {
      this.checkpoints.moveLater({ reader: this.name, log, place: to, from: durable });
      return to.position;
    }
    const stands = await this.writer.write({ reader: this.name, table: this.table, log, events: relevant, to, durable });
    this.durable.set(logName(log), stands);
    return stands;
  }
}
