import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closedLoop, type Measured, type Round, type Spread, spreadOf } from '../contest';
import { runtimeOf, Writer, writingDesk } from '../desk';
import { COUNTY } from '../sample';
import type { Work } from '../work';

const CLIENTS = 16;
/** Pairs for each round of the other works: a twentieth cannot be seen in the spread of a few. */
const PAIRS = 4;
/** Quantile of the normal distribution for 95 %. */
const Z = 1.96;

/** Mean of ratios, and between which ends it lies with 95 % confidence. */
const meanOf = (ratios: readonly number[]): Spread => {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const deviation = Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1));
  return { median: mean, low: mean - Z * deviation / Math.sqrt(ratios.length), high: mean + Z * deviation / Math.sqrt(ratios.length) };
};

/** One round of each, who begins changes from pair to pair. */
const pairsOf = async (ours: Round, theirs: Round, count: number): Promise<readonly (readonly [number, number])[]> => {
  const pairs: [number, number][] = [];
  for (let pair = 0; pair < count; pair++) {
    if (pair % 2 === 0) pairs.push([await ours(), await theirs()]);
    else pairs.push(([await theirs(), await ours()] as [number, number]).reverse() as [number, number]);
  }
  return pairs;
};

/** Appends with a notary that reads along against appends without one, in turns, each on a log of its own. */
export const notarise: Work = {
  name: 'notarise', unit: 'events/s', wanted: { 'no notary': 0.95 },
  says: 'append 1 event, 16 clients, while a notary hashes and signs every record, against the same without one; mean of paired rounds, low–high: its 95 % confidence',
  run: async (stage): Promise<Measured> => {
    const folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-notary-'));
    const [signed, unsigned] = [await stage.database('notarised'), await stage.database('unnotarised')];
    const desks = [runtimeOf(writingDesk, signed.app, { notary: { secrets: [randomBytes(32)], folder } }), runtimeOf(writingDesk, unsigned.app)] as const;
    await Promise.all(desks.map((desk) => desk.start()));
    try {
      const [ours, theirs] = desks.map((desk) => {
        const writers = Array.from({ length: CLIENTS }, () => new Writer(1));
        return () => closedLoop(CLIENTS, stage.scale.roundMs, (client) => desk.log.store.append(COUNTY, writers[client]!.nextAppend()));
      });
      await pairsOf(ours!, theirs!, 1);
      const pairs = await pairsOf(ours!, theirs!, stage.scale.rounds * PAIRS);
      return { ours: spreadOf(pairs.map(([own]) => own)), peers: { 'no notary': spreadOf(pairs.map(([, other]) => other)).median }, ratios: { 'no notary': meanOf(pairs.map(([own, other]) => own / other)) } };
    } finally {
      await Promise.all(desks.map((desk) => desk.stop()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
