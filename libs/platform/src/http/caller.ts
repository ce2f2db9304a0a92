import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Said } from './language';
import type { Caller } from './who-may';

/** No token, or one that proves nothing. HTTP answers 401; the challenge says why, as RFC 6750 wants it. */
export class Unauthenticated extends Error {
  override readonly name = 'Unauthenticated';
  constructor(readonly code: 'no-token' | 'invalid-token' | 'expired-token', readonly says: Said) {
    super(says.en);
  }

  get challenge(): string {
    return this.code === 'no-token' ? 'Bearer realm="homeroom"' : `Bearer realm="homeroom", error="invalid_token", error_description="${this.says.en}"`;
  }
}

/** The issuer's keys cannot be fetched: nobody can be told whether a token is good. HTTP answers 503. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

const NO_TOKEN: Said = { 'zh-CN': '请在 Authorization 头中附上令牌：Bearer <token>。', en: 'Send a token: Authorization: Bearer <token>.' };
const INVALID: Said = { 'zh-CN': '令牌无效。', en: 'The token is not valid here.' };
const EXPIRED: Said = { 'zh-CN': '令牌已过期。', en: 'The token has expired.' };

/** Who issues tokens for this service, and how they are signed. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  /** Never `none`, never a shared secret. */
  readonly algorithms?: readonly string[];
  /** The issuer's keys; found by OpenID Connect discovery where absent. */
  readonly keys?: JWTVerifyGetKey;
}

const ALGORITHMS = ['ES256', 'EdDSA', 'RS256'];
/** Clocks of issuer and service may differ so much. */
const CLOCK_TOLERANCE_S = 5;
/** Verified tokens that are remembered: as many people act at once in a county with room to spare. */
const REMEMBERED = 10_000;
/** After so long a token is verified again, so that a key the issuer has withdrawn ends its tokens. */
const REMEMBERED_MS = 5 * 60_000;
/** Longer is no token of ours. */
const TOKEN_MAX = 8_192;
const FETCH_MS = 5_000;

const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+) *$/i;

/** Reads the caller from an `Authorization` header. A token seen before is not verified again before it expires. */
export type Authenticate = (authorization: string | undefined) => Caller | Promise<Caller>;

/**
 * Bearer JWTs of one issuer: signature by its keys, algorithm from a fixed list, issuer, audience, expiry. Times are the
 * system's, never the replay clock's.
 * @throws Unauthenticated · IssuerUnavailable
 */
export const authenticator = ({ issuer, audience, algorithms = ALGORITHMS, keys = discovered(issuer) }: Issuer): Authenticate => {
  const known = new LRUCache<string, { readonly caller: Caller; readonly until: number }>({ max: REMEMBERED });
  const verify = async (token: string): Promise<Caller> => {
    const { payload } = await jwtVerify(token, keys, {
      issuer, audience, algorithms: [...algorithms], clockTolerance: CLOCK_TOLERANCE_S, requiredClaims: ['sub', 'exp', 'county'],
    }).catch((error: unknown) => { throw refusalOf(error); });
    const caller = callerOf(payload);
    known.set(token, { caller, until: Math.min(payload.exp! * 1000, Date.now() + REMEMBERED_MS) });
    return caller;
  };
  return (authorization) => {
    if (!authorization) throw new Unauthenticated('no-token', NO_TOKEN);
    const token = authorization.length <= TOKEN_MAX ? BEARER.exec(authorization)?.[1] : undefined;
    if (!token) throw new Unauthenticated('invalid-token', INVALID);
    const seen = known.get(token);
    return seen && seen.until > Date.now() ? seen.caller : verify(token);
  };
};

const PERSON = /^[\w.:-]{1,100}$/;
const COUNTY = /^\d{6}$/;
const ROLE = /^[a-z][a-z-]{0,40}$/;

const callerOf = ({ sub, county, roles = [] }: JWTPayload): Caller => {
  const fits = typeof sub === 'string' && PERSON.test(sub) && typeof county === 'string' && COUNTY.test(county)
    && Array.isArray(roles) && roles.length <= 20 && roles.every((one) => typeof one === 'string' && ROLE.test(one));
  if (!fits) throw new Unauthenticated('invalid-token', INVALID);
  return { personId: sub, county, roles: roles as string[] };
};

/** Only what jose says about the token is the caller's fault; everything else is the issuer's absence. */
const refusalOf = (error: unknown): Error => {
  if (error instanceof errors.JWTExpired) return new Unauthenticated('expired-token', EXPIRED);
  const about = [errors.JWTInvalid, errors.JWTClaimValidationFailed, errors.JWSInvalid, errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed, errors.JOSENotSupported, errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys];
  if (about.some((type) => error instanceof type)) return new Unauthenticated('invalid-token', INVALID);
  return new IssuerUnavailable(`The token issuer's keys cannot be fetched: ${error instanceof Error ? error.message : String(error)}`);
};

/** The keys by OpenID Connect discovery at the first use; a failed discovery is tried again at the next. */
const discovered = (issuer: string): JWTVerifyGetKey => {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const discover = async (): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(FETCH_MS) });
    if (!answer.ok) throw new IssuerUnavailable(`Discovery at ${issuer} answered ${answer.status}.`);
    const found = await answer.json() as { issuer?: string; jwks_uri?: string };
    if (found.issuer !== issuer || !found.jwks_uri) throw new IssuerUnavailable(`Discovery at ${issuer} names issuer ${found.issuer}.`);
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: FETCH_MS });
  };
  return async (header, token) => {
    keys ??= discover();
    const get = await keys.catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return get(header, token);
  };
};
