import { validateSync } from 'class-validator';
import type { Check } from './checks';
import { type Fault, Malformed } from './fault';
import { type Field, fieldsOf, type Shape } from './shape';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a class takes, looked up once per class. */
interface Plan {
  readonly fields: readonly Field[];
  readonly names: ReadonlySet<string>;
  readonly parts: readonly Field[];
}

const plans = new WeakMap<Shape, Plan>();
const planOf = (shape: Shape): Plan => {
  const known = plans.get(shape);
  if (known) return known;
  const fields = fieldsOf(shape);
  const plan: Plan = { fields, names: new Set(fields.map(({ name }) => name)), parts: fields.filter(({ part }) => part) };
  plans.set(shape, plan);
  return plan;
};

/** Most faults told at once: a body of a hundred thousand unknown fields is not worth an answer of its size. */
const TOLD_FAULTS = 100;
/** Longest stretch of an unknown field's name that is told back. */
const TOLD_NAME = 60;
/** RFC 6901: `~` and `/` in a field's name. */
const escaped = (name: string): string => name.slice(0, TOLD_NAME).replaceAll('~', '~0').replaceAll('/', '~1');

/**
 * The plain object as an instance of its class, as far as the class reaches: depth is bounded by the class, whatever the
 * caller sent. Nothing is converted. Unknown fields become faults here and are never copied: class-validator takes a field
 * called `constructor` for the class itself and would then check nothing.
 */
const instance = (shape: Shape, plain: Record<string, unknown>, pointer: string, unknown: Fault[]): object => {
  const { names, parts } = planOf(shape);
  const made = new shape() as Record<string, unknown>;
  for (const name of Object.keys(plain)) {
    if (names.has(name)) made[name] = plain[name];
    else unknown.push({ code: 'unknown-field', pointer: `${pointer}/${escaped(name)}` });
  }
  for (const { name, part, list } of parts) {
    const value = made[name];
    const at = `${pointer}/${name}`;
    if (list && Array.isArray(value)) made[name] = value.map((entry: unknown, i) => (isObject(entry) ? instance(part!(), entry, `${at}/${i}`, unknown) : entry));
    else if (!list && isObject(value)) made[name] = instance(part!(), value, at, unknown);
  }
  return made;
};

/** Only what the decorators of `fields.ts` say; their message is a list of faults as JSON. */
const OPTIONS = { validationError: { target: false, value: false }, forbidUnknownValues: false } as const;

/** Everything wrong with the fields of an instance, in their order. */
const faultsOf = (made: object): readonly Fault[] => validateSync(made, OPTIONS).flatMap(({ property, constraints }) =>
  (JSON.parse(constraints!['field']!) as Fault[]).map((fault) => ({ ...fault, pointer: `/${property}${fault.pointer}` })));

/** The value is an instance of the part already, made by {@link instance}; anything else was no object. */
export const isPart = (part: () => Shape): Check => (value, pointer) => {
  if (value === undefined) return [{ code: 'required', pointer }];
  if (!(value instanceof part())) return [{ code: 'not-an-object', pointer }];
  return faultsOf(value).map((fault) => ({ ...fault, pointer: pointer + fault.pointer }));
};

const checked = <T extends object>(shape: Shape<T>, plain: Record<string, unknown>): T => {
  const unknown: Fault[] = [];
  const made = instance(shape, plain, '', unknown) as T;
  const faults = [...unknown, ...faultsOf(made)];
  if (faults.length > 0) throw new Malformed(faults.slice(0, TOLD_FAULTS));
  return made;
};

/**
 * A request body as its class.
 * @throws Malformed with every fault at once
 */
export const bodyAs = <T extends object>(shape: Shape<T>, body: unknown): T => {
  if (!isObject(body)) throw new Malformed([{ code: 'not-an-object', pointer: '' }]);
  return checked(shape, body);
};

const WHOLE = /^-?\d{1,15}$/;

/** What a query string says, by the kind its field declares; what does not fit stays text and is refused by its check. */
const converted = ({ kind, list }: Field, value: unknown): unknown => {
  if (list) return typeof value === 'string' ? value.split(',') : value;
  if (kind === 'whole') return typeof value === 'string' && WHOLE.test(value) ? Number(value) : value;
  if (kind === 'flag') return value === 'true' ? true : value === 'false' ? false : value;
  return value;
};

/** A query that takes no parameters. */
class Nothing {}

/**
 * A query string as its class; text becomes numbers, flags and lists (repeated or with commas) where the class says so.
 * @param aside parameters that are not the class's business
 * @throws Malformed with every fault at once
 */
export const queryAs = <T extends object>(shape: Shape<T> | undefined, query: Readonly<Record<string, unknown>>, aside: readonly string[] = []): T => {
  if (!shape && Object.keys(query).length === 0) return {} as T;
  const fields = new Map(planOf(shape ?? Nothing).fields.map((field) => [field.name, field]));
  const plain: Record<string, unknown> = Object.create(null);
  for (const [name, value] of Object.entries(query)) {
    const field = fields.get(name);
    if (!aside.includes(name)) plain[name] = field ? converted(field, value) : value;
  }
  try {
    return checked((shape ?? Nothing) as Shape<T>, plain);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new Malformed(error.faults.map(({ pointer = '', ...fault }) => ({ ...fault, in: 'query', name: pointer.split('/')[1] ?? '' })));
  }
};
