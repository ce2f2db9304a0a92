import { hash } from 'node:crypto';
import type { County } from '@homeroom/contracts';
import type { ClientBase } from 'pg';
import { instantFromText } from '../log/log-record';
import { fenceByCounty, ROLES } from '../log/log-schema';
import { type ColumnKind, type RowColumn, SQL_TYPES } from './row';
import type { ViewDefinition } from './view';

const rawTypes = { getTypeParser: () => (value: string) => value } as never;

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
  private readonly key: RowColumn;
  private readonly selectRows: string;
  private readonly upsertRows: string;
  private readonly deleteRows: string;

  constructor(readonly view: ViewDefinition<Row>, readonly table = view.table) {
    const { columns } = view;
    this.key = columns.find(({ property }) => property === view.key)!;
    const names = columns.map(({ name }) => name).join(', ');
    const read = columns.map(({ name, kind }) => (kind === 'ids' ? `to_json(${name})` : name)).join(', ');
    const written = columns.map(({ name, kind }) => (kind === 'ids' ? `array(select jsonb_array_elements_text(v.${name}))` : `v.${name}`)).join(', ');
    const others = columns.filter((column) => column !== this.key).map(({ name }) => `${name} = excluded.${name}`).join(', ');
    this.selectRows = `select ${read} from ${table} where county = $1`;
    this.upsertRows = `insert into ${table} (county, ${names}) select $1, ${written} from unnest(${columns.map(({ kind }, i) => `$${i + 2}::${CARRIER[kind]}`).join(', ')}) v(${names})
      on conflict (county, ${this.key.name}) do ${others ? `update set ${others}` : 'nothing'}`;
    this.deleteRows = `delete from ${table} where county = $1 and ${this.key.name} = any ($2::text[])`;
  }

  /** Statements that create the table for the app role, fenced by county. */
  ddl(): string[] {
    const { view, table, key } = this;
    const columns = view.columns.map(({ name, kind, optional }) => `${name} ${SQL_TYPES[kind]}${kind === 'text' ? ' collate "C"' : ''}${optional ? '' : ' not null'}`);
    const nameOf = (property: string): string => view.columns.find((column) => column.property === property)!.name;
    return [
      `create table ${table} (county text collate "C" not null, ${columns.join(', ')}, primary key (county, ${key.name}))`,
      ...view.indexes.map((properties) => `create index on ${table} (county, ${properties.map(nameOf).join(', ')})`),
      ...fenceByCounty(table),
      `grant select, insert, update, delete on ${table} to ${ROLES.app}`,
    ];
  }

  async load(client: ClientBase, county: County, keys: readonly string[]): Promise<Map<string, Row>> {
    if (keys.length === 0) return new Map();
    const { rows } = await client.query({
      name: `load ${this.table}`, text: `${this.selectRows} and ${this.key.name} = any ($2::text[])`, values: [county, keys], rowMode: 'array', types: rawTypes,
    });
    return new Map(rows.map((values) => this.row(values)).map((row) => [this.keyOf(row), row]));
  }

  /** Every row of a county, in key order. */
  async all(client: ClientBase, county: County): Promise<Row[]> {
    const { rows } = await client.query({ text: `${this.selectRows} order by ${this.key.name}`, values: [county], rowMode: 'array', types: rawTypes });
    return rows.map((values) => this.row(values));
  }

  /** Rows whose instant in this field is at or before `until`, or any, earliest first. */
  async due(client: ClientBase, county: County, property: string, until: string | undefined, limit: number): Promise<Row[]> {
    const { name } = this.view.columns.find((column) => column.property === property)!;
    const text = `${this.selectRows} and ${name} ${until ? '<= $2' : 'is not null'} order by ${name} limit ${limit}`;
    const { rows } = await client.query({ text, values: until ? [county, until] : [county], rowMode: 'array', types: rawTypes });
    return rows.map((values) => this.row(values));
  }

  async write(client: ClientBase, county: County, changes: ReadonlyMap<string, Row | null>): Promise<void> {
    const rows: Row[] = [];
    const gone: string[] = [];
    for (const [key, row] of changes) if (row) rows.push(this.complete(key, row)); else gone.push(key);
    if (gone.length > 0) await client.query({ name: `delete ${this.table}`, text: this.deleteRows, values: [county, gone] });
    if (rows.length === 0) return;
    const values = this.view.columns.map(({ property, kind }) => arrayLiteral(rows, property as keyof Row, TO_TEXT[kind]));
    await client.query({ name: `write ${this.table}`, text: this.upsertRows, values: [county, ...values] });
  }

  /** SHA-256 over the rows in key order, the same for rows in memory and rows in a table. */
  digest(rows: readonly Row[]): string {
    const lines = rows.map((row) => canonical(this.view.columns.map(({ property }) => (row as Record<string, unknown>)[property] ?? null)));
    return hash('sha256', lines.join('\n'), 'hex');
  }

  keyOf(row: Row): string {
    return (row as Record<string, string>)[this.view.key]!;
  }

  private complete(key: string, row: Row): Row {
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

/** One array literal of a field over all rows: the driver's own conversion looks at each value's type again. */
const arrayLiteral = <Row extends object>(rows: readonly Row[], property: keyof Row, toText: (value: unknown) => string): string => {
  let literal = '{';
  for (const row of rows) {
    const value = row[property] as unknown;
    if (literal.length > 1) literal += ',';
    literal += value === null || value === undefined ? 'NULL' : `"${toText(value).replace(/["\\]/g, '\\$&')}"`;
  }
  return `${literal}}`;
};

/** JSON with sorted keys: `jsonb` orders them its own way. */
const canonical = (value: unknown): string => JSON.stringify(value, (_, v: unknown) =>
  (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));
