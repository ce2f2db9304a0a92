import { exportJWK, exportSPKI, generateKeyPair, type JWTVerifyGetKey, SignJWT, UnsecuredJWT } from 'jose';
import { type Api, notebookService, startApi, startTestIssuer } from '@homeroom/testing';
import { authenticator, IssuerUnavailable, Unauthenticated } from './caller';

const PERSON = '00000000-0000-7000-8000-00000000000a';
const OPEN = JSON.stringify({ title: 'Garden', kind: 'LOG' });

let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let api: Api;
beforeAll(async () => {
  issuer = await startTestIssuer();
  api = await startApi(notebookService, { authenticate: authenticator({ issuer: issuer.url, audience: 'homeroom' }) });
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

const open = (authorization?: string) => api.inject({ method: 'POST', url: '/v1/notebooks', payload: OPEN, headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) } });

describe('a bearer token', () => {
  it('lets its person in, once verified without another question', async () => {
    const token = await issuer.token();
    expect((await open(`Bearer ${token}`)).status).toBe(201);
    const asked = issuer.asked();
    expect((await open(`bearer ${token}`)).status).toBe(201);
    expect(issuer.asked()).toBe(asked);
    expect(api.events()[0]?.meta.actor).toEqual({ personId: PERSON, role: 'school-staff' });
  });

  const forged = async (): Promise<Record<string, [string | undefined, string]>> => {
    const [good, mallory] = [await issuer.token(), await generateKeyPair('ES256', { extractable: true })];
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const spki = Buffer.from(await exportSPKI(issuer.publicKey));
    const claims = { county: '370786', roles: ['county-staff'], sub: PERSON, iss: issuer.url, aud: 'homeroom', exp: Math.floor(Date.now() / 1000) + 600 };
    const elevated = Buffer.from(JSON.stringify({ ...claims })).toString('base64url');
    return {
      'none at all': [undefined, 'no-token'], 'an empty header': ['', 'no-token'], 'another scheme': ['Basic YTpi', 'invalid-token'], 'no JWT': ['Bearer x', 'invalid-token'],
      'alg none': [`Bearer ${new UnsecuredJWT(claims).encode()}`, 'invalid-token'], 'alg none with a signature': [`Bearer ${Buffer.from('{"alg":"none","kid":"one"}').toString('base64url')}.${elevated}.${signature}`, 'invalid-token'],
      'another payload under the signature': [`Bearer ${header}.${elevated}.${signature}`, 'invalid-token'], 'no signature': [`Bearer ${header}.${payload}.`, 'invalid-token'],
      'another key of the same name': [`Bearer ${await issuer.token({}, mallory.privateKey)}`, 'invalid-token'], 'an unknown key': [`Bearer ${await issuer.token({}, mallory.privateKey, { alg: 'ES256', kid: 'two' })}`, 'invalid-token'],
      'the public key as a shared secret': [`Bearer ${await issuer.token({}, spki, { alg: 'HS256', kid: 'one' })}`, 'invalid-token'],
      'a key of its own in the header': [`Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', jwk: await exportJWK(mallory.publicKey) }).sign(mallory.privateKey)}`, 'invalid-token'],
      'expired': [`Bearer ${await issuer.token({ exp: Math.floor(Date.now() / 1000) - 60 })}`, 'expired-token'], 'not valid yet': [`Bearer ${await issuer.token({ nbf: Math.floor(Date.now() / 1000) + 600 })}`, 'invalid-token'],
      'another issuer': [`Bearer ${await issuer.token({ iss: 'https://elsewhere.example' })}`, 'invalid-token'], 'another audience': [`Bearer ${await issuer.token({ aud: 'other' })}`, 'invalid-token'],
      'no person': [`Bearer ${await issuer.token({ sub: '' })}`, 'invalid-token'], 'no county': [`Bearer ${await issuer.token({ county: null })}`, 'invalid-token'], 'a county that is none': [`Bearer ${await issuer.token({ county: '37\u0000786' })}`, 'invalid-token'],
      'roles that are none': [`Bearer ${await issuer.token({ roles: [{}] })}`, 'invalid-token'], 'far too long': [`Bearer ${good}${'a'.repeat(9_000)}`, 'invalid-token'], 'two tokens': [`Bearer ${good}, Bearer ${good}`, 'invalid-token'],
    };
  };

  it('is refused with a challenge when it proves nothing, and nothing is appended', async () => {
    const before = api.events().length;
    for (const [name, [authorization, code]] of Object.entries(await forged())) {
      const { status, body, headers } = await open(authorization);
      expect([name, status, body.code]).toEqual([name, 401, code]);
      expect(headers['www-authenticate']).toMatch(/^Bearer realm="homeroom"/);
    }
    expect(api.events()).toHaveLength(before);
  });

  it('is needed for addresses that do not exist, and not for health', async () => {
    expect((await api.inject({ method: 'GET', url: '/nothing' })).status).toBe(401);
    expect((await api.inject({ method: 'GET', url: '/health/live' })).status).toBe(200);
    expect((await api.inject({ method: 'GET', url: '/health/../v1/notebooks' })).status).toBe(401);
  });

  it('of another county finds nothing here', async () => {
    const { status, body } = await open(`Bearer ${await issuer.token({ county: '110101' })}`);
    expect([status, body.code]).toEqual([404, 'county-not-found']);
  });
});

describe('the authenticator', () => {
  it('does not remember a token beyond its expiry', async () => {
    let now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now);
    try {
      const authenticate = authenticator({ issuer: issuer.url, audience: 'homeroom', keys: (async () => issuer.publicKey) as unknown as JWTVerifyGetKey });
      const token = await issuer.token({ exp: Math.floor(now / 1000) + 60 });
      await authenticate(`Bearer ${token}`);
      expect(authenticate(`Bearer ${token}`)).toMatchObject({ personId: PERSON });
      now += 61_000;
      expect(authenticate(`Bearer ${token}`)).toBeInstanceOf(Promise);
    } finally {
      clock.mockRestore();
    }
  });

  it('says that the issuer is away, not that the token is bad, and asks again', async () => {
    const authenticate = authenticator({ issuer: issuer.url, audience: 'homeroom' });
    const token = `Bearer ${await issuer.token()}`;
    issuer.goDown(true);
    await expect(authenticate(token)).rejects.toBeInstanceOf(IssuerUnavailable);
    const down = await startApi(notebookService, { authenticate });
    const { status, headers } = await down.inject({ method: 'GET', url: '/v1/notebooks', headers: { authorization: token } });
    expect([status, headers['retry-after']]).toEqual([503, '1']);
    await down.close();
    issuer.goDown(false);
    expect(await authenticate(token)).toMatchObject({ personId: PERSON });
  });

  it('refuses an issuer that calls itself otherwise', async () => {
    const authenticate = authenticator({ issuer: `${issuer.url}/`, audience: 'homeroom' });
    await expect(authenticate(`Bearer ${await issuer.token()}`)).rejects.toBeInstanceOf(IssuerUnavailable);
  });

  it('takes only the algorithms it was given', async () => {
    const authenticate = authenticator({ issuer: issuer.url, audience: 'homeroom', algorithms: ['RS256'] });
    await expect(authenticate(`Bearer ${await issuer.token()}`)).rejects.toBeInstanceOf(Unauthenticated);
  });
});
