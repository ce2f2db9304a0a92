import type { Log, Recorded } from '@homeroom/contracts';
import { LogReader, logPool, PostgresSource, ReadOnlyLog, silent, type Sink } from '@homeroom/platform';
import { Client } from 'pg';
import Cursor from 'pg-cursor';
import { compete, timed } from '../contest';
import { COUNTY, deskEvents } from '../sample';
import type { Work } from '../work';

const PAGE = 5_000;
const COLUMNS = 'position, stream, version, event_id, command_id, nth, type, recorded_at, data, meta';

/** Takes everything of every event and keeps nothing. */
const looksAt = (events: readonly Recorded[]): void => {
  for (const { data, meta, recordedAt } of events) if (!data || !meta || !recordedAt) throw new Error('An event came without its content.');
};

const reader = async (url: string, events: number): Promise<void> => {
  const log = new ReadOnlyLog({ service: deskEvents.service, county: COUNTY }, logPool(url, COUNTY, 2));
  let reading: LogReader | undefined;
  await new Promise<void>((done) => {
    const sink: Sink = {
      name: 'count', place: async () => ({ position: 0 }),
      take: async (_: Log, taken, { position }) => {
        looksAt(taken);
        if (position >= events) done();
        return position;
      },
    };
    reading = new LogReader(new PostgresSource([log]), log.log, deskEvents, [sink], silent);
    reading.start();
  });
  await reading!.stop();
  await log.close();
};

/** Rows as arrays, with the driver's own conversions: JSON parsed, instants as dates. */
const cursor = async (url: string, events: number): Promise<void> => {
  const client = new Client({ connectionString: url, options: `-c homeroom.county=${COUNTY}` });
  await client.connect();
  const rows = client.query(new Cursor<unknown[]>(`select ${COLUMNS} from events where county = $1 order by position`, [COUNTY], { rowMode: 'array' }));
  let read = 0;
  for (let page = await rows.read(PAGE); page.length > 0; page = await rows.read(PAGE)) read += page.length;
  if (read !== events) throw new Error(`The cursor gave ${read} of ${events} rows.`);
  await client.end();
};

export const readLog: Work = {
  name: 'read-log', unit: 'events/s', wanted: { cursor: 1 },
  says: 'read the whole log through a reader, events parsed; against a bare cursor in array mode',
  run: async (stage) => {
    const { app } = await stage.filledLog();
    const { events, rounds } = stage.scale;
    return compete(() => timed(events, () => reader(app, events)), { cursor: () => timed(events, () => cursor(app, events)) }, Math.min(rounds, 3));
  },
};
