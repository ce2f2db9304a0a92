import { catalogue, type Event, published } from '@homeroom/contracts';
import { decider, type Deciding, each, follow, reaction, Rejected } from '@homeroom/eventsourcing';
import { deadline, RowFlag, RowIds, RowInstant, RowKey, RowText, RowWhole, type RuntimeDefinition, view } from '@homeroom/platform';

/*
 * Two small services for tests of the platform: a library that lends books, and a bookbinder that repairs them. They use
 * every part of the platform once: a decider, views over one and over two logs, a reaction in each direction, a deadline.
 */

export type BookAcquired = Event<'BookAcquired', { bookId: string; title: string; tags: string[] }>;
export type BookLent = Event<'BookLent', { bookId: string; to: string; dueAt: string }>;
export type BookReturned = Event<'BookReturned', { bookId: string; damaged: boolean }>;
export type LoanOverdue = Event<'LoanOverdue', { bookId: string; dueAt: string }>;
export type RepairNoted = Event<'RepairNoted', { bookId: string }>;
export type LibraryEvent = BookAcquired | BookLent | BookReturned | LoanOverdue | RepairNoted;
export const libraryEvents = catalogue<LibraryEvent>()('library', {
  BookAcquired: published('book'), BookLent: published('book'), BookReturned: published('book'), LoanOverdue: published('book'), RepairNoted: published('book'),
});

export type RepairOrdered = Event<'RepairOrdered', { repairId: string; bookId: string }>;
export type RepairDone = Event<'RepairDone', { repairId: string; bookId: string }>;
export type BinderyEvent = RepairOrdered | RepairDone;
export const binderyEvents = catalogue<BinderyEvent>()('bindery', { RepairOrdered: published('repair'), RepairDone: published('repair') });

type BookState = { status: 'none' } | { status: 'here' | 'lent'; dueAt?: string; repairs: number };

export const book = decider<BookState, LibraryEvent>()('book', {
  initial: { status: 'none' },
  decide: {
    AcquireBook: ({ title, tags = [] }: { title: string; tags?: string[] }, { id, state }: Deciding<BookState>): LibraryEvent[] =>
      state.status === 'none' ? [{ type: 'BookAcquired', data: { bookId: id, title, tags } }] : [],
    LendBook: ({ to, dueAt }: { to: string; dueAt: string }, { id, state }: Deciding<BookState>): LibraryEvent[] => {
      if (state.status !== 'here') throw new Rejected('book-not-here', 'Lend a book that is here.');
      return [{ type: 'BookLent', data: { bookId: id, to, dueAt } }];
    },
    ReturnBook: ({ damaged }: { damaged: boolean }, { id, state }: Deciding<BookState>): LibraryEvent[] =>
      state.status === 'lent' ? [{ type: 'BookReturned', data: { bookId: id, damaged } }] : [],
    ElapseLoan: ({ dueAt }: { dueAt: string }, { id, state }: Deciding<BookState>): LibraryEvent[] =>
      state.status === 'lent' && state.dueAt === dueAt ? [{ type: 'LoanOverdue', data: { bookId: id, dueAt } }] : [],
    NoteRepair: (_: object, { id, state }: Deciding<BookState>): LibraryEvent[] =>
      state.status === 'none' ? [] : [{ type: 'RepairNoted', data: { bookId: id } }],
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'BookAcquired': return { status: 'here', repairs: 0 };
      case 'BookLent': return { status: 'lent', dueAt: event.data.dueAt, repairs: repairs(state) };
      case 'BookReturned': return { status: 'here', repairs: repairs(state) };
      case 'LoanOverdue': return { status: 'lent', repairs: repairs(state) };
      case 'RepairNoted': return state.status === 'none' ? state : { ...state, repairs: state.repairs + 1 };
    }
  },
});

const repairs = (state: BookState): number => (state.status === 'none' ? 0 : state.repairs);

type RepairState = { status: 'none' | 'ordered' | 'done' };

