import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { USUAL_COUNTY } from './api';

/** What a token says; everything has a usual value. */
export interface Told {
  readonly county?: unknown;
  readonly roles?: unknown;
  readonly sub?: string;
  readonly iss?: string;
  readonly aud?: string;
  readonly exp?: string | number;
  readonly nbf?: number;
}

/** An issuer on this machine, as OpenID Connect Discovery describes one. */
export const startTestIssuer = async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...await exportJWK(publicKey), kid: 'one', alg: 'ES256' };
  let asked = 0;
  let down = false;
  const server: Server = createServer((request, response) => {
    asked++;
    if (down) return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json');
    return void response.end(JSON.stringify(request.url === '/keys' ? { keys: [jwk] } : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const token = (
    { county = USUAL_COUNTY, roles = ['school-staff'], sub = '00000000-0000-7000-8000-00000000000a', iss = url, aud = 'homeroom', exp = '1h', nbf }: Told = {},
    key: Parameters<SignJWT['sign']>[0] = privateKey, header = { alg: 'ES256', kid: 'one' },
  ): Promise<string> => {
    const jwt = new SignJWT({ county, roles, ...(nbf !== undefined && { nbf }) }).setProtectedHeader(header).setIssuer(iss).setAudience(aud).setExpirationTime(exp);
    return (sub === '' ? jwt : jwt.setSubject(sub)).sign(key);
  };
  return {
    url, token, publicKey, asked: () => asked, goDown: (is: boolean) => { down = is; },
    close: () => new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    }),
  };
};
