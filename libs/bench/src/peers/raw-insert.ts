import { newId } from '@homeroom/contracts';
import { Pool } from 'pg';
import { run } from '../database';
import { Writer } from '../desk';
import { META } from '../sample';

export interface Appender {
  append(client: number): Promise<void>;
  close(): Promise<void>;
}

/** A pool as a service has it. */
export const POOL = 16;

/** The events table that most people write first: a sequence for the order, a unique stream version, no tenant, nobody told. */
export const createTable = (url: string, table: string): Promise<unknown> => run(url, `create table if not exists ${table} (
  position bigint generated always as identity primary key, stream text not null, version int not null, event_id uuid not null, type text not null,
  recorded_at timestamptz not null default now(), data json not null, meta json not null, unique (stream, version))`);

/** One INSERT of so many rows. */
export const insertInto = (table: string, events: number): string => {
  const rows = Array.from({ length: events }, (_, n) => `($${6 * n + 1}, $${6 * n + 2}, $${6 * n + 3}, $${6 * n + 4}, $${6 * n + 5}, $${6 * n + 6})`);
  return `insert into ${table} (stream, version, event_id, type, data, meta) values ${rows.join(', ')}`;
};

/**
 * INSERTs over a pool; the unique stream version is their version check. As most people write them, `pool.query(text,
 * values)`, or by name, so that the server parses and plans them once a connection.
 */
export const rawInserts = async (url: string, clients: number, events: number, by: 'text' | 'name'): Promise<Appender> => {
  await createTable(url, 'raw_events');
  const pool = new Pool({ connectionString: url, max: POOL }).on('error', () => undefined);
  const writers = Array.from({ length: clients }, () => new Writer(events));
  const text = insertInto('raw_events', events);
  return {
    append: async (client) => {
      const { stream, expected, events: written } = writers[client]!.next();
      const values = written.flatMap(({ type, data }, n) => [stream, expected + n + 1, newId(), type, JSON.stringify(data), JSON.stringify(META)]);
      await pool.query({ ...(by === 'name' && { name: `insert ${events}` }), text, values });
    },
    close: () => pool.end(),
  };
};
