import { existsSync, readFileSync, statSync } from 'node:fs';

/** The grant of the local stack: an account of the file, without a browser, for whoever can read the local secret. */
export const localGrant = 'urn:homeroom:grant:local-account';
export const localClient = 'homeroom-local';

/** A demo login, written by the loader when the people exist. */
export interface Account {
  /** What is typed: `npm run token -- <account>`. */
  account: string;
  personId: string;
  county: string;
  /** Staff roles as in the token. */
  roles: string[];
  /** Who that is and what may be tried with it, for people. */
  says: string;
}

export class UnknownAccount extends Error {}

/** The accounts in a file, as it is now: the loader may write it while the stack runs. */
export class Accounts {
  private read: { version: string; accounts: Account[] } | undefined;

  constructor(private readonly file: string) {}

  all(): Account[] {
    if (!existsSync(this.file)) return [];
    const { mtimeMs, size, ino } = statSync(this.file);
    const version = `${mtimeMs} ${size} ${ino}`;
    if (this.read?.version !== version) this.read = { version, accounts: JSON.parse(readFileSync(this.file, 'utf8')) as Account[] };
    return this.read.accounts;
  }

  /** Throws UnknownAccount with a sentence that lists those there are. */
  find(name: string): Account {
    const accounts = this.all();
    const found = accounts.find(({ account }) => account === name);
    if (found) return found;
    const asked = name ? `There is no account "${name}".` : 'No account was named.';
    throw new UnknownAccount(accounts.length === 0
      ? `${asked} There are no accounts yet: they come with the sample year.`
      : `${asked} There are:\n${accounts.map(({ account, says }) => `  ${account.padEnd(24)} ${says}`).join('\n')}`);
  }
}
