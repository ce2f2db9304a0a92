import { randomBytes } from 'node:crypto';
import { v5, v7 } from 'uuid';
import type { Uuid } from './event';

/** Namespace of every id that Homeroom derives. Never changes: derived ids are in logs. */
const NAMESPACE: Uuid = '6f8a3c1e-1b1d-5f0e-9c57-37078600a001';

/** RFC 9562 UUIDv5 of these parts: the same parts give the same id, in every process and every year. */
export const derivedId = (...parts: readonly (string | number)[]): Uuid => v5(parts.map((part) => `${String(part).length}:${part}`).join('/'), NAMESPACE);

/** Random bytes are drawn for this many ids at once: one by one they cost more than the rest of an id. */
const DRAWN_IDS = 256;
let drawn = new Uint8Array(0);
let used = 0;

/** RFC 9562 UUIDv7: ordered by time, for event ids and commands without an idempotency key. */
export const newId = (): Uuid => {
  if (used === drawn.length) {
    drawn = randomBytes(16 * DRAWN_IDS);
    used = 0;
  }
  return v7({ random: drawn.subarray(used, (used += 16)) });
};
