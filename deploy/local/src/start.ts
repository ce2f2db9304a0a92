import type { ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { chooseSize, loaderOf, loadYear, readLoaded, readYear } from './county-year';
import { builtServices } from './built-services';
import { removeContainerData } from './kafka-container';
import { end } from './process-identity';
import { LockHeld, takeLock, type Lock } from './process-lock';
import { progressOn } from './progress';
import { quickVerify } from './quick-verify';
import { readyTable } from './ready-table';
import { Stack } from './stack';
import { emptyHome, stackHome, type StackHome } from './stack-home';
import { lastManifest } from './stack-manifest';
import { parseStartOptions, type StartOptions } from './start-options';

/** A second Ctrl-C within this time is the same key, delivered by npm as well. */
const sameKeyMs = 2_000;

const root = join(__dirname, '..', '..', '..');
const progress = progressOn(process.stdout);

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  const home = stackHome(root);
  const lock = lockHome(home);
  try {
    await prepare(home, options);
  } catch (error) {
    lock.release();
    throw error;
  }
  const schools = chooseSize(readLoaded(home), options.schools);
  const stack = new Stack(home, options.portBase, progress);
  let loader: ChildProcess | undefined;
  const stop = stopOnce(stack, home, lock, () => loader?.kill('SIGTERM'));
  try {
    await stack.start();
    if (options.load) await load(home, schools, (child) => { loader = child; });
    await stack.clock.run();
    const verified = await quickVerify(root, builtServices(root), stack.manifest);
    if (!stop.begun) process.stdout.write(readyTable(stack.manifest, readYear(home), { clock: stack.clock.now, missingKafka: stack.missingKafka, verified }));
  } catch (error) {
    if (stop.begun) return;
    progress.say((error as Error).message);
    await stop.now(1);
  }
}

function lockHome(home: StackHome): Lock {
  try {
    return takeLock(home.lock);
  } catch (error) {
    if (error instanceof LockHeld) throw new Error(`Homeroom is already running in this checkout (process ${error.holder.pid}). Stop that with Ctrl-C first.`);
    throw error;
  }
}

/** Everything that can be refused is refused here, before anything is thrown away or started. */
async function prepare(home: StackHome, { fresh, schools }: StartOptions): Promise<void> {
  if (!fresh) chooseSize(readLoaded(home), schools);
  const foreign = ['DATABASE_URL', 'KAFKA_BROKERS'].find((name) => process.env[name]);
  if (fresh && foreign) throw new Error(`--fresh throws away the data of this checkout only, and ${foreign} names a server that is not part of it. Empty that yourself, or unset ${foreign}.`);
  for (const child of lastManifest(home.manifest)?.children ?? []) await end(child, 'SIGTERM', 5_000);
  if (!fresh) return;
  await removeContainerData(home.kafka);
  emptyHome(home);
}

async function load(home: StackHome, schools: number, started: (loader: ChildProcess) => void): Promise<void> {
  const loaded = readLoaded(home);
  if (!existsSync(loaderOf(home.root))) return progress.say(`  There is no sample year to load: ${relative(home.root, loaderOf(home.root))} is not built.`);
  if (loaded?.complete) return;
  progress.say(`  ${loaded ? 'The sample year was half loaded and is loaded on' : 'The sample year is loaded'}: ${schools} schools`);
  await progress.phase('Sample year', () => loadYear(home, schools, started));
}

function stopOnce(stack: Stack, home: StackHome, lock: Lock, first: () => void) {
  let begunAt = 0;
  const now = async (code: number): Promise<void> => {
    begunAt = Date.now();
    first();
    await stack.stop().catch((error: Error) => progress.say(error.message));
    rmSync(home.manifest, { force: true });
    lock.release();
    process.exit(code);
  };
  const asked = (): void => {
    if (!begunAt) {
      progress.say('\nStopping');
      void now(0);
    } else if (Date.now() - begunAt > sameKeyMs) {
      // Impatience. The guard ends whatever still runs.
      process.exit(1);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, asked);
  stopWithParent(asked);
  return { now, get begun() { return begunAt > 0; } };
}

/** When the one that started us is gone without a word, nobody can press Ctrl-C any more. */
function stopWithParent(asked: () => void): void {
  const parent = process.ppid;
  setInterval(() => { if (process.ppid !== parent) asked(); }, 1_000).unref();
}

main().catch((error: Error) => {
  progress.say(error.message);
  process.exit(1);
});
