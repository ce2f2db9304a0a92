import { createHash, generateKeyPairSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { importJWK, SignJWT, type JWK } from 'jose';
import { Accounts, localClient, localGrant, UnknownAccount } from './accounts';
import type { Subject } from './issuer-client';
import { secretFile } from './secret-file';

/** Tokens are for this audience, and live this long by the real clock, never by the replay clock. */
export const tokenLifeSeconds = 3600;

const algorithm = 'ES256';
const resource = 'urn:homeroom';
/** Enough for some ten thousand people in one call. */
const bodyLimitBytes = 8 << 20;

export interface IssuerOptions {
  port: number;
  /** This machine only, unless it runs in a container. */
  host?: string;
  /** Its name in tokens and the address where services find it, where that is not this machine. */
  url?: string;
  audience: string;
  /** Signing keys; made if absent, so that tokens outlive a restart. */
  keysFile: string;
  accountsFile: string;
  /** What `npm run token` and the loader show to be let in. */
  secret: string;
}

export interface Issuer {
  url: string;
  close(): Promise<void>;
}

interface Signing {
  key: JWK & { kid: string };
  issuer: string;
  audience: string;
}

/**
 * An OpenID Connect issuer on this machine: discovery, JWKS, JWT access tokens (RFC 9068). `POST /local/tokens` signs
 * for any list of subjects, because the loader plays a whole county. It exists in the local stack only.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const { host = '127.0.0.1', url = `http://127.0.0.1:${options.port}` } = options;
  const key = JSON.parse(secretFile(options.keysFile, () => JSON.stringify(newKey()))) as Signing['key'];
  const oidc = (await makeProvider(url, key, options)).callback();
  const signing = { key, issuer: url, audience: options.audience };
  const server = createServer((request, response) => {
    if (request.url === '/health/ready') return send(response, 200, { status: 'ok' });
    if (request.url === '/local/tokens') return void signMany(request, response, signing, options.secret);
    return oidc(request, response);
  });
  await listen(server, options.port, host);
  return {
    url,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** Tokens are JWTs that anyone verifies with the public key, so there is nothing to keep. */
class NothingStored {
  upsert = () => Promise.resolve();
  find = () => Promise.resolve(undefined);
  findByUserCode = this.find;
  findByUid = this.find;
  consume = this.upsert;
  destroy = this.upsert;
  revokeByGrantId = this.upsert;
}

async function makeProvider(url: string, key: JWK, { audience, accountsFile, secret }: IssuerOptions) {
  // Loaded only here: it takes half a second, which those who want a database from this package need not wait.
  const { errors, Provider } = await import('oidc-provider');
  const accounts = new Accounts(accountsFile);
  const server = { scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: tokenLifeSeconds, jwt: { sign: { alg: algorithm } } };
  const provider = new Provider(url, {
    adapter: NothingStored,
    jwks: { keys: [key] },
    ttl: { AccessToken: tokenLifeSeconds },
    clients: [{ client_id: localClient, client_secret: secret, grant_types: [localGrant], redirect_uris: [], response_types: [], token_endpoint_auth_method: 'client_secret_post' }],
    clientDefaults: { id_token_signed_response_alg: algorithm },
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: { enabled: true, defaultResource: () => resource, getResourceServerInfo: () => server, useGrantedResource: () => true },
    },
    extraTokenClaims: (context: { oidc: { params: Record<string, string> } }) => {
      const { county, roles } = accounts.find(context.oidc.params['account'] ?? '');
      return { county, roles };
    },
  });
  provider.registerGrantType(localGrant, async (context) => {
    const { client, params } = context.oidc;
    const personId = subjectOf(accounts, params['account'] ?? '', (says) => new errors.CustomOIDCProviderError('unknown_account', says));
    const token = new provider.AccessToken({ client, accountId: personId, gty: localGrant, resourceServer: new provider.ResourceServer(resource, server) });
    context.oidc.entity('AccessToken', token);
    context.body = { access_token: await token.save(), expires_in: tokenLifeSeconds, token_type: token.tokenType };
  }, ['account']);
  provider.on('server_error', (_, error) => console.error(error));
  return provider;
}

function subjectOf(accounts: Accounts, name: string, problem: (says: string) => Error): string {
  try {
    return accounts.find(name).personId;
  } catch (error) {
    throw error instanceof UnknownAccount ? problem(error.message) : error;
  }
}

/** Body `{ "subjects": [{ personId, county, roles }] }`, answer `{ "tokens": [...], "expiresInSeconds": n }` in the same order. */
async function signMany(request: IncomingMessage, response: ServerResponse, signing: Signing, secret: string): Promise<void> {
  if (request.method !== 'POST') return send(response, 405, { error: 'POST a list of subjects.' });
  if (!sameSecret(request.headers.authorization ?? '', `Bearer ${secret}`)) return send(response, 401, { error: 'Only for those who can read the local secret file.' });
  const subjects = await readSubjects(request);
  if (!subjects) return send(response, 400, { error: 'The body is to be { "subjects": [{ "personId", "county", "roles" }] }.' });
  const key = await importJWK(signing.key, algorithm);
  const tokens = await Promise.all(subjects.map(({ personId, county, roles }) =>
    new SignJWT({ county, roles, client_id: localClient, scope: '' })
      .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: signing.key.kid })
      .setSubject(personId).setIssuer(signing.issuer).setAudience(signing.audience).setJti(randomUUID())
      .setIssuedAt().setExpirationTime(`${tokenLifeSeconds}s`).sign(key)));
  return send(response, 200, { tokens, expiresInSeconds: tokenLifeSeconds });
}

async function readSubjects(request: IncomingMessage): Promise<Subject[] | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if ((bytes += chunk.length) > bodyLimitBytes) return undefined;
    chunks.push(chunk);
  }
  try {
    const { subjects } = JSON.parse(Buffer.concat(chunks).toString()) as { subjects: Subject[] };
    const valid = subjects.every((subject) => typeof subject.personId === 'string' && typeof subject.county === 'string' && Array.isArray(subject.roles));
    return valid ? subjects : undefined;
  } catch {
    return undefined;
  }
}

function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), alg: algorithm, use: 'sig' };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, host, () => resolve()));
}

/** Its own process in the stack: `npm start` gives the environment. */
async function main(): Promise<void> {
  const env = (name: string): string => {
    const value = process.env[name];
    if (!value) throw new Error(`${name} is not set.`);
    return value;
  };
  const issuer = await startIssuer({
    port: Number(env('PORT')), host: process.env['ISSUER_HOST'], url: process.env['ISSUER_URL'], audience: env('OIDC_AUDIENCE'), keysFile: env('ISSUER_KEYS_FILE'),
    accountsFile: env('ACCOUNTS_FILE'), secret: readFileSync(env('LOCAL_SECRET_FILE'), 'utf8').trim(),
  });
  process.once('SIGTERM', () => void issuer.close().then(() => process.exit(0)));
}

if (require.main === module) {
  main().catch((error: Error) => {
    console.error(error.message);
    process.exit(1);
  });
}
