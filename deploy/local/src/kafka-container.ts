import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Kafka } from './kafka';
import { kafkaVersion } from './kafka-jars';
import { brokerSettings } from './kafka-properties';
import { brokerIsReady } from './kafka-ready';
import { guardOrphan } from './orphan-guard';
import { freePorts } from './ports';
import { end, identify, type ProcessIdentity } from './process-identity';

const run = promisify(execFile);

/** A first start pulls the image. */
const readyWithinMs = 10 * 60_000;

/** Whether a Docker engine answers on this machine. */
export async function engineAnswers(): Promise<boolean> {
  try {
    await run('docker', ['version', '--format', '{{.Server.Version}}'], { timeout: 5_000, env: process.env });
    return true;
  } catch {
    return false;
  }
}

/** Removes what a broker in a container left behind with the engine; nothing happens where there is none. */
export async function removeContainerData(dataDir: string): Promise<void> {
  const name = nameFor(dataDir);
  await run('docker', ['rm', '-f', name]).catch(() => undefined);
  await run('docker', ['volume', 'rm', '-f', name]).catch(() => undefined);
}

/** The official image. Its data lies in a volume named after the data folder, which itself only holds the log. */
export class KafkaContainer implements Kafka {
  readonly external = false;
  private port = 0;
  private readonly name: string;
  private running: { child: ChildProcess; identity: ProcessIdentity } | undefined;
  private lost: () => void = () => undefined;

  constructor(private readonly options: { dataDir: string; port?: number }) {
    this.name = nameFor(options.dataDir);
  }

  get brokers(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Of the client that is attached to the container: the engine's processes are not ours to see. */
  get pid(): number | undefined {
    return this.running?.identity.pid;
  }

  async start(): Promise<void> {
    mkdirSync(this.options.dataDir, { recursive: true });
    // What a killed starter left would hold the name and the volume.
    await run('docker', ['rm', '-f', this.name]).catch(() => undefined);
    this.port ||= this.options.port ?? (await freePorts(1))[0]!;
    const log = join(this.options.dataDir, 'kafka.log');
    const logged = existsSync(log) ? statSync(log).size : 0;
    const out = openSync(log, 'a');
    const child = spawn('docker', ['run', '--rm', '--name', this.name, ...this.settings(), `apache/kafka:${kafkaVersion}`], { stdio: ['ignore', out, out], detached: true });
    closeSync(out);
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity) guardOrphan(identity.pid, 'SIGTERM', 10);
    if (!identity || !(await this.becomesReady(child))) {
      if (identity) await end(identity, 'SIGTERM', 10_000);
      const last = readFileSync(log).subarray(logged).toString().trim().split('\n').at(-1);
      throw new Error(`Kafka did not start in its container: ${last || 'it did not become ready in time'}. Its log is ${log}.`);
    }
    this.running = { child, identity };
    child.once('exit', () => this.ended(child));
  }

  async stop(): Promise<void> {
    const client = this.running?.identity;
    if (!client) return;
    this.running = undefined;
    await run('docker', ['stop', '-t', '20', this.name]).catch(() => undefined);
    await end(client, 'SIGTERM', 5_000);
  }

  async kill(): Promise<void> {
    const client = this.running?.identity;
    if (!client) return;
    this.running = undefined;
    await run('docker', ['kill', this.name]);
    await end(client, 'SIGTERM', 5_000);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  onLost(listener: () => void): void {
    this.lost = listener;
  }

  private ended(child: ChildProcess): void {
    if (this.running?.child !== child) return;
    this.running = undefined;
    this.lost();
  }

  private async becomesReady(child: ChildProcess): Promise<boolean> {
    const until = Date.now() + readyWithinMs;
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
      if (await brokerIsReady(this.port)) return true;
      await new Promise((wait) => setTimeout(wait, 100));
    }
    return false;
  }

  private settings(): string[] {
    const environment = {
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_NODE_ID: '1',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: `PLAINTEXT://:${this.port},CONTROLLER://:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${this.port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data',
      KAFKA_HEAP_OPTS: '-Xms64m -Xmx256m',
      ...Object.fromEntries(brokerSettings.map(([name, value]) => [`KAFKA_${name.replaceAll('.', '_').toUpperCase()}`, value])),
    };
    return [
      '-p', `127.0.0.1:${this.port}:${this.port}`,
      '-v', `${this.name}:/var/lib/kafka/data`,
      ...Object.entries(environment).flatMap(([name, value]) => ['-e', `${name}=${value}`]),
    ];
  }
}

function nameFor(dataDir: string): string {
  return `homeroom-kafka-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
}
