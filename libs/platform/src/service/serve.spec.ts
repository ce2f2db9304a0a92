import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, notebookService, startTestIssuer, testDatabases } from '@homeroom/testing';
import { migrate } from '../log/migrate';
import { migrateKeys } from '../sealing';
import { type Environment, EnvironmentInvalid, readEnvironment } from './environment';
import { jsonLogger } from './logger';
import { serve, type Serving } from './serve';

let issuer: Awaited<ReturnType<typeof startTestIssuer>>;
let environment: Environment;
const logged: string[] = [];
const folder = mkdtempSync(join(tmpdir(), 'homeroom-serve-'));
const running: Serving[] = [];

beforeAll(async () => {
  issuer = await startTestIssuer();
  const databases = await testDatabases('notebooks');
  await migrate(databases.migrator, notebookService.views);
  await migrateKeys(databases.keys.migrator);
  environment = readEnvironment({
    PORT: '0', HOST: '127.0.0.1', DATABASE_URL: databases.app, KEYS_DATABASE_URL: databases.keys.app, PEER_DATABASE_URLS: '{}', COUNTIES: '370786',
    OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: 'homeroom', MASTER_KEY: randomBytes(32).toString('base64'), NOTARY_KEY: randomBytes(32).toString('base64'), NOTARY_DIR: folder, HOMEROOM_STACK: 'local', DRAIN_MS: '200',
  });
});
afterEach(async () => { await Promise.all(running.splice(0).map((each) => each.stop())); });
afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true });
});

const start = async (): Promise<Serving> => {
  const serving = await serve(notebookService, environment, { logger: jsonLogger('notebooks', 'debug', { write: (line) => void logged.push(line) }) });
  running.push(serving);
  return serving;
};

const post = async (url: string, path: string, body: object): Promise<{ status: number; body: any }> => {
  const response = await fetch(url + path, { method: 'POST', headers: { authorization: `Bearer ${await issuer.token()}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
};
const get = async (url: string, path: string): Promise<{ status: number; body: any }> => {
  const response = await fetch(url + path, { headers: { authorization: `Bearer ${await issuer.token()}` } });
  const text = await response.text();
  return { status: response.status, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
};

describe('a service that runs', () => {
  it('takes commands, shows them, tells its health and its numbers, and logs nothing of what it was told', async () => {
    const { url } = await start();
    const notebookId = randomUUID();
    const opened = await eventually(async () => {
      const answer = await post(url, '/v1/notebooks', { notebookId, title: 'Garden', kind: 'LOG', owner: '王小明' });
      expect(answer.status).toBe(201);
      return answer;
    });
    expect((await get(url, `/v1/notebooks/${notebookId}?minPosition=${opened.body.position}`)).body).toMatchObject({ notebookId, owner: '王小明', version: 1 });
    const ready = await eventually(async () => {
      const answer = await get(url, '/health/ready');
      expect(answer.status).toBe(200);
      return answer.body;
    });
    expect(ready).toMatchObject({ status: 'ok', details: { service: { status: 'up', name: 'notebooks', counties: ['370786'] }, readers: { status: 'up', halted: [] } } });
    expect([(await get(url, '/health/live')).status, (await get(url, '/health/startup')).status]).toEqual([200, 200]);
    const metrics = String((await get(url, '/metrics')).body);
    expect(metrics).toMatch(/homeroom_http_seconds_count\{method="POST",route="\/v1\/notebooks",status="201"\} \d/);
    expect(metrics).toMatch(/homeroom_view_lag_events\{view="notebooks",log="notebooks\/370786"\} 0/);
    expect(metrics).toMatch(/homeroom_sealing_texts\{outcome="sealed"\} \d/);
    expect(logged.join('')).not.toMatch(/王小明|Garden|eyJ/);
    expect(logged.join('')).not.toContain(notebookId);
  });

  it('answers whoever still comes when it stops, and sends each elsewhere', async () => {
    const { url, stop, runtime } = await start();
    await eventually(async () => expect((await post(url, '/v1/notebooks', { title: 'first', kind: 'LOG' })).status).toBe(201));
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const authorization = `Bearer ${await issuer.token()}`;
    /** One client after the other request on a kept connection, until it is told to leave. */
    const client = (n: number): Promise<string[]> => new Promise((resolve, reject) => {
      const told: string[] = [];
      const next = (): void => {
        const asked = request(`${url}/v1/notebooks`, { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json' } }, (answer) => {
          told.push(`${answer.statusCode} ${answer.headers.connection}`);
          answer.resume().once('end', () => (answer.headers.connection === 'close' ? resolve(told) : next()));
        });
        asked.once('error', reject).end(JSON.stringify({ title: `t${n}`, kind: 'LOG' }));
      };
      next();
    });
    const clients = Array.from({ length: 8 }, (_, n) => client(n));
    const stopped = eventually(() => expect(Object.values(agent.sockets).flat().length).toBeGreaterThan(0)).then(() => stop());
    const told = await Promise.all(clients);
    for (const each of told) expect([...new Set(each.slice(0, -1)), each.at(-1)]).toEqual(each.length > 1 ? ['201 keep-alive', '201 close'] : ['201 close']);
    await stopped;
    await expect(get(url, '/health/live')).rejects.toThrow();
    await expect(stop()).resolves.toBeUndefined();
    expect(runtime.service).toBe('notebooks');
  });

  it('says that it is not ready while it still answers', async () => {
    const { url, stop } = await start();
    const stopped = stop();
    expect((await get(url, '/health/ready')).status).toBe(503);
    expect((await get(url, '/health/live')).status).toBe(200);
    await stopped;
  });

  it('does not start without a keys database when it has text to seal', async () => {
    await expect(serve(notebookService, { ...environment, keysDatabaseUrl: undefined })).rejects.toThrow(EnvironmentInvalid);
  });

  it('leaves nothing running when it cannot start', async () => {
    await expect(serve(notebookService, { ...environment, databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' }, { logger: jsonLogger('x', 'silent') })).rejects.toThrow();
  });
});
