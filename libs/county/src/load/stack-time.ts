import type { Instant, Position } from '@homeroom/contracts';
import type { Stack } from './stack';

/** A reader that waits for a person. */
interface Halted { readonly reader: string; readonly log: string; readonly position: Position; readonly says?: string }

/** What a service answers who waits for its readers. */
interface Reached {
  /** Whether every reader had handled these heads, and the own logs still ended there when that was so. */
  readonly reached: boolean;
  /** The ends of its own logs. */
  readonly heads: Readonly<Record<string, Position>>;
  readonly halted: Halted | null;
}

/** Longest wait for reactions to end. */
const PATIENCE_MS = 120_000;

/**
 * Resolves when nothing is under way in any service: each says that its readers have handled everything up to the same
 * heads, its own among them, and that its log had not grown when they had. What one of them did afterwards could only
 * follow from a record of another that is newer than those heads, and there is none.
 */
export const quiet = async (stack: Stack): Promise<void> => {
  for (const until = Date.now() + PATIENCE_MS; ;) {
    const asked = { ...stack.heads };
    const answers = await stack.ofAll<Reached>('/local/reach', { heads: asked });
    refuseHalted(answers);
    for (const { heads } of answers) Object.assign(stack.heads, heads);
    if (answers.every(({ reached }) => reached) && Object.keys(stack.heads).every((log) => stack.heads[log] === asked[log])) return;
    if (Date.now() > until) throw new Error(`Reactions do not end: ${JSON.stringify(stack.heads)}. See which reader of the services' /health/ready is behind.`);
  }
};

/**
 * Moves the whole stack's time to an instant. Each service fires what falls due in it until then, in due order and each
 * at its own time, and what follows there is over before the next; other services hear of it on their way.
 */
export const advance = async (stack: Stack, to: Instant): Promise<void> => refuseHalted(await stack.ofAll<{ halted: Halted | null }>('/local/advance', { to }));

const refuseHalted = (answers: readonly { readonly halted: Halted | null }[]): void => {
  const halted = answers.map((each) => each.halted).find((each) => each !== null);
  if (halted) throw new Error(`Reader ${halted.reader} of ${halted.log} is halted at ${halted.position}: ${halted.says}`);
};

/** From here on the stack's clock runs by itself. */
export const runFrom = async (stack: Stack, at: Instant): Promise<void> => void await stack.ofAll('/local/clock', { at, run: true });
