import { createHash } from 'node:crypto';
import { type Operation, sealedFields } from '../ground/documents';
import type { Catalogue } from '../ground/player';
import { CAST, type Step } from '../ground/story';
import { COUNTIES } from '../ground/two-counties';

/** A text that stands nowhere else, in every sealed field of every command. */
export class Canaries {
  /** What all of them begin with: looked for in every byte there is. */
  readonly mark: string;
  /** What those begin with that are not erased: of one person, and of the other county. */
  readonly keptMark: string;
  /** Sealed fields that hold one, as `operation/field`. */
  readonly planted = new Set<string>();
  private n = 0;

  /** @param kept whose own texts are to stay: the id of a person */
  constructor(private readonly catalogue: Catalogue, seed: number, private readonly kept: string) {
    const digest = createHash('sha256').update(`canary ${seed}`).digest('hex');
    // Short enough for a telephone number, and letters that no other text of the stack holds in this order.
    this.mark = `zq${digest.slice(0, 7)}`;
    this.keptMark = `qz${digest.slice(7, 14)}`;
  }

  /** The body with a canary in each of its sealed fields. */
  plant(operation: Operation, body: object, { ids, by }: Step): object {
    const fields = operation.body ? sealedFields(operation.body, this.catalogue.document(operation.service)) : [];
    const mark = CAST[by].county !== COUNTIES[0] || [...ids, (body as { personId?: string }).personId].includes(this.kept) ? this.keptMark : this.mark;
    return fields.reduce<object>((changed, field) => this.put(operation, changed, field.slice(1).split('/'), field, mark), body);
  }

  /** Sealed fields in which none was planted. */
  missing(): string[] {
    return this.catalogue.operations.flatMap((operation) => (
      operation.body ? sealedFields(operation.body, this.catalogue.document(operation.service)).map((field) => `${operation.id}${field}`) : [])).filter((field) => !this.planted.has(field));
  }

  private put<T>(operation: Operation, value: T, [name, ...rest]: readonly string[], field: string, mark: string): T {
    if (name === '-' && Array.isArray(value)) return value.map((item: unknown) => this.put(operation, item, rest, field, mark)) as T;
    if (name === undefined || typeof value !== 'object' || value === null || !(name in value)) return value;
    const within = (value as Record<string, unknown>)[name];
    if (rest.length > 0) return { ...value, [name]: this.put(operation, within, rest, field, mark) };
    this.planted.add(`${operation.id}${field}`);
    return { ...value, [name]: `${mark}${(this.n++).toString(36)}` };
  }
}
