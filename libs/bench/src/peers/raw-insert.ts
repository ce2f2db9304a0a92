import { Pool } from 'pg';
import { Writer } from '../desk';
import { META } from '../sample';
import { createTable, insertInto, POOL, valuesOf } from './raw-table';

export interface Appender {
  append(client: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * INSERTs over a pool; the unique stream version is their version check. One statement for all rows, as most people write
 * it, `pool.query(text, values)`, or by name, so that the server parses and plans it once a connection; or a statement
 * a row, in one transaction.
 */
export const rawInserts = async (url: string, clients: number, events: number, by: 'text' | 'name' | 'row'): Promise<Appender> => {
  await createTable(url, 'raw_events');
  const pool = new Pool({ connectionString: url, max: POOL }).on('error', () => undefined);
  const writers = Array.from({ length: clients }, () => new Writer(events));
  const text = insertInto('raw_events', by === 'row' ? 1 : events);
  const together = async (client: number): Promise<void> => {
    const { stream, expected, events: written } = writers[client]!.next();
    await pool.query({ ...(by === 'name' && { name: `insert ${events}` }), text, values: valuesOf(stream, expected + 1, written, META) });
  };
  const rowByRow = async (client: number): Promise<void> => {
    const { stream, expected, events: written } = writers[client]!.next();
    const connection = await pool.connect();
    await connection.query('begin');
    for (const [n, event] of written.entries()) await connection.query(text, valuesOf(stream, expected + n + 1, [event], META));
    await connection.query('commit');
    connection.release();
  };
  return {
    append: by === 'row' ? rowByRow : together,
    close: () => pool.end(),
  };
};
