import type { Catalogue, County, Log } from '@homeroom/contracts';
import { KafkaClient } from '../kafka/kafka-client';
import { logPool } from '../log/connections';
import { ReadOnlyLog } from '../log/read-only-log';
import type { LogSource } from '../readers/log-source';
import { PostgresSource } from '../readers/postgres-source';
import type { RuntimeDefinition } from '../service-runtime';

/** What an operation on a service needs to know of its surroundings. */
export interface OperationSettings {
  readonly counties: readonly County[];
  /** The service's database as the app role. */
  readonly databaseUrl: string;
  /** The same as the migrator role. */
  readonly migratorUrl: string;
  readonly brokers?: readonly string[];
  /** Other services' databases as the reader role, where they can be reached. */
  readonly peerDatabaseUrls?: Readonly<Record<string, string>>;
  /** Where the logs' public keys and last checkpoints are kept. */
  readonly notaryFolder?: string;
  /** Says a line to the person who runs it. */
  readonly say: (line: string) => void;
}

/** The logs that a service's views read, from one kind of source. */
export class OperationSources {
  private readonly logs: ReadOnlyLog[] = [];
  readonly kafka: KafkaClient | undefined;

  constructor(private readonly definition: RuntimeDefinition, private readonly settings: OperationSettings) {
    this.kafka = settings.brokers && new KafkaClient(settings.brokers, `homeroom-${definition.name}-operations`);
  }

  /** The own log as it stands in PostgreSQL. */
  own(county: County): ReadOnlyLog {
    return this.open({ service: this.definition.name, county }, this.settings.databaseUrl);
  }

  /** @throws a sentence when this kind of source does not hold the log */
  source(kind: LogSource['kind'], catalogue: Catalogue<any>, county: County): LogSource {
    const { service } = catalogue;
    if (kind === 'kafka') {
      if (!this.kafka) throw new Error('There is no Kafka here: KAFKA_BROKERS is not set.');
      return this.kafka;
    }
    if (service === this.definition.name) return new PostgresSource([this.own(county)]);
    const url = this.settings.peerDatabaseUrls?.[service];
    if (url) return new PostgresSource([this.open({ service, county }, url)]);
    if (this.kafka) return this.kafka;
    throw new Error(`The log of ${service} cannot be read from here: set KAFKA_BROKERS or PEER_DATABASE_URLS.`);
  }

  async close(): Promise<void> {
    await Promise.all(this.logs.splice(0).map((log) => log.close()));
  }

  private open(log: Log, url: string): ReadOnlyLog {
    const known = this.logs.find((each) => each.log.service === log.service && each.log.county === log.county);
    if (known) return known;
    const opened = new ReadOnlyLog(log, logPool(url, log.county, 2));
    this.logs.push(opened);
    return opened;
  }
}
