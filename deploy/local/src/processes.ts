import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { guardOrphan } from './orphan-guard';
import { end, gone, identify, signal, type ProcessIdentity } from './process-identity';

export interface ProcessOptions {
  /** As people call it. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Its own file, appended to. */
  log: string;
}

export interface ServiceOptions extends ProcessOptions {
  /** Answers 200 when it can work. */
  readyUrl: string;
  readyWithinMs?: number;
  /** From SIGTERM to SIGKILL. */
  graceMs?: number;
}

/** Views that a new version builds beside the old one must have caught up before a service is ready. */
const readyWithinMs = 10 * 60_000;
/** A request in flight, a batch in hand. */
const graceMs = 15_000;
/** A log that has grown so large is put aside at the next start. */
const largeLogBytes = 64 << 20;

/** One service as a child process. It ends with us, also when we are killed. Errors are sentences. */
export class ServiceProcess {
  private running: { child: ChildProcess; identity: ProcessIdentity } | undefined;
  private lost: () => void = () => undefined;

  constructor(private readonly options: ServiceOptions) {}

  get name(): string {
    return this.options.name;
  }

  get pid(): number | undefined {
    return this.running?.identity.pid;
  }

  /** Returns when it is ready. */
  async start(): Promise<void> {
    const { name, log } = this.options;
    const logged = sizeOf(log);
    const child = launch(this.options, this.grace / 1000);
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    if (identity) this.running = { child, identity };
    child.once('exit', () => this.ended(child));
    const ready = identity && (await this.becomesReady(child));
    if (ready) return;
    this.running = undefined;
    if (identity) await end(identity, 'SIGTERM', 2_000);
    throw new Error(`${name} did not become ready: ${lastWords(log, logged)} Its log is ${log}.`);
  }

  async stop(): Promise<void> {
    const service = this.running?.identity;
    this.running = undefined;
    if (service) await end(service, 'SIGTERM', this.grace);
  }

  async kill(): Promise<void> {
    const service = this.running?.identity;
    this.running = undefined;
    if (service && signal(service, 'SIGKILL')) await gone(service, 5_000);
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Called whenever it ended after it was ready and nobody here had asked it to. */
  onLost(listener: () => void): void {
    this.lost = listener;
  }

  private get grace(): number {
    return this.options.graceMs ?? graceMs;
  }

  private ended(child: ChildProcess): void {
    if (this.running?.child !== child) return;
    this.running = undefined;
    this.lost();
  }

  private async becomesReady(child: ChildProcess): Promise<boolean> {
    const until = Date.now() + (this.options.readyWithinMs ?? readyWithinMs);
    while (child.exitCode === null && child.signalCode === null && Date.now() < until) {
      if (await isReady(this.options.readyUrl)) return child.exitCode === null;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    return false;
  }
}

/** A job with an end, such as a migration. Throws a sentence with its last words when it fails. */
export async function runJob(options: ProcessOptions): Promise<void> {
  const logged = sizeOf(options.log);
  const child = launch(options, 5);
  const code = await new Promise<number | null>((resolve) => {
    child.once('exit', resolve).once('error', () => resolve(null));
  });
  if (code !== 0) throw new Error(`${options.name} failed: ${lastWords(options.log, logged)} Its log is ${options.log}.`);
}

function launch({ command, args, env, cwd, log }: ProcessOptions, graceSeconds: number): ChildProcess {
  mkdirSync(dirname(log), { recursive: true });
  if (sizeOf(log) > largeLogBytes) renameSync(log, `${log}.1`);
  const out = openSync(log, 'a');
  // Its own session: Ctrl-C in the terminal reaches us alone, and we stop everything in order.
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', out, out], detached: true });
  closeSync(out);
  child.on('error', () => undefined);
  if (child.pid) guardOrphan(child.pid, 'SIGTERM', Math.ceil(graceSeconds));
  return child;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function sizeOf(log: string): number {
  return existsSync(log) ? statSync(log).size : 0;
}

/** The last thing it said that sounds like a reason: a JSON log line's message, or a line of text. */
function lastWords(log: string, from: number): string {
  const lines = existsSync(log) ? readFileSync(log).subarray(from).toString().split('\n').filter((line) => line.trim()) : [];
  const telling = lines.findLast((line) => /error|fatal|"level":[56]0|cannot|refuse|missing|must be/i.test(line) && !/^\s+at /.test(line)) ?? lines.at(-1);
  if (!telling) return 'it ended without a word.';
  const text = plain(telling).slice(0, 500).trim();
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function plain(line: string): string {
  try {
    const { msg, err, error = err } = JSON.parse(line) as { msg?: string; err?: { message?: string }; error?: { message?: string } };
    return [msg, error?.message].filter((part, index, all) => part && all.indexOf(part) === index).join(': ') || line;
  } catch {
    return line;
  }
}
