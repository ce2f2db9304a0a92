import type { County, Instant, Log, Position } from '@homeroom/contracts';
import type { Move } from '../readers/place-store';
import type { ViewTable } from './view-table';

/** What one view needs for a batch: its places, held until the transaction ends, and the rows that the batch may touch. */
export interface ViewNeeds {
  readonly reader: string;
  readonly table: ViewTable;
  readonly keys: readonly string[];
}

export interface ViewsFound {
  /** Which server the transaction runs on, and which start of it. */
  readonly server: string;
  /** Where a reader of the needs stands; `undefined` where a crash took the place itself, whose move would then write nothing. */
  readonly stored: (reader: string, log: Log) => Position | undefined;
  /** By the place of the needs: its rows by key. */
  readonly rows: readonly ReadonlyMap<string, object>[];
}

export interface ViewChanges {
  readonly rows: readonly { readonly table: ViewTable; readonly changes: ReadonlyMap<string, object | null> }[];
  readonly moves: readonly Move[];
}

/** Where views' rows are kept, beside their places. PostgreSQL is one, the simulation another: one contract test. */
export interface ViewStore {
  /** Holds places, loads rows, folds, writes and commits: all of it or nothing, and no other process in between. */
  transaction(county: County, needs: readonly ViewNeeds[], fold: (found: ViewsFound) => ViewChanges): Promise<void>;
  /** Rows whose instant in this field is at or before `until`, or any, earliest first. */
  due(county: County, table: ViewTable, property: string, until: Instant | undefined, limit: number): Promise<object[]>;
  /** Rows with these values, in no order. */
  find(county: County, table: ViewTable, where: object): Promise<object[]>;
}
