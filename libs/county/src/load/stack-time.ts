import type { Instant, Position } from '@homeroom/contracts';
import type { Stack } from './stack';

/** What a service answers who waits for its readers. */
interface Reached {
  /** Whether every reader had handled these heads, and the own logs still ended there when that was so. */
  readonly reached: boolean;
  /** The ends of its own logs. */
  readonly heads: Readonly<Record<string, Position>>;
  /** When its next deadline is due, of the views as they then were; null: none. */
  readonly next: Instant | null;
  /** A reader that waits for a person. */
  readonly halted: { readonly reader: string; readonly log: string; readonly position: Position } | null;
}

/** Longest wait for reactions to end. */
const PATIENCE_MS = 120_000;

/**
 * Resolves when nothing is under way in any service: each says that its readers have handled everything up to the same
 * heads, its own among them, and that its log had not grown when they had. What one of them did afterwards could only
 * follow from a record of another that is newer than those heads, and there is none.
 * @returns when the next deadline is due in each service
 */
export const quiet = async (stack: Stack): Promise<readonly (Instant | null)[]> => {
  for (const until = Date.now() + PATIENCE_MS; ;) {
    const asked = { ...stack.heads };
    const answers = await stack.ofAll<Reached>('/local/reach', { heads: asked });
    const halted = answers.map((each) => each.halted).find((each) => each !== null);
    if (halted) throw new Error(`Reader ${halted.reader} of ${halted.log} is halted at ${halted.position}; its service's log says why.`);
    for (const { heads } of answers) Object.assign(stack.heads, heads);
    if (answers.every(({ reached }) => reached) && Object.keys(stack.heads).every((log) => stack.heads[log] === asked[log])) return answers.map(({ next }) => next);
    if (Date.now() > until) throw new Error(`Reactions do not end: ${JSON.stringify(stack.heads)}. See which reader of the services' /health/ready is behind.`);
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
