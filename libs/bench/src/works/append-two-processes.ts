import type { AppendProcess } from '../append-process';
import { Child } from '../child';
import { compete } from '../contest';
import { run } from '../database';
import type { Work } from '../work';

const CLIENTS = 16;

export const appendTwoProcesses: Work = {
  name: 'append-two-processes', unit: 'events/s', wanted: { 'one process': 1.2 },
  says: 'two processes of one service append to one log, 16 clients each; against one of them alone',
  run: async (stage) => {
    const { app, superuser } = await stage.database('two_processes');
    const { rounds, roundMs } = stage.scale;
    const [one, two] = await Promise.all([1, 2].map(async () => stage.use(await Child.start('append-process', { url: app, clients: CLIENTS } satisfies AppendProcess))));
    const rates = async (ms: number, ...children: readonly Child[]): Promise<number> => {
      const answers = await Promise.all(children.map((child) => child.ask<{ rate: number }>({ ms })));
      return answers.reduce((sum, { rate }) => sum + rate, 0);
    };
    await rates(roundMs / 2, one!, two!);
    const measured = await compete(() => rates(roundMs, one!, two!), { 'one process': () => rates(roundMs, one!) }, rounds);
    const [log] = await run(superuser, 'select count(*) as records, max(position) as head from events');
    if (log!.records !== log!.head) throw new Error(`Two processes left gaps: ${log!.records} records up to position ${log!.head}.`);
    await Promise.all([one!.close(), two!.close()]);
    return measured;
  },
};
