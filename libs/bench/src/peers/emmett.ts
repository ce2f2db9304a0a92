import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';
import { Pool } from 'pg';
import { Writer } from '../desk';
import { META } from '../sample';
import type { Appender } from './raw-insert';
import { POOL } from './raw-table';

/** Emmett's PostgreSQL store over the same pool as {@link rawInserts} has. */
export const emmettAppends = async (url: string, clients: number, events: number): Promise<Appender> => {
  const pool = new Pool({ connectionString: url, max: POOL }).on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  const writers = Array.from({ length: clients }, () => new Writer(events));
  return {
    append: async (client) => {
      const { stream, expected, events: written } = writers[client]!.next();
      const { nextExpectedStreamVersion } = await store.appendToStream(stream, written.map((event) => ({ ...event, metadata: META })) as never, { expectedStreamVersion: BigInt(expected) });
      if (nextExpectedStreamVersion !== BigInt(expected + events)) throw new Error(`Emmett left ${stream} at ${nextExpectedStreamVersion}.`);
    },
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
