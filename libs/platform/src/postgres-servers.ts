import type { County } from '@homeroom/contracts';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { KafkaClient } from './kafka/kafka-client';
import { toMessage } from './kafka/kafka-record';
import { logPool, viewPool } from './log/connections';
import { beginInCounty } from './log/county-transaction';
import { PostgresTable } from './log/postgres-log';
import { PostgresLeases } from './log/postgres-leases';
import { postgresLane } from './log/postgres-lane';
import { ReadOnlyLog } from './log/read-only-log';
import { PostgresTrees } from './notary/postgres-trees';
import { PostgresRejections } from './reactions/postgres-rejections';
import { PostgresPlaces } from './readers/postgres-places';
import { PostgresSource } from './readers/postgres-source';
import { postgresWake } from './readers/postgres-wake';
import type { Servers } from './servers';
import type { RuntimeDefinition, RuntimeSettings } from './service-runtime';
import { PostgresViews } from './views/postgres-views';

/** The service's database, and Kafka or the databases of the others in its place. */
export const postgresServers = (definition: RuntimeDefinition, settings: Pick<RuntimeSettings, 'counties' | 'databaseUrl' | 'kafka' | 'peerDatabaseUrls'>): Servers => {
  const { databaseUrl: url, kafka } = settings;
  const pool = viewPool(url);
  const rows = new DataSource({ type: 'postgres', url, entities: definition.views.map(({ row }) => row), extra: { max: 10, options: '-c timezone=UTC -c jit=off' } });
  const peers = kafka ? [] : settings.counties.flatMap((county) => Object.entries(settings.peerDatabaseUrls ?? {}).map(([service, peerUrl]) => new ReadOnlyLog({ service, county }, logPool(peerUrl, county, 2))));
  return {
    table: (log) => new PostgresTable(log, logPool(url, log.county)),
    lane: (log) => postgresLane(url, log.county),
    wake: postgresWake(url),
    ...onPool(pool),
    ...(kafka && { topics: topicsOf(definition, kafka.brokers) }),
    peers: new PostgresSource(peers),
    start: async () => { await rows.initialize(); },
    read: (county, work) => readOnly(rows, county, work),
    close: async () => {
      await Promise.all(peers.map((each) => each.close()));
      if (rows.isInitialized) await rows.destroy();
      await pool.end();
    },
  };
};

const onPool = (pool: Pool): Pick<Servers, 'places' | 'views' | 'leases' | 'rejections' | 'trees'> => (
  { places: new PostgresPlaces(pool), views: new PostgresViews(pool), leases: new PostgresLeases(pool), rejections: new PostgresRejections(pool), trees: new PostgresTrees(pool) });

const topicsOf = (definition: RuntimeDefinition, brokers: readonly string[]): NonNullable<Servers['topics']> => {
  const client = new KafkaClient(brokers, `homeroom-${definition.name}`);
  const category = (type: string): string => definition.events.types[type]?.category ?? 'unknown';
  return {
    kind: client.kind, follow: client.follow.bind(client), head: client.head.bind(client), last: client.last.bind(client),
    publisher: (log) => client.publisher(log, category, toMessage),
  };
};

const readOnly = async <T>(rows: DataSource, county: County, work: (manager: EntityManager) => Promise<T>): Promise<T> => {
  const runner = rows.createQueryRunner();
  try {
    await runner.query(beginInCounty(county).replace('begin', 'begin read only'));
    const result = await work(runner.manager);
    await runner.query('commit');
    return result;
  } catch (error) {
    await runner.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
};
