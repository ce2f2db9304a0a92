import type { Event, EventOf, Recorded } from '@homeroom/contracts';

/** `Row` writes, `null` deletes, `undefined` leaves. Never throws on a recorded fact, reads nothing but its arguments. */
export type Fold<Row, E extends Event> = (row: Row | undefined, event: Recorded<E>, key: string) => Row | null | undefined;

/** A fold over other keys than the view's usual one; one event may touch many rows. */
export interface KeyedFold<Row, E extends Event> {
  readonly keys: (event: Recorded<E>) => readonly string[];
  readonly fold: Fold<Row, E>;
}

/** `each((e) => e.data.recipientIds, (row, e, personId) => …)`: one event, many keys. */
export const each = <Row, E extends Event>(keys: (event: Recorded<E>) => readonly string[], fold: Fold<Row, E>): KeyedFold<Row, E> => ({ keys, fold });

/** What a view makes of the events it cares for. Event types of several services may stand side by side. */
export type Folds<Row, E extends Event> = { readonly [T in E['type']]?: Fold<Row, EventOf<E, T>> | KeyedFold<Row, EventOf<E, T>> };

/** The pure part of a view. */
export interface Folding<Row extends object = any, E extends Event = any> {
  /** Name of the row's key; the usual key of an event is its data's field of the same name. */
  readonly key: string;
  readonly on: Folds<Row, E>;
}

/** Rows an event may touch; none when the view does not care for it. Duplicates are dropped. */
export const keysOf = (view: Folding, event: Recorded): readonly string[] => {
  const on = (view.on as Record<string, Fold<any, any> | KeyedFold<any, any>>)[event.type];
  if (!on) return [];
  if (typeof on !== 'function') return [...new Set(on.keys(event as never))];
  const key = (event.data as Record<string, unknown>)[view.key];
  return typeof key === 'string' ? [key] : [];
};

/**
 * Folds events in order onto rows. `rows` holds every row that the events may touch (see {@link keysOf}) and is not changed.
 * @returns only what changed: the new row, or `null` for a deleted one
 */
export const foldRows = <Row extends object>(view: Folding<Row>, rows: ReadonlyMap<string, Row>, events: readonly Recorded[]): Map<string, Row | null> => {
  const changed = new Map<string, Row | null>();
  for (const event of events) {
    const on = (view.on as Record<string, Fold<Row, any> | KeyedFold<Row, any>>)[event.type];
    if (!on) continue;
    const apply = typeof on === 'function' ? on : on.fold;
    for (const key of keysOf(view, event)) {
      const before = changed.has(key) ? changed.get(key) ?? undefined : rows.get(key);
      const after = apply(before, event as never, key);
      if (after !== undefined && after !== before) changed.set(key, after);
    }
  }
  return changed;
};
