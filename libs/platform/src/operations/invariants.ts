/**
 * What must always hold, by number. `verify` checks what can be seen from a service's log, topic and views as they stand;
 * the others need a client who remembers what it was told, or somebody who watches while things break: see libs/proving.
 */
export const invariants = {
  1: 'Every acknowledged command has its events, with the versions it was told',
  2: 'One command id, one effect',
  3: 'Refused commands leave nothing',
  4: 'Streams are 1..n, legal steps of their decider',
  5: 'Positions are 1..N',
  6: 'A position never changes its record',
  7: 'Every record reaches its topic with the same bytes; first occurrences are in order; gaps hold the reader',
  8: 'Each view equals a fresh rebuild to the same position vector, from PostgreSQL and from Kafka, by digest',
  9: 'A view\'s checkpoint never passes the log, and goes back only in a database crash, together with its rows',
  10: 'Merkle roots recompute to every signed checkpoint, and checkpoints are consistent',
  11: 'After waiting for its position, a writer reads its write',
  12: 'What evaluation counts exists where it came from',
  13: 'When faults stop, lag returns to 0',
  14: 'An erased person\'s data is nowhere',
  15: 'No county sees another\'s',
} as const;

export type Invariant = keyof typeof invariants;

/** An invariant as a promise that can be broken, under its number. */
export const promiseOf = (invariant: Invariant): string => `${invariant}. ${invariants[invariant]}`;
