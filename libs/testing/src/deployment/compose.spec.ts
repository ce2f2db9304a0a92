import { randomBytes, randomUUID } from 'node:crypto';
import { ComposeProject } from './compose-project';
import { describeWithEngine } from './engine';

/**
 * The whole of docker-compose.yml: images built, everything started, a command, its event, and parts that are killed. It takes
 * minutes of two cores, so it is asked for: HOMEROOM_TEST_COMPOSE=1 npm test -- libs/testing/src/deployment
 */
const asked = process.env['HOMEROOM_TEST_COMPOSE'] === '1';
const minutes = (count: number): number => count * 60_000;

const describeCompose = (name: string, tests: () => void): void => {
  if (asked) return describeWithEngine(name, tests);
  console.warn(`skipped: ${name}: set HOMEROOM_TEST_COMPOSE=1 where a Docker engine answers`);
  describe.skip(name, tests);
};

describeCompose('The system as docker compose runs it', () => {
  const project = new ComposeProject(`homeroom-test-${randomBytes(3).toString('hex')}`, { HOMEROOM_VERSION: 'test', ORGANIZATION_PORT: '0', RESOURCES_PORT: '0' });
  let token: string;
  let url: string;
  let county: string;
  /** Every town whose registration was answered with 201. */
  const acknowledged: string[] = [];

  const ask = async (path: string, body?: object, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET', signal: AbortSignal.timeout(30_000),
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers }, ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  /** Registers a town, again with the same key while the service cannot say whether it has. */
  const registerTown = async (number: number, until: () => boolean): Promise<void> => {
    const town = { level: 'town', parentId: county, name: `试${number}街道`, code: `370786${String(number).padStart(3, '0')}` };
    const key = randomUUID();
    while (!until()) {
      const answer = await ask('/v1/org-units', town, { 'idempotency-key': key }).catch(() => undefined);
      if (answer?.status === 201) return void acknowledged.push(answer.body.id as string);
      if (answer && answer.status < 500) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      await new Promise((later) => setTimeout(later, 200));
    }
  };

  let towns = 0;
  /** Keeps four clients busy with commands while something happens to the system, and until twenty more have been acknowledged after it. */
  const underLoad = async (happens: () => Promise<unknown>): Promise<void> => {
    let after = Infinity;
    let over = false;
    const client = async (): Promise<void> => { while (!over && acknowledged.length < after) await registerTown(++towns, () => over); };
    const load = Promise.all([client(), client(), client(), client()]);
    try {
      await happens();
      after = acknowledged.length + 20;
    } catch (error) {
      over = true;
      throw error;
    } finally {
      await load;
    }
  };

  const find = async (): Promise<void> => { url = await project.url('organization'); };
  const isReady = async (service: string): Promise<void> => { await project.run('up', '--detach', '--no-build', '--wait', service); await find(); };
  const verified = async (): Promise<void> => {
    for (const service of ['organization', 'resources']) expect(await project.run('run', '--rm', `${service}-operate`, 'verify')).not.toMatch(/FAIL/);
    for (const id of acknowledged) expect([id, (await ask(`/v1/org-units/${id}`)).status]).toEqual([id, 200]);
  };

  beforeAll(async () => {
    await project.run('up', '--build', '--wait');
    await find();
    token = (await project.run('exec', '-T', 'issuer', 'node', 'deploy/compose/token.mjs', 'county-staff')).trim();
  }, minutes(20));

  afterAll(() => project.run('down', '--volumes', '--timeout', '30'), minutes(3));

  it('takes a command of a demo account, and of nobody without a token', async () => {
    const command = { level: 'county', code: '370786', name: '昌邑市' };
    expect((await ask('/v1/org-units', command, { authorization: '' })).status).toBe(401);
    const { status, body } = await ask('/v1/org-units', command);
    expect([status, body.position]).toEqual([201, 'organization/370786:2']);
    county = body.id as string;
  });

  it('brings its event to Kafka as a CloudEvent', async () => {
    const records = await project.run('exec', '-T', 'kafka', '/opt/kafka/bin/kafka-console-consumer.sh', '--bootstrap-server', 'kafka:9092', '--topic', 'organization.events',
      '--from-beginning', '--max-messages', '2', '--timeout-ms', '60000', '--formatter-property', 'print.headers=true', '--formatter-property', 'print.key=true');
    expect(records).toMatch(/ce_specversion:1\.0.*ce_type:organization\.org-unit\.OrgUnitRegistered\.v1.*ce_position:1,.*\t370786\t\{/);
  }, minutes(2));

  it('runs without root, on a file system that takes nothing, and without the migrator\'s secrets', async () => {
    const inside = (script: string) => project.ended('exec', '-T', 'organization', 'sh', '-c', script);
    expect((await inside('id -u')).output.trim()).toBe('1000');
    expect((await inside('touch /homeroom/mine')).output).toMatch(/Read-only file system/);
    expect((await inside('ls /run/secrets')).output.split(/\s+/).filter(Boolean)).toEqual(['database_url', 'keys_database_url', 'master_key']);
  }, minutes(1));

  it('refuses demo secrets and the demo issuer outside HOMEROOM_STACK=local', async () => {
    const { code, output } = await project.ended('run', '--rm', '--no-deps', '--env', 'HOMEROOM_STACK=', 'organization');
    expect([code, output]).toEqual([1, expect.stringMatching(/MASTER_KEY is a demo key.*DATABASE_URL has a demo password.*OIDC_ISSUER must be https/s)]);
  }, minutes(1));

  it('starts a service again that dies, with every acknowledged command there', async () => {
    await underLoad(async () => {
      await project.run('exec', '-T', 'organization', 'sh', '-c', 'kill -KILL $(pidof node)');
      await isReady('organization');
    });
    await verified();
  }, minutes(5));

  it('survives the death of PostgreSQL under load', async () => {
    await underLoad(async () => {
      await project.run('kill', 'postgres');
      await isReady('organization');
    });
    await verified();
  }, minutes(5));

  it('survives the death of Kafka under load, and takes commands meanwhile', async () => {
    await underLoad(async () => {
      await project.run('kill', 'kafka');
      const before = acknowledged.length;
      while (acknowledged.length < before + 20) await new Promise((later) => setTimeout(later, 100));
      await isReady('organization');
    });
    await verified();
  }, minutes(5));

  it('stops in order, and has everything when it comes again', async () => {
    await project.run('stop');
    const ended = (await project.run('ps', '--all', '--format', '{{.Service}} {{.ExitCode}}')).trim().split('\n');
    expect(ended.filter((line) => /^(organization|resources|postgres|issuer) /.test(line)).sort()).toEqual(['issuer 0', 'organization 0', 'postgres 0', 'resources 0']);
    await project.run('up', '--detach', '--no-build', '--wait');
    await find();
    await verified();
  }, minutes(5));
});
