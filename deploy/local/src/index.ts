export type { Account } from './accounts';
export type { CountyYear } from './county-year';
export { createDatabases, keysDatabase, roles } from './databases';
export { tokenFor, tokensFor, type IssuerAccess, type Subject } from './issuer-client';
export { startIssuer, type Issuer, type IssuerOptions } from './issuer';
export { startKafka, type Kafka, type KafkaMissing, type KafkaOptions } from './kafka';
export { freePorts } from './ports';
export { startPostgres, type Postgres, type PostgresOptions } from './postgres';
export { readManifest, type ServiceDatabases, type StackManifest, type StackService } from './stack-manifest';
