import { join } from 'node:path';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { Client } from 'pg';
import { describeWithEngine } from './engine';

const root = join(__dirname, '..', '..', '..', '..');
const password = 'homeroom-demo';

describeWithEngine('The databases that PostgreSQL\'s image makes on an empty volume', () => {
  let postgres: StartedTestContainer;

  beforeAll(async () => {
    const secrets = ['postgres_password', 'migrator_password', 'app_password', 'reader_password']
      .map((name) => ({ source: join(root, 'deploy/compose/demo-secrets', name), target: `/run/secrets/${name}` }));
    postgres = await new GenericContainer('postgres:18-bookworm')
      .withUser('postgres')
      .withEnvironment({ POSTGRES_PASSWORD_FILE: '/run/secrets/postgres_password', HOMEROOM_SERVICES: 'organization resources' })
      .withCopyFilesToContainer([...secrets, { source: join(root, 'deploy/postgres/10-databases.sh'), target: '/docker-entrypoint-initdb.d/10-databases.sh', mode: 0o755 }])
      .withExposedPorts(5432)
      .withHealthCheck({ test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=postgres'], interval: 500, timeout: 5_000, retries: 240 })
      .withWaitStrategy(Wait.forHealthCheck())
      .start();
  }, 300_000);

  afterAll(() => postgres?.stop());

  /** Runs one statement as somebody; the rows, or the SQLSTATE that refused it. */
  const as = async (user: string, database: string, statement: string, secret = password): Promise<unknown> => {
    const client = new Client({ host: postgres.getHost(), port: postgres.getMappedPort(5432), user, database, password: secret });
    try {
      await client.connect();
      return (await client.query(statement)).rows;
    } catch (error) {
      return (error as { code?: string }).code;
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const wrongPassword = '28P01';
  const mayNot = '42501';

  it('has three roles that own no more than they must and bypass nothing', async () => {
    expect(await as('postgres', 'postgres', `select rolname, rolcanlogin from pg_roles where rolname like 'homeroom%' and not (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication) order by 1`))
      .toEqual(['homeroom_app', 'homeroom_migrator', 'homeroom_reader'].map((rolname) => ({ rolname, rolcanlogin: true })));
    expect(await as('postgres', 'postgres', `select datname, datdba::regrole::text as owner from pg_database where datname ~ '^(organization|resources)' order by 1`))
      .toEqual(['organization', 'organization_keys', 'resources', 'resources_keys'].map((datname) => ({ datname, owner: 'homeroom_migrator' })));
  });

  it('lets each role in with its password alone, and only where it belongs', async () => {
    for (const database of ['organization', 'resources']) {
      for (const role of ['homeroom_migrator', 'homeroom_app', 'homeroom_reader']) {
        expect(await as(role, database, 'select 1 as one')).toEqual([{ one: 1 }]);
        expect(await as(role, database, 'select 1', 'another')).toBe(wrongPassword);
      }
      expect(await as('homeroom_app', `${database}_keys`, 'select 1 as one')).toEqual([{ one: 1 }]);
      expect(await as('homeroom_reader', `${database}_keys`, 'select 1')).toBe(mayNot);
    }
  });

  it('lets the migrator alone make tables', async () => {
    expect(await as('homeroom_app', 'organization', 'create table mine (id int)')).toBe(mayNot);
    expect(await as('homeroom_migrator', 'organization', 'create table ours (id int)')).toEqual([]);
    expect(await as('homeroom_app', 'organization', 'select * from ours')).toBe(mayNot);
  });

  it('takes another service and another password over when the script is run again', async () => {
    const { exitCode, output } = await postgres.exec(['bash', '-c', 'mkdir /tmp/secrets && cp /run/secrets/* /tmp/secrets && echo "it\'s new" >/tmp/secrets/app_password'
      + ' && HOMEROOM_SERVICES="organization resources training" SECRETS=/tmp/secrets /docker-entrypoint-initdb.d/10-databases.sh']);
    expect([exitCode, output]).toEqual([0, '']);
    expect(await as('homeroom_app', 'training', 'select 1 as one', 'it\'s new')).toEqual([{ one: 1 }]);
    expect(await as('homeroom_app', 'organization', 'select 1')).toBe(wrongPassword);
    expect(await as('homeroom_reader', 'training_keys', 'select 1')).toBe(mayNot);
  });
});
