import type { Event, Recorded } from '@homeroom/contracts';
import { type Folding, foldRows } from '@homeroom/eventsourcing';
import fc from 'fast-check';

/** Rows of a view after these events, by key. */
export const foldAll = <Row extends object>(view: Folding<Row>, events: readonly Recorded[]): Map<string, Row> => {
  const rows = new Map<string, Row>();
  for (const event of events) {
    for (const [key, row] of foldRows(view, rows, [event])) if (row) rows.set(key, row); else rows.delete(key);
  }
  return rows;
};

/** An event as a log would hold it; position and version count up within the list. */
export const recorded = <E extends Event>(events: readonly E[], recordedAt = '2025-09-08T01:00:00.000Z'): Recorded<E>[] => events.map((event, i) => ({
  ...event, stream: 'stream', version: i + 1, position: i + 1, eventId: `00000000-0000-7000-8000-${String(i + 1).padStart(12, '0')}`, commandId: `00000000-0000-7000-8000-${String(i + 1).padStart(12, '0')}`,
  recordedAt, meta: { actor: { personId: 'someone', role: 'someone' }, correlationId: 'c', occurredAt: recordedAt, schemaVersion: 1, dataLevel: 'L2' },
}) as Recorded<E>);

/**
 * A view over several logs must not care how they interleave: whatever order readers deliver them in, each log's own
 * order kept, the rows are the same. Throws with the interleaving that gives other rows.
 */
export const sameForAnyInterleaving = (view: Folding, logs: readonly (readonly Recorded[])[], runs = 200): void => {
  const turns = logs.flatMap((log, i) => log.map(() => i));
  const expected = foldAll(view, logs.flat());
  fc.assert(fc.property(fc.shuffledSubarray(turns, { minLength: turns.length }), (order) => {
    const next = logs.map(() => 0);
    const merged = order.map((i) => logs[i]![next[i]!++]!);
    expect(foldAll(view, merged)).toEqual(expected);
  }), { numRuns: runs });
};
