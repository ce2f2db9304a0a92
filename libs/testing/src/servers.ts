import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kafka, type KafkaMissing, type Postgres, startKafka, startPostgres } from '@homeroom/local';

/** Where the workers of a test run find the run's servers. */
export const SERVERS_URL = 'HOMEROOM_TEST_SERVERS';

/**
 * One PostgreSQL and one Kafka for all workers of a test run, each started when the first test asks for it: a run of pure
 * tests starts neither. PostgreSQL runs without fsync: tests that kill it start their own.
 */
export class TestServers {
  private readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  private postgres: Promise<Postgres> | undefined;
  private kafka: Promise<Kafka | KafkaMissing> | undefined;
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      const answer = request.url === '/postgres' ? this.postgresUrl() : this.kafkaBrokers();
      answer.then((text) => response.end(text), (error: Error) => response.writeHead(500).end(error.message));
    });
    await new Promise<void>((listening) => this.server!.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  async stop(): Promise<void> {
    this.server?.close();
    const kafka = await this.kafka?.catch(() => undefined);
    if (kafka && 'stop' in kafka) await kafka.stop();
    await (await this.postgres?.catch(() => undefined))?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async postgresUrl(): Promise<string> {
    this.postgres ??= startPostgres({ dataDir: join(this.folder, 'postgres'), fsync: false, settings: { max_connections: '400' } });
    return (await this.postgres).url('postgres');
  }

  private async kafkaBrokers(): Promise<string> {
    this.kafka ??= startKafka({ dataDir: join(this.folder, 'kafka') });
    const kafka = await this.kafka;
    return 'missing' in kafka ? '' : kafka.brokers;
  }
}
