export { startPostgres, type Postgres, type PostgresOptions } from './postgres';
export { createDatabases, keysDatabase, roles } from './databases';
