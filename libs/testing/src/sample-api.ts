import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { catalogue, type Event, type Instant, type LocalDate, published, type Sealed } from '@homeroom/contracts';
import { decider, type Deciding, Forbidden, Rejected } from '@homeroom/eventsourcing';
import {
  anyOf, Asks, Choice, Choices, CountyTarget, Day, EventStream, Flag, Handles, Id, Ids, InjectRows, InjectStream, type May, Moment, NewTarget, PageQuery, Part, Parts, Reads,
  role, RowChoice, RowInstant, RowKey, RowSealed, Rows, RowText, RowWhole, SealedText, service, Target, Text, view, Whole,
} from '@homeroom/platform';

/* A small service with every kind of field, route and GET once: notebooks that people open, write in and close. */

export type NotebookOpened = Event<'NotebookOpened', { notebookId: string; title: string; owner: Sealed | null; kind: string; by: string; at: Instant }>;
export type NoteWritten = Event<'NoteWritten', { notebookId: string; text: Sealed; remark: Sealed | null; at: Instant }>;
export type NotebookClosed = Event<'NotebookClosed', { notebookId: string; at: Instant }>;
export type NotebookEvent = NotebookOpened | NoteWritten | NotebookClosed;
export const notebookEvents = catalogue<NotebookEvent>()('notebooks', {
  NotebookOpened: published('notebook'), NoteWritten: published('notebook'), NotebookClosed: published('notebook'),
});

type State = { status: 'none' } | { status: 'open' | 'closed'; by: string; notes: number };

const opened = (state: State) => {
  if (state.status === 'none') throw new Rejected('notebook-not-found', 'There is no such notebook.');
  if (state.status === 'closed') throw new Rejected('notebook-closed', 'A closed notebook is only read.', { notes: state.notes });
  return state;
};

export const notebook = decider<State, NotebookEvent>()('notebook', {
  initial: { status: 'none' },
  decide: {
    OpenNotebook: ({ title, owner, kind }: OpenNotebook, { state, id, by, at }: Deciding<State>): NotebookEvent[] =>
      (state.status === 'none' ? [{ type: 'NotebookOpened', data: { notebookId: id, title, owner: owner ?? null, kind, by: by.personId, at } }] : []),
    WriteNote: ({ text, author }: WriteNote, { state, id, at, facts }: Deciding<State, { other?: State }>): NotebookEvent[] => {
      if (opened(state).notes >= 3) throw new Forbidden('notebook-full', 'Three notes are enough.');
      if (facts.other?.status === 'closed') throw new Rejected('other-closed', 'The other one is closed.');
      return [{ type: 'NoteWritten', data: { notebookId: id, text, remark: author?.remark ?? null, at } }];
    },
    CloseNotebook: (_: CloseNotebook, { state, id, at }: Deciding<State>): NotebookEvent[] =>
      (state.status === 'closed' ? [] : opened(state) && [{ type: 'NotebookClosed', data: { notebookId: id, at } }]),
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'NotebookOpened': return { status: 'open', by: event.data.by, notes: 0 };
      case 'NoteWritten': return state.status === 'none' ? state : { ...state, notes: state.notes + 1 };
      case 'NotebookClosed': return state.status === 'none' ? state : { ...state, status: 'closed' };
    }
  },
});

const KINDS = ['DIARY', 'LOG'] as const;

class Label {
  @Text('Its word', { max: 10, pattern: /[a-z]+/ }) word!: string;
  @Whole('Its weight', { min: 0, max: 9, optional: true }) weight?: number;
}

class Author {
  @Id('The person') personId!: string;
  @SealedText('What they say of themselves', { max: 50, optional: true, of: 'personId' }) remark?: Sealed;
}

/** Open a notebook. */
export class OpenNotebook {
  @Id('Its id; made where absent', { optional: true }) notebookId?: string;
  @Text('Its title', { max: 20 }) title!: string;
  @SealedText('Whose it is', { max: 36, optional: true }) owner?: Sealed;
  @Choice(KINDS, 'Its kind') kind!: (typeof KINDS)[number];
  @Choices(KINDS, 'Kinds it may become', { optional: true }) later?: (typeof KINDS)[number][];
  @Ids('Who reads it', { max: 3, optional: true }) readers?: string[];
  @Day('Its first day', { optional: true }) from?: LocalDate;
  @Moment('When it was bought', { optional: true }) boughtAt?: Instant;
  @Whole('Pages', { min: 1, max: 500, optional: true }) pages?: number;
  @Flag('With lines', { optional: true }) lined?: boolean;
  @Parts(() => Label, 'Labels', { max: 2, optional: true }) labels?: Label[];
}

/** Write a note. */
export class WriteNote {
  @SealedText('What it says', { max: 100 }) text!: Sealed;
  @Part(() => Author, 'Who wrote it', { optional: true }) author?: Author;
  @Id('Another notebook that must be open', { optional: true }) otherId?: string;
}

