import { timingSafeEqual } from 'node:crypto';
import type { Instant, Position } from '@homeroom/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServiceRuntime } from '../service-runtime';
import type { ReplayClock } from './clock';

const SECRET_HEADER = /^Bearer (.+)$/;
/** Longest wait of one call for readers. */
const PATIENCE_MS = 10_000;

/**
 * The replay clock's routes, only of the local stack and only for who shows its secret:
 * `POST /local/clock { at, run? }` puts the clock, `POST /local/fire { until }` fires what is due once over,
 * `GET /local/next` tells the earliest due instant, `POST /local/reach { heads }` waits until every reader has handled
 * these ends of logs and tells the own ones.
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

  app.get('/local/next', options, async () => ({ next: await nextDue(runtime) }));

  app.post('/local/reach', options, async ({ body }) => {
    const asked = (body as { heads: Record<string, Position> }).heads;
    const handled = await runtime.reached(asked, PATIENCE_MS);
    const { heads, readers } = await runtime.health();
    const reached = handled && Object.entries(heads).every(([log, head]) => head === asked[log]);
    return { reached, heads, next: reached ? await nextDue(runtime) : null, halted: readers.find(({ state }) => state === 'halted') ?? null };
  });
};

const nextDue = async (runtime: ServiceRuntime): Promise<Instant | null> =>
  (await Promise.all(runtime.deadlines.map((each) => each.next()))).filter((at) => at !== undefined).sort()[0] ?? null;

const same = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
