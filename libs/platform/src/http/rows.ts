import { Inject } from '@nestjs/common';
import { Rejected } from '@homeroom/eventsourcing';
import type { EntityManager, FindOptionsWhere, SelectQueryBuilder } from 'typeorm';
import type { ViewDefinition } from '../views/view';
import { afterSql, cursorAfter, type CursorValue, cursorValues, type OrderBy } from './cursor';
import type { Edge } from './edge';
import { type PageQuery, ROWS_A_PAGE } from './fields';
import type { Asks } from './reads';
import { openRows } from './sealed-fields';

/** Some rows, and where the next ones begin. */
export interface Page<Row> {
  readonly rows: Row[];
  readonly next?: string;
}

/** A field that is `undefined` is not asked about: a query's filters go in as they came. */
type Where<Row> = FindOptionsWhere<Row> | FindOptionsWhere<Row>[];
/** A field's name, `-` before it for descending. Nulls come last either way. */
type Order<Row> = readonly (`${'' | '-'}${keyof Row & string}`)[];

/** Most rows of a list without pages: more is an error of the route, which should page. */
const LIST = 2_000;

/** Injection token of the rows of a view. */
export const rowsToken = (view: Pick<ViewDefinition, 'name'>): string => `rows:${view.name}`;

/** `@InjectRows(reportInbox) rows: Rows<ReportInboxRow>`. */
export const InjectRows = (view: Pick<ViewDefinition, 'name'>): ParameterDecorator => Inject(rowsToken(view));

/** The rows of one view, of one county at a time, with sealed fields opened. */
export class Rows<Row extends object> {
  constructor(private readonly view: ViewDefinition<Row>, private readonly edge: Edge) {}

  /** @throws Rejected `<view>-not-found`, a 404 */
  async one(asks: Asks, key: string): Promise<Row> {
    const [row] = await this.find(asks, { [this.view.key]: key } as FindOptionsWhere<Row>);
    if (!row) throw new Rejected(`${this.view.name}-not-found`, 'There is no such thing in your county, or the view does not hold it yet: see minPosition.');
    const version = asks.etag && (row as Record<string, unknown>)[asks.etag];
    if (version !== undefined) asks.reply.header('ETag', `"${String(version)}"`);
    return row;
  }

  /** All rows that match, in this order; for lists that stay short by nature. */
  async find(asks: Asks, where: Where<Row>, order: Order<Row> = []): Promise<Row[]> {
    const rows = await this.edge.runtime.read(asks.county, (manager) => this.select(manager, where, this.ordered(order)).take(LIST + 1).getMany());
    if (rows.length > LIST) throw new Error(`${this.view.name}: a list of more than ${LIST} rows needs pages.`);
    return this.open(asks, rows);
  }

  /** One page. The view's key is the last of every order, so that it is total. */
  async page(asks: Asks, { where, order, query }: { readonly where: Where<Row>; readonly order: Order<Row>; readonly query: PageQuery }): Promise<Page<Row>> {
    const ordered = this.ordered(order);
    const limit = query.limit ?? ROWS_A_PAGE;
    const after = query.cursor === undefined ? undefined : cursorValues(this.view.table, ordered, query.cursor);
    const found = await this.edge.runtime.read(asks.county, (manager) => this.select(manager, where, ordered, after).take(limit + 1).getMany());
    const rows = found.slice(0, limit);
    const next = found.length > limit ? cursorAfter(this.view.table, ordered, rows.at(-1)!) : undefined;
    if (next) asks.reply.header('Link', `<${linkTo(asks.url, next)}>; rel="next"`);
    return { rows: await this.open(asks, rows), ...(next && { next }) };
  }

  /** Any query over views of this service: joins, percentiles, "now". Sealed fields stay sealed: see {@link Rows.open}. */
  query<T>(asks: Asks, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.edge.runtime.read(asks.county, work);
  }

  /** Opens the sealed fields of rows, in place; `null` where the key is destroyed. */
  async open<R extends Partial<Row>>(asks: Asks, rows: R[]): Promise<R[]> {
    await openRows(this.edge.sealing, asks.county, this.view.columns, rows);
    return rows;
  }

  private ordered(order: Order<Row>): OrderBy[] {
    const names = order.map((name) => ({ property: name.replace(/^-/, ''), descending: name.startsWith('-') }));
    if (!names.some(({ property }) => property === this.view.key)) names.push({ property: this.view.key, descending: false });
    return names.map(({ property, descending }) => {
      const column = this.view.columns.find((one) => one.property === property);
      if (!column) throw new Error(`${this.view.name} has no field ${property} to order by.`);
      return { column, descending };
    });
  }

  private select(manager: EntityManager, where: Where<Row>, order: readonly OrderBy[], after?: readonly CursorValue[]): SelectQueryBuilder<Row> {
    const select = manager.createQueryBuilder(this.view.row, 'r').where(asked(where) as never);
    if (after) select.andWhere(afterSql('r', order, after), Object.fromEntries(after.map((value, i) => [`after${i}`, value])));
    for (const { column, descending } of order) select.addOrderBy(`r.${column.property}`, descending ? 'DESC' : 'ASC', column.optional ? 'NULLS LAST' : undefined);
    return select;
  }
}

/** What is said of a row, without what is left open. */
const asked = <Row>(where: Where<Row>): Where<Row> => (
  Array.isArray(where) ? where.map((one) => asked(one) as FindOptionsWhere<Row>) : Object.fromEntries(Object.entries(where).filter(([, value]) => value !== undefined)) as FindOptionsWhere<Row>);

const linkTo = (url: string, cursor: string): string => {
  const [path = '', query = ''] = url.split('?');
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return `${path}?${params}`;
};
