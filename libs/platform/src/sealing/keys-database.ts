import type { County, Instant, Uuid } from '@homeroom/contracts';
import { Pool, type PoolConfig } from 'pg';
import { quiet } from '../log/connections';

/** A key as it is kept. */
export interface KeyRow {
  readonly subject: string;
  readonly keyId: Uuid;
  readonly wrapped: string;
}

/** That a subject was forgotten. Holds ids and codes only: it is kept outside the database as well, for restores. */
export interface Erasure {
  readonly county: County;
  /** 1, 2, 3, … within a county, in commit order. A replayed one gets the restored database's next number. */
  readonly n: number;
  /** The id that a stream is about: a person, a report, a directive. */
  readonly subject: string;
  /** The destroyed key; absent when nothing had been sealed for the subject. */
  readonly keyId?: Uuid;
  readonly erasedAt: Instant;
  /** A person's id. */
  readonly erasedBy: string;
  /** Kebab-case, e.g. `left-service`. */
  readonly reasonCode: string;
}

export interface ToErase {
  readonly subject: string;
  readonly keyId?: Uuid;
  /** The first time it was erased; now, if absent. */
  readonly erasedAt?: Instant;
  readonly erasedBy: string;
  readonly reasonCode: string;
}

/** One name of a person, with every key by which it is found. */
export interface IndexedName {
  readonly personId: Uuid;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly staffNo?: string;
  readonly schoolId?: Uuid;
  readonly keys: ReadonlyMap<string, number>;
}

export interface NameHit {
  readonly personId: Uuid;
  readonly subject: string;
  readonly kind: string;
  /** In clear. */
  readonly text: string;
  readonly staffNo: string | null;
  readonly schoolId: Uuid | null;
}

type Row = Record<string, any>;

const SETTINGS: PoolConfig = {
  application_name: 'homeroom sealing', keepAlive: true, keepAliveInitialDelayMillis: 5_000, connectionTimeoutMillis: 5_000,
  query_timeout: 10_000, statement_timeout: 10_000, idleTimeoutMillis: 30_000,
};

/** The routines of the keys database, each one statement and one round trip. Called as the app role, which has no table. */
export class KeysDatabase {
  private readonly pool: Pool;

  constructor(url: string, max = 4) {
    this.pool = quiet(new Pool({ ...SETTINGS, connectionString: url, max }));
  }

  /** Keeps these keys for subjects that have none and were never erased. @returns the subjects' keys, older ones included; none for an erased subject */
  issue(county: County, offered: readonly KeyRow[]): Promise<KeyRow[]> {
    const columns = [offered.map((o) => o.subject), offered.map((o) => o.keyId), offered.map((o) => o.wrapped)];
    return this.keys('issue_keys($1, $2, $3, $4)', [county, ...columns]);
  }

  load(county: County, keyIds: readonly Uuid[]): Promise<KeyRow[]> {
    return this.keys('load_keys($1, $2)', [county, keyIds]);
  }

  /** @returns what is now recorded of it, and whether it had been recorded before */
  async erase(county: County, { subject, keyId, erasedAt, erasedBy, reasonCode }: ToErase): Promise<{ erasure: Erasure; repeated: boolean }> {
    const [row] = await this.rows('erase_subject($1, $2, $3, $4, $5, $6)', [county, subject, keyId, erasedAt, erasedBy, reasonCode]);
    return { erasure: erasureOf(county, row!), repeated: row!.repeated };
  }

  async erasuresAfter(county: County, n: number, limit: number): Promise<Erasure[]> {
    return (await this.rows('erasures_after($1, $2, $3)', [county, n, limit])).map((row) => erasureOf(county, row));
  }

  keysNotUnder(county: County, masterKeyId: string, after: Uuid, limit: number): Promise<KeyRow[]> {
    return this.keys('keys_not_under($1, $2, $3, $4)', [county, masterKeyId, after, limit]);
  }

  /** Keys that were erased or rewrapped meanwhile stay as they are. @returns how many changed */
  async rewrap(county: County, changes: readonly { keyId: Uuid; before: string; after: string }[]): Promise<number> {
    const columns = [changes.map((c) => c.keyId), changes.map((c) => c.before), changes.map((c) => c.after)];
    const [row] = await this.rows('rewrap_keys($1, $2, $3, $4)', [county, ...columns]);
    return row!.rewrap_keys;
  }

  /** Replaces what was indexed of these persons. Each person and kind once. @returns how many were indexed; erased subjects are left out */
  async index(county: County, names: readonly IndexedName[]): Promise<number> {
    const entries = names.map((name) => ({
      person_id: name.personId, kind: name.kind, subject: name.subject, text: name.text, pinyin: name.pinyin, initials: name.initials,
      staff_no: name.staffNo, school_id: name.schoolId, keys: [...name.keys.keys()], places: [...name.keys.values()],
    }));
    const [row] = await this.rows('index_names($1, $2)', [county, JSON.stringify(entries)]);
    return row!.index_names;
  }

  async search(county: County, query: string, schoolId: Uuid | undefined, limit: number): Promise<NameHit[]> {
    const rows = await this.rows('search_names($1, $2, $3, $4)', [county, query, schoolId, limit]);
    return rows.map((row) => ({ personId: row.person_id, subject: row.subject, kind: row.kind, text: row.text, staffNo: row.staff_no, schoolId: row.school_id }));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private async keys(call: string, values: unknown[]): Promise<KeyRow[]> {
    return (await this.rows(call, values)).map((row) => ({ subject: row.subject, keyId: row.key_id, wrapped: row.wrapped }));
  }

  private async rows(call: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(`select * from ${call}`, values)).rows;
  }
}

export const erasureOf = (county: County, row: Row): Erasure => ({
  county, n: Number(row.n), subject: row.subject, ...(row.key_id && { keyId: row.key_id }), erasedAt: row.erased_at.toISOString(),
  erasedBy: row.erased_by, reasonCode: row.reason_code,
});
