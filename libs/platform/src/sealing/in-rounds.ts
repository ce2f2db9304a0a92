/** Most keys of one round: a statement of some hundred kilobytes. */
const ROUND = 1_000;

interface Asked<V> {
  readonly key: string;
  readonly resolve: (value: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What is asked while a round is under way goes into the next one, so that many requests share one statement and one
 * commit. Never joins a round that has begun: an answer is as new as the question.
 */
export const inRounds = <V>(load: (keys: string[]) => Promise<ReadonlyMap<string, V>>): ((key: string) => Promise<V | undefined>) => {
  const waiting: Asked<V>[] = [];
  let busy = false;

  const round = async (asked: readonly Asked<V>[]): Promise<void> => {
    try {
      const found = await load([...new Set(asked.map(({ key }) => key))]);
      for (const { key, resolve } of asked) resolve(found.get(key));
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) await round(waiting.splice(0, ROUND));
    busy = false;
  };

  return (key) => new Promise((resolve, reject) => {
    waiting.push({ key, resolve, reject });
    if (busy) return;
    busy = true;
    // after what else this turn of the loop asks
    setImmediate(() => void run());
  });
};
