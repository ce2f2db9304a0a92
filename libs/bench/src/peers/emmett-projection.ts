import { getPostgreSQLEventStore, pongoSingleStreamProjection, rebuildPostgreSQLProjections } from '@event-driven-io/emmett-postgresql';
import { newId } from '@homeroom/contracts';
import { Pool } from 'pg';
import { type InboxRow, stepOf, STEPS } from '../sample';
import { POOL } from './raw-table';

/** The inbox as Emmett's documentation writes it: a document per stream. */
const projection = pongoSingleStreamProjection({
  collectionName: 'emmett_inbox', canHandle: ['ReportRaised', 'ReportAnswered'],
  evolve: (row: InboxRow | null, { type, data }: { type: string; data: Record<string, string> }): InboxRow | null => (type === 'ReportRaised'
    ? { reportId: data.reportId!, classId: data.classId!, holderId: data.toPersonId!, category: data.category!, severity: data.severity!, dueAt: data.dueAt!, answers: 0 }
    : row && { ...row, dueAt: data.dueAt!, answers: row.answers + 1 }),
} as never);

/** Larger batches than its own 100, and no pause of 50 ms after each: its rebuild is what is measured, not its patience. */
const PULLING = { batchSize: 1_000, pullingFrequencyInMs: 1 };

interface EmmettProjection {
  rebuild(): Promise<void>;
  /** What the last rebuild left. */
  rows(): Promise<number>;
  /** From the beginning; and its readers stop before the oldest transaction of the whole server, an automatic vacuum's included: waits until that is past. */
  prepare(): Promise<void>;
  close(): Promise<void>;
}

/** Emmett's store with so many events, and its rebuild of a projection. */
export const emmettProjection = async (url: string, events: number): Promise<EmmettProjection> => {
  const pool = new Pool({ connectionString: url, max: POOL }).on('error', () => undefined);
  const store = getPostgreSQLEventStore(url, { connectionOptions: { pool } });
  await store.schema.migrate();
  for (let n = 0; n < events; n += STEPS) {
    const id = newId();
    const steps = Array.from({ length: STEPS }, (_, step) => stepOf(id, step));
    await store.appendToStream(`report-${id}`, steps as never, { expectedStreamVersion: 0n });
  }
  return {
    rebuild: async () => {
      const consumer = rebuildPostgreSQLProjections({ connectionString: url, projections: [projection], pulling: PULLING });
      await consumer.start();
      await consumer.close();
    },
    rows: async () => {
      const { rows: [found] } = await pool.query<{ rows: string }>('select count(*) as rows from emmett_inbox');
      return Number(found!.rows);
    },
    prepare: async () => {
      // Its rebuild empties the documents but goes on from the checkpoint of the last one.
      await pool.query('delete from emt_processors');
      for (let all = false; !all;) {
        const { rows: [found] } = await pool.query<{ all: boolean }>('select max(transaction_id) < pg_snapshot_xmin(pg_current_snapshot()) as all from emt_messages');
        all = found!.all;
      }
    },
    close: async () => {
      await store.close();
      await pool.end();
    },
  };
};
