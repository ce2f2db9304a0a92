import { createHash } from 'node:crypto';

/** Deeper than any checked framework or input; guards the stack against what was never checked. */
const MAX_DEPTH = 200;

/**
 * RFC 8785 for what we write: strings, integers, booleans, null, arrays, objects. Keys in the order of their UTF-16 code units,
 * no white space; an undefined property is absent. A number that is no safe integer, a lone surrogate, anything else or
 * anything deeper than 200: TypeError, since two machines might not agree on its bytes.
 */
export const canonicalJson = (value: unknown, depth = 0): string => {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return whole(value);
  if (value === null || value === true || value === false) return String(value);
  if (typeof value !== 'object') throw new TypeError(`No canonical JSON for ${typeof value}`);
  if (depth >= MAX_DEPTH) throw new TypeError('Too deep for canonical JSON');
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item, depth + 1)).join(',')}]`;
  const members = value as { [key: string]: unknown };
  const keys = Object.keys(members).filter((key) => members[key] !== undefined).sort();
  return `{${keys.map((key) => `${text(key)}:${canonicalJson(members[key], depth + 1)}`).join(',')}}`;
};

const text = (value: string): string => {
  if (!value.isWellFormed()) throw new TypeError('A lone surrogate has no UTF-8');
  return JSON.stringify(value);
};

const whole = (value: number): string => {
  if (!Number.isSafeInteger(value)) throw new TypeError(`Not a safe integer: ${value}`);
  return String(value + 0);
};

/** SHA-256 (hex, lower case) of the canonical JSON in UTF-8. */
export const canonicalHash = (value: unknown): string => createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
