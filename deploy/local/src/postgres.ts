import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { guardOrphan } from './orphan-guard';
import { freePorts, isPortFree } from './ports';
import { externalPostgres } from './postgres-external';
import { postgresBinaries, serverEnvironment, serverUser, type ServerUser } from './postgres-binaries';
import { clearStalePid, initialize, makeDataDir, ownerOf } from './postgres-data';
import { end, gone, identify, signal, type ProcessIdentity } from './process-identity';
import { LockHeld, takeLock, type Lock } from './process-lock';

export interface PostgresOptions {
  dataDir: string;
  /** A free one if absent. It stays the same over restart(). */
  port?: number;
  /** The server's log file; beside the data folder if absent. */
  log?: string;
  /** Off only where a crash of the machine may lose everything: unit tests. Default on. */
  fsync?: boolean;
  /** Further server settings, as in `-c name=value`. */
  settings?: Record<string, string>;
}

export interface Postgres {
  readonly port: number;
  /** Undefined when the server is not ours or does not run. */
  readonly pid: number | undefined;
  /** True for a server named by DATABASE_URL, which is neither started nor stopped, killed nor restarted here. */
  readonly external: boolean;
  /** A connection string; without a role the superuser's. */
  url(database: string, role?: string): string;
  /** Ends sessions, writes a checkpoint. */
  stop(): Promise<void>;
  /** As a crash would. */
  kill(): Promise<void>;
  /** Stops it if it runs; starts on the same port and data. */
  restart(): Promise<void>;
  /** Called whenever the server ended and nobody here had asked it to. */
  onLost(listener: () => void): void;
}

/** Recovery of a large log after a crash takes its time; a server that hangs longer than this is broken. */
const readyWithinMs = 120_000;

/** A server of our own, or the one that DATABASE_URL names. Errors are sentences for people. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const given = process.env['DATABASE_URL'];
  if (given) return externalPostgres(given);
  const server = new EmbeddedPostgres({ ...options, dataDir: resolve(options.dataDir) });
  await server.start();
  return server;
}

class EmbeddedPostgres implements Postgres {
  readonly external = false;
  port = 0;
  /** Others know the port by now, or it was asked for: it must stay. */
  private promised: boolean;
  private lock: Lock | undefined;
  private running: { child: ChildProcess; identity: ProcessIdentity } | undefined;
  private readonly log: string;
  private lost: () => void = () => undefined;

  constructor(private readonly options: PostgresOptions) {
    this.log = options.log ?? `${options.dataDir}.log`;
    this.promised = options.port !== undefined;
  }

  get pid(): number | undefined {
    return this.running?.identity.pid;
  }

  url(database: string, role = 'postgres'): string {
    return `postgresql://${role}@127.0.0.1:${this.port}/${encodeURIComponent(database)}`;
  }

  async start(): Promise<void> {
    const { dataDir, port } = this.options;
    const user = serverUser(ownerOf(dataDir));
    const bin = await postgresBinaries(user);
    makeDataDir(dataDir, user);
    this.lock ??= lockData(dataDir);
    try {
      await initialize(bin, dataDir, user);
      await clearStalePid(dataDir);
      if (port && !this.port && !(await isPortFree(port))) throw new Error(`Port ${port}, which PostgreSQL was to use, is taken by another program.`);
      this.port ||= port ?? (await freePorts(1))[0]!;
      await this.launchPatiently(bin, user);
      this.promised = true;
    } catch (error) {
      this.release();
      throw error;
    }
  }

  async stop(): Promise<void> {
    // SIGINT ends sessions and writes a checkpoint; SIGTERM would wait for clients to leave by themselves.
    const server = this.running?.identity;
    this.running = undefined;
    if (server) await end(server, 'SIGINT', 60_000);
    this.release();
  }

  async kill(): Promise<void> {
    const server = this.running?.identity;
    if (!server) return;
    this.running = undefined;
    signal(server, 'SIGKILL');
    await gone(server, 10_000);
    this.release();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  onLost(listener: () => void): void {
    this.lost = listener;
  }

  /** After a kill the server's children need a moment to notice; a port found free may be taken by the time it is used. */
  private async launchPatiently(bin: string, user: ServerUser): Promise<void> {
    const until = Date.now() + 15_000;
    for (;;) {
      const problem = await this.launch(bin, user);
      if (!problem) return;
      const passing = /shared memory block .* is still in use|lock file "postmaster.pid" already exists/.test(problem);
      const taken = /could not bind IPv4|could not create any TCP/.test(problem);
      if ((!passing && !taken) || Date.now() > until) throw new Error(`PostgreSQL did not start: ${sentence(problem)} Its log is ${this.log}.`);
      if (taken && !this.promised) this.port = (await freePorts(1))[0]!;
      await new Promise((wait) => setTimeout(wait, 100));
    }
  }

  /** Undefined when it is ready; otherwise what it wrote into its log. */
  private async launch(bin: string, user: ServerUser): Promise<string | undefined> {
    const { dataDir } = this.options;
    const out = openSync(this.log, 'a');
    const logged = statSync(this.log).size;
    const child = spawn(join(bin, 'postgres'), ['-D', dataDir, ...this.settings()], {
      cwd: '/', env: serverEnvironment, stdio: ['ignore', out, out], detached: true, ...user,
    });
    closeSync(out);
    child.on('error', () => undefined);
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity) guardOrphan(identity.pid, 'SIGINT', 30);
    const ready = identity && (await this.becomesReady(child, dataDir));
    if (!ready) {
      if (identity) await end(identity, 'SIGINT', 5_000);
      return readFileSync(this.log).subarray(logged).toString();
    }
    this.running = { child, identity };
    child.once('exit', () => this.ended(child));
    return undefined;
  }

  private ended(child: ChildProcess): void {
    if (this.running?.child !== child) return;
    this.release();
    this.lost();
  }

  private async becomesReady(child: ChildProcess, dataDir: string): Promise<boolean> {
    const pidFile = join(dataDir, 'postmaster.pid');
    const until = Date.now() + readyWithinMs;
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
      const lines = existsSync(pidFile) ? readFileSync(pidFile, 'latin1').split('\n') : [];
      if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
      await new Promise((wait) => setTimeout(wait, 20));
    }
    return false;
  }

  private settings(): string[] {
    const settings: Record<string, string> = {
      listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(this.port), max_connections: '200', timezone: 'UTC', log_timezone: 'UTC',
      ...(this.options.fsync === false ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
      ...this.options.settings,
    };
    return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  }

  private release(): void {
    this.running = undefined;
    this.lock?.release();
    this.lock = undefined;
  }
}

function lockData(dataDir: string): Lock {
  try {
    return takeLock(`${dataDir}.lock`);
  } catch (error) {
    if (error instanceof LockHeld) throw new Error(`The data folder ${dataDir} is in use by process ${error.holder.pid}.`);
    throw error;
  }
}

function sentence(log: string): string {
  const telling = log.split('\n').filter((line) => /FATAL|PANIC|ERROR/.test(line)).at(-1) ?? log.trim().split('\n').at(-1) ?? '';
  const text = telling.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '') || 'it did not become ready in time';
  return text.endsWith('.') ? text : `${text}.`;
}
