import { type Measured, spreadOf, within } from '../contest';
import { Connection, done } from '../http-client';
import { board } from '../sample-http';
import { inbox, stepOf } from '../sample';
import { startService } from '../service-stack';
import { NO_KAFKA } from '../stage';
import type { Work } from '../work';

/** Between two commands: long enough that everything is at rest again. */
const PAUSE_MS = 20;
const WARM_UP = 20;

export const httpToOtherView: Work = {
  name: 'http-to-other-view', unit: 'ms', wanted: { p50: 1, p99: 1 },
  says: 'from sending a command over HTTP until another service shows it, over Kafka, idle; p50 within 50 ms, p99 within 250 ms',
  run: async (stage): Promise<Measured | string> => {
    const brokers = await stage.kafka();
    if (!brokers) return NO_KAFKA;
    const people = await stage.people();
    const [writes, reads] = [await stage.database('desk_with_wall', [inbox]), await stage.database('wall', [board])];
    const services = [
      stage.use(await startService(people, { name: 'desk-with-wall', databaseUrl: writes.app, brokers })),
      stage.use(await startService(people, { name: 'wall', databaseUrl: reads.app, brokers, wallOf: 'desk-with-wall' })),
    ] as const;
    const [token] = await people.tokens(1);
    const [to, from] = [stage.use(await Connection.open(services[0].url, token!)), stage.use(await Connection.open(services[1].url, token!))];
    const { reportId: _, ...body } = stepOf('', 0).data as Record<string, string>;
    const once = async (): Promise<number> => {
      const begun = performance.now();
      const { id, position } = JSON.parse(done(await to.post('/v1/reports', body)).body) as { id: string; position: string };
      done(await from.get(`/v1/${board.name}/${id}?minPosition=${encodeURIComponent(position)}`));
      return performance.now() - begun;
    };
    const times: number[] = [];
    for (let n = 0; n < WARM_UP + stage.scale.commands; n++) {
      times.push(await once());
      await new Promise((rest) => setTimeout(rest, PAUSE_MS));
    }
    const sorted = times.slice(WARM_UP).sort((a, b) => a - b);
    const percentile = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
    await Promise.all(services.map((service) => service.close()));
    return within({ p50: 50, p99: 250 }, { p50: percentile(0.5), p99: percentile(0.99) }, { ...spreadOf(sorted), median: percentile(0.5) });
  },
};
