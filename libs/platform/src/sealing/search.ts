import type { County, Sealed, Uuid } from '@homeroom/contracts';
import type { IndexedName, NameHit } from './keys-database';
import { queryKey, spell } from './search-keys';
import type { Sealing } from './sealing';

const MAX_HITS = 100;
/** Names of one statement: about 200 ms, and erasures of the county wait for it. */
const BATCH = 500;
/** The one kind of text there is so far: what a person is called. */
const NAME = 'name';

/** A name in clear, on its way into the search table and nowhere else. */
export interface NameEntry {
  readonly personId: Uuid;
  /** Whose key seals it: the entry goes when this subject is erased. */
  readonly subject: string;
  readonly name: string;
  readonly staffNo?: string;
  readonly schoolId?: Uuid;
  /** Several texts of a person stand side by side by kind; `name` if absent. */
  readonly kind?: string;
}

/** The same as it stands in events and rows. */
export type SealedNameEntry = Omit<NameEntry, 'name'> & { readonly sealedName: Sealed };

export interface SearchOptions {
  readonly schoolId?: Uuid;
  /** 1 to 100; 20 if absent. */
  readonly limit?: number;
}

/**
 * Finds people by a piece of their name in Chinese, in pinyin (王 wang, 吕 lv), by initials (wxm) or by the beginning of
 * their staff number. A table beside the keys, filled by a reader of the log: it may be emptied and filled again.
 */
export class NameSearch {
  constructor(private readonly sealing: Sealing) {}

  /**
   * Opens names and indexes them; what was indexed of these persons before is replaced. Safe to repeat; erased subjects
   * are left out, so that reading the whole log again brings nobody back.
   * @returns how many were indexed
   */
  async searchEntries(county: County, entries: readonly SealedNameEntry[]): Promise<number> {
    const names = await this.sealing.openAll(county, entries.map(({ sealedName }) => sealedName));
    return this.indexNames(county, entries.flatMap((entry, i) => (names[i] === null ? [] : [{ ...entry, name: names[i]! }])));
  }

  /** One of {@link searchEntries}. */
  async searchEntry(county: County, entry: SealedNameEntry): Promise<boolean> {
    return await this.searchEntries(county, [entry]) === 1;
  }

  /** @returns how many were indexed: those of erased subjects are not */
  async indexNames(county: County, entries: readonly NameEntry[]): Promise<number> {
    const latest = new Map(entries.map((entry) => [`${entry.kind ?? NAME}:${entry.personId}`, entry]));
    const names = await Promise.all([...latest.values()].map(indexed));
    let count = 0;
    for (let i = 0; i < names.length; i += BATCH) count += await this.sealing.database.index(county, names.slice(i, i + BATCH));
    return count;
  }

  /** One of {@link indexNames}. */
  async indexName(county: County, entry: NameEntry): Promise<boolean> {
    return await this.indexNames(county, [entry]) === 1;
  }

  /** The whole name first, then names that begin with the query, then those that hold it; none for a query of blanks or signs. */
  async search(county: County, query: string, { schoolId, limit = 20 }: SearchOptions = {}): Promise<NameHit[]> {
    const key = queryKey(query);
    return key === '' ? [] : this.sealing.database.search(county, key, schoolId, Math.min(Math.max(Math.trunc(limit), 1), MAX_HITS));
  }
}

const indexed = async ({ personId, subject, name, staffNo, schoolId, kind = NAME }: NameEntry): Promise<IndexedName> =>
  ({ personId, subject, kind, text: name, staffNo, schoolId, ...await spell(name, staffNo) });
