import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { localClient, localGrant } from './accounts';
import { tokenFor, tokensFor } from './issuer-client';
import { startIssuer, type Issuer } from './issuer';
import { freePorts } from './ports';

const folder = mkdtempSync(join(tmpdir(), 'issuer-'));
const accountsFile = join(folder, 'accounts.json');
const keysFile = join(folder, 'keys.json');
const county = '370786';
const director = { account: 'county', personId: '0198c000-0000-7000-8000-000000000001', county, roles: ['county-staff'], says: 'Director of the county bureau (县教体局)' };
let issuer: Issuer;

const start = async (port: number) => startIssuer({ port, audience: 'homeroom', keysFile, accountsFile, secret: 'the-secret' });
beforeAll(async () => { issuer = await start((await freePorts(1))[0]!); });
afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

async function ask(account: string, secret = 'the-secret') {
  const body = new URLSearchParams({ grant_type: localGrant, client_id: localClient, client_secret: secret, account });
  const response = await fetch(`${issuer.url}/token`, { method: 'POST', body });
  return (await response.json()) as { access_token: string; expires_in: number; error?: string; error_description?: string };
}

async function verify(token: string) {
  const discovery = (await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json()) as { jwks_uri: string; issuer: string };
  return jwtVerify(token, createRemoteJWKSet(new URL(discovery.jwks_uri)), { issuer: discovery.issuer, audience: 'homeroom', algorithms: ['ES256'], typ: 'at+jwt' });
}

const askMany = (subjects: unknown, secret = 'the-secret') =>
  fetch(`${issuer.url}/local/tokens`, { method: 'POST', headers: { authorization: `Bearer ${secret}` }, body: JSON.stringify({ subjects }) });

it('says that there are no accounts before the loader wrote them', async () => {
  expect((await ask('county')).error_description).toBe('There is no account "county". There are no accounts yet: they come with the sample year.');
});

it('knows the accounts as soon as they are written, and issues tokens that verify', async () => {
  writeFileSync(accountsFile, JSON.stringify([director]));
  const { access_token: token, expires_in: seconds } = await ask('county');
  expect(seconds).toBe(3600);
  const { payload } = await verify(token);
  expect(payload).toMatchObject({ sub: director.personId, county, roles: ['county-staff'], aud: 'homeroom', iss: issuer.url });
  expect(payload.exp! - payload.iat!).toBe(3600);
});

it('lists the accounts when it is asked for another', async () => {
  const { error, error_description: says } = await ask('nobody');
  expect(error).toBe('unknown_account');
  expect(says).toMatch(/^There is no account "nobody". There are:\n {2}county +Director/);
});

it('refuses those who cannot read the secret', async () => {
  expect((await ask('county', 'guessed')).error).toBe('invalid_client');
  expect((await askMany([director], 'guessed')).status).toBe(401);
});

it('signs for many people at once with the same keys', async () => {
  const subjects = Array.from({ length: 2_000 }, (_, index) => ({ personId: `0198c000-0000-7000-8000-${String(index).padStart(12, '0')}`, county, roles: [] }));
  const tokens = await tokensFor({ url: issuer.url, secret: 'the-secret' }, subjects);
  expect(tokens).toHaveLength(2_000);
  expect((await verify(tokens[1_999]!)).payload).toMatchObject({ sub: subjects[1_999]!.personId, county, roles: [], aud: 'homeroom' });
});

it.each([['no list', {}], ['no person', [{ county, roles: [] }]]])('refuses a body with %s', async (_, subjects) => {
  expect((await askMany(subjects)).status).toBe(400);
});

it('keeps its keys over a restart, where only their owner can read them', async () => {
  const token = await tokenFor({ url: issuer.url, secret: 'the-secret' }, 'county');
  await issuer.close();
  issuer = await start(Number(new URL(issuer.url).port));
  // This process's HTTP client still holds a connection to the old one.
  await fetch(`${issuer.url}/health/ready`).catch(() => fetch(`${issuer.url}/health/ready`));
  await expect(verify(token)).resolves.toBeDefined();
  expect(statSync(keysFile).mode & 0o777).toBe(0o600);
});
