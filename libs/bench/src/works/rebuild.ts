import { rebuild, type RuntimeDefinition } from '@homeroom/platform';
import { compete, timed } from '../contest';
import { writingDesk } from '../desk';
import { emmettProjection } from '../peers/emmett-projection';
import { rawFold } from '../peers/raw-fold';
import { COUNTY, inbox, STEPS } from '../sample';
import type { Addresses } from '../stage';
import type { Work } from '../work';

const desk: RuntimeDefinition = { ...writingDesk, views: [inbox] };

/** The operation behind `npm run rebuild`: fold, write beside the table that is read, change their places. */
const rebuilt = ({ app, migrator }: Addresses): Promise<void> =>
  rebuild(desk, [inbox], 'postgres', { counties: [COUNTY], databaseUrl: app, migratorUrl: migrator, say: () => undefined });

export const rebuildPostgres: Work = {
  name: 'rebuild-postgres', unit: 'events/s', wanted: { emmett: 30, raw: 0.7 },
  says: 'rebuild a view of one row for four events, from PostgreSQL; against Emmett\'s rebuild and a raw fold with one upsert of 5,000',
  run: async (stage) => {
    const log = await stage.filledLog();
    const { events, fewEvents, rounds } = stage.scale;
    const emmett = await emmettProjection((await stage.database('emmett')).superuser, fewEvents);
    try {
      return await compete(() => timed(events, () => rebuilt(log)), {
        emmett: () => emmettRebuilt(emmett, fewEvents), raw: () => timed(events, () => rawFold(log.superuser, COUNTY)),
      }, Math.min(rounds, 3));
    } finally {
      await emmett.close();
    }
  },
};

const emmettRebuilt = async (emmett: Awaited<ReturnType<typeof emmettProjection>>, events: number): Promise<number> => {
  for (;;) {
    await emmett.prepare();
    const rate = await timed(events, emmett.rebuild);
    // A transaction of somebody else in between, and it took what it could see for everything.
    if (await emmett.rows() === events / STEPS) return rate;
  }
};
