import type { Following } from '@homeroom/eventsourcing';
import type { ViewDefinition } from '../views/view';

/** A view of what is due, and the command that follows when it is. The command names what fell due, so that a late or second one is ignored. */
export interface Deadline<Row extends object = any> {
  readonly name: string;
  readonly view: ViewDefinition<Row>;
  /** Field of the row that holds the due instant; null: nothing is due. */
  readonly dueAt: keyof Row & string;
  readonly elapse: (row: Row) => Following;
}

/** `deadline(reportDeadlines, { name: 'elapse-report-deadlines', dueAt: 'dueAt', elapse: (row) => follow(…) })`. */
export const deadline = <Row extends object>(view: ViewDefinition<Row>, parts: Omit<Deadline<Row>, 'view'>): Deadline<Row> => ({ view, ...parts });
