import type { Expression } from '@homeroom/contracts';
import { at, type DocumentReader, type Members } from './document-reader.model';
import { MAX_FORMULA_DEPTH, MAX_FORMULA_PARTS } from './limits.model';

const ops = ['const', 'node', 'add', 'sub', 'mul', 'div', 'min', 'max', 'clamp'] as const;
const argumentsOf: { [op in Exclude<Expression['op'], 'const' | 'node'>]: [least: number, most: number, says: string] } = {
  add: [1, MAX_FORMULA_PARTS, '≥ 1'], mul: [1, MAX_FORMULA_PARTS, '≥ 1'], min: [1, MAX_FORMULA_PARTS, '≥ 1'], max: [1, MAX_FORMULA_PARTS, '≥ 1'],
  sub: [2, 2, '2'], div: [2, 2, '2'], clamp: [3, 3, '3'],
};

/** What a formula refers to, with the place of each reference; and how many constants it holds. */
export interface FormulaParts { references: { nodeId: string; path: string }[]; constants: number }

/**
 * Walks a formula with a list of what is still to see, never by calling itself, so its depth costs nothing; stops at the first
 * sign that it is too deep or too large.
 */
export const checkFormula = (reader: DocumentReader, formula: unknown, path: string): FormulaParts => {
  const parts: FormulaParts = { references: [], constants: 0 };
  const open: { value: unknown; path: string; depth: number }[] = [{ value: formula, path, depth: 1 }];
  for (let seen = 0, next = open.pop(); next; next = open.pop()) {
    seen++;
    if (next.depth > MAX_FORMULA_DEPTH) return stop(reader, path, 'formula-too-deep', MAX_FORMULA_DEPTH, parts);
    if (seen > MAX_FORMULA_PARTS) return stop(reader, path, 'formula-too-large', MAX_FORMULA_PARTS, parts);
    const { depth, path: here } = next;
    const args = checkPart(reader, next.value, here, parts);
    for (let i = Math.min(args.length, MAX_FORMULA_PARTS) - 1; i >= 0; i--) open.push({ value: args[i], path: at(at(here, 'args'), i), depth: depth + 1 });
  }
  return parts;
};

const stop = (reader: DocumentReader, path: string, code: 'formula-too-deep' | 'formula-too-large', limit: number, parts: FormulaParts): FormulaParts => {
  reader.note(path, code, String(limit));
  return parts;
};

const checkPart = (reader: DocumentReader, value: unknown, path: string, parts: FormulaParts): readonly unknown[] => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return reader.note(path, 'not-an-object') ?? [];
  const op = reader.choice((value as Members).op, at(path, 'op'), ops);
  if (op === undefined) return ((value as Members).op === undefined && reader.note(path, 'missing-field', 'op')) || [];
  const part = reader.object(value, path, ['op', op === 'const' ? 'value' : op === 'node' ? 'nodeId' : 'args'])!;
  if (op === 'const') {
    parts.constants++;
    reader.number(part.value, at(path, 'value'));
    return [];
  }
  if (op === 'node') {
    const nodeId = reader.id(part.nodeId, at(path, 'nodeId'));
    if (nodeId) parts.references.push({ nodeId, path: at(path, 'nodeId') });
    return [];
  }
  return checkArguments(reader, op, part.args, path);
};

const checkArguments = (reader: DocumentReader, op: keyof typeof argumentsOf, value: unknown, path: string): readonly unknown[] => {
  const args = reader.list(value, at(path, 'args'), MAX_FORMULA_PARTS) ?? [];
  const [least, most, says] = argumentsOf[op];
  if (Array.isArray(value) && (args.length < least || args.length > most) && value.length <= MAX_FORMULA_PARTS) reader.note(at(path, 'args'), 'formula-arguments', says);
  const divisor = op === 'div' ? (args[1] as Members | null | undefined) : undefined;
  if (divisor?.op === 'const' && typeof divisor.value === 'string' && /^-?0(\.0+|\/[1-9][0-9]*)?$/.test(divisor.value)) reader.note(at(at(path, 'args'), 1), 'formula-divides-by-zero');
  return args;
};
