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
 * `POST /local/clock { at, run? }` puts the clock, `POST /local/advance { to }` lets this service's time go by until then,
 * `POST /local/fire { until }` fires what is due once over, `GET /local/next` tells the earliest due instant,
 * `POST /local/reach { heads }` waits until every reader has handled these ends of logs and tells the own ones.
 */
export const localStackRoutes = (app: FastifyInstance, runtime: ServiceRuntime, clock: ReplayClock, secret: string): void => {
  const guard = async ({ headers }: FastifyRequest): Promise<void> => {
    const shown = SECRET_HEADER.exec(headers.authorization ?? '')?.[1] ?? '';
    if (!isSecret(shown, secret)) throw Object.assign(new Error('The local stack\'s secret is needed here.'), { statusCode: 401 });
  };
  const options = { onRequest: guard };

  app.post('/local/clock', options, async ({ body }) => {
    const { at, run } = body as { at: Instant; run?: boolean };
    if (typeof at !== 'string' || Number.isNaN(Date.parse(at))) throw Object.assign(new Error('`at` must be an RFC 3339 instant.'), { statusCode: 400 });
    clock.put(at);
    if (run) clock.run();
    return { now: clock.now() };
  });

  app.post('/local/advance', options, async ({ body }) => advance(runtime, clock, (body as { to: Instant }).to));

  app.post('/local/fire', options, async ({ body }) => {
    const { until } = body as { until: Instant };
    return { fired: await fire(runtime, until) };
  });

  app.get('/local/next', options, async () => ({ next: await nextDue(runtime) }));

  app.post('/local/reach', options, async ({ body }) => {
    const asked = (body as { heads: Record<string, Position> }).heads;
    const handled = await runtime.reached(asked, PATIENCE_MS);
    const { heads, readers } = await runtime.health();
    return { reached: handled && same(heads, asked), heads, halted: readers.find(({ state }) => state === 'halted') ?? null };
  });
};

/**
 * Every deadline of this service due at or before `to` fires, in due order and each at its own time, once the views hold
 * what came before; then the clock stands at `to`. Other services hear of it on their own time.
 */
const advance = async (runtime: ServiceRuntime, clock: ReplayClock, to: Instant): Promise<{ fired: number; halted: object | null }> => {
  let fired = 0;
  while (runtime.deadlines.some(({ any }) => any)) {
    const halted = await settled(runtime);
    if (halted) return { fired, halted };
    const next = await nextDue(runtime);
    if (next === null || next > to) break;
    clock.put(next);
    const now = await fire(runtime, next);
    if (now === 0) throw new Error(`A deadline due at ${next} does not fire.`);
    fired += now;
  }
  clock.put(to);
  return { fired, halted: null };
};

/** The own readers have handled the own logs, reactions to their last records included. @returns a reader that waits for a person */
const settled = async (runtime: ServiceRuntime): Promise<object | null> => {
  for (let heads = await runtime.knownEnds(); ;) {
    const reached = await runtime.reached(heads, PATIENCE_MS);
    const now = await runtime.knownEnds();
    if (reached && same(now, heads)) return null;
    const { readers } = await runtime.health();
    const halted = readers.find(({ state }) => state === 'halted');
    if (halted) return halted;
    heads = now;
  }
};

const fire = async (runtime: ServiceRuntime, until: Instant): Promise<number> => {
  let fired = 0;
  for (const deadlines of runtime.deadlines) fired += await deadlines.fire(until);
  return fired;
};

const nextDue = async (runtime: ServiceRuntime): Promise<Instant | null> =>
  (await Promise.all(runtime.deadlines.map((each) => each.next()))).filter((at) => at !== undefined).sort()[0] ?? null;

type Heads = Readonly<Record<string, Position>>;
const same = (own: Heads, asked: Heads): boolean => Object.entries(own).every(([log, head]) => head === asked[log]);

const isSecret = (shown: string, secret: string): boolean => shown.length === secret.length && timingSafeEqual(Buffer.from(shown), Buffer.from(secret));
