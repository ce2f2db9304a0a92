import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '@homeroom/contracts';
import { advance, quiet, Stack } from '@homeroom/county';
import {
  audience, builtServices, type BuiltService, county, createDatabases, freePorts, host, type Issuer, type Kafka, keysDatabase, migratorEnvironment, type Postgres, randomKey,
  roles, runJob, secretFile, serviceEnvironment, ServiceProcess, type StackService, startIssuer, startKafka, startPostgres, type Surroundings, tokensFor,
} from '@homeroom/local';
import { builtCheckout } from '../databases';
import { Person } from './person';

/** What a command of a service's `main.js` said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

const SERVICES = ['organization', 'resources', 'evaluation'];
/** Verifying and rebuilding a log of some thousand events takes seconds; beside a whole test run it takes more of them. */
const OPERATION_MS = 180_000;

/**
 * The local stack in a folder and on ports of its own: PostgreSQL with fsync, Kafka where this machine has one, each
 * service a process, time on the replay clock. Its servers are always its own, because journeys kill them.
 */
export class JourneyStack {
  readonly folder = mkdtempSync(join(tmpdir(), 'homeroom-journey-'));
  readonly logs = join(this.folder, 'logs');
  postgres!: Postgres;
  /** Absent where this machine has none. */
  kafka: Kafka | undefined;
  /** Why there is no Kafka. */
  missing: string | undefined;
  private issuer: Issuer | undefined;
  private built: BuiltService[] = [];
  private around!: Surroundings;
  private local: Stack | undefined;
  private readonly processes = new Map<string, ServiceProcess>();

  static async start(): Promise<JourneyStack> {
    const stack = new JourneyStack();
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

  /** A service as a process, to be killed and started. */
  service(name: string): ServiceProcess {
    return this.processes.get(name)!;
  }

  /** Somebody of the county in front of the system. */
  async people(...who: readonly { readonly personId: string; readonly roles: string[] }[]): Promise<Person[]> {
    const { issuer, services, files } = this.around;
    const tokens = await tokensFor({ url: issuer.url, secret: secretFile(files.secret, randomKey) }, who.map((one) => ({ ...one, county })));
    const urls = Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, url]));
    return who.map(({ personId }, i) => new Person(personId, tokens[i]!, urls));
  }

  /** Moves the whole stack's time: everything that falls due until then happens, in its order. */
  async advance(to: Instant): Promise<void> {
    await advance(this.inside, to);
  }

  /** Resolves when every reader of every service has handled everything. */
  async quiet(): Promise<void> {
    await quiet(this.inside);
  }

  /** `npm run <command> -- <service> …`, on this stack. */
  operate(service: string, ...args: string[]): Promise<Ended> {
    const { main } = this.built.find(({ name }) => name === service)!;
    return new Promise((resolve) => {
      execFile(process.execPath, [main, ...args], { env: migratorEnvironment(service, this.around), timeout: OPERATION_MS, maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, output: `${stdout}${stderr}` }));
    });
  }

  /** The routes that only the local stack has. */
  private get inside(): Stack {
    return (this.local ??= new Stack({ county, ...this.around }, 8));
  }

  private async startServers(): Promise<void> {
    const root = await builtCheckout();
    this.built = builtServices(root).filter(({ name }) => SERVICES.includes(name));
    for (const given of ['DATABASE_URL', 'KAFKA_BROKERS']) delete process.env[given];
    const [postgres, kafka, issuer, ...ports] = await freePorts(3 + this.built.length);
    const at = (name: string): string => join(this.folder, name);
    const files = { secret: at('local-secret'), masterKey: at('master-key'), notaryKey: at('notary-key'), notary: at('notary'), accounts: at('accounts.json'), year: at('county-year.json'), logs: this.logs };
    for (const key of [files.masterKey, files.notaryKey]) secretFile(key, randomKey);
    mkdirSync(files.notary);
    await allOf([
      startPostgres({ dataDir: at('postgres'), port: postgres, log: at('postgres.log') }).then((server) => { this.postgres = server; }),
      startIssuer({ port: issuer!, audience, keysFile: at('issuer-keys.json'), accountsFile: files.accounts, secret: secretFile(files.secret, randomKey) }).then((server) => { this.issuer = server; }),
      startKafka({ dataDir: at('kafka'), port: kafka }).then((server) => {
        if ('missing' in server) this.missing = server.missing;
        else this.kafka = server;
      }),
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
    await createDatabases(this.postgres, this.built.map(({ name }) => name));
    await allOf(this.built.map(async ({ name, main }) => {
      const { url, log } = this.around.services[name]!;
      const program = { command: process.execPath, cwd: this.folder, log };
      await runJob({ ...program, name: `${name} migrate`, args: [main, 'migrate'], env: migratorEnvironment(name, this.around) });
      if (this.kafka) await runJob({ ...program, name: `${name} topics`, args: [main, 'topics'], env: serviceEnvironment(name, this.around) });
      this.processes.set(name, new ServiceProcess({ ...program, name, args: [main], env: serviceEnvironment(name, this.around), readyUrl: `${url}/health/ready` }));
    }));
    await allOf([...this.processes.values()].map((service) => service.start()));
  }
}

/** All of it, to its end: what is still being started when something fails would be stopped by nobody. */
const allOf = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
};
