import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { closedLoop, compete, type Measured } from '../contest';
import { runtimeOf, Writer, writingDesk } from '../desk';
import { COUNTY } from '../sample';
import type { Work } from '../work';

const CLIENTS = 16;
const EVENTS = 10;
/** Pairs for each round of the other works: a twentieth cannot be seen in the spread of a few. */
const PAIRS = 4;

/** Appends with a notary that reads along against appends without one, in turns, each on a log of its own. */
export const notarise: Work = {
  name: 'notarise', unit: 'events/s', wanted: { 'no notary': 0.95 },
  says: 'append 10 events, 16 clients, while a notary hashes and signs every record, against the same without one',
  run: async (stage): Promise<Measured> => {
    const folder = mkdtempSync(join(tmpdir(), 'homeroom-bench-notary-'));
    const [signed, unsigned] = [await stage.database('notarised'), await stage.database('unnotarised')];
    const desks = [runtimeOf(writingDesk, signed.app, { notary: { secrets: [randomBytes(32)], folder } }), runtimeOf(writingDesk, unsigned.app)] as const;
    await Promise.all(desks.map((desk) => desk.start()));
    try {
      const [ours, theirs] = desks.map((desk) => {
        const writers = Array.from({ length: CLIENTS }, () => new Writer(EVENTS));
        return async () => EVENTS * await closedLoop(CLIENTS, stage.scale.roundMs, (client) => desk.log.store.append(COUNTY, writers[client]!.nextAppend()));
      });
      await ours!();
      await theirs!();
      return await compete(ours!, { 'no notary': theirs! }, stage.scale.rounds * PAIRS);
    } finally {
      await Promise.all(desks.map((desk) => desk.stop()));
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
