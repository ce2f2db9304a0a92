import { writeFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { FULL, QUICK, Stage } from './stage';
import { rowOf, table } from './table';
import { works } from './works';

/** `npm run bench -- [--quick] [--only <work>[,<work>]] [--out FILE]` */
const main = async (): Promise<void> => {
  const { values: { quick, only, out } } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' }, out: { type: 'string' } } });
  const chosen = only === undefined ? works : only.split(',').map((name) => {
    const work = works.find((each) => each.name === name);
    if (!work) throw new Error(`There is no work ${name}. There are: ${works.map((each) => each.name).join(', ')}.`);
    return work;
  });
  const stage = new Stage(quick ? QUICK : FULL);
  const stop = (): void => void stage.close().then(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const started = performance.now();
  const rows = [];
  try {
    for (const work of chosen) {
      const begun = performance.now();
      process.stderr.write(`${work.name} …`);
      // What fails says so in its row: the others were not measured for nothing.
      rows.push(rowOf(work, await work.run(stage).catch((error: Error) => { process.exitCode = 1; return `failed: ${error.message}`; })));
      process.stderr.write(` ${seconds(begun)} s\n`);
    }
  } finally {
    await stage.close();
  }
  const says = new Map(works.map((work) => [work.name, work.says]));
  console.log(`\n${quick ? 'Quick' : 'Full'} run in ${seconds(started)} s on ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}; medians of ${stage.scale.rounds} rounds that take turns.\n`);
  console.log(table(rows, says));
  if (out !== undefined) writeFileSync(out, `${JSON.stringify({ rows }, undefined, 2)}\n`);
};

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

main().catch((error: Error) => {
  console.error(process.env['DEBUG'] ? error : error.message);
  process.exitCode = 1;
});
