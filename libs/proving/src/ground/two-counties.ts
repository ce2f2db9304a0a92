import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { County, Instant } from '@homeroom/contracts';
import { advance, quiet, Stack } from '@homeroom/county';
import {
  audience, builtServices, type BuiltService, county, createDatabases, freePorts, host, type Issuer, type Kafka, keysDatabase, migratorEnvironment, type Postgres, randomKey,
  roles, runJob, secretFile, serviceEnvironment, ServiceProcess, type StackService, startIssuer, startKafka, startPostgres, type Subject, type Surroundings, tokensFor,
} from '@homeroom/local';
import { root } from './documents';

/** Where everything is played, and its neighbour that must not notice. */
export const COUNTIES: readonly [home: County, other: County] = [county, '370785'];

/** What an operation of a service said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const OPERATION_MS = 300_000;

/**
 * Every service of the checkout as a process, serving two counties on real PostgreSQL and, where the machine has one, real
 * Kafka; in a folder and on ports of its own. Its time stands until it is moved.
 */
export class TwoCounties {
  readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-edges-'));
  readonly logs = join(this.folder, 'logs');
  postgres!: Postgres;
  /** Absent where this machine has none. */
  kafka: Kafka | undefined;
  private issuer: Issuer | undefined;
  private built: readonly BuiltService[] = [];
  private around!: Surroundings;
  private local: Stack | undefined;
  private readonly processes = new Map<string, ServiceProcess>();

  static async start(): Promise<TwoCounties> {
    const stack = new TwoCounties();
    try {
      await stack.startServers();
      await stack.startServices();
      return stack;
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((service) => service.stop()));
    this.local?.http.close();
    await this.issuer?.close();
    await Promise.all([this.kafka?.stop(), this.postgres?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get services(): readonly string[] {
    return this.built.map(({ name }) => name);
  }

  /** Address, databases and log of a service. */
  at(service: string): StackService {
    return this.around.services[service]!;
  }

  process(service: string): ServiceProcess {
    return this.processes.get(service)!;
  }

  /** A bearer token for each, good for an hour. */
  tokens(subjects: readonly Subject[]): Promise<string[]> {
    const { issuer, files } = this.around;
    return tokensFor({ url: issuer.url, secret: secretFile(files.secret, randomKey) }, subjects);
  }

  /** Moves the time of all services: what falls due until then happens, in its order. */
  async advance(to: Instant): Promise<void> {
    await advance(this.inside, to);
  }

  /** Resolves when every reader of every service has handled everything. */
  async quiet(): Promise<void> {
    await quiet(this.inside);
  }

  /** An operation of a service, as an operator runs it. */
  operate(service: string, ...args: string[]): Promise<Ended> {
    const { main } = this.built.find(({ name }) => name === service)!;
    return new Promise((resolve) => {
      execFile(process.execPath, [main, ...args], { env: this.environment(service, migratorEnvironment), timeout: OPERATION_MS, maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr }));
    });
  }

  /** The routes that only the local stack has. */
  private get inside(): Stack {
    return (this.local ??= new Stack({ county, ...this.around }, 8));
  }

  private environment(service: string, of: typeof serviceEnvironment): NodeJS.ProcessEnv {
    return { ...of(service, this.around), COUNTIES: COUNTIES.join(',') };
  }

  private async startServers(): Promise<void> {
    this.built = builtServices(root);
    for (const given of ['DATABASE_URL', 'KAFKA_BROKERS']) delete process.env[given];
    const [postgres, kafka, issuer, ...ports] = await freePorts(3 + this.built.length);
    const at = (name: string): string => join(this.folder, name);
    const files = { secret: at('local-secret'), masterKey: at('master-key'), notaryKey: at('notary-key'), notary: at('notary'), accounts: at('accounts.json'), year: at('county-year.json'), logs: this.logs };
    for (const key of [files.masterKey, files.notaryKey]) secretFile(key, randomKey);
    mkdirSync(files.notary);
    await allOf([
      startPostgres({ dataDir: at('postgres'), port: postgres, log: at('postgres.log'), fsync: false, settings: { max_connections: '300' } }).then((server) => { this.postgres = server; }),
      startIssuer({ port: issuer!, audience, keysFile: at('issuer-keys.json'), accountsFile: files.accounts, secret: secretFile(files.secret, randomKey) }).then((server) => { this.issuer = server; }),
      startKafka({ dataDir: at('kafka'), port: kafka }).then((server) => { if (!('missing' in server)) this.kafka = server; }),
    ]);
    const services = Object.fromEntries(this.built.map(({ name }, i) => [name, this.describe(name, ports[i]!)]));
    this.around = { kafka: this.kafka ? { brokers: this.kafka.brokers, pid: this.kafka.pid } : null, issuer: { url: this.issuer!.url, audience, pid: undefined }, services, files };
  }

  private describe(name: string, port: number): StackService {
    const url = (database: string, role: string): string => this.postgres.url(database, role);
    const databases = {
      app: url(name, roles.app), migrator: url(name, roles.migrator), reader: url(name, roles.reader),
      keys: { app: url(keysDatabase(name), roles.app), migrator: url(keysDatabase(name), roles.migrator) },
    };
    return { url: `http://${host}:${port}`, port, pid: undefined, topic: `${name}.events`, databases, log: join(this.logs, `${name}.log`) };
  }

  private async startServices(): Promise<void> {
    await createDatabases(this.postgres, this.services);
    await allOf(this.built.map(async ({ name, main }) => {
      const { url, log } = this.at(name);
      const program = { command: process.execPath, cwd: this.folder, log };
      const env = this.environment(name, serviceEnvironment);
      await runJob({ ...program, name: `${name} migrate`, args: [main, 'migrate'], env: this.environment(name, migratorEnvironment) });
      if (this.kafka) await runJob({ ...program, name: `${name} topics`, args: [main, 'topics'], env });
      this.processes.set(name, new ServiceProcess({ ...program, name, args: [main], env, readyUrl: `${url}/health/ready` }));
    }));
    await allOf([...this.processes.values()].map((service) => service.start()));
  }
}

/** All of it, to its end: what is still being started when something fails would be stopped by nobody. */
const allOf = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
};
