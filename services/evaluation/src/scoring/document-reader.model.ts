import { type Fault, fault, type FaultCode } from './fault.model';
import { MAX_ENTRIES, MAX_ID, MAX_NAME } from './limits.model';
import { NUMBER_LENGTH, Rational } from './rational.model';

export interface Members { readonly [key: string]: unknown }

/** The place of a member, as RFC 6901 writes it. */
export const at = (path: string, key: string | number): string => `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * Reads what may be anything. Each method answers what it found or `undefined`, and notes the fault; so a check goes on with
 * whatever is sound, and a document's faults are known all at once.
 */
export class DocumentReader {
  readonly faults: Fault[] = [];
  /** Characters of fractions and long decimals so far. */
  longNumbers = 0;

  note(path: string, code: FaultCode, detail?: string): undefined {
    this.faults.push(fault(path, code, detail));
    return undefined;
  }

  /** Notes missing and unknown fields too. */
  object(value: unknown, path: string, required: readonly string[], optional: readonly string[] = []): Members | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return this.note(path, 'not-an-object');
    for (const key of required) if (!Object.hasOwn(value, key)) this.note(path, 'missing-field', key);
    for (const key of Object.keys(value)) if (!required.includes(key) && !optional.includes(key)) this.note(at(path, key), 'unknown-field', key.slice(0, MAX_NAME));
    return value as Members;
  }

  /** An object whose `type` says which other fields it has. */
  variant<Type extends string>(value: unknown, path: string, fields: { [type in Type]: { required?: readonly string[]; optional?: readonly string[] } }): (Members & { type: Type }) | undefined {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return this.note(path, 'not-an-object');
    const type = this.choice((value as Members).type, at(path, 'type'), Object.keys(fields) as Type[]);
    if (type === undefined) return (value as Members).type === undefined ? this.note(path, 'missing-field', 'type') : undefined;
    return this.object(value, path, ['type', ...(fields[type].required ?? [])], fields[type].optional) as Members & { type: Type };
  }

  list(value: unknown, path: string, max = MAX_ENTRIES): readonly unknown[] | undefined {
    if (!Array.isArray(value)) return value === undefined ? undefined : this.note(path, 'not-a-list');
    return value.length > max ? this.note(path, 'too-many-entries', String(max)) : value;
  }

  /** As `list`, with at least one entry. */
  entries(value: unknown, path: string): readonly unknown[] | undefined {
    const list = this.list(value, path);
    return list?.length === 0 ? this.note(path, 'list-empty') : list;
  }

  number(value: unknown, path: string): Rational | undefined {
    if (value === undefined) return undefined;
    const number = Rational.parse(value);
    if (!number) return this.note(path, 'bad-number', String(NUMBER_LENGTH));
    const { length } = value as string;
    if (length > 8 || (value as string).includes('/')) this.longNumbers += length;
    return number;
  }

  within(value: unknown, path: string, low: Rational, high: Rational): Rational | undefined {
    const number = this.number(value, path);
    if (number && (number.compare(low) < 0 || number.compare(high) > 0)) return this.note(path, 'out-of-range', `${low.exact()}..${high.exact()}`);
    return number;
  }

  positive(value: unknown, path: string): Rational | undefined {
    const number = this.number(value, path);
    return number && (number.isNegative() || number.isZero()) ? this.note(path, 'not-positive') : number;
  }

  whole(value: unknown, path: string, min: number, max: number): number | undefined {
    if (value === undefined) return undefined;
    return Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max ? (value as number) : this.note(path, 'bad-integer', `${min}..${max}`);
  }

  choice<T extends string>(value: unknown, path: string, options: readonly T[]): T | undefined {
    if (value === undefined) return undefined;
    return options.includes(value as T) ? (value as T) : this.note(path, 'not-one-of', options.join(', '));
  }

  id(value: unknown, path: string): string | undefined {
    if (value === undefined) return undefined;
    return typeof value === 'string' && value.length <= MAX_ID && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value) ? value : this.note(path, 'bad-node-id', String(MAX_ID));
  }

  name(value: unknown, path: string): void {
    if (value === undefined) return;
    const name = this.object(value, path, ['zh', 'en']);
    for (const key of ['zh', 'en']) {
      const text = name?.[key];
      if (text === undefined) continue;
      const sound = typeof text === 'string' && text.trim().length > 0 && text.length <= MAX_NAME && text.isWellFormed();
      if (!sound) this.note(at(path, key), 'bad-text', String(MAX_NAME));
    }
  }
}
