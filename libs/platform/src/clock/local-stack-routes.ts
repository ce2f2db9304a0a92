import { timingSafeEqual } from 'node:crypto';
import type { Instant } from '@homeroom/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServiceRuntime } from '../service-runtime';
import type { ReplayClock } from './clock';
import type { StackPlaces } from './stack-clock';

const SECRET_HEADER = /^Bearer (.+)$/;

/**
 * The replay clock's routes, only of the local stack and only for who shows its secret:
 * `POST /local/clock { at, run? }` puts the clock, `POST /local/fire { until }` fires what is due once over,
 * `GET /local/next` tells the earliest due instant, `GET /local/places` where log and readers stand.
 */
export const localStackRoutes = (app: FastifyInstance, runtime: ServiceRuntime, clock: ReplayClock, secret: string): void => {
  const guard = async ({ headers }: FastifyRequest): Promise<void> => {
    const shown = SECRET_HEADER.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!same(shown, secret)) throw Object.assign(new Error('The local stack\'s secret is needed here.'), { statusCode: 401 });
  };
  const options = { onRequest: guard };

  app.post('/local/clock', options, async ({ body }) => {
    const { at, run } = body as { at: Instant; run?: boolean };
    if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw Object.assign(new Error('`at` must be an RFC 3339 instant.'), { statusCode: 400 });
    clock.put(at);
    if (run) clock.run();
    return { now: clock.now() };
  });

  app.post('/local/fire', options, async ({ body }) => {
    const { until } = body as { until: Instant };
    let fired = 0;
    for (const deadlines of runtime.deadlines) fired += await deadlines.fire(until);
    return { fired };
  });

  app.get('/local/next', options, async () => ({ next: (await Promise.all(runtime.deadlines.map((each) => each.next()))).filter((at) => at !== undefined).sort()[0] ?? null }));

  app.get('/local/places', options, async (): Promise<StackPlaces> => {
    const { heads, readers } = await runtime.health();
    return { heads, readers: readers.map(({ reader, log, position, state }) => ({ reader, log, position, state })) };
  });
};


const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
