import { catalogue, type Event, published } from '@homeroom/contracts';
import { type Command, CommandReused, type Decider, decider, type Deciding, handle, MemoryStore, Rejected, stateCache, VersionMismatch } from './index';

type Opened = Event<'AccountOpened', { id: string; by: string }>;
type Moved = Event<'AmountMoved', { amount: number }>;
type AccountEvent = Opened | Moved;
type State = { status: 'none' } | { status: 'open'; balance: number };

const account = decider<State, AccountEvent>()('account', {
  initial: { status: 'none' },
  decide: {
    OpenAccount: (_: { name: string }, { state, id, by }: Deciding<State>): AccountEvent[] =>
      state.status === 'open' ? [] : [{ type: 'AccountOpened', data: { id, by: by.personId } }],
    MoveAmount: ({ amount }: { amount: number }, { state, facts }: Deciding<State, { limit?: number }>): AccountEvent[] => {
      if (state.status === 'none') throw new Rejected('account-not-open', 'Open the account first.');
      if (state.balance + amount < 0) throw new Rejected('too-little', 'The balance does not suffice.');
      if (facts.limit !== undefined && amount > facts.limit) throw new Rejected('over-limit', 'Too much at once.');
      return [{ type: 'AmountMoved', data: { amount } }];
    },
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'AccountOpened': return { status: 'open', balance: 0 };
      case 'AmountMoved': return state.status === 'open' ? { ...state, balance: state.balance + event.data.amount } : state;
    }
  },
});

const accountEvents = catalogue<AccountEvent>()('bank', { AccountOpened: published('account'), AmountMoved: published('account') });

const bank = () => {
  const store = new MemoryStore();
  let ids = 0;
  const log = { store, catalogue: accountEvents, cache: stateCache(), newEventId: () => `event-${++ids}` };
  return { store, log, types: () => store.log('370786').map((e) => `${e.stream} ${e.version} ${e.type}`) };
};

let commands = 0;
const command = (more: Partial<Command> = {}): Command => ({
  county: '370786', commandId: `command-${++commands}`, by: { personId: 'p', role: 'r' }, at: '2025-09-01T00:00:00.000Z', correlationId: 'c', ...more,
});

describe('handle', () => {
  it('appends what was decided, and decides on what was appended', async () => {
    const { log, types } = bank();
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await handle(log, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 5 }));
    expect(types()).toEqual(['account-a 1 AccountOpened', 'account-a 2 AmountMoved']);
  });

  it('answers a known command id with its first result before anything may refuse it', async () => {
    const { log, types } = bank();
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await handle(log, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 5 }));
    const take = command({ ifMatch: { stream: 'account-a', version: 2 } });
    const first = await handle(log, take, (d) => d.decide(account, 'a', 'MoveAmount', { amount: -5 }));
    const again = await handle(log, take, (d) => d.decide(account, 'a', 'MoveAmount', { amount: -5 }));
    expect(again).toEqual({ events: [], first: first.first, repeated: true });
    expect(types()).toHaveLength(3);
  });

  it('refuses a known command id with another body', async () => {
    const { log } = bank();
    const open = command({ fingerprint: 'one' });
    await handle(log, open, (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await expect(handle(log, { ...open, fingerprint: 'two' }, (d) => d.decide(account, 'a', 'OpenAccount', { name: 'B' }))).rejects.toThrow(CommandReused);
  });

  it('decides again when another process wrote in between', async () => {
    const { log, store, types } = bank();
    const other = { ...log, cache: stateCache() };
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await handle(other, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 5 }));
    await handle(log, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: -5 }));
    expect(types()).toEqual(['account-a 1 AccountOpened', 'account-a 2 AmountMoved', 'account-a 3 AmountMoved']);
    expect(store.log('370786').at(-1)?.data).toEqual({ amount: -5 });
  });

  it('does not answer a refusal from a stale cache', async () => {
    const { log, types } = bank();
    const other = { ...log, cache: stateCache() };
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await handle(other, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 9 }));
    await handle(log, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: -9 }));
    expect(types()).toHaveLength(3);
  });

  it('does not answer a 412 from a stale cache', async () => {
    const { log } = bank();
    const other = { ...log, cache: stateCache() };
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    await handle(other, command(), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 9 }));
    const handled = await handle(log, command({ ifMatch: { stream: 'account-a', version: 2 } }), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 1 }));
    expect(handled.first?.events).toEqual([{ stream: 'account-a', version: 3 }]);
    await expect(handle(log, command({ ifMatch: { stream: 'account-a', version: 2 } }), (d) => d.decide(account, 'a', 'MoveAmount', { amount: 1 }))).rejects.toThrow(VersionMismatch);
    // Also where the target is read alone, and another stream is decided on.
    const beside = (version: number) => handle(log, command({ ifMatch: { stream: 'account-a', version } }), async (d) => {
      await d.decide(account, 'b', 'OpenAccount', { name: 'B' });
      return d.state(account, 'a');
    });
    await expect(beside(2)).rejects.toThrow(VersionMismatch);
    expect((await beside(3)).events).toHaveLength(1);
  });

  it('leaves nothing after a rejection, even of the second stream', async () => {
    const { log, types } = bank();
    await expect(handle(log, command(), async (d) => {
      await d.decide(account, 'a', 'OpenAccount', { name: 'A' });
      await d.decide(account, 'b', 'MoveAmount', { amount: 1 });
    })).rejects.toMatchObject({ code: 'account-not-open' });
    expect(types()).toEqual([]);
  });

  it('writes several streams at once, and only while a consulted one stands still', async () => {
    const { log, store, types } = bank();
    const meddler = { ...log, cache: stateCache() };
    await handle(log, command(), (d) => d.decide(account, 'limit', 'OpenAccount', { name: 'L' }));
    let rounds = 0;
    await handle(log, command(), async (d) => {
      const limit = await d.state(account, 'limit');
      if (++rounds === 1) await handle(meddler, command(), (m) => m.decide(account, 'limit', 'MoveAmount', { amount: 7 }));
      const facts = { limit: limit.status === 'open' ? limit.balance : 0 };
      await d.decide(account, 'a', 'OpenAccount', { name: 'A' });
      await d.decide(account, 'a', 'MoveAmount', { amount: 7 }, facts);
      await d.decide(account, 'b', 'OpenAccount', { name: 'B' });
    });
    expect(rounds).toBe(2);
    expect(types().slice(2)).toEqual(['account-a 1 AccountOpened', 'account-a 2 AmountMoved', 'account-b 1 AccountOpened']);
    expect(new Set(store.log('370786').slice(2).map((e) => e.commandId)).size).toBe(1);
  });

  it('says nothing was to be done, without remembering it', async () => {
    const { log } = bank();
    await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }));
    expect(await handle(log, command(), (d) => d.decide(account, 'a', 'OpenAccount', { name: 'A' }))).toEqual({ events: [], repeated: false });
  });
});

const typed: Decider = account;
it('is a plain value', () => expect(typed.name).toBe('account'));
