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
const TABLE = `create table if not exists raw_events (
  position bigint generated always as identity primary key, stream text not null, version int not null, event_id uuid not null, type text not null,
  recorded_at timestamptz not null default now(), data json not null, meta json not null, unique (stream, version))`;

/** `insert into raw_events … values (…)`, prepared, one row an event, over a pool. */
export const rawInserts = async (url: string, clients: number, events: number): Promise<Appender> => {
  await run(url, TABLE);
  const pool = new Pool({ connectionString: url, max: POOL }).on('error', () => undefined);
  const writers = Array.from({ length: clients }, () => new Writer(events));
  const rows = Array.from({ length: events }, (_, n) => `($${6 * n + 1}, $${6 * n + 2}, $${6 * n + 3}, $${6 * n + 4}, $${6 * n + 5}, $${6 * n + 6})`).join(', ');
  const text = `insert into raw_events (stream, version, event_id, type, data, meta) values ${rows}`;
  return {
    append: async (client) => {
      const { stream, expected, events: written } = writers[client]!.next();
      const values = written.flatMap(({ type, data }, n) => [stream, expected + n + 1, newId(), type, JSON.stringify(data), JSON.stringify(META)]);
      await pool.query({ name: `raw_${events}`, text, values });
    },
    close: () => pool.end(),
  };
};
