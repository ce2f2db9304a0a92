import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComposeProject } from './compose-project';
import { describeWithEngine } from './engine';

const root = join(__dirname, '..', '..', '..', '..');
const file = (path: string): string => readFileSync(join(root, path), 'utf8');
const services = readdirSync(join(root, 'services'));

describe('The settings of docker-compose.yml', () => {
  const asked = new Set([...file('docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
  const explained = [...file('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name).filter((name) => name !== 'COMPOSE_PROFILES');

  it('are all explained in .env.example, and nothing else is', () => expect([...explained].sort()).toEqual([...asked].sort()));

  it('have their defaults from there', () => {
    for (const [, name, value] of file('docker-compose.yml').matchAll(/\$\{(\w+):-([^}]*)\}/g)) {
      if (name === 'HOMEROOM_STACK') expect(value).toBe('');
      else expect(file('.env.example')).toContain(`\n${name}=${value}\n`);
    }
  });
});

describe('The secrets that docker-compose.yml mounts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'homeroom-secrets-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const make = (...args: string[]): string[] => execFileSync(join(root, 'deploy/compose/make-secrets.sh'), args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  const secretsIn = (path: string): Record<string, string> => Object.fromEntries(readdirSync(path).sort().map((name) => [name, readFileSync(join(path, name), 'utf8')]));

  it('are all made by one script, and those for trying out are what it makes of them', () => {
    make('--demo', join(folder, 'demo'), ...services);
    const demo = secretsIn(join(folder, 'demo'));
    expect(secretsIn(join(root, 'deploy/compose/demo-secrets'))).toEqual(demo);
    expect([...file('docker-compose.yml').matchAll(/\$\{SECRETS_DIR[^}]*\}\/(\w+)/g)].map(([, name]) => name).sort()).toEqual(Object.keys(demo));
  });

  it('are kept when the script is run again for one more service', () => {
    const own = join(folder, 'own');
    make(own, ...services);
    const before = secretsIn(own);
    expect(new Set(Object.values(before)).size).toBe(Object.keys(before).length);
    expect(make(own, ...services, 'library')).toHaveLength(6);
    expect(secretsIn(own)).toMatchObject(before);
    expect(secretsIn(own)['library_database_url']).toBe(`postgres://homeroom_app:${before['app_password']!.trim()}@postgres:5432/library\n`);
    expect(statSync(own).mode & 0o777).toBe(0o700);
  });
});

interface Part {
  image: string;
  build?: { args: Record<string, string> };
  command: string[] | null;
  environment?: Record<string, string>;
  secrets?: { source: string; target: string }[];
  ports?: unknown[];
  read_only?: boolean;
  cap_drop?: string[];
  networks: Record<string, unknown>;
  depends_on?: Record<string, { condition: string }>;
  deploy?: { resources?: { limits?: { memory?: string } } };
}

describeWithEngine('The parts of docker-compose.yml', () => {
  let parts: Record<string, Part>;

  beforeAll(async () => {
    const { services: read } = JSON.parse(await new ComposeProject('homeroom').run('--profile', '*', 'config', '--format', 'json')) as { services: Record<string, Part> };
    parts = read;
  });

  it('are those of each service, whatever services there are', () => {
    for (const service of services) {
      expect(parts[service]!.build!.args['SERVICE']).toBe(service);
      expect([parts[`${service}-migrate`]!.command, parts[`${service}-topics`]!.command]).toEqual([['migrate'], ['topics']]);
      expect(parts[`${service}-operate`]!.image).toBe(parts[service]!.image);
      const before = Object.entries(parts[service]!.depends_on!).filter(([, { condition }]) => condition === 'service_completed_successfully').map(([name]) => name);
      expect(before.sort()).toEqual([`${service}-migrate`, ...services.map((each) => `${each}-topics`)].sort());
    }
    expect(parts['postgres']!.environment!['HOMEROOM_SERVICES']!.split(' ').sort()).toEqual([...services].sort());
  });

  it('know only their own secrets', () => {
    const secretsOf = (name: string): string[] => (parts[name]!.secrets ?? []).map(({ source }) => source).sort();
    for (const service of services) {
      expect(secretsOf(service)).toEqual([`${service}_database_url`, `${service}_keys_database_url`, `${service}_master_key`, `${service}_notary_key`]);
      expect(secretsOf(`${service}-migrate`)).toEqual([`${service}_keys_migrator_database_url`, `${service}_migrator_database_url`]);
      expect(secretsOf(`${service}-topics`)).toEqual([]);
    }
    for (const { environment = {} } of Object.values(parts)) {
      for (const [name, value] of Object.entries(environment)) if (/PASSWORD|SECRET|KEY(S)?_?FILE|DATABASE_URL/.test(name)) expect([name, value]).toEqual([expect.stringMatching(/_FILE$/), expect.stringMatching(/^\/(run\/secrets|var\/lib\/issuer)\//)]);
    }
  });

  it('are shut but for the services\' ports, and may do no more than they must', () => {
    for (const [name, part] of Object.entries(parts)) {
      expect([name, part.ports?.length ?? 0]).toEqual([name, services.includes(name) ? 1 : 0]);
      expect([name, part.cap_drop]).toEqual([name, ['ALL']]);
      expect([name, Number(part.deploy?.resources?.limits?.memory)]).toEqual([name, expect.any(Number)]);
      expect([name, part.read_only ?? false]).toEqual([name, !['postgres', 'kafka'].includes(name)]);
      if (['postgres', 'kafka'].includes(name)) expect(Object.keys(part.networks)).toEqual(['inside']);
    }
  });
});
