import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtServices, portOf, type BuiltService } from './built-services';
import { createDatabases, keysDatabase, roles } from './databases';
import { startKafka, type Kafka } from './kafka';
import { keepRunning } from './keep-running';
import { isPortFree } from './ports';
import { startPostgres, type Postgres } from './postgres';
import { runJob, ServiceProcess } from './processes';
import { identify } from './process-identity';
import type { Phase, Progress } from './progress';
import { StackClock } from './replay-clock';
import { randomKey, secretFile } from './secret-file';
import { audience, county, host, migratorEnvironment, serviceEnvironment } from './service-environment';
import { postgresFolder, type StackHome } from './stack-home';
import { writeManifest, type StackManifest, type StackService } from './stack-manifest';

/** Everything that `npm start` runs, in the order in which it starts; it stops the other way round. */
export class Stack {
  private readonly built: BuiltService[];
  private postgres: Postgres | undefined;
  private kafka: Kafka | undefined;
  private issuer: ServiceProcess | undefined;
  private services: ServiceProcess[] = [];
  private stopping = false;
  private readonly startedAt = new Date().toISOString();
  readonly clock: StackClock;
  /** Why it runs without Kafka, and what to install. */
  missingKafka: string | undefined;

  constructor(private readonly home: StackHome, private readonly portBase: number | undefined, private readonly progress: Progress) {
    this.built = builtServices(home.root);
    this.clock = new StackClock(home.clock, () => readFileSync(home.secret, 'utf8').trim(), () => (this.postgres ? this.manifest.services : {}));
  }

  async start(): Promise<void> {
    await this.checkPorts();
    secretFile(this.home.secret, randomKey);
    secretFile(this.home.masterKey, randomKey);
    secretFile(this.home.notaryKey, randomKey);
    await this.progress.phase('PostgreSQL', () => this.startPostgres());
    await this.progress.phase('Kafka', () => this.startKafka());
    await this.progress.phase('Databases', () => this.prepareDatabases());
    await this.progress.phase('Issuer', () => this.startIssuer());
    await this.progress.phase('Services', () => this.startServices());
    await this.clock.resume();
    this.watch();
    this.publish();
  }

  /** Safe at any moment, also in the middle of a start. What is just being started dies with this process. */
  async stop(): Promise<void> {
    this.stopping = true;
    const stop = async (name: string, parts: (({ stop(): Promise<void> }) | undefined)[]) => {
      if (parts.some(Boolean)) await this.progress.phase(`${name} stopped`, async () => void (await Promise.all(parts.map((part) => part?.stop()))));
    };
    if (this.services.length > 0) await this.clock.stop();
    await stop('Services', this.services);
    await stop('Issuer', [this.issuer]);
    await stop('Kafka', [this.kafka]);
    await stop('PostgreSQL', [this.postgres]);
  }

  get manifest(): StackManifest {
    const { home, postgres, kafka } = this;
    const pids = [...this.services, this.issuer].map((part) => part?.pid);
    return {
      starter: identify(process.pid)!, startedAt: this.startedAt, county,
      postgres: { port: postgres!.port, pid: postgres!.pid, superuserUrl: postgres!.url('postgres') },
      kafka: kafka ? { brokers: kafka.brokers, pid: kafka.pid } : null,
      issuer: { url: `http://${host}:${portOf('issuer', this.portBase)}`, audience, pid: this.issuer?.pid },
      services: Object.fromEntries(this.built.map(({ name }) => [name, this.describe(name)])),
      files: { secret: home.secret, masterKey: home.masterKey, notaryKey: home.notaryKey, notary: home.notary, accounts: home.accounts, year: home.year, logs: home.logs },
      children: pids.flatMap((pid) => (pid && identify(pid)) || []),
    };
  }

  private describe(name: string): StackService {
    const port = portOf(name, this.portBase);
    const url = (database: string, role: string) => this.postgres!.url(database, role);
    return {
      url: `http://${host}:${port}`, port, topic: `${name}.events`, log: this.log(name),
      pid: this.services.find((service) => service.name === name)?.pid,
      databases: {
        app: url(name, roles.app), migrator: url(name, roles.migrator), reader: url(name, roles.reader),
        keys: { app: url(keysDatabase(name), roles.app), migrator: url(keysDatabase(name), roles.migrator) },
      },
    };
  }

