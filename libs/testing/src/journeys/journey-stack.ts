import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { County, Instant } from '@homeroom/contracts';
import { advance, quiet, Stack } from '@homeroom/county';
import {
  audience, builtServices, type BuiltService, county, createDatabases, freePorts, host, type Issuer, type Kafka, keysDatabase, migratorEnvironment, type Postgres, type PostgresOptions, randomKey,
  roles, runJob, secretFile, serviceEnvironment, ServiceProcess, type StackService, startIssuer, startKafka, startPostgres, type Subject, type Surroundings, tokensFor,
} from '@homeroom/local';
import { builtCheckout } from '../databases';
import { Person } from './person';

/** What a command of a service's `main.js` said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** Standard output, then standard error. */
  readonly output: string;
}

/** What a stack may have otherwise than usual. */
export interface StackOptions {
  /** A built checkout, or a copy of one; this one if absent. */
  readonly root?: string;
  /** The county of the sample if absent. */
  readonly counties?: readonly County[];
  /** Processes of each of these services; one of the others. */
  readonly processes?: Readonly<Record<string, number>>;
  /** Variables of every service, beside the stack's. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How PostgreSQL is started beside what the stack says: its data, for instance, below which nothing is yet. */
  readonly postgres?: Partial<Pick<PostgresOptions, 'dataDir' | 'fsync' | 'settings'>>;
  /** Stands between the services and a server: is told the server's port and gives the one that services are told. */
  readonly between?: (server: 'postgres' | 'kafka', port: number) => Promise<number>;
}

