import { parseArgs } from 'node:util';
import { figureTable } from './load/figures';
import { load } from './load/load';
import { DEFAULT_SCHOOLS, DEFAULT_SEED } from './year';

const USAGE = 'node libs/county/dist/main.js load --manifest .homeroom/stack.json [--schools N] [--seed S]';
const MOST_SCHOOLS = 1_000;

const main = async (): Promise<void> => {
  const { positionals: [command], values } = parseArgs({
    allowPositionals: true,
    options: { schools: { type: 'string', default: String(DEFAULT_SCHOOLS) }, seed: { type: 'string', default: DEFAULT_SEED }, manifest: { type: 'string' } },
  });
  const schools = Number(values.schools);
  if (command !== 'load' || !values.manifest) throw new Error(USAGE);
  if (!Number.isInteger(schools) || schools < 1 || schools > MOST_SCHOOLS) throw new Error(`--schools is a whole number from 1 to ${MOST_SCHOOLS}.`);
  const { commands, events, seconds, repeated, figures } = await load({ schools, seed: values.seed, manifest: values.manifest }, process.stdout);
  const number = (value: number): string => Math.round(value).toLocaleString('en');
  process.stdout.write(`  ${number(commands)} commands in ${number(seconds)} s (${number(commands / Math.max(seconds, 0.001))}/s), ${number(events)} events${repeated > 0 ? `; ${number(repeated)} were asked before` : ''}\n`);
  process.stdout.write(`\n${figureTable(figures)}\n`);
};

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
