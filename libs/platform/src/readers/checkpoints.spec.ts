import type { County } from '@homeroom/contracts';
import { eventually } from '@homeroom/testing';
import { Checkpoints } from './checkpoints';
import type { Move } from './place-store';

const move: Move = { reader: 'view', log: { service: 'counter', county: '370786' }, place: { position: 7 }, from: 3 };

describe('a place that is written down later', () => {
  it('is tried again when it could not be written, although nothing else comes', async () => {
    const written: Move[] = [];
    let failures = 2;
    const checkpoints = new Checkpoints({
      find: async () => undefined, begin: async (_, __, position) => ({ position }),
      move: async (_: County, moves: readonly Move[]) => {
        if (failures-- > 0) throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
        written.push(...moves);
      },
    });
    checkpoints.moveLater(move);
    await eventually(() => expect(written).toEqual([move]));
  });
});
