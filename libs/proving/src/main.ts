import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { campaigns } from './campaigns';

/** `npm run prove -- <campaign> [--minutes N] [--seed S] [--out FILE]` */
const main = async (): Promise<void> => {
  const { values, positionals: [name] } = parseArgs({
    allowPositionals: true,
    options: { minutes: { type: 'string' }, seed: { type: 'string' }, out: { type: 'string' } },
  });
  const campaign = campaigns.find((each) => each.name === name);
  if (!campaign) throw new Error(`There is no campaign ${name ?? '(none named)'}. There are: ${campaigns.map((each) => `${each.name} (${each.says})`).join(', ')}.`);
  const minutes = positive('minutes', values.minutes ?? String(campaign.minutes));
  const seed = positive('seed', values.seed ?? String(Date.now() % 1_000_000_007));
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort()).once('SIGTERM', () => ending.abort());
  const started = performance.now();
  const result = await campaign.run({ minutes, seed, signal: ending.signal, say: (line) => console.error(line) });
  const told = {
    campaign: campaign.name, seed, minutes: round((performance.now() - started) / 60_000), at: new Date().toISOString(),
    machine: `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`, ...result,
  };
  for (const [figure, value] of Object.entries(result.figures)) console.log(`${figure}: ${value}`);
  for (const { promise, evidence } of result.violations) console.log(`VIOLATED ${promise}\n  ${evidence}`);
  console.log(`${campaign.name}, seed ${seed}: ${result.violations.length} violations in ${told.minutes} minutes`);
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(told, undefined, 2)}\n`);
  if (result.violations.length > 0) process.exitCode = 1;
};

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
