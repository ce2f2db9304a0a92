import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '../campaign';
import { root } from '../root';
import type { PlantedBug } from './planted-bug';
import { copyOfCheckout, plant } from './planted-copy';

/** What became of one planted bug. */
export interface Caught {
  readonly bug: string;
  readonly campaign: string;
  readonly caught: boolean;
  /** The promise that was found broken; where it is not the right one, what came instead. */
  readonly by: string;
  readonly seconds: number;
  /** Of campaigns that count them. */
  readonly seeds?: number;
}

/** A campaign starts and stops real servers around its minutes. */
const BESIDE_MS = 5 * 60_000;

/** Runs a planted bug's campaign from a copy that has the bug. */
export const provePlanted = async (bug: PlantedBug, seed: number, signal: AbortSignal, from = root): Promise<Caught> => {
  const folder = mkdtempSync(join(tmpdir(), `homeroom-planted-${bug.name}-`));
  try {
    copyOfCheckout(from, folder);
    plant(from, folder, bug.plants);
    const out = join(folder, 'result.json');
    const started = performance.now();
    const said = await campaign(folder, [bug.campaign, '--minutes', String(bug.minutes), '--seed', String(seed), '--out', out], bug.minutes * 60_000 + BESIDE_MS, signal);
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    const about = { bug: bug.name, campaign: bug.campaign, seconds };
    if (!existsSync(out)) return { ...about, caught: false, by: `nothing: the campaign broke off, saying: ${said}` };
    const { violations, figures } = JSON.parse(readFileSync(out, 'utf8')) as { violations: Violation[]; figures: Record<string, unknown> };
    return { ...about, ...judged(bug, violations), ...(typeof figures['seeds'] === 'number' && { seeds: figures['seeds'] }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Caught is only what breaks the promise that the bug breaks: a campaign that fails at something else has not understood it. */
export const judged = ({ violates }: Pick<PlantedBug, 'violates'>, violations: readonly Violation[]): Pick<Caught, 'caught' | 'by'> => {
  const right = violations.find(({ promise }) => violates.test(promise));
  if (right) return { caught: true, by: right.promise };
  return { caught: false, by: violations.length === 0 ? 'nothing' : `only another promise: ${violations[0]!.promise}` };
};

/** @returns the last thing it said */
const campaign = (folder: string, args: readonly string[], withinMs: number, signal: AbortSignal): Promise<string> => new Promise((resolved) => {
  const child = spawn(process.execPath, [join(folder, 'libs', 'proving', 'dist', 'main.js'), ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said = `${said}${chunk.toString()}`.slice(-10_000); });
  const stop = (): void => void child.kill('SIGTERM');
  const late = setTimeout(stop, withinMs);
  signal.addEventListener('abort', stop, { once: true });
  child.once('close', () => {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
    resolved(said.trim().split('\n').at(-1) || 'nothing');
  });
});
