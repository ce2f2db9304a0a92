import { random } from '@homeroom/county';
import type { Campaign, CampaignOptions, CampaignResult, Violation } from '../campaign';
import { groundOf, type Kind, kinds, refusedAsItIs } from './kinds';

/** So many undetected mutations say what there is to say. */
const ENOUGH = 20;
/** After so many a log of other texts is taken. */
const RENEW = 20_000;

/** @param mutations at most so many; without a number as many as fit into the time */
export const tamper = async ({ minutes, seed, say, signal }: CampaignOptions, mutations = Infinity): Promise<CampaignResult> => {
  const chance = random(`tamper ${seed}`);
  const until = performance.now() + minutes * 60_000;
  const counts = new Map(kinds.map(({ name }) => [name, 0]));
  const weights = Object.fromEntries(kinds.map(({ name, weight }) => [name, weight]));
  const violations: Violation[] = [];
  let done = 0;
  let ground = await groundOf(chance.of(0));
  const control = (): void => { for (const what of refusedAsItIs(ground)) violations.push({ promise: 'What nobody altered holds', evidence: `${what} is refused, seed ${seed}` }); };
  control();
  while (done < mutations && performance.now() < until && !signal.aborted && violations.length < ENOUGH) {
    if (done > 0 && done % RENEW === 0) {
      ground = await groundOf(chance.of(done));
      control();
      say(`${done.toLocaleString('en')} mutations, ${violations.length} undetected`);
    }
    const chosen = chance.weighted(weights);
    const kind = kinds.find(({ name }) => name === chosen)!;
    const violation = await tried(kind, seed, done, async () => kind.attempt(chance.of(done), ground));
    if (violation) violations.push(violation);
    counts.set(kind.name, counts.get(kind.name)! + 1);
    done++;
  }
  return { figures: { mutations: done, undetected: violations.length, ...Object.fromEntries(counts) }, violations };
};

const tried = async ({ name, promise }: Kind, seed: number, nth: number, attempt: () => Promise<{ found: boolean; says: string }>): Promise<Violation | undefined> => {
  try {
    const { found, says } = await attempt();
    return found ? undefined : { promise, evidence: `${says} (seed ${seed}, mutation ${nth})` };
  } catch (error) {
    return { promise: 'A verifier says no and does not break', evidence: `${name}: ${(error as Error).stack} (seed ${seed}, mutation ${nth})` };
  }
};

export const tamperCampaign: Campaign = { name: 'tamper', says: 'single mutations of records, proofs, checkpoints, tiles, logs and topics, each to be found by the offline verifier', minutes: 3, run: (options) => tamper(options) };
