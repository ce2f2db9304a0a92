import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts, type Issuer, startIssuer, type Subject, tokensFor } from '@homeroom/local';
import { newId } from '@homeroom/contracts';
import { KafkaClient } from '@homeroom/platform';
import { CLERK } from './sample-http';
import { COUNTY } from './sample';

const AUDIENCE = 'homeroom';
const SECRET = randomBytes(24).toString('base64url');
const READY_MS = 60_000;

/** The local stack's own issuer, and tokens of as many people as are asked for. */
export class People {
  private constructor(private readonly issuer: Issuer, private readonly folder: string) {}

  static async start(folder: string): Promise<People> {
    const [port] = await freePorts(1);
    return new People(await startIssuer({ port: port!, audience: AUDIENCE, keysFile: join(folder, 'issuer-keys.json'), accountsFile: join(folder, 'accounts.json'), secret: SECRET }), folder);
  }

  get environment(): Record<string, string> {
    return { OIDC_ISSUER: this.issuer.url, OIDC_AUDIENCE: AUDIENCE, MASTER_KEY: randomBytes(32).toString('base64'), NOTARY_KEY: randomBytes(32).toString('base64'), NOTARY_DIR: this.folder, HOMEROOM_STACK: 'local', COUNTIES: COUNTY, LOG_LEVEL: 'warn', HOST: '127.0.0.1' };
  }

  tokens(count: number, role: string = CLERK): Promise<string[]> {
    const subjects = Array.from({ length: count }, (): Subject => ({ personId: newId(), county: COUNTY, roles: [role] }));
    return tokensFor({ url: this.issuer.url, secret: SECRET }, subjects);
  }

  close(): Promise<void> {
    return this.issuer.close();
  }
}

/** Brings the databases of a service to their shape, as its deployment does. */
export const migrateService = async (program: string, environment: Record<string, string>): Promise<void> =>
  void await promisify(execFile)(process.execPath, [program, 'migrate'], { env: { ...process.env, ...environment } });

/** A program that listens for HTTP in a process of its own, started and stopped as in production. */
export class HttpProcess {
  private constructor(private readonly child: ChildProcess, readonly url: string) {}

  static async start(program: string, environment: Record<string, string>): Promise<HttpProcess> {
    const [port] = await freePorts(1);
    const child = spawn(process.execPath, ['--disable-warning=TimeoutNegativeWarning', program], { env: { ...process.env, ...environment, PORT: String(port) }, stdio: ['ignore', 'inherit', 'inherit'] });
    const started = new HttpProcess(child, `http://127.0.0.1:${port}`);
    for (const until = Date.now() + READY_MS; !await started.ready();) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(`${program} did not become ready.`);
      await wait(50);
    }
    return started;
  }

  get pid(): number {
    return this.child.pid!;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private ready(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(({ ok }) => ok, () => false);
  }
}

export interface SampleService {
  readonly name: string;
  readonly databaseUrl: string;
  /** Without them it relays nothing. */
  readonly brokers?: string;
  /** The desk whose events it shows; without it, it is a desk itself. */
  readonly wallOf?: string;
}

/** A sample service as production runs it. */
export const startService = async (people: People, { name, databaseUrl, brokers, wallOf }: SampleService): Promise<HttpProcess> => {
  if (brokers) await new KafkaClient([brokers], 'homeroom-bench').ensureTopics([name]);
  return HttpProcess.start(join(__dirname, 'service-process.js'), {
    ...people.environment, BENCH_NAME: name, ...(wallOf && { BENCH_WALL_OF: wallOf }), DATABASE_URL: databaseUrl, ...(brokers ? { KAFKA_BROKERS: brokers } : { PEER_DATABASE_URLS: '{}' }),
  });
};
