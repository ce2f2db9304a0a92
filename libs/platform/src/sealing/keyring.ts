import { randomUUID } from 'node:crypto';
import type { County, Uuid } from '@homeroom/contracts';
import { LRUCache } from 'lru-cache';
import { ErasureWatch } from './erasure-watch';
import { inRounds } from './in-rounds';
import type { KeyRow, KeysDatabase } from './keys-database';
import { MasterKeyMissing, type MasterKeys, WrappedKeyDamaged } from './master-keys';
import { type DataKey, dataKey } from './sealed';

/** Keys kept unwrapped, about 500 bytes each. */
const MAX_KEYS = 20_000;
/** An unwrapped key that nobody renewed leaves memory. How soon an erasure counts is not this but the watch's promise. */
const KEPT_MS = 5 * 60_000;

/**
 * `gone`: there is no such key, and never will be again: a key is committed before a text under it exists.
 * An error: there is one, but it cannot be unwrapped; it fails alone, and is not kept.
 */
export type Found = DataKey | 'gone' | MasterKeyMissing | WrappedKeyDamaged;
type Kept = Exclude<Found, Error>;

type Ask = (key: string) => Promise<Found | undefined>;

const cacheOf = (now: () => number): LRUCache<string, Kept> => new LRUCache({ max: MAX_KEYS, ttl: KEPT_MS, ttlResolution: 1_000, perf: { now } });

/**
 * The keys of subjects, unwrapped, in memory while they are in use. In the steady state no request asks the database;
 * an erasure empties its place here within milliseconds, and within seconds when its notification was lost.
 */
export class Keyring {
  /** Statements sent; stands still in the steady state. */
  rounds = 0;
  readonly watch: ErasureWatch;
  private readonly bySubject: LRUCache<string, Kept>;
  private readonly byId: LRUCache<string, Kept>;
  private readonly askSubject = new Map<County, Ask>();
  private readonly askId = new Map<County, Ask>();
  /** Counts what was heard of erasures: an answer that was under way meanwhile may be older than one, and is not kept. */
  private heard = 0;

  constructor(url: string, private readonly database: KeysDatabase, private readonly masters: MasterKeys, now: () => number = () => performance.now()) {
    this.bySubject = cacheOf(now);
    this.byId = cacheOf(now);
    this.watch = new ErasureWatch(url, { erased: (...erased) => this.forget(...erased), lost: () => this.forgetAll() }, now);
  }

  /** The key of a subject, made if it has none; `gone` for an erased one. */
  ofSubject(county: County, subject: string): Found | Promise<Found> {
    return this.kept(this.bySubject, county, subject) ?? this.ask(this.askSubject, county, subject, (asked) => this.issue(county, asked));
  }

  ofId(county: County, keyId: Uuid): Found | Promise<Found> {
    return this.kept(this.byId, county, keyId) ?? this.ask(this.askId, county, keyId, (asked) => this.load(county, asked));
  }

  forget(county: County, subject: string, keyId: Uuid | undefined): void {
    this.heard++;
    this.bySubject.set(place(county, subject), 'gone');
    if (keyId) this.byId.set(place(county, keyId), 'gone');
  }

  private forgetAll(): void {
    this.heard++;
    this.bySubject.clear();
    this.byId.clear();
  }

  private kept(cache: LRUCache<string, Kept>, county: County, key: string): Kept | undefined {
    const found = cache.get(place(county, key));
    return found === 'gone' || this.watch.trusted() ? found : undefined;
  }

  private async ask(askers: Map<County, Ask>, county: County, key: string, load: (keys: string[]) => Promise<Map<string, Found>>): Promise<Found> {
    let ask = askers.get(county);
    if (!ask) {
      this.watch.mind(county);
      askers.set(county, ask = inRounds(load));
    }
    return await ask(key) ?? 'gone';
  }

  private async issue(county: County, subjects: string[]): Promise<Map<string, Found>> {
    const heard = this.heard;
    this.rounds++;
    const issued = await this.database.issue(county, subjects.map((subject): KeyRow => {
      const keyId = randomUUID();
      return { subject, keyId, wrapped: this.masters.newWrapped({ county, keyId, subject }) };
    }));
    const keys = new Map(issued.map((row): [string, Found] => [row.subject, this.unwrap(county, row)]));
    for (const subject of subjects) this.keep(heard, this.bySubject, county, subject, keys.get(subject) ?? 'gone');
    for (const row of issued) this.keep(heard, this.byId, county, row.keyId, keys.get(row.subject)!);
    return keys;
  }

  private async load(county: County, keyIds: string[]): Promise<Map<string, Found>> {
    const heard = this.heard;
    this.rounds++;
    const loaded = await this.database.load(county, keyIds);
    const keys = new Map(loaded.map((row): [string, Found] => [row.keyId, this.unwrap(county, row)]));
    for (const keyId of keyIds) this.keep(heard, this.byId, county, keyId, keys.get(keyId) ?? 'gone');
    return keys;
  }

  private keep(heard: number, cache: LRUCache<string, Kept>, county: County, key: string, found: Found): void {
    if (found instanceof Error) return;
    if (found === 'gone' || heard === this.heard) cache.set(place(county, key), found);
  }

  private unwrap(county: County, { subject, keyId, wrapped }: KeyRow): Found {
    try {
      return dataKey(county, keyId, this.masters.unwrap({ county, keyId, subject }, wrapped));
    } catch (error) {
      if (error instanceof MasterKeyMissing || error instanceof WrappedKeyDamaged) return error;
      throw error;
    }
  }
}

const place = (county: County, key: string): string => `${county}/${key}`;
