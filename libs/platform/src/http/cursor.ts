import { createHash } from 'node:crypto';
import { SHAPES } from './checks';
import { Malformed } from './fault';
import type { RowColumn } from '../views/row';

/** One column of an order; nulls come last either way. */
export interface OrderBy {
  readonly column: RowColumn;
  readonly descending: boolean;
}

export type CursorValue = string | number | boolean | null;

/** Stands for view, version and order: a cursor of another list is none of this one. */
const listMark = (table: string, order: readonly OrderBy[]): string =>
  createHash('sha256').update(`${table} ${order.map(({ column, descending }) => `${descending ? '-' : ''}${column.name}`).join(' ')}`).digest('base64url').slice(0, 8);

/** Where a page ended: the ordered values of its last row. Opaque to callers. It may be forged freely: it only moves the start within rows they may see. */
export const cursorAfter = (table: string, order: readonly OrderBy[], row: object): string =>
  Buffer.from(JSON.stringify([listMark(table, order), ...order.map(({ column }) => (row as Record<string, unknown>)[column.property] ?? null)])).toString('base64url');

const fits = ({ kind, optional }: RowColumn, value: unknown): boolean => {
  if (value === null) return optional;
  if (kind === 'whole') return Number.isSafeInteger(value) && Math.abs(value as number) < 2 ** 31;
  if (kind === 'flag') return typeof value === 'boolean';
  if (typeof value !== 'string' || value.includes('\0')) return false;
  if (kind === 'instant') return SHAPES.instant.test(value) && !Number.isNaN(Date.parse(value));
  return kind !== 'day' || SHAPES.day.test(value);
};

/**
 * The values a page starts after.
 * @throws Malformed for a cursor of another list, or one that no page has given
 */
export const cursorValues = (table: string, order: readonly OrderBy[], cursor: string): readonly CursorValue[] => {
  try {
    const [mark, ...values] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (mark === listMark(table, order) && values.length === order.length && order.every(({ column }, i) => fits(column, values[i]))) return values as CursorValue[];
  } catch {
    // Not ours: said below.
  }
  throw new Malformed([{ code: 'bad-cursor', in: 'query', name: 'cursor' }]);
};

/**
 * SQL for the rows after these values, with parameters `:after0`, `:after1`, …; `a` is the property's path.
 * (a > x) or (a = x and b > y) or …, nulls last, and the first column bounded on its own so that an index serves it.
 */
export const afterSql = (alias: string, order: readonly OrderBy[], values: readonly CursorValue[]): string => {
  const path = (i: number): string => `${alias}.${order[i]!.column.property}`;
  const beyond = (i: number): string => {
    if (values[i] === null) return 'false';
    const further = `${path(i)} ${order[i]!.descending ? '<' : '>'} :after${i}`;
    return order[i]!.column.optional ? `(${further} or ${path(i)} is null)` : further;
  };
  const same = (i: number): string => (values[i] === null ? `${path(i)} is null` : `${path(i)} = :after${i}`);
  const steps = order.map((_, i) => [...order.slice(0, i).map((__, j) => same(j)), beyond(i)].join(' and '));
  return `(${beyond(0)} or ${same(0)}) and (${steps.map((step) => `(${step})`).join(' or ')})`;
};
