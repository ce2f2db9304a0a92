import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { testDatabases } from '@homeroom/testing';
import { Client, type ClientBase, Pool } from 'pg';
import { DataSource } from 'typeorm';
import { isPassing, logPool, viewPool } from './connections';

/** The server ends a connection on which no statement runs. */
const lose = async (client: ClientBase, superuser: string): Promise<void> => {
  const { rows: [{ pid }] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid') as unknown as { rows: [{ pid: number }] };
  const lost = new Promise<void>((end) => client.once('end', end));
  const administrator = new Client({ connectionString: superuser });
  await administrator.connect();
  await administrator.query('select pg_terminate_backend($1)', [pid]);
  await administrator.end();
  await lost;
};

it.each<[string, (url: string) => Pool]>([
  ['views', (url) => viewPool(url, 1)],
  ['log reader', (url) => logPool(url, '370786', 1)],
])('a connection of the %s pool that is lost in use, between two statements, is replaced and ends nothing', async (_, poolOf) => {
  const { app, superuser } = await testDatabases();
  const pool = poolOf(app);
  const client = await pool.connect();
  await lose(client, superuser);
  expect(isPassing(await client.query('select 1').catch((error: unknown) => error))).toBe(true);
  client.release(true);
  expect((await pool.query('select 1')).rowCount).toBe(1);
  await pool.end();
});

it('a connection that is lost between two statements of a GET is away, not wrong: TypeORM lets it go by itself (crash, seed 21)', async () => {
  const { app, superuser } = await testDatabases();
  const source = await new DataSource({ type: 'postgres', url: app }).initialize();
  const runner = source.createQueryRunner();
  const client = await runner.connect() as ClientBase;
  await lose(client, superuser);
  const error = await runner.query('select 1').catch((failed: unknown) => failed);
  expect(error).toMatchObject({ name: 'QueryRunnerAlreadyReleasedError' });
  expect(isPassing(error)).toBe(true);
  await runner.release();
  await source.destroy();
});

it('a server that does not answer a query in time is away, not wrong: the query may be asked again', async () => {
  const { app } = await testDatabases();
  const pool = new Pool({ connectionString: app, query_timeout: 20 });
  expect(isPassing(await pool.query('select pg_sleep(10)').catch((error: unknown) => error))).toBe(true);
  await pool.end();
});

it.each<[string, (url: string) => Promise<unknown>]>([
  ['a socket that is gone before its connection knows', async (url) => {
    const client = new Client(url);
    client.on('error', () => undefined);
    await client.connect();
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    return client.query('select 1').catch((error: unknown) => error);
  }],
  ['a server that takes a connection and says nothing', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const client = new Client({ host: '127.0.0.1', port: (silent.address() as AddressInfo).port, connectionTimeoutMillis: 20 });
    const error: unknown = await client.connect().catch((thrown: unknown) => thrown);
    silent.close();
    return error;
  }],
  ['a database that is put back to an earlier point just now', (url) => {
    const client = new Client(Object.assign(new URL(url), { pathname: '/no_such_database' }).toString());
    return client.connect().catch((error: unknown) => error);
  }],
])('%s may be there again', async (_, asked) => {
  const error = await asked((await testDatabases()).app);
  expect(error).toBeInstanceOf(Error);
  expect(isPassing(error)).toBe(true);
});
