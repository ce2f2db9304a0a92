import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { eventually } from '../eventually';
import { ComposeProject } from './compose-project';
import { describeWithEngineWhenAsked } from './engine';

/**
 * The whole of docker-compose.yml: images built, everything started, a command, its event, and parts that are killed:
 * HOMEROOM_TEST_COMPOSE=1 npm test -- libs/testing/src/deployment
 */
const minutes = (count: number): number => count * 60_000;

describeWithEngineWhenAsked('HOMEROOM_TEST_COMPOSE', 'The system as docker compose runs it', () => {
  const project = new ComposeProject(`homeroom-test-${randomBytes(3).toString('hex')}`, { HOMEROOM_VERSION: 'test', ORGANIZATION_PORT: '0', TRAINING_PORT: '0', RESOURCES_PORT: '0', EVALUATION_PORT: '0' });
  let token: string;
  let url: string;
  let county: string;
  /** Every school whose registration was answered with 201. */
  const acknowledged: string[] = [];

  const ask = async (path: string, body?: object, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> => {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET', signal: AbortSignal.timeout(30_000),
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }), ...headers }, ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };

  /** Registers a school, of whose codes there are a million, again with the same key while the service cannot say whether it has. */
  const registerSchool = async (number: number): Promise<void> => {
    const school = { level: 'school', schoolKind: 'primary', parentId: county, name: `第${number}小学`, code: `2137${String(number).padStart(6, '0')}` };
    const key = randomUUID();
    const { status, body } = await eventually(async () => {
      const answer = await ask('/v1/org-units', school, { 'idempotency-key': key });
      if (answer.status >= 500) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer;
    }, minutes(2));
    expect([status, body]).toEqual([201, expect.anything()]);
    acknowledged.push(body.id as string);
  };

  let schools = 0;
  /** Keeps four clients busy with commands while something happens to the system, and until twenty more have been acknowledged after it. */
  const underLoad = async (happens: () => Promise<unknown>): Promise<void> => {
    let until = Infinity;
    const client = async (): Promise<void> => { while (acknowledged.length < until) await registerSchool(++schools); };
    const load = Promise.all([client(), client(), client(), client()]);
    try {
      await happens();
    } finally {
      until = acknowledged.length + 20;
      await load;
    }
  };

  const find = async (): Promise<void> => { url = await project.url('organization'); };
  const isReady = async (service: string): Promise<void> => { await project.run('up', '--detach', '--no-build', '--wait', service); await find(); };
  const verified = async (): Promise<void> => {
    for (const service of ['organization', 'training', 'resources', 'evaluation']) expect(await project.run('run', '--rm', `${service}-operate`, 'verify')).not.toMatch(/FAIL/);
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
    expect((await inside('ls /run/secrets')).output.split(/\s+/).filter(Boolean)).toEqual(['database_url', 'keys_database_url', 'master_key', 'notary_key']);
  }, minutes(1));

  it('refuses demo secrets and the demo issuer outside HOMEROOM_STACK=local', async () => {
    const { code, output } = await project.ended('run', '--rm', '--no-deps', '--env', 'HOMEROOM_STACK=', 'organization');
    expect([code, output]).toEqual([1, expect.stringMatching(/MASTER_KEY is a demo key.*NOTARY_KEY is a demo key.*DATABASE_URL has a demo password.*OIDC_ISSUER must be https/s)]);
  }, minutes(1));

  it('starts a service again that dies, with every acknowledged command there', async () => {
    await underLoad(async () => {
      const [id] = (await project.run('ps', '--quiet', 'organization')).trim().split('\n');
      const restarts = (): string => execFileSync('docker', ['inspect', '--format', '{{.RestartCount}}', id!], { encoding: 'utf8' }).trim();
      expect(restarts()).toBe('0');
      // Docker takes it for a crash; `docker kill` would count as a wish.
      await project.ended('exec', '-T', 'organization', 'sh', '-c', 'kill -KILL $(pidof node)');
      await eventually(() => expect(restarts()).toBe('1'));
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
      await eventually(() => expect(acknowledged.length).toBeGreaterThan(before + 20), minutes(1));
      await isReady('organization');
    });
    await verified();
  }, minutes(5));

  it('stops in order, and has everything when it comes again', async () => {
    await project.run('stop');
    const ended = (await project.run('ps', '--all', '--format', '{{.Service}} {{.ExitCode}}')).trim().split('\n');
    expect(ended.filter((line) => /^(organization|training|resources|evaluation|postgres|issuer) /.test(line)).sort()).toEqual(['evaluation 0', 'issuer 0', 'organization 0', 'postgres 0', 'resources 0', 'training 0']);
    await project.run('up', '--detach', '--no-build', '--wait');
    await find();
    await verified();
  }, minutes(5));
});
