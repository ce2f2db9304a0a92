import { closedLoop, compete } from '../contest';
import { runtimeOf, Writer, writingDesk } from '../desk';
import { emmettAppends } from '../peers/emmett';
import { rawInserts } from '../peers/raw-insert';
import { COUNTY } from '../sample';
import type { Work } from '../work';

interface Appending extends Pick<Work, 'wanted' | 'missed'> {
  readonly clients: number;
  /** Of one append. */
  readonly events: number;
}

const appending = ({ clients, events, wanted, missed }: Appending): Work => ({
  name: `append-${events}x${clients}`, unit: 'events/s', wanted, missed,
  says: `append ${events} event${events > 1 ? 's' : ''}, ${clients} client${clients > 1 ? 's' : ''}, version-checked`,
  run: async (stage) => {
    const { app, superuser } = await stage.database('appends');
    const { roundMs, rounds } = stage.scale;
    const desk = runtimeOf(writingDesk, app);
    await desk.start();
    const writers = Array.from({ length: clients }, () => new Writer(events));
    const ours = async (client: number): Promise<void> => {
      const { status } = await desk.log.store.append(COUNTY, writers[client]!.nextAppend());
      if (status !== 'written') throw new Error(`An append that nobody competes with came back as ${status}.`);
    };
    const raw = await rawInserts(superuser, clients, events, 'text');
    const prepared = await rawInserts(superuser, clients, events, 'name');
    const emmett = await emmettAppends(superuser, clients, events);
    const rowByRow = events > 1 ? await rawInserts(superuser, clients, events, 'row') : undefined;
    const all = [raw, prepared, emmett, ...(rowByRow ? [rowByRow] : [])];
    const round = (ask: (client: number) => Promise<void>) => async () => events * await closedLoop(clients, roundMs, ask);
    try {
      for (const ask of [ours, ...all.map(({ append }) => append)]) await closedLoop(clients, roundMs / 5, ask);
      return await compete(round(ours), { ...('emmett' in wanted && { emmett: round(emmett.append) }), raw: round(raw.append), 'raw by name': round(prepared.append), ...(rowByRow && { 'raw row by row': round(rowByRow.append) }) }, rounds);
    } finally {
      await Promise.all([desk, ...all].map((each) => ('stop' in each ? each.stop() : each.close())));
    }
  },
});

export const append1x16 = appending({ clients: 16, events: 1, wanted: { emmett: 4, raw: 1.4 } });
export const append1x64 = appending({ clients: 64, events: 1, wanted: { emmett: 7, raw: 2.2 } });
export const append1x1 = appending({
  clients: 1, events: 1, wanted: { raw: 0.9 },
  missed: {
    raw: 'a lone append looks up the ends of the log and of the stream under the log\'s lock and its row-level security: some 0.1 ms, of the 0.6 that a round trip and a commit take where fsync takes 0.2; the slower the disk, the smaller its share',
  },
});
export const append10x16 = appending({
  clients: 16, events: 10, wanted: { emmett: 2.3, raw: 2 },
  missed: {
    emmett: 'as against raw',
    raw: 'a batch is written by one server process, ten-row INSERTs over 16 connections by as many as there are cores; where fsync takes 0.2 ms all are bound by the processor, nine tenths of the lane\'s time is the rows and their indexes, and one core cannot write twice what two do. Against a statement a row it is four times',
  },
});
