import { hash } from 'node:crypto';
import type { County } from '@homeroom/contracts';
import type { ClientBase } from 'pg';
import { instantFromText } from '../log/log-record';
import { fenceByCounty, ROLES } from '../log/log-schema';
import { type ColumnKind, type RowColumn, SQL_TYPES } from './row';
import type { ViewDefinition } from './view';

/** Values as PostgreSQL prints them, in the order of the columns: what {@link ViewTable.rowsOf} reads. */
export const RAW_ROWS = { rowMode: 'array', types: { getTypeParser: () => (value: string) => value } } as const;

/** How a value travels to PostgreSQL as text, and back. Arrays travel as JSON. */
const TO_TEXT: Readonly<Record<ColumnKind, (value: any) => string>> = {
  text: (v: string) => v, instant: (v: string) => v, day: (v: string) => v, whole: String, flag: String, ids: JSON.stringify, json: JSON.stringify,
};
const FROM_TEXT: Readonly<Record<ColumnKind, (text: string) => unknown>> = {
  text: (t) => t, instant: instantFromText, day: (t) => t, whole: Number, flag: (t) => t === 't' || t === 'true', ids: JSON.parse, json: JSON.parse,
};
/** Type of the array a column's values travel in. */
const CARRIER: Readonly<Record<ColumnKind, string>> = { text: 'text[]', instant: 'timestamptz[]', day: 'date[]', whole: 'integer[]', flag: 'boolean[]', ids: 'jsonb[]', json: 'jsonb[]' };

/** A view's rows in one table: its own, or the second one of a rebuild. Bulk reading and writing for one county at a time. */
export class ViewTable<Row extends object = any> {
  /** Their names quoted: a field may be called `from`. */
  private readonly columns: readonly RowColumn[];
  private readonly key: RowColumn;
  private readonly selectRows: string;
  /** SQL that prepares {@link loading} and {@link writing} on a connection, once. */
  readonly preparing: string;

  constructor(readonly view: ViewDefinition<Row>, readonly table = view.table) {
    const columns = view.columns.map((column) => ({ ...column, name: `"${column.name}"` }));
    this.columns = columns;
    this.key = columns.find(({ property }) => property === view.key)!;
    const names = columns.map(({ name }) => name).join(', ');
    const read = columns.map(({ name, kind }) => (kind === 'ids' ? `to_json(${name})` : name)).join(', ');
    const written = columns.map(({ name, kind }) => (kind === 'ids' ? `array(select jsonb_array_elements_text(v.${name}))` : `v.${name}`)).join(', ');
    const others = columns.filter((column) => column !== this.key).map(({ name }) => `${name} = excluded.${name}`).join(', ');
    this.selectRows = `select ${read} from ${table} where county = $1`;
    const carriers = columns.map(({ kind }) => CARRIER[kind]);
    this.preparing = `prepare load_${table} (text, text[]) as ${this.selectRows} and ${this.key.name} = any ($2);
      prepare delete_${table} (text, text[]) as delete from ${table} where county = $1 and ${this.key.name} = any ($2);
      prepare write_${table} (text, ${carriers.join(', ')}) as insert into ${table} (county, ${names})
        select $1, ${written} from unnest(${carriers.map((_, i) => `$${i + 2}`).join(', ')}) v(${names})
        on conflict (county, ${this.key.name}) do ${others ? `update set ${others}` : 'nothing'}`;
  }

  /** Statements that create the table for the app role, fenced by county. */
  ddl(): string[] {
    const { view, table, key } = this;
    const columns = this.columns.map(({ name, kind, optional }) => `${name} ${SQL_TYPES[kind]}${kind === 'text' ? ' collate "C"' : ''}${optional ? '' : ' not null'}`);
    const nameOf = (property: string): string => this.columns.find((column) => column.property === property)!.name;
    return [
      `create table ${table} (county text collate "C" not null, ${columns.join(', ')}, primary key (county, ${key.name}))`,
      ...view.indexes.map((properties) => `create index on ${table} (county, ${properties.map(nameOf).join(', ')})`),
      ...fenceByCounty(table),
      `grant select, insert, update, delete on ${table} to ${ROLES.app}`,
    ];
  }

  /** SQL that gives the rows of these keys. */
  loading(county: County, keys: readonly string[]): string {
    return `execute load_${this.table} (${literal(county)}, ${arrayOf(keys)})`;
  }

  rowsOf(values: readonly (readonly (string | null)[])[]): Map<string, Row> {
    return new Map(values.map((each) => this.row(each)).map((row) => [this.keyOf(row), row]));
  }

