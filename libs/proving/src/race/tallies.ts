import { catalogue, type Event, published } from '@homeroom/contracts';
import { decider, type Deciding } from '@homeroom/eventsourcing';
import { RowKey, RowText, type RuntimeDefinition, RowWhole, view } from '@homeroom/platform';

/*
 * The smallest service that shows what races do: tallies that many write at once. Each event says the count that it makes,
 * so that a lost or doubled one shows in the numbers; the view counts by itself, so that one folded twice shows there.
 */

export type Counted = Event<'Counted', { tallyId: string; count: number; writer: string }>;
export const tallyEvents = catalogue<Counted>()('tallies', { Counted: published('tally') });

interface TallyState { readonly count: number }

export const tally = decider<TallyState, Counted>()('tally', {
  initial: { count: 0 },
  decide: {
    /** So many at once: an append of several events takes the races of a lane further than one of one. */
    Count: ({ times, writer }: { times: number; writer: string }, { id, state }: Deciding<TallyState>): Counted[] =>
      Array.from({ length: times }, (_, i) => ({ type: 'Counted', data: { tallyId: id, count: state.count + 1 + i, writer } })),
  },
  evolve: (_, { data }) => ({ count: data.count }),
});

/** What a tally came to, counted by the view. */
export class TallyRow {
  @RowKey('The tally.') tallyId!: string;
  @RowWhole('Events that were folded.') folded!: number;
  @RowWhole('What the last of them said.') said!: number;
  @RowText('Who wrote it.') writer!: string;
}

export const tallies = view<Counted>()(TallyRow, { name: 'tallies', version: 1, key: 'tallyId', on: {
  Counted: (row, { data: { tallyId, count, writer } }) => ({ tallyId, folded: (row?.folded ?? 0) + 1, said: count, writer }),
} });

/** A second view of the same events, so that views at different places share a reader. */
export class WriterRow {
  @RowKey('Who writes.') writer!: string;
  @RowWhole('Events of this writer that were folded.') folded!: number;
}

export const writers = view<Counted>()(WriterRow, { name: 'writers', version: 1, key: 'writer', on: {
  Counted: (row, { data: { writer } }) => ({ writer, folded: (row?.folded ?? 0) + 1 }),
} });

export const tallyService: RuntimeDefinition = { name: 'tallies', events: tallyEvents, peers: [], streams: [tally], views: [tallies, writers], reactions: [], deadlines: [] };
