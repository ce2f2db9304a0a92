import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { campaigns } from './campaigns';
import { plantedBugs } from './planted/planted-bugs';
import { type Caught, provePlanted } from './planted/prove-planted';
import { caughtTable } from './planted/table';

/**
 * `npm run prove -- <campaign> [--minutes N] [--seed S] [--out FILE]`: exit code 1 when a promise was broken.
 * `npm run prove -- --planted [bug…] [--seed S] [--out FILE]`: exit code 1 when a bug was not caught.
 */
const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' }, planted: { type: 'boolean' } },
  });
  const seed = positive('seed', values.seed ?? String(Date.now() % 1_000_000_007));
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort());
  const [told, good] = values.planted ? await planted(positionals, seed, ending.signal) : await prove(positionals[0], values.minutes, seed, ending.signal);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify({ seed, at: new Date().toISOString(), machine, ...told }, undefined, 2)}\n`);
  if (!good) process.exitCode = 1;
};

const prove = async (name: string | undefined, length: string | undefined, seed: number, signal: AbortSignal): Promise<[told: object, good: boolean]> => {
  const campaign = campaigns.find((each) => each.name === name);
  if (!campaign) throw new Error(`There is no campaign ${name ?? '(none named)'}. There are: ${campaigns.map((each) => `${each.name} (${each.says})`).join(', ')}.`);
  const wanted = positive('minutes', length ?? String(campaign.minutes));
  const started = performance.now();
  const result = await campaign.run({ minutes: wanted, seed, signal, say: (line) => console.error(line) });
  const minutes = round((performance.now() - started) / 60_000);
  for (const [figure, value] of Object.entries(result.figures)) console.log(`${figure}: ${value}`);
  for (const { promise, evidence } of result.violations) console.log(`VIOLATED ${promise}\n  ${evidence}`);
  console.log(`${campaign.name}, seed ${seed}: ${result.violations.length} violations in ${minutes} minutes`);
  return [{ campaign: campaign.name, minutes, ...result }, result.violations.length === 0];
};

const planted = async (names: readonly string[], seed: number, signal: AbortSignal): Promise<[told: object, good: boolean]> => {
  const unknown = names.find((name) => plantedBugs.every((bug) => bug.name !== name));
  if (unknown) throw new Error(`There is no planted bug ${unknown}. There are: ${plantedBugs.map(({ name }) => name).join(', ')}.`);
  const rows: Caught[] = [];
  for (const bug of plantedBugs.filter(({ name }) => names.length === 0 || names.includes(name))) {
    if (signal.aborted) break;
    const row = await provePlanted(bug, seed, signal);
    rows.push(row);
    console.error(`${row.caught ? 'caught' : 'NOT CAUGHT'}  ${bug.name}: ${bug.says}`);
  }
  console.log(caughtTable(rows));
  console.log(`${rows.filter(({ caught }) => caught).length} of ${rows.length} planted bugs caught, seed ${seed}`);
  return [{ planted: rows }, rows.every(({ caught }) => caught)];
};

const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

const positive = (option: string, text: string): number => {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} is ${text}: give a number above 0.`);
  return number;
};

const round = (minutes: number): number => Math.round(minutes * 100) / 100;

main().catch((error: Error) => {
  console.error(process.env['DEBUG'] ? error : error.message);
  process.exitCode = 1;
});
