import type { Event } from '@homeroom/contracts';
import type { Folding, Folds } from '@homeroom/eventsourcing';
import { Entity } from 'typeorm';
import { columnsOf, type RowColumn } from './row';

/** A view: rows folded from events, in a table that carries the view's version. */
export interface ViewDefinition<Row extends object = any, E extends Event = any> extends Folding<Row, E> {
  /** The user's word for it, kebab-case. */
  readonly name: string;
  /** Raise it whenever a fold or a column changes: the new version is built beside the old one. */
  readonly version: number;
  readonly row: new () => Row;
  readonly columns: readonly RowColumn[];
  /** e.g. `report_inbox_v1`. */
  readonly table: string;
  /** Columns (property names) that searches and orders go by; the county stands before each. */
  readonly indexes: readonly (readonly string[])[];
}

interface ViewOptions<Row extends object, E extends Event> {
  readonly name: string;
  readonly version: number;
  readonly key: keyof Row & string;
  readonly indexes?: readonly (readonly (keyof Row & string)[])[];
  readonly on: Folds<Row, E>;
}

/** `view<OrganizationEvent>()(ReportInboxRow, { name: 'report-inbox', version: 1, key: 'reportId', on: { … } })`. */
export const view = <E extends Event>() =>
  <Row extends object>(row: new () => Row, { name, version, key, indexes = [], on }: ViewOptions<Row, E>): ViewDefinition<Row, E> => {
    const columns = columnsOf(row);
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw new Error(`View name '${name}' is not kebab-case.`);
    if (!columns.some((column) => column.property === key)) throw new Error(`View ${name}: its key '${key}' is no field of ${row.name}.`);
    const table = `${name.replaceAll('-', '_')}_v${version}`;
    Entity({ name: table })(row);
    return { name, version, key, row, columns, table, indexes, on };
  };

/** What a further event of its stream makes of a row that shows the stream's version; nothing of a row that is not there. */
export const moved = <Row extends { streamVersion: number }>(
  row: Row | undefined, { version: streamVersion }: { readonly version: number }, changes: Partial<Row> | ((row: Row) => Partial<Row>) = {},
): Row | undefined => row && { ...row, streamVersion, ...(typeof changes === 'function' ? changes(row) : changes) };