/** Verifying and rebuilding a log of some thousand events takes seconds; of some hundred thousand, beside other work, minutes. */
const OPERATION_MS = 600_000;

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
  /** As the services see it. */
  private around!: Surroundings;
  /** With nothing in between. */
  private direct!: Surroundings;
  private local: Stack | undefined;
  private readonly processes = new Map<string, readonly ServiceProcess[]>();
  private readonly ports = new Map<string, readonly number[]>();

  private constructor(private readonly options: StackOptions) {}

  static async start(options: StackOptions = {}): Promise<JourneyStack> {
    const stack = new JourneyStack(options);
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
    await Promise.all([...this.processes.values()].flat().map((service) => service.stop()));
    this.local?.http.close();
    await this.issuer?.close();
    await Promise.all([this.kafka?.stop(), this.postgres?.stop()]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  get services(): readonly string[] {
    return this.built.map(({ name }) => name);
  }

  /** A service as a process, to be killed and started. */
  service(name: string, nth = 0): ServiceProcess {
    return this.processes.get(name)![nth]!;
  }

  /** Ports of a service's processes. */
  portsOf(name: string): readonly number[] {
    return this.ports.get(name)!;
  }

  /** A further process of a service, from this checkout or a copy of it, on a port of its own; not started yet, and its starter's to stop. */
  async further(name: string, root: string): Promise<{ readonly process: ServiceProcess; readonly port: number }> {
    const [port] = await freePorts(1) as [number];
    const main = builtServices(root).find((each) => each.name === name)!.main;
    const program = { command: process.execPath, cwd: this.folder, log: this.around.services[name]!.log };
    await runJob({ ...program, name: `${name} migrate`, args: [main, 'migrate'], env: this.environment(migratorEnvironment(name, this.around)) });
    return { process: this.processOf(name, main, port), port };
  }

  /** Address, databases and log of a service, with nothing in between. */
  at(name: string): StackService {
    return this.direct.services[name]!;
  }

  /** Somebody of the county in front of the system. */
  async people(...who: readonly { readonly personId: string; readonly roles: string[] }[]): Promise<Person[]> {
    const tokens = await this.tokens(who);
    const urls = Object.fromEntries(Object.entries(this.around.services).map(([name, { url }]) => [name, url]));
    return who.map(({ personId }, i) => new Person(personId, tokens[i]!, urls));
  }

  /** Bearer tokens of people; of the sample's county where none is named. */
  tokens(who: readonly (Omit<Subject, 'county'> & Partial<Pick<Subject, 'county'>>)[]): Promise<string[]> {
    const { issuer, files } = this.around;
    return tokensFor({ url: issuer.url, secret: secretFile(files.secret, randomKey) }, who.map((one) => ({ county, ...one })));
  }

  /** Moves the whole stack's time: everything that falls due until then happens, in its order. */
  async advance(to: Instant): Promise<void> {
    await advance(this.inside, to);
  }

  /** Resolves when every reader of every service has handled everything. */
  async quiet(): Promise<void> {
    await quiet(this.inside);
  }

  /** Puts the clock of one service, and lets it run on from there. */
  async clock(service: string, at: Instant): Promise<void> {
    await this.inside.local(`${this.inside.urlOf(service)}/local/clock`, { at, run: true });
  }

  /** `npm run <command> -- <service> …`, on this stack. */
  operate(service: string, ...args: string[]): Promise<Ended> {
    const { main } = this.built.find(({ name }) => name === service)!;
    return new Promise((resolve) => {
      execFile(process.execPath, [main, ...args], { env: this.environment(migratorEnvironment(service, this.direct)), timeout: OPERATION_MS, maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
        resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, output: `${stdout}${stderr}` }));
    });
  }

  private environment(of: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...of, ...(this.options.counties && { COUNTIES: this.options.counties.join(',') }) };
  }

  /** The routes that only the local stack has. */
  private get inside(): Stack {
    return (this.local ??= new Stack({ county, ...this.around }, 8));
  }

  private async startServers(): Promise<void> {
    const root = this.options.root ?? await builtCheckout();
    this.built = builtServices(root);
    for (const given of ['DATABASE_URL', 'KAFKA_BROKERS']) delete process.env[given];
    const counts = this.built.map(({ name }) => this.options.processes?.[name] ?? 1);
    const [postgres, kafka, issuer, ...ports] = await freePorts(3 + counts.reduce((sum, count) => sum + count, 0)) as [number, number, number, ...number[]];
    this.built.forEach(({ name }, i) => this.ports.set(name, ports.splice(0, counts[i])));
    const at = (name: string): string => join(this.folder, name);
    const files = { secret: at('local-secret'), masterKey: at('master-key'), notaryKey: at('notary-key'), notary: at('notary'), accounts: at('accounts.json'), year: at('county-year.json'), logs: this.logs };
    for (const key of [files.masterKey, files.notaryKey]) secretFile(key, randomKey);
    mkdirSync(files.notary);
    const { between = async (_, port) => port } = this.options;
    const [postgresSeen, kafkaSeen] = [await between('postgres', postgres), await between('kafka', kafka)];
    await allOf([
      startPostgres({ dataDir: at('postgres'), port: postgres, log: at('postgres.log'), ...this.options.postgres }).then((server) => { this.postgres = server; }),
      startIssuer({ port: issuer, audience, keysFile: at('issuer-keys.json'), accountsFile: files.accounts, secret: secretFile(files.secret, randomKey) }).then((server) => { this.issuer = server; }),
      startKafka({ dataDir: at('kafka'), port: kafka, advertised: kafkaSeen }).then((server) => {
        if ('missing' in server) this.missing = server.missing;
        else this.kafka = server;
      }),
    ]);
    const around = (postgresPort: number, kafkaPort: number): Surroundings => ({
      kafka: this.kafka ? { brokers: this.kafka.external ? this.kafka.brokers : `${host}:${kafkaPort}`, pid: this.kafka.pid } : null, issuer: { url: this.issuer!.url, audience, pid: undefined },
      services: Object.fromEntries(this.built.map(({ name }) => [name, this.describe(name, postgresPort)])), files,
    });
    this.around = around(postgresSeen, kafkaSeen);
    this.direct = around(postgres, kafka);
  }

  private describe(name: string, postgresPort: number): StackService {
    const url = (database: string, role: string): string => Object.assign(new URL(this.postgres.url(database, role)), { port: String(postgresPort) }).toString();
    const databases = {
      app: url(name, roles.app), migrator: url(name, roles.migrator), reader: url(name, roles.reader),
      keys: { app: url(keysDatabase(name), roles.app), migrator: url(keysDatabase(name), roles.migrator) },
    };
    const [port] = this.ports.get(name)! as [number];
    return { url: `http://${host}:${port}`, port, pid: undefined, topic: `${name}.events`, databases, log: join(this.logs, `${name}.log`) };
  }

  private async startServices(): Promise<void> {
    await createDatabases(this.postgres, this.built.map(({ name }) => name));
    await allOf(this.built.map(async ({ name, main }) => {
      const { log } = this.around.services[name]!;
      const program = { command: process.execPath, cwd: this.folder, log };
      await runJob({ ...program, name: `${name} migrate`, args: [main, 'migrate'], env: this.environment(migratorEnvironment(name, this.around)) });
      if (this.kafka) await runJob({ ...program, name: `${name} topics`, args: [main, 'topics'], env: this.environment(serviceEnvironment(name, this.around)) });
      this.processes.set(name, this.ports.get(name)!.map((port) => this.processOf(name, main, port)));
    }));
    await allOf([...this.processes.values()].flat().map((service) => service.start()));
  }

  private processOf(name: string, main: string, port: number): ServiceProcess {
    const env = { ...this.environment(serviceEnvironment(name, this.around)), ...this.options.environment, PORT: String(port) };
    return new ServiceProcess({ name, command: process.execPath, args: [main], cwd: this.folder, log: this.around.services[name]!.log, env, readyUrl: `http://${host}:${port}/health/ready` });
  }
}

/** All of it, to its end: what is still being started when something fails would be stopped by nobody. */
const allOf = async (work: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(work)).find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
};