  private async checkPorts(): Promise<void> {
    for (const name of [...this.built.map((service) => service.name), 'issuer']) {
      const port = portOf(name, this.portBase);
      if (!(await isPortFree(port))) throw new Error(`Port ${port} (${name}) is taken by another program. Stop that, or choose other ports with --port-base N.`);
    }
  }

  private async startPostgres(): Promise<Phase> {
    const { folder, outside } = postgresFolder(this.home);
    this.postgres = await startPostgres({ dataDir: folder, log: this.log('postgres') });
    if (this.postgres.external) return { note: 'the server that DATABASE_URL names' };
    return { pids: [this.postgres.pid], note: `port ${this.postgres.port}${outside ? `, data in ${folder}: only root may enter this checkout, and PostgreSQL does not run as root` : ''}` };
  }

  private async startKafka(): Promise<Phase> {
    const onFetch = () => this.progress.say('  Kafka is fetched with Maven (45 MB, this once)');
    const kafka = await startKafka({ dataDir: this.home.kafka, onFetch });
    if ('missing' in kafka) {
      this.missingKafka = kafka.missing;
      return { note: 'runs without: the services read each other\'s logs from PostgreSQL' };
    }
    this.kafka = kafka;
    return { pids: [kafka.pid], note: kafka.external ? `the brokers that KAFKA_BROKERS names: ${kafka.brokers}` : kafka.brokers };
  }

  private async prepareDatabases(): Promise<Phase> {
    await createDatabases(this.postgres!, this.built.map(({ name }) => name));
    await Promise.all(this.built.map(async ({ name, main }) => {
      const job = (command: string, env: NodeJS.ProcessEnv) =>
        runJob({ name: `${name} ${command}`, command: process.execPath, args: [main, command], env, cwd: this.home.root, log: this.log(name) });
      await job('migrate', migratorEnvironment(name, this.manifest));
      if (this.kafka) await job('topics', serviceEnvironment(name, this.manifest));
    }));
    return { note: this.kafka ? 'migrations and topics' : 'migrations' };
  }

  private async startIssuer(): Promise<Phase> {
    const { files, issuer } = this.manifest;
    const port = portOf('issuer', this.portBase);
    const env = { ...process.env, PORT: String(port), OIDC_AUDIENCE: audience, LOCAL_SECRET_FILE: files.secret, ACCOUNTS_FILE: files.accounts, ISSUER_KEYS_FILE: this.home.issuerKeys };
    this.issuer = new ServiceProcess({
      name: 'issuer', command: process.execPath, args: [join(__dirname, 'issuer.js')], env, cwd: this.home.root,
      log: this.log('issuer'), readyUrl: `${issuer.url}/health/ready`, graceMs: 3_000,
    });
    await this.issuer.start();
    return { pids: [this.issuer.pid], note: issuer.url };
  }

  private async startServices(): Promise<Phase> {
    const { manifest } = this;
    this.services = this.built.map(({ name, main }) => new ServiceProcess({
      name, command: process.execPath, args: [main], env: serviceEnvironment(name, manifest), cwd: this.home.root,
      log: this.log(name), readyUrl: `${manifest.services[name]!.url}/health/ready`,
    }));
    await Promise.all(this.services.map((service) => service.start()));
    return { pids: this.services.map(({ pid }) => pid), note: this.built.map(({ name }) => name).join(', ') || 'none is built yet' };
  }

  private watch(): void {
    const stack = { say: this.progress.say, isStopping: () => this.stopping, restarted: () => this.restarted() };
    for (const service of [...this.services, this.issuer!]) keepRunning(service.name, service, stack);
    if (this.kafka) keepRunning('Kafka', this.kafka, stack);
    keepRunning('PostgreSQL', this.postgres!, stack);
  }

  private restarted(): void {
    this.publish();
    this.clock.tell().catch((error: Error) => this.progress.say(error.message));
  }

  private publish(): void {
    writeManifest(this.home.manifest, this.manifest);
  }

  private log(name: string): string {
    return join(this.home.logs, `${name}.log`);
  }
}