export const repair = decider<RepairState, BinderyEvent>()('repair', {
  initial: { status: 'none' },
  decide: {
    OrderRepair: ({ bookId }: { bookId: string }, { id, state }: Deciding<RepairState>): BinderyEvent[] =>
      state.status === 'none' ? [{ type: 'RepairOrdered', data: { repairId: id, bookId } }] : [],
    FinishRepair: ({ bookId }: { bookId: string }, { id, state }: Deciding<RepairState>): BinderyEvent[] => {
      if (state.status === 'none') throw new Rejected('repair-not-found', 'Order the repair first.');
      return state.status === 'ordered' ? [{ type: 'RepairDone', data: { repairId: id, bookId } }] : [];
    },
  },
  evolve: (_, event) => ({ status: event.type === 'RepairOrdered' ? 'ordered' : 'done' }),
});

export class ShelfRow {
  @RowKey('The book') bookId!: string;
  @RowText('Its title') title!: string;
  @RowIds('What it is about') tags!: string[];
  @RowFlag('Whether it is lent') lent!: boolean;
  @RowInstant('When it is due back', { optional: true }) dueAt!: string | null;
  @RowWhole('How often it was lent') loans!: number;
}

export const shelf = view<LibraryEvent>()(ShelfRow, {
  name: 'shelf', version: 1, key: 'bookId', indexes: [['dueAt']],
  on: {
    BookAcquired: (_, { data: { bookId, title, tags } }) => ({ bookId, title, tags, lent: false, dueAt: null, loans: 0 }),
    BookLent: (row, { data }) => row && { ...row, lent: true, dueAt: data.dueAt, loans: row.loans + 1 },
    BookReturned: (row) => row && { ...row, lent: false, dueAt: null },
    LoanOverdue: (row) => row && { ...row, dueAt: null },
  },
});

export class TagRow {
  @RowKey('The tag') tag!: string;
  @RowWhole('Books with it') books!: number;
}

export const tags = view<LibraryEvent>()(TagRow, {
  name: 'tags', version: 1, key: 'tag',
  on: { BookAcquired: each((e) => e.data.tags, (row, _, tag) => ({ tag, books: (row?.books ?? 0) + 1 })) },
});

export class RepairBoardRow {
  @RowKey('The book') bookId!: string;
  @RowWhole('Times it came back damaged') damages!: number;
  @RowWhole('Repairs finished') done!: number;
}

/** Over both services' logs: counts commute, so interleaving does not matter. */
export const repairBoard = view<LibraryEvent | BinderyEvent>()(RepairBoardRow, {
  name: 'repair-board', version: 1, key: 'bookId',
  on: {
    BookReturned: (row, { data: { bookId, damaged } }) => (damaged ? { bookId, damages: (row?.damages ?? 0) + 1, done: row?.done ?? 0 } : undefined),
    RepairDone: (row, { data: { bookId } }) => ({ bookId, damages: row?.damages ?? 0, done: (row?.done ?? 0) + 1 }),
  },
});

const orderRepair = reaction<LibraryEvent>()('order-repairs-of-damaged-books', {
  from: 'start',
  on: { BookReturned: (e, ask) => (e.data.damaged ? [follow(repair, ask.newId(), 'OrderRepair', { bookId: e.data.bookId })] : []) },
});

const noteRepair = reaction<BinderyEvent>()('note-repairs', { from: 'start', on: { RepairDone: (e) => [follow(book, e.data.bookId, 'NoteRepair', {})] } });

export const library: RuntimeDefinition = {
  name: 'library', events: libraryEvents, peers: [binderyEvents], streams: [book], views: [shelf, tags], reactions: [noteRepair],
  deadlines: [deadline(shelf, { name: 'elapse-loans', dueAt: 'dueAt', elapse: (row) => follow(book, row.bookId, 'ElapseLoan', { dueAt: row.dueAt! }) })],
};

export const bindery: RuntimeDefinition = {
  name: 'bindery', events: binderyEvents, peers: [libraryEvents], streams: [repair], views: [repairBoard], reactions: [orderRepair], deadlines: [],
};
