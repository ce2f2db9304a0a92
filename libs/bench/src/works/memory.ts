import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { type Measured, spreadOf, within } from '../contest';
import { run } from '../database';
import { COUNTY, inbox } from '../sample';
import { type HttpProcess, startService } from '../service-stack';
import { NO_KAFKA } from '../stage';
import type { Work } from '../work';

/** How long a service that has just started is left alone: its start's garbage is not its rest. */
const REST_MS = 2_000;

/** Resident memory in MB, now and at its highest, by the kernel's account. */
const memoryOf = ({ pid }: HttpProcess): { now: number; peak: number } => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)![1]) / 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
};

export const memory: Work = {
  name: 'memory', unit: 'MB', wanted: { rest: 1, rebuilt: 1 },
  says: 'resident memory of a service at rest, within 150 MB; and when it has built a view from the whole log, within 350 MB',
  run: async (stage): Promise<Measured | string> => {
    if (platform() !== 'linux') return 'Memory is read from /proc, which only Linux has.';
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const people = await stage.people();
    const { app } = await stage.database('desk_at_rest', [inbox]);
    const idle = stage.use(await startService(people, { name: 'desk-at-rest', databaseUrl: app, brokers }));
    await wait(REST_MS);
    const rest = memoryOf(idle).now;
    await idle.close();
    const log = await stage.filledLog();
    await run(log.superuser, `truncate ${inbox.table}`, `delete from checkpoints`);
    // Without Kafka: its relay would send the whole log meanwhile.
    const building = stage.use(await startService(people, { name: 'desk', databaseUrl: log.app }));
    await built(log.superuser, stage.scale.events);
    const rebuilt = memoryOf(building);
    await building.close();
    return within({ rest: 150, rebuilt: 350 }, { rest, rebuilt: rebuilt.now }, spreadOf([rest]));
  },
};

/** Until the view's place is the end of the log. */
const built = async (superuser: string, events: number): Promise<void> => {
  for (;;) {
    const [place] = await run(superuser, `select max(position) as position from checkpoints where county = '${COUNTY}' and reader like 'view:${inbox.name}:%'`);
    if (Number(place?.position ?? 0) >= events) return;
    await wait(200);
  }
};