/** Close a notebook. */
export class CloseNotebook {}

const owner: May = async ({ caller, id, state }) => {
  const found = await state(notebook, id);
  if (found.status === 'none') throw new Rejected('notebook-not-found', 'There is no such notebook.');
  return found.by === caller.personId;
};
const staff = role('school-staff', 'county-staff');

export class NotebookRow {
  @RowKey('The notebook') notebookId!: string;
  @RowText('Its title') title!: string;
  @RowSealed('Whose it is', { optional: true }) owner!: Sealed | null;
  @RowChoice(KINDS, 'Its kind') kind!: string;
  @RowWhole('Notes in it') notes!: number;
  @RowInstant('When it was closed', { optional: true }) closedAt!: Instant | null;
  @RowWhole('Version of its stream') version!: number;
}

export const notebooks = view<NotebookEvent>()(NotebookRow, {
  name: 'notebooks', version: 1, key: 'notebookId', indexes: [['title']],
  on: {
    NotebookOpened: (_, { data: { notebookId, title, owner: whose, kind }, version }) => ({ notebookId, title, owner: whose, kind, notes: 0, closedAt: null, version }),
    NoteWritten: (row, { version }) => row && { ...row, notes: row.notes + 1, version },
    NotebookClosed: (row, { data, version }) => row && { ...row, closedAt: data.at, version },
  },
});

@Controller('v1/notebooks')
export class NotebookRoutes {
  constructor(@InjectStream(notebook) private readonly notebooks: EventStream<typeof notebook>) {}

  @Post()
  @Handles(OpenNotebook, { may: staff, summary: 'Open a notebook', creates: true, waitsFor: [notebooks] })
  openNotebook(@NewTarget('notebookId') target: Target, @Body() data: OpenNotebook) {
    return this.notebooks.handle(target, 'OpenNotebook', data);
  }

  @Post(':notebookId/write')
  @Handles(WriteNote, { may: anyOf(role('county-staff'), owner), summary: 'Write a note', waitsFor: [notebooks] })
  writeNote(@Target('notebookId') target: Target, @Body() data: WriteNote) {
    return this.notebooks.handle(target, 'WriteNote', data, async (read) => (data.otherId ? { other: await read(notebook, data.otherId) } : {}));
  }

  @Post(':notebookId/close')
  @Handles(CloseNotebook, { may: owner, summary: 'Close a notebook' })
  closeNotebook(@Target('notebookId') target: Target, @Body() data: CloseNotebook) {
    return this.notebooks.handle(target, 'CloseNotebook', data);
  }
}

@Controller('v1/county-notebook')
export class CountyNotebookRoutes {
  constructor(@InjectStream(notebook) private readonly notebooks: EventStream<typeof notebook>) {}

  @Post(':county/copy')
  @Handles(WriteNote, { may: role('county-staff'), summary: 'Open the county\'s notebook and write in it, at once' })
  copyNote(@CountyTarget() target: Target, @Body() data: WriteNote) {
    return this.notebooks.transact(target, async (decision) => {
      await decision.decide(notebook, target.id, 'OpenNotebook', { title: 'county', kind: 'LOG' });
      await decision.decide(notebook, target.id, 'WriteNote', data, {});
    });
  }
}

class NotebooksQuery extends PageQuery {
  @Choice(KINDS, 'Of this kind', { optional: true }) kind?: string;
  @Flag('Closed ones as well', { optional: true }) closed?: boolean;
}

@Controller('v1/notebooks')
export class NotebookQueries {
  constructor(@InjectRows(notebooks) private readonly rows: Rows<NotebookRow>) {}

  @Get()
  @Reads(NotebookRow, { may: staff, summary: 'Notebooks', page: true, of: [notebooks] })
  notebooks(@Asks() asks: Asks, @Query() query: NotebooksQuery) {
    return this.rows.page(asks, { where: { kind: query.kind }, order: ['-closedAt', 'title'], query });
  }

  @Get(':notebookId')
  @Reads(NotebookRow, { may: anyOf(role('county-staff'), ({ caller, params, state }) => owner({ caller, id: params['notebookId']!, state } as never)), summary: 'One notebook', of: [notebooks], etag: 'version' })
  notebook(@Asks() asks: Asks, @Param('notebookId') notebookId: string) {
    return this.rows.one(asks, notebookId);
  }
}

export const notebookService = service({
  name: 'notebooks', says: 'Notebooks that people open, write in and close.', events: notebookEvents, streams: [notebook],
  routes: [NotebookRoutes, CountyNotebookRoutes, NotebookQueries], views: [notebooks],
  refusals: [{ 'notebook-closed': '已关闭的笔记本只能阅读。', 'notebook-not-found': '没有这个笔记本。' }],
});