  /** SQL that makes the table what a fold says; none if that says nothing. */
  writing(county: County, changes: ReadonlyMap<string, Row | null>): string[] {
    const rows: Row[] = [];
    const gone: string[] = [];
    for (const [key, row] of changes) if (row) rows.push(this.complete(key, row)); else gone.push(key);
    return [
      ...(gone.length > 0 ? [`execute delete_${this.table} (${literal(county)}, ${arrayOf(gone)})`] : []),
      ...(rows.length > 0 ? [`execute write_${this.table} (${[literal(county), ...this.view.columns.map(({ property, kind }) => arrayOf(rows, property as keyof Row, TO_TEXT[kind]))].join(', ')})`] : []),
    ];
  }

  /** Every row of a county, in key order. */
  async all(client: ClientBase, county: County): Promise<Row[]> {
    const { rows } = await client.query({ text: `${this.selectRows} order by ${this.key.name}`, values: [county], ...RAW_ROWS });
    return (rows as unknown as string[][]).map((values) => this.row(values));
  }

  /** SQL that gives the rows whose instant in this field is at or before `until`, or any, earliest first. */
  due(county: County, property: string, until: string | undefined, limit: number): string {
    const { name } = this.columns.find((column) => column.property === property)!;
    return `${this.selectRows.replace('$1', literal(county))} and ${name} ${until ? `<= ${literal(until)}` : 'is not null'} order by ${name} limit ${limit}`;
  }

  /** SQL that gives the rows with these values; a field that is `undefined` may have any. */
  finding(county: County, where: Readonly<Record<string, unknown>>): string {
    const conditions = Object.entries(where).filter(([, value]) => value !== undefined).map(([property, value]) => {
      const column = this.columns.find((one) => one.property === property);
      if (!column || column.kind === 'ids' || column.kind === 'json') throw new Error(`View ${this.view.name}: rows are not found by ${property}.`);
      return value === null ? `${column.name} is null` : `${column.name} = ${literal(TO_TEXT[column.kind](value))}`;
    });
    return [this.selectRows.replace('$1', literal(county)), ...conditions].join(' and ');
  }

  /** The rows that {@link due} and {@link finding} give, in their order. */
  inOrder(values: readonly (readonly (string | null)[])[]): Row[] {
    return values.map((each) => this.row(each));
  }

  /** SHA-256 over the rows in key order, the same for rows in memory and rows in a table. */
  digest(rows: readonly Row[]): string {
    const lines = rows.map((row) => canonical(this.view.columns.map(({ property }) => (row as Record<string, unknown>)[property] ?? null)));
    return hash('sha256', lines.join('\n'), 'hex');
  }

  keyOf(row: Row): string {
    return (row as Record<string, string>)[this.view.key]!;
  }

  /** @throws for a row of another key, or one that lacks a field */
  complete(key: string, row: Row): Row {
    if (this.keyOf(row) !== key) throw new Error(`View ${this.view.name}: a fold for key ${key} gave a row with key ${this.keyOf(row)}.`);
    for (const { property, optional } of this.view.columns) {
      if (!optional && ((row as Record<string, unknown>)[property] ?? null) === null) throw new Error(`View ${this.view.name}: the row ${key} lacks ${property}.`);
    }
    return row;
  }

  private row(values: readonly (string | null)[]): Row {
    const row = {} as Record<string, unknown>;
    this.view.columns.forEach(({ property, kind }, i) => {
      const text = values[i]!;
      row[property] = text === null ? null : FROM_TEXT[kind](text);
    });
    return row as Row;
  }
}

/** Standard strings have no escapes but the doubled quote. */
const literal = (text: string): string => `'${text.includes("'") ? text.replaceAll("'", "''") : text}'`;

/** One array literal of a field over all rows: the driver's own conversion looks at each value's type again. */
const arrayOf = <Item>(items: readonly Item[], property?: keyof Item, toText: (value: unknown) => string = String): string => {
  let text = '{';
  for (const item of items) {
    const value = property === undefined ? item : item[property] as unknown;
    if (text.length > 1) text += ',';
    text += value === null || value === undefined ? 'NULL' : `"${toText(value).replace(/["\\]/g, '\\$&')}"`;
  }
  return literal(`${text}}`);
};

/** JSON with sorted keys: `jsonb` orders them its own way. */
const canonical = (value: unknown): string => JSON.stringify(value, (_, v: unknown) =>
  (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));
