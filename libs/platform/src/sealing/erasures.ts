import type { County } from '@homeroom/contracts';
import { type Erasure, KeysDatabase, type ToErase } from './keys-database';

const PAGE = 1_000;

export interface ErasureOutcome {
  readonly erasure: Erasure;
  /** It had been erased before: the first facts stand. */
  readonly repeated: boolean;
}

/** Kebab-case codes alone: a reason in words would be a text about the person that nobody can erase. */
const REASON_CODE = /^(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*$/;

export const erased = async (database: KeysDatabase, county: County, what: ToErase): Promise<ErasureOutcome> => {
  if (!REASON_CODE.test(what.reasonCode)) throw new Error('A reason code is kebab-case, at most 60 characters, e.g. left-service.');
  return database.erase(county, what);
};

export const erasureList = async (database: KeysDatabase, county: County, after = 0): Promise<Erasure[]> => {
  const list: Erasure[] = [];
  for (;;) {
    const page = await database.erasuresAfter(county, list.at(-1)?.n ?? after, PAGE);
    list.push(...page);
    if (page.length < PAGE) return list;
  }
};

/** @returns how many the database did not know of */
export const replay = async (database: KeysDatabase, list: readonly Erasure[]): Promise<number> => {
  let unknown = 0;
  for (const { county, ...erasure } of list) if (!(await erased(database, county, erasure)).repeated) unknown++;
  return unknown;
};

/** One line of JSON per erasure: what a file outside the database and its backups holds. */
export const printErasures = (list: readonly Erasure[]): string => list.map((erasure) => `${JSON.stringify(erasure)}\n`).join('');

/** @throws Error with the number of the line that is no erasure: a list that is half understood must not open a database */
export const parseErasures = (text: string): Erasure[] => text.split('\n').flatMap((line, i) => {
  if (line.trim() === '') return [];
  const erasure = parsed(line);
  if (!erasure) throw new Error(`Line ${i + 1} of the erasure list is no erasure.`);
  return [erasure];
});

const parsed = (line: string): Erasure | undefined => {
  try {
    const { county, n, subject, keyId, erasedAt, erasedBy, reasonCode } = JSON.parse(line) as Partial<Erasure>;
    const told = [county, subject, erasedAt, erasedBy, reasonCode, keyId ?? 'none'].every((value) => typeof value === 'string' && value !== '');
    const whole = told && Number.isSafeInteger(n) && !Number.isNaN(Date.parse(erasedAt!)) && REASON_CODE.test(reasonCode!);
    return whole ? { county: county!, n: n!, subject: subject!, ...(keyId && { keyId }), erasedAt: erasedAt!, erasedBy: erasedBy!, reasonCode: reasonCode! } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * What `npm run erase` does: needs the keys database and no master key, and running processes hear of it. Append the
 * erasure to the list outside (see {@link printErasures}); an `erasure` without `keyId` says that nothing had been sealed for the subject.
 * @param url of `<service>_keys`, as the app role
 */
export const eraseSubject = async (url: string, county: County, subject: string, by: string, reasonCode: string): Promise<ErasureOutcome> => {
  const database = new KeysDatabase(url, 1);
  try {
    return await erased(database, county, { subject, erasedBy: by, reasonCode });
  } finally {
    await database.close();
  }
};

/**
 * What `npm run erase -- <service> --replay <file>` does after a restore, before the service starts: forgets again what the
 * restored keys still know. Safe to repeat. @returns how many of the list the database did not know of
 */
export const replayErasureList = async (url: string, list: readonly Erasure[]): Promise<number> => {
  const database = new KeysDatabase(url, 1);
  try {
    return await replay(database, list);
  } finally {
    await database.close();
  }
};
