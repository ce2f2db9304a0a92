import type { PlantedBug } from '../planted/planted-bug';
import { FOLDED } from './kafka-fuzz';
import { PROMISES } from './http-fuzz';

const exactly = (promise: string): RegExp => new RegExp(`^${promise.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
const byFuzz = { campaign: 'fuzz', minutes: 1 } as const;

export const planted: readonly PlantedBug[] = [
  {
    name: 'other-body-under-a-known-key', says: 'An idempotency key is not compared with the body: a second report is answered as if it were the first, and lost.', ...byFuzz, violates: exactly(PROMISES.keyed),
    plants: [{ file: 'libs/eventsourcing/src/handle.ts', find: 'if (command.fingerprint && known.fingerprint && command.fingerprint !== known.fingerprint) throw', replace: 'if (command.fingerprint === \'none\') throw' }],
  },
  {
    name: 'refused-command-that-appends', says: 'A command with an idempotency key is done, and its caller is told that it was not allowed.', ...byFuzz, violates: exactly(PROMISES.refused),
    plants: [{ file: 'libs/platform/src/http/event-stream.ts', find: '  const { reply, edge, caller, route, target } = request;\n  if (!first) {', replace: '  const { reply, edge, caller, route, target } = request;\n  if (first && !repeated && request.fingerprint) throw new Forbidden(\'not-allowed\', NOT_ALLOWED);\n  if (!first) {' }],
  },
  {
    name: 'stack-trace-in-an-answer', says: 'A refusal carries the stack of the error: it tells a stranger which code runs where.', ...byFuzz, violates: exactly(PROMISES.documented),
    plants: [{ file: 'libs/platform/src/http/problem.ts', find: 'details: error.details, ...(error', replace: 'details: { ...error.details, stack: String(error.stack) }, ...(error' }],
  },
  {
    name: 'path-id-not-checked', says: 'Whatever stands in a path where an id should reaches the database, which refuses it: the caller is told of an internal error.', ...byFuzz, violates: exactly(PROMISES.answers),
    plants: [{ file: 'libs/platform/src/http/route-shape.ts', find: 'if (!SHAPES.uuid.test(value)) faults.push(', replace: 'if (value === \'\') faults.push(' }],
  },
  {
    name: 'foreign-record-folded', says: 'A reader takes a record from Kafka whose bytes do not match the hash it carries.', ...byFuzz, violates: exactly(FOLDED),
    plants: [{ file: 'libs/platform/src/kafka/kafka-record.ts', find: 'if (leafHash(record) !== text(headers.ce_leafhash)) {', replace: 'if (leafHash(record) === \'\') {' }],
  },
];
