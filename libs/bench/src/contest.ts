/** One round of one contestant: does its work for a while, or once, and gives how much it did in a second. */
export type Round = () => Promise<number>;

/** Median, and between which ends the rounds lay. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** What came of a work: our figure, and how it stands to each peer's. A ratio of 1 or more is ours at least as good, whatever the unit. */
export interface Measured {
  readonly ours: Spread;
  readonly peers: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, Spread>>;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, low: sorted[0]!, high: sorted.at(-1)! };
};

/**
 * Lets ours and its peers take turns. A ratio is made within a round, where both met the same machine: what else the
 * machine does then, and how full its disk is, falls on both. Who begins changes from round to round.
 */
export const compete = async (ours: Round, peers: Readonly<Record<string, Round>>, rounds: number): Promise<Measured> => {
  const contestants: [string, Round][] = [['ours', ours], ...Object.entries(peers)];
  const figures = new Map<string, number[]>(contestants.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const [name, run] = contestants[(turn + round) % contestants.length]!;
      figures.get(name)!.push(await run());
    }
  }
  const own = figures.get('ours')!;
  const names = Object.keys(peers);
  return {
    ours: spreadOf(own),
    peers: Object.fromEntries(names.map((name) => [name, spreadOf(figures.get(name)!).median])),
    ratios: Object.fromEntries(names.map((name) => [name, spreadOf(figures.get(name)!.map((figure, round) => own[round]! / figure))])),
  };
};

/** Our figures against limits, where less is better: a ratio says how often the figure fits into its limit. */
export const within = (limits: Readonly<Record<string, number>>, figures: Readonly<Record<string, number>>, ours: Spread): Measured => ({
  ours, peers: limits, ratios: Object.fromEntries(Object.entries(limits).map(([name, limit]) => [name, spreadOf([limit / figures[name]!])])),
});

/** So many clients for so long, each asking again when it has its answer. @returns answers a second */
export const closedLoop = async (clients: number, ms: number, ask: (client: number) => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  let answers = 0;
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    while (performance.now() - started < ms) {
      await ask(client);
      answers++;
    }
  }));
  return answers / ((performance.now() - started) / 1000);
};

/** Work of a known size, once. @returns how much of it was done in a second */
export const timed = async (size: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return size / ((performance.now() - started) / 1000);
};
