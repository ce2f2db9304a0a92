import { type County, newId, type Recorded } from '@homeroom/contracts';
import { type Append, type Appended, follow, MemoryStore, type Reaction, reaction, stateCache } from '@homeroom/eventsourcing';
import { book, library } from '@homeroom/testing';
import { turnOfTheLoop } from '../readers/pause';
import { ReactionSink } from './reaction-sink';

const COUNTY = '370786';
const log = { service: 'bindery', county: COUNTY };

/** A store that answers when it is told to: what is decided side by side waits here together. */
class SlowStore extends MemoryStore {
  readonly waiting: { readonly stream: string; readonly go: () => void }[] = [];
  readonly order: string[] = [];

  override async append(county: County, append: Append): Promise<Appended> {
    const { stream } = append.events[0]!;
    await new Promise<void>((go) => this.waiting.push({ stream, go }));
    this.order.push(stream);
    return super.append(county, append);
  }
}

const repaired = (position: number, bookId: string, into: string) => ({ position, eventId: newId(), type: 'RepairDone', data: { bookId, into }, meta: { correlationId: newId(), occurredAt: '2025-09-01T01:00:00.000Z' } }) as unknown as Recorded;

const sinkOf = (about?: Reaction['about']) => {
  const store = new SlowStore();
  const acquire = reaction<{ type: 'RepairDone'; data: { bookId: string; into: string } }>()('acquire-repaired', { from: 'start', about, on: { RepairDone: ({ data: { into } }) => [follow(book, into, 'AcquireBook', { title: 'T' })] } });
  const sink = new ReactionSink(acquire, {
    log: { store, catalogue: library.events, cache: stateCache(), newEventId: newId }, clock: { now: () => '2025-09-01T01:00:00.000Z' }, checkpoints: { moveLater: () => undefined } as never,
    rejections: { record: async () => undefined }, rows: async () => [], head: async () => 0, rejected: () => undefined, mine: async () => true,
  });
  return { sink, store };
};

/** Lets what waits go on, the newest first, until all is done. @returns the streams that waited together, each time */
const drain = async (taken: Promise<unknown>, store: SlowStore): Promise<string[][]> => {
  const together: string[][] = [];
  let done = false;
  void taken.then(() => { done = true; });
  for (await turnOfTheLoop(); !done; await turnOfTheLoop()) {
    const now = store.waiting.splice(0);
    if (now.length > 0) together.push(now.map(({ stream }) => stream));
    for (const { go } of now.reverse()) go();
  }
  return together;
};

describe('events that a reaction handles', () => {
  const events = [repaired(1, 'a', '1'), repaired(2, 'b', '2'), repaired(3, 'a', '3'), repaired(4, 'c', '2'), repaired(5, 'd', '4')];

  it('wait for one another where it does not say what they are about', async () => {
    const { sink, store } = sinkOf();
    expect(await drain(sink.take(log, events, { position: 5 }), store)).toEqual([['book-1'], ['book-2'], ['book-3'], ['book-4']]);
  });

  it('go side by side where they are about different things and lead to different streams, otherwise in their order', async () => {
    const { sink, store } = sinkOf(({ data }) => (data as { bookId: string }).bookId);
    // The fourth finds its book there already, so it waits for nothing but the second.
    expect(await drain(sink.take(log, events, { position: 5 }), store)).toEqual([['book-1', 'book-2', 'book-4'], ['book-3']]);
    expect(store.order.indexOf('book-1')).toBeLessThan(store.order.indexOf('book-3'));
  });
});
