import type { Operation } from '../ground/documents';
import type { Played } from '../ground/player';

/** Kept of each field: enough for commands to meet, few enough that they do. */
const KEPT = 300;

/** Values that were seen to mean something, by the field or parameter that they stood in: ids above all. */
export class Pool {
  private readonly values = new Map<string, string[]>();
  private readonly resolvedNames = new Map<string, string[]>();

  constructor(story: readonly Played[]) {
    for (const { step, operation, body, answer } of story) {
      operation.params.forEach((name, i) => this.add(name, step.ids[i]!));
      this.addAll(body);
      this.learn(operation, body, answer);
    }
  }

  of(field: string, n: number): string {
    const values = this.named(field);
    return values[n % values.length]!;
  }

  /** A command began a stream: its id is one more that others may name. */
  learn(operation: Operation, body: unknown, answer: { readonly id?: string } | undefined): void {
    const field = operation.params.length === 0 && typeof body === 'object' && body !== null ? Object.keys(body).find((name) => name.endsWith('Id') && (body as Record<string, unknown>)[name] === answer?.id) : undefined;
    if (field && answer?.id) this.add(field, answer.id);
  }

  add(field: string, value: string): void {
    const values = this.values.get(field) ?? [];
    if (values.includes(value)) return;
    if (values.length >= KEPT) values.splice(KEPT / 2, 1);
    values.push(value);
    this.values.set(field, values);
    this.resolvedNames.clear();
  }

  private addAll(body: unknown, field = 'body'): void {
    if (typeof body === 'string' && body.length <= 100) this.add(field, body);
    else if (Array.isArray(body)) body.forEach((item) => this.addAll(item, field.replace(/s$/, '')));
    else if (typeof body === 'object' && body !== null) for (const [name, value] of Object.entries(body)) this.addAll(value, name);
  }

  /** `supersedesDirectiveId` takes ids of directives, what nobody knows takes people's: most ids that stand for a role do. */
  private named(field: string): string[] {
    const singular = field.replace(/s$/, '');
    const known = this.resolvedNames.get(field) ?? this.values.get(field) ?? this.values.get(singular)
      ?? [...this.values].find(([name]) => singular.toLowerCase().endsWith(name.toLowerCase()))?.[1] ?? this.values.get('personId')!;
    this.resolvedNames.set(field, known);
    return known;
  }
}
