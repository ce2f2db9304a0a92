import type { County, Sealed } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { erased, type ErasureOutcome, erasureList, replay } from './erasures';
import { type Found, Keyring } from './keyring';
import { type Erasure, KeysDatabase } from './keys-database';
import { type MasterKeys, MasterKeyMissing, WrappedKeyDamaged } from './master-keys';
import { type DataKey, open, parseSealed, seal } from './sealed';

export interface SealingOptions {
  /** Of `<service>_keys`, as the app role. */
  readonly url: string;
  readonly masterKeys: MasterKeys;
  /** Milliseconds of a clock that never goes back; tests put their own. */
  readonly now?: () => number;
}

/** A text on its way into an event, under the key of what a stream is about: a person, a report. */
export interface ToSeal {
  readonly subject: string;
  readonly text: string;
}

/** What was met since the start, for metrics. */
export interface SealingCounts {
  sealed: number;
  opened: number;
  /** Opened as null: the key was destroyed. */
  erased: number;
  /** Opened as null: no sealed text at all. */
  malformed: number;
  /** Opened as null: changed, or moved from another county or key. */
  tampered: number;
  /** Opened as null: the wrapped key was changed in the keys database. */
  damaged: number;
  /** Statements to the keys database; stands still while all keys are cached. */
  rounds: number;
}

const KEYS_PER_PAGE = 500;
const FIRST_UUID = '00000000-0000-0000-0000-000000000000';

/**
 * Seals names, phones and free text on their way in, opens them on their way out, and forgets. The only part of a
 * service that holds keys. Errors of the keys database pass through: the edge answers 503 and the caller tries again.
 */
export class Sealing {
  private readonly tally = { sealed: 0, opened: 0, erased: 0, malformed: 0, tampered: 0, damaged: 0 };

  private constructor(readonly database: KeysDatabase, private readonly keyring: Keyring, private readonly masterKeys: MasterKeys) {}

  static async start({ url, masterKeys, now }: SealingOptions): Promise<Sealing> {
    const database = new KeysDatabase(url);
    const keyring = new Keyring(url, database, masterKeys, now);
    try {
      await keyring.watch.start();
    } catch (error) {
      await database.close();
      throw error;
    }
    return new Sealing(database, keyring, masterKeys);
  }

  async stop(): Promise<void> {
    await this.keyring.watch.stop();
    await this.database.close();
  }

  /**
   * One sealed text per text, in order. Subjects without a key get one; all that are asked for at the same time share a
   * statement.
   * @throws Rejected `subject-erased` when a subject was erased: nothing is ever sealed for it again
   */
  async sealAll(county: County, texts: readonly ToSeal[]): Promise<Sealed[]> {
    for (const { subject } of texts) checked(subject);
    const keys = await settled(texts.map(({ subject }) => this.keyring.ofSubject(county, subject)));
    const usable = keys.map((key, i) => usableKey(key, texts[i]!.subject));
    this.tally.sealed += texts.length;
    return texts.map(({ text }, i) => seal(usable[i]!, text));
  }

  /**
   * One clear text per sealed one, in order. Null for null, and for whatever cannot be opened: erased, not a sealed text,
   * changed, or of another county; {@link counts} tells which.
   * @throws MasterKeyMissing when this process lacks a master key: that is no erasure
   */
  async openAll(county: County, sealed: readonly (Sealed | null)[]): Promise<(string | null)[]> {
    const parsed = sealed.map((text) => (text === null ? null : parseSealed(text)));
    const keys = await settled(parsed.map((part) => (part ? this.keyring.ofId(county, part.keyId) : undefined)));
    return parsed.map((part, i) => {
      if (part === null) return null;
      return part ? this.opened(keys[i]!, part.box) : this.nothing('malformed');
    });
  }

  /**
   * Forgets a subject: destroys its key and its search entries, and keeps the fact, in one transaction; this process
   * knows at once, others within milliseconds, and within {@link TRUSTED_MS} when their notification was lost. Safe to repeat.
   * @param by a person's id
   * @param reasonCode kebab-case, never free text
   */
  async erase(county: County, subject: string, by: string, reasonCode: string): Promise<ErasureOutcome> {
    const outcome = await erased(this.database, county, { subject: checked(subject), erasedBy: by, reasonCode });
    this.keyring.forget(county, subject, outcome.erasure.keyId);
    return outcome;
  }

  /** The erasure list of a county, to be kept outside this database. @param after the last number one holds already */
  exportErasures(county: County, after = 0): Promise<Erasure[]> {
    return erasureList(this.database, county, after);
  }

  /** Forgets again what a restored database still knows. Before anything opens a text. @returns how many it did not know of */
  async replayErasures(list: readonly Erasure[]): Promise<number> {
    const replayed = await replay(this.database, list);
    for (const { county, subject, keyId } of list) this.keyring.forget(county, subject, keyId);
    return replayed;
  }

  /** Brings the keys of a county under the current master key. Safe to interrupt and to repeat. @returns how many it changed; 0 says that older master keys may be dropped */
  async rewrap(county: County): Promise<number> {
    let changed = 0;
    for (let after = FIRST_UUID; ;) {
      const page = await this.database.keysNotUnder(county, this.masterKeys.current, after, KEYS_PER_PAGE);
      const last = page.at(-1);
      if (!last) return changed;
      changed += await this.database.rewrap(county, page.map(({ keyId, subject, wrapped }) =>
        ({ keyId, before: wrapped, after: this.masterKeys.rewrap({ county, keyId, subject }, wrapped) })));
      after = last.keyId;
    }
  }

  counts(): Readonly<SealingCounts> {
    return { ...this.tally, rounds: this.keyring.rounds };
  }

  /** Reads the erasure lists now, as happens by itself every few moments. */
  confirmErasures(): Promise<void> {
    return this.keyring.watch.confirm();
  }

  private opened(key: Found, box: string): string | null {
    if (key === 'gone') return this.nothing('erased');
    if (key instanceof MasterKeyMissing) throw key;
    if (key instanceof WrappedKeyDamaged) return this.nothing('damaged');
    const text = open(key, box);
    if (text === undefined) return this.nothing('tampered');
    this.tally.opened++;
    return text;
  }

  private nothing(why: 'erased' | 'malformed' | 'tampered' | 'damaged'): null {
    this.tally[why]++;
    return null;
  }
}

/** Without a turn of the event loop when every key is at hand. */
const settled = <T>(keys: readonly (T | Promise<T>)[]): readonly T[] | Promise<T[]> =>
  (keys.some((key) => key instanceof Promise) ? Promise.all(keys) : keys as readonly T[]);

const usableKey = (key: Found, subject: string): DataKey => {
  if (key === 'gone') throw new Rejected('subject-erased', 'What is said about this was erased for good: nothing can be written about it again.', { subject });
  if (key instanceof Error) throw key;
  return key;
};

/** Checked here so that a bad subject fails alone, not with the round it would share. */
const checked = (subject: string): string => {
  if (!/^[^\p{C}\p{Z}]{1,200}$/u.test(subject)) throw new Error('A subject is a stream id: 1 to 200 characters, no spaces or control characters.');
  return subject;
};
