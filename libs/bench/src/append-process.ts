import { serveParent } from './child';
import { closedLoop } from './contest';
import { runtimeOf, Writer, writingDesk } from './desk';
import { COUNTY } from './sample';

export interface AppendProcess {
  readonly url: string;
  readonly clients: number;
}

/** One process of a service that appends as fast as its clients ask, when it is told to. */
serveParent(async ({ url, clients }: AppendProcess) => {
  const desk = runtimeOf(writingDesk, url);
  await desk.start();
  const writers = Array.from({ length: clients }, () => new Writer(1));
  return {
    answer: async ({ ms }: { ms: number }) => ({ rate: await closedLoop(clients, ms, (client) => desk.log.store.append(COUNTY, writers[client]!.nextAppend())) }),
    close: () => desk.stop(),
  };
});
