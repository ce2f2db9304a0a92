import type { Uuid } from '@homeroom/contracts';
import type { Stack } from './stack';

/** Tokens live an hour by the real clock; a long load fetches them again before. */
const RENEW_AFTER_MS = 45 * 60_000;
/** Subjects in one call, so that a body stays small. */
const AT_ONCE = 2_000;

interface Person { readonly personId: Uuid; readonly roles: readonly string[] }

/** Bearer tokens of everyone who acts in the year, from the local issuer. */
export class Tokens {
  private known = new Map<Uuid, string>();
  private fetchedAt = 0;

  constructor(private readonly stack: Stack, private readonly people: readonly Person[]) {}

  /** To be called now and then, between commands. */
  async renew(): Promise<void> {
    if (Date.now() - this.fetchedAt < RENEW_AFTER_MS) return;
    const { issuer, county } = this.stack.manifest;
    const fresh = new Map<Uuid, string>();
    for (let first = 0; first < this.people.length; first += AT_ONCE) {
      const part = this.people.slice(first, first + AT_ONCE);
      const { tokens } = await this.stack.local<{ tokens: string[] }>(`${issuer.url}/local/tokens`, { subjects: part.map(({ personId, roles }) => ({ personId, county, roles })) });
      part.forEach(({ personId }, i) => fresh.set(personId, tokens[i]!));
    }
    this.known = fresh;
    this.fetchedAt = Date.now();
  }

  of(personId: Uuid): string {
    const token = this.known.get(personId);
    if (!token) throw new Error(`The plan asks somebody who is not of this county: ${personId}.`);
    return token;
  }
}
