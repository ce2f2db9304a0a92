import type { Instant, Position } from '@homeroom/contracts';
import type { Stack } from './stack';

/** Where a service stands: the ends of its own logs, and every reader with the log that it reads. */
interface Places {
  readonly heads: Readonly<Record<string, Position>>;
  readonly readers: readonly { readonly reader: string; readonly log: string; readonly position: Position; readonly state: string }[];
}

interface Look {
  readonly quiet: boolean;
  readonly heads: string;
}

/** When the next deadline is due in each service; null: none. */
type Next = readonly (Instant | null)[];

/** Longest wait for reactions to end. */
const PATIENCE_MS = 120_000;
/** How often the stack is looked at while reactions are under way. */
const LOOK_EVERY_MS = 4;

const lookAt = async (stack: Stack): Promise<Look> => {
  const places = await stack.ofAll<Places>('/local/places');
  const halted = places.flatMap(({ readers }) => readers).find(({ state }) => state === 'halted');
  if (halted) throw new Error(`Reader ${halted.reader} of ${halted.log} is halted at ${halted.position}; its service's log says why.`);
  const heads: Record<string, Position> = Object.assign({}, ...places.map((each) => each.heads));
  return { quiet: places.every(({ readers }) => readers.every(({ log, position }) => position >= (heads[log] ?? 0))), heads: JSON.stringify(heads) };
};

const nextDue = async (stack: Stack): Promise<Next> => (await stack.ofAll<{ next: Instant | null }>('/local/next')).map(({ next }) => next);

/**
 * Resolves when nothing is under way in any service: every reader has handled every record, twice in a row without a new one.
 * @returns when the next deadline is due in each service, read after the first of the two looks and so of the views as they now are
 */
const quiet = async (stack: Stack): Promise<Next> => {
  const until = Date.now() + PATIENCE_MS;
  for (let before: Look | undefined; ;) {
    const [now, next] = await Promise.all([lookAt(stack), before?.quiet ? nextDue(stack) : undefined]);
    if (next && now.quiet && now.heads === before!.heads) return next;
    if (Date.now() > until) throw new Error(`Reactions do not end: ${now.heads}. See which reader of the services' /health/ready is behind.`);
    before = now;
    if (!now.quiet) await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
  }
};

/**
 * Moves the whole stack's time to an instant: fires every deadline due at or before it, in due order and each at its own
 * time, and resolves when what follows is over in every service.
 */
export const advance = async (stack: Stack, to: Instant): Promise<void> => {
  for (let last: Instant | undefined; ;) {
    const next = await quiet(stack);
    const earliest = next.filter((each) => each !== null).sort()[0];
    if (earliest === undefined || earliest > to) break;
    if (earliest !== last) await stack.ofAll('/local/clock', { at: earliest });
    const due = stack.services.filter((_, i) => next[i] !== null && next[i]! <= earliest);
    const fired = await Promise.all(due.map((service) => stack.local<{ fired: number }>(`${stack.urlOf(service)}/local/fire`, { until: earliest })));
    if (earliest === last && fired.every((each) => each.fired === 0)) throw new Error(`A deadline due at ${earliest} does not fire.`);
    last = earliest;
  }
  await stack.ofAll('/local/clock', { at: to });
};

/** From here on the stack's clock runs by itself. */
export const runFrom = async (stack: Stack, at: Instant): Promise<void> => void await stack.ofAll('/local/clock', { at, run: true });
