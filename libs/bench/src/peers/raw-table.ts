import { newId } from '@homeroom/contracts';
import { COUNTY } from '../county';
import { run } from '../database';

/** A pool as a service has it. */
export const POOL = 16;

/**
 * The same record under the same keys as in our log, so that the row promises as much as one INSERT can: a stream version
 * and a command id are there once. Its order is a sequence's; nobody fences it and nobody is told.
 */
export const createTable = (url: string, table: string): Promise<unknown> => run(url,
  `create table if not exists ${table} (
    county text collate "C" not null, position bigint generated always as identity, stream text collate "C" not null, version int not null, event_id uuid not null,
    command_id uuid not null, nth smallint not null, type text not null, recorded_at timestamptz not null default now(), data json not null, meta json not null,
    primary key (county, position), unique (county, stream, version))`,
  `create unique index if not exists ${table}_command on ${table} (county, command_id) where nth = 0`);

const COLUMNS = ['county', 'stream', 'version', 'event_id', 'command_id', 'nth', 'type', 'data', 'meta'];

/** One INSERT of so many rows. */
export const insertInto = (table: string, rows: number): string => {
  const places = Array.from({ length: rows }, (_, row) => `(${COLUMNS.map((_, column) => `$${row * COLUMNS.length + column + 1}`).join(', ')})`);
  return `insert into ${table} (${COLUMNS.join(', ')}) values ${places.join(', ')}`;
};

/** Its values: what one command wrote, from this version of the stream on. */
export const valuesOf = (stream: string, from: number, events: readonly { type: string; data: object }[], meta: object): unknown[] => {
  const command = newId();
  return events.flatMap(({ type, data }, nth) => [COUNTY, stream, from + nth, newId(), command, nth, type, JSON.stringify(data), JSON.stringify(meta)]);
};
