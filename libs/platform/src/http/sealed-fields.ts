import type { County, Sealed } from '@homeroom/contracts';
import type { RowColumn } from '../views/row';
import type { SealsAndOpens } from './edge';
import { fieldsOf, type Shape } from './shape';

/** One clear text of a command, where it stands, and whose key it goes under. */
interface Clear {
  readonly holder: Record<string, unknown>;
  readonly name: string;
  readonly subject: string;
  readonly text: string;
}

/** Whether a command has anything to seal; asked once per class. */
export const hasSealed = (shape: Shape): boolean => fieldsOf(shape).some(({ sealed, part }) => sealed !== undefined || (part !== undefined && hasSealed(part())));

const clearTexts = (shape: Shape, holder: Record<string, unknown>, subjectOf: (of: string, holder: Record<string, unknown>) => string, targetId: string): Clear[] =>
  fieldsOf(shape).flatMap(({ name, sealed, part, list }): Clear[] => {
    const value = holder[name];
    if (value === undefined) return [];
    if (part) return ((list ? value : [value]) as Record<string, unknown>[]).flatMap((inner) => clearTexts(part(), inner, subjectOf, targetId));
    return sealed ? [{ holder, name, text: value as string, subject: sealed.of ? subjectOf(sealed.of, holder) : targetId }] : [];
  });

/** Replaces every clear text of a validated command by its sealed form. A subject is the target's id, or the field `of` beside the text or of the whole command. */
export const sealCommand = async (sealing: SealsAndOpens, county: County, shape: Shape, body: object, targetId: string): Promise<void> => {
  const whole = body as Record<string, unknown>;
  const texts = clearTexts(shape, whole, (of, holder) => String(holder[of] ?? whole[of] ?? targetId), targetId);
  if (texts.length === 0) return;
  const sealed = await sealing.sealAll(county, texts.map(({ subject, text }) => ({ subject, text })));
  texts.forEach(({ holder, name }, i) => { holder[name] = sealed[i]; });
};

/** What sealed text looks like inside a JSON column. */
const SEALED = /^v1\.[\w-]{1,100}\.[\w-]+$/;

type Place = { readonly holder: Record<string, unknown> | unknown[]; readonly at: string | number; readonly sealed: Sealed };

const sealedWithin = (value: unknown, holder: Place['holder'], at: string | number): Place[] => {
  if (typeof value === 'string') return SEALED.test(value) ? [{ holder, at, sealed: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item, i) => sealedWithin(item, value, i));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => sealedWithin(item, value as Record<string, unknown>, name));
};

/**
 * Opens the sealed columns of rows, and sealed texts within their JSON columns, in one call; `null` where the key is
 * destroyed. Without a `sealing` the rows stay as they are: such a service hands on ciphertext and ids.
 */
export const openRows = async (sealing: SealsAndOpens | undefined, county: County, columns: readonly RowColumn[], rows: readonly object[]): Promise<void> => {
  if (!sealing) return;
  const open = columns.filter(({ sealed, kind }) => sealed || kind === 'json');
  const places = (rows as readonly Record<string, unknown>[]).flatMap((row) => open.flatMap(({ property, sealed }): Place[] => (
    sealed ? (typeof row[property] === 'string' ? [{ holder: row, at: property, sealed: row[property] }] : []) : sealedWithin(row[property], row, property))));
  if (places.length === 0) return;
  const clear = await sealing.openAll(county, places.map(({ sealed }) => sealed));
  places.forEach(({ holder, at }, i) => { (holder as Record<string | number, unknown>)[at] = clear[i] ?? null; });
};
