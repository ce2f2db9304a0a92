import type { Instant, Position } from '@homeroom/contracts';

/** Where a service stands, for whoever moves the replay clock of a whole stack. */
export interface StackPlaces {
  /** Positions of the last records of the own logs, by log name. */
  readonly heads: Readonly<Record<string, Position>>;
  /** Every reader of this process with the log it reads, its place and its state. */
  readonly readers: readonly { readonly reader: string; readonly log: string; readonly position: Position; readonly state: string }[];
}

/** Whether every reader of every service has handled every record that any of them wrote. */
export const isQuiet = (services: readonly StackPlaces[]): boolean => {
  const heads: Record<string, Position> = Object.assign({}, ...services.map((each) => each.heads));
  return services.every(({ readers }) => readers.every(({ log, position }) => position >= (heads[log] ?? 0)));
};

/** A service of the local stack, from outside. */
export interface StackService {
  readonly url: string;
  readonly secret: string;
}

const call = async <T>({ url, secret }: StackService, path: string, body?: object): Promise<T> => {
  const response = await fetch(url + path, {
    method: body ? 'POST' : 'GET', headers: { authorization: `Bearer ${secret}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url}${path} answered ${response.status}: ${await response.text()}`);
  return response.json() as Promise<T>;
};

/** How often the places are looked at while reactions are still under way. */
const LOOK_EVERY_MS = 3;

/** Resolves when nothing is under way: twice in a row nothing has grown and every reader is at the end. */
export const quiet = async (services: readonly StackService[], patienceMs = 120_000): Promise<void> => {
  const until = Date.now() + patienceMs;
  for (let last = ''; ;) {
    const places = await Promise.all(services.map((service) => call<StackPlaces>(service, '/local/places')));
    const heads = JSON.stringify(places.map((each) => each.heads));
    if (isQuiet(places) && heads === last) return;
    if (Date.now() > until) throw new Error(`The stack does not become quiet: ${JSON.stringify(places)}`);
    last = isQuiet(places) ? heads : '';
    await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
  }
};

const put = (services: readonly StackService[], at: Instant, run = false): Promise<unknown> => Promise.all(services.map((service) => call(service, '/local/clock', { at, run })));

/**
 * Moves the whole stack's time to an instant: fires every deadline due at or before it, in the order of their due
 * instants, each at its own time, and resolves when all reactions across services are quiet.
 */
export const advance = async (services: readonly StackService[], to: Instant): Promise<void> => {
  await quiet(services);
  for (;;) {
    const nexts = await Promise.all(services.map(async (service) => (await call<{ next: Instant | null }>(service, '/local/next')).next));
    const next = nexts.filter((at) => at !== null).sort()[0];
    if (!next || next > to) break;
    await put(services, next);
    const fired = await Promise.all(services.map((service) => call<{ fired: number }>(service, '/local/fire', { until: next })));
    await quiet(services);
    if (fired.every((each) => each.fired === 0) && (await stillDue(services, next))) throw new Error(`A deadline due at ${next} does not fire.`);
  }
  await put(services, to);
};

const stillDue = async (services: readonly StackService[], at: Instant): Promise<boolean> =>
  (await Promise.all(services.map((service) => call<{ next: Instant | null }>(service, '/local/next')))).some(({ next }) => next !== null && next <= at);

/** Lets the stack's clock run on from an instant. */
export const runFrom = (services: readonly StackService[], at: Instant): Promise<unknown> => put(services, at, true);
