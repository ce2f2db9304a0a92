import type { ClientJournal, Entry, Outcome } from '../journal/client-journal';
import { JournalCheck } from './journal-check';
import type { Effect, LogWatch } from './log-watch';

const effect = (first: number, last: number, versions: Record<string, number>): Effect => ({ first, last, versions: new Map(Object.entries(versions)) });
const told = (position: number, versions: Record<string, number>): Outcome => ({
  kind: 'acknowledged', position, streams: Object.entries(versions).map(([stream, version]) => ({ stream, version })), repeated: false, headers: {},
});

/** What is found when one client was told this, and the log holds that. */
const found = (outcome: Outcome | undefined, effects: Record<string, Effect>, head = 9): string[] => {
  const entries = [{ service: 's', operation: 'op', commandId: 'c', unsure: 0, outcome } as Entry];
  const breaches: string[] = [];
  const check = new JournalCheck({ entries } as ClientJournal, () => ({ effects: new Map(Object.entries(effects)), head }) as LogWatch, (invariant, evidence) => void breaches.push(`${invariant}: ${evidence}`));
  check.lookAtAll();
  return breaches;
};

describe('what clients were told, held against the log', () => {
  it('is kept when the events are there with the versions that were told', () => expect(found(told(6, { a: 1, b: 2 }), { c: effect(5, 6, { a: 1, b: 2 }) })).toEqual([]));
  it('is broken by events that are not there', () => expect(found(told(6, { a: 1 }), {})).toEqual(['1: op (c) was told 6, and is not in the log']));
  it('is broken by a log that ends before', () => expect(found(told(12, { a: 1 }), {})).toEqual(['1: op (c) was told 12, and the log ends before']));
  it('is broken by another place', () => expect(found(told(6, { a: 1 }), { c: effect(7, 7, { a: 1 }) })).toEqual(['1: op (c) was told 6, and stands at 7–7']));
  it('is broken by another version', () => expect(found(told(6, { a: 1 }), { c: effect(6, 6, { a: 2 }) })).toHaveLength(1));
  it('is broken by a stream that was not told', () => expect(found(told(6, { a: 1 }), { c: effect(5, 6, { a: 1, b: 1 }) })).toHaveLength(1));
  it('is broken by a refusal that left something', () => expect(found({ kind: 'refused', status: 409, code: 'no' }, { c: effect(6, 6, { a: 1 }) })).toContain('3: op (c) was told 409 no, and stands at 6'));
  it('is broken by something where nothing was to do', () => expect(found({ kind: 'nothing to do' }, { c: effect(6, 6, { a: 1 }) })).toContain('3: op (c) was told nothing to do, and stands at 6'));
  it('says nothing of what was never answered: it may stand there once, which is another promise', () => expect(found(undefined, { c: effect(6, 6, { a: 1 }) })).toEqual([]));
});
