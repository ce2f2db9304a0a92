import type { Event } from '@homeroom/contracts';
import { recorded, repairBoard, sameForAnyInterleaving } from './index';

const returned = (bookId: string, damaged: boolean): Event => ({ type: 'BookReturned', data: { bookId, damaged } });
const done = (bookId: string): Event => ({ type: 'RepairDone', data: { bookId, repairId: 'r' } });
const logs = [recorded([returned('a', true), returned('a', false), returned('b', true), returned('a', true)]), recorded([done('a'), done('b'), done('a')])];

describe('the interleaving kit', () => {
  it('passes a view that counts', () => sameForAnyInterleaving(repairBoard, logs));

  it('catches a view that remembers who came last', () => {
    const last = { key: 'bookId', on: { BookReturned: (_: unknown, e: { data: { bookId: string } }) => ({ bookId: e.data.bookId, last: 'returned' }), RepairDone: (_: unknown, e: { data: { bookId: string } }) => ({ bookId: e.data.bookId, last: 'done' }) } };
    expect(() => sameForAnyInterleaving(last as never, logs)).toThrow(/Property failed/);
  });
});
