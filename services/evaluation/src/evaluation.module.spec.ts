import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, migrateKeys, readEnvironment, serve, type Serving } from '@homeroom/platform';
import { eventually, startTestIssuer, testDatabases } from '@homeroom/testing';
import { evaluation } from './evaluation.module';
import { sampleFrameworks } from '@homeroom/contracts';

const folder = mkdtempSync(join(tmpdir(), 'homeroom-evaluation-'));
let serving: Serving | undefined;
let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
afterAll(async () => {
  await serving?.stop();
  await issuer?.close();
  rmSync(folder, { recursive: true });
});

it('runs as a service: its routes, views, reactions and what they inject are all there, and its peers\' logs are followed', async () => {
  issuer = await startTestIssuer();
  const [own, organization, resources] = [await testDatabases('evaluation'), await testDatabases('organization'), await testDatabases('resources')];
  await Promise.all([migrate(own.migrator, evaluation.views), migrateKeys(own.keys.migrator), migrate(organization.migrator, []), migrate(resources.migrator, [])]);
  serving = await serve(evaluation, readEnvironment({
    PORT: '0', HOST: '127.0.0.1', DATABASE_URL: own.app, KEYS_DATABASE_URL: own.keys.app, COUNTIES: '370786', OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: 'homeroom',
    PEER_DATABASE_URLS: JSON.stringify({ organization: organization.reader, resources: resources.reader }), MASTER_KEY: randomBytes(32).toString('base64'), NOTARY_KEY: randomBytes(32).toString('base64'), NOTARY_DIR: folder, HOMEROOM_STACK: 'local', LOG_LEVEL: 'fatal',
  }));
  const { url } = serving;
  await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200));
  const authorization = `Bearer ${await issuer.token({ roles: ['county-staff'] })}`;
  const drafted = await fetch(`${url}/v1/frameworks`, {
    method: 'POST', headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify({ owner: 'county', document: sampleFrameworks['school-developmental'] }),
  });
  expect(drafted.status).toBe(201);
  expect((await fetch(`${url}/v1/counties/370786/survey-sheets/x:y/responses`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"token":"AAAAAAAAAAAAAAAAAAAAAA","answers":[{"target":"class-teacher","answer":"satisfied"}]}' })).status).toBe(404);
});
