import { randomBytes } from 'node:crypto';
import { createDatabases, type Postgres, roles } from '@homeroom/local';
import { SERVERS_URL } from './servers';

const ask = async (what: 'postgres' | 'kafka' | 'services'): Promise<string> => {
  const url = process.env[SERVERS_URL];
  if (!url) throw new Error(`${SERVERS_URL} is not set: run tests with the project's jest configuration.`);
  const response = await fetch(`${url}/${what}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
};

/** Addresses of the run's Kafka; `undefined` where this machine has none, and the test says that it was skipped. */
export const testKafka = async (): Promise<string | undefined> => (await ask('kafka')) || undefined;

/** Returns when the services' `dist/` is what their sources say. @returns the checkout's folder */
export const builtCheckout = (): Promise<string> => ask('services');

/** Databases of one service for one test, under the roles it has in production. */
export interface TestDatabases {
  readonly app: string;
  readonly migrator: string;
  readonly reader: string;
  readonly keys: { readonly app: string; readonly migrator: string };
  /** As the superuser: for looking where no service may. */
  readonly superuser: string;
}

/** Fresh, empty databases: nobody else's test sees them. */
export const testDatabases = async (service = 'service'): Promise<TestDatabases> => {
  const postgres = new URL(await ask('postgres'));
  const url = (database: string, role?: string): string => Object.assign(new URL(postgres), { pathname: `/${database}`, ...(role && { username: role }) }).toString();
  const name = `${service.replaceAll('-', '_')}_${randomBytes(4).toString('hex')}`;
  await createDatabases({ url } as Pick<Postgres, 'url'> as Postgres, [name]);
  return {
    app: url(name, roles.app), migrator: url(name, roles.migrator), reader: url(name, roles.reader), superuser: url(name),
    keys: { app: url(`${name}_keys`, roles.app), migrator: url(`${name}_keys`, roles.migrator) },
  };
};
