import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Kafka, type KafkaMissing, type Postgres, startKafka, startPostgres } from '@homeroom/local';

/** Where the workers of a test run find the run's servers. */
export const SERVERS_URL = 'HOMEROOM_TEST_SERVERS';

const root = join(__dirname, '..', '..', '..');

/**
 * One PostgreSQL and one Kafka for all workers of a test run, each started when the first test asks for it: a run of pure
 * tests starts neither. PostgreSQL runs without fsync: tests that kill it start their own.
 */
export class TestServers {
  private readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-test-'));
  private postgres: Promise<Postgres> | undefined;
  private kafka: Promise<Kafka | KafkaMissing> | undefined;
  private build: Promise<string> | undefined;
  private server: Server | undefined;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      const answers: Record<string, () => Promise<string>> = { '/postgres': () => this.postgresUrl(), '/kafka': () => this.kafkaBrokers(), '/services': () => this.builtServices() };
      // A kept connection would be closed by this side just as a test asks again: fetch tells that as a failure.
      response.setHeader('connection', 'close');
      answers[request.url!]!().then((text) => response.end(text), (error: Error) => response.writeHead(500).end(error.message));
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

  /** `npm test` has built everything before; whoever runs Jest by itself has what stands in the sources built, once a run. */
  private builtServices(): Promise<string> {
    const compiler = join('node_modules', 'typescript7', 'bin', 'tsc');
    const services = readdirSync(join(root, 'services')).map((name) => join('services', name));
    const node = (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: root });
    return (this.build ??= node(compiler, '-b', ...services).then(() => node(join('deploy', 'bundle.mjs'))).then(() => root, (error: { stdout?: string }) => {
      throw new Error(`The services do not build:\n${error.stdout ?? String(error)}`);
    }));
  }
}
