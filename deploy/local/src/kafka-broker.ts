import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Java } from './java';
import type { Kafka } from './kafka';
import { loggingProperties, logFolder, serverProperties, type KafkaPorts } from './kafka-properties';
import { brokerIsReady } from './kafka-ready';
import { guardOrphan } from './orphan-guard';
import { freePorts, isPortFree } from './ports';
import { end, gone, identify, signal, type ProcessIdentity } from './process-identity';
import { LockHeld, takeLock, type Lock } from './process-lock';

const run = promisify(execFile);

export interface BrokerOptions {
  dataDir: string;
  cacheDir: string;
  port?: number;
  advertised?: number;
  java: Java;
  jars: readonly string[];
}

/** A cold JVM on a busy machine needs a while; one that takes longer than this hangs. */
const readyWithinMs = 90_000;
/** The first stop also writes the class archive. */
const stopWithinMs = 30_000;

const heap = ['-Xms64m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];

/** Apache Kafka as a child process: one broker in KRaft mode, listening on this machine only. */
export class KafkaBroker implements Kafka {
  readonly external = false;
  private ports: KafkaPorts = { broker: 0, controller: 0 };
  private lock: Lock | undefined;
  private running: { child: ChildProcess; identity: ProcessIdentity; archiving: string | undefined } | undefined;
  private lost: () => void = () => undefined;

  constructor(private readonly options: BrokerOptions) {}

  get brokers(): string {
    return `127.0.0.1:${this.ports.broker}`;
  }

  get pid(): number | undefined {
    return this.running?.identity.pid;
  }

  async start(): Promise<void> {
    const { dataDir } = this.options;
    mkdirSync(dataDir, { recursive: true });
    mkdirSync(this.options.cacheDir, { recursive: true });
    this.lock ??= lockData(dataDir);
    try {
      await this.endOrphan();
      this.ports = await this.choosePorts();
      writeFileSync(this.file('server.properties'), serverProperties(this.ports, this.options.advertised));
      writeFileSync(this.file('log4j2.properties'), loggingProperties);
      await this.format();
      await this.launch();
    } catch (error) {
      this.release();
      throw error;
    }
  }

  async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    if (running) {
      await end(running.identity, 'SIGTERM', stopWithinMs);
      if (running.archiving && existsSync(running.archiving)) this.keepArchive(running.archiving);
    }
    this.release();
  }

  async kill(): Promise<void> {
    const { running } = this;
    if (!running) return;
    this.running = undefined;
    signal(running.identity, 'SIGKILL');
    await gone(running.identity, 10_000);
    this.release();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  onLost(listener: () => void): void {
    this.lost = listener;
  }

  private file(name: string): string {
    return join(this.options.dataDir, name);
  }

  /** A broker whose starter was killed still holds the folder. We hold the lock, so it has no owner. */
  private async endOrphan(): Promise<void> {
    if (!existsSync(this.file('broker.pid'))) return;
    const orphan = JSON.parse(readFileSync(this.file('broker.pid'), 'utf8')) as ProcessIdentity;
    await end(orphan, 'SIGTERM', stopWithinMs);
  }

  /** The ports of last time if they are free: whoever holds an address keeps it. */
  private async choosePorts(): Promise<KafkaPorts> {
    const { port } = this.options;
    if (this.ports.broker) return this.ports;
    if (port && !(await isPortFree(port))) throw new Error(`Port ${port}, which Kafka was to use, is taken by another program.`);
    const before = existsSync(this.file('ports.json')) ? (JSON.parse(readFileSync(this.file('ports.json'), 'utf8')) as KafkaPorts) : undefined;
    const usable = before && (!port || before.broker === port) && (await isPortFree(before.broker)) && (await isPortFree(before.controller));
    if (usable) return before;
    const [broker, controller] = (await freePorts(2)) as [number, number];
    const ports = { broker: port ?? broker, controller };
    writeFileSync(this.file('ports.json'), JSON.stringify(ports));
    return ports;
  }

  /** Once. Without the marker nothing was ever stored, so what lies there is half a format. */
  private async format(): Promise<void> {
    if (existsSync(this.file('formatted'))) return;
    rmSync(this.file(logFolder), { recursive: true, force: true });
    const cluster = randomBytes(16).toString('base64url').replace(/^-/, 'h');
    try {
      await run(this.options.java.path, [...this.jvm(), 'kafka.tools.StorageTool', 'format', '-t', cluster, '-c', 'server.properties', '--standalone'], this.place());
    } catch (error) {
      const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string };
      throw new Error(`Kafka could not make its data folder ${this.options.dataDir}: ${(stderr || stdout || message).trim().split('\n').at(-1)!}`);
    }
    writeFileSync(this.file('formatted'), cluster);
  }

  private async launch(): Promise<void> {
    const log = this.file('kafka.log');
    const logged = existsSync(log) ? statSync(log).size : 0;
    const out = openSync(log, 'a');
    const { flags, archiving } = this.classArchive();
    const child = spawn(this.options.java.path, [...this.jvm(), ...flags, 'kafka.Kafka', 'server.properties'], { ...this.place(), stdio: ['ignore', out, out], detached: true });
    closeSync(out);
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity) {
      guardOrphan(identity.pid, 'SIGTERM', 10);
      writeFileSync(this.file('broker.pid'), JSON.stringify(identity));
    }
    if (!identity || !(await this.becomesReady(child))) {
      if (identity) await end(identity, 'SIGTERM', 5_000);
      throw new Error(`Kafka did not start: ${reason(readFileSync(log).subarray(logged).toString())} Its log is ${log}.`);
    }
    this.running = { child, identity, archiving };
    child.once('exit', () => this.ended(child));
  }

  private ended(child: ChildProcess): void {
    if (this.running?.child !== child) return;
    this.release();
    this.lost();
  }

  private async becomesReady(child: ChildProcess): Promise<boolean> {
    const until = Date.now() + readyWithinMs;
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
      if (await brokerIsReady(this.ports.broker)) return true;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    return false;
  }

  private jvm(): string[] {
    return [...heap, '-Dlog4j2.configurationFile=log4j2.properties', '-cp', this.options.jars.join(':')];
  }

  /** Loaded classes as one mapped file halve the start. The first run writes it when it stops. */
  private classArchive(): { flags: string[]; archiving: string | undefined } {
    if (existsSync(this.archive())) return { flags: ['-Xshare:auto', `-XX:SharedArchiveFile=${this.archive()}`], archiving: undefined };
    return { flags: ['-XX:ArchiveClassesAtExit=classes.jsa'], archiving: this.file('classes.jsa') };
  }

  private keepArchive(archive: string): void {
    const draft = `${this.archive()}.${randomUUID()}`;
    copyFileSync(archive, draft);
    renameSync(draft, this.archive());
    rmSync(archive);
  }

  /** It fits one version of Java and one class path. */
  private archive(): string {
    const { cacheDir, java, jars } = this.options;
    const classPath = createHash('sha256').update(jars.join(':')).digest('hex').slice(0, 12);
    return join(cacheDir, `kafka-java-${java.version}-${process.arch}-${classPath}.jsa`);
  }

  /** A UTF-8 locale, or Java cannot open paths with Chinese characters; none of the user's own JVM or Kafka options. */
  private place() {
    const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
    return { cwd: this.options.dataDir, env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LC_ALL: locale } };
  }

  private release(): void {
    this.running = undefined;
    this.lock?.release();
    this.lock = undefined;
  }
}

function lockData(dataDir: string): Lock {
  try {
    return takeLock(join(dataDir, 'lock'));
  } catch (error) {
    if (error instanceof LockHeld) throw new Error(`The data folder ${dataDir} is in use by process ${error.holder.pid}.`);
    throw error;
  }
}

function reason(log: string): string {
  const lines = log.split('\n');
  const telling = lines.find((line) => /Caused by:|Address already in use|No space left/.test(line)) ?? lines.find((line) => / ERROR |Exception|Error:/.test(line));
  return `${(telling ?? 'it did not become ready in time').trim().replace(/\.$/, '')}.`;
}
