import { catalogue, type Event, type Instant, published } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { RowId, RowInstant, RowKey, RowText, RowWhole, view } from '@homeroom/platform';

export { COUNTY } from './county';

/*
 * What is measured is the platform, on a stream of the product's size and shape: a report is raised and answered three
 * times, events have some 400 bytes of data, free text is sealed.
 */

export type ReportRaised = Event<'ReportRaised', { reportId: string; classId: string; schoolId: string; toPersonId: string; category: string; severity: string; summary: string; dueAt: Instant }>;
export type ReportAnswered = Event<'ReportAnswered', { reportId: string; answer: string; byPersonId: string; dueAt: Instant }>;
export type DeskEvent = ReportRaised | ReportAnswered;
/** A topic is named after its service, and a topic belongs to one log: works that need one name their desks apart. */
export const deskEventsOf = (service: string) => catalogue<DeskEvent>()(service, { ReportRaised: published('report'), ReportAnswered: published('report') });
export const deskEvents = deskEventsOf('desk');

/** Events of one report: its raise and its answers. */
export const STEPS = 4;

export type RaiseReport = ReportRaised['data'];
export type AnswerReport = Pick<ReportAnswered['data'], 'answer' | 'dueAt'>;

type State = { readonly answers: number } | undefined;

export const report = decider<State, DeskEvent>()('report', {
  initial: undefined,
  decide: {
    RaiseReport: (data: Omit<RaiseReport, 'reportId'>, { id, state }: Deciding<State>): DeskEvent[] => (state ? [] : [{ type: 'ReportRaised', data: { ...data, reportId: id } }]),
    AnswerReport: ({ answer, dueAt }: AnswerReport, { id, state, by }: Deciding<State>): DeskEvent[] => {
      if (!state) throw new Rejected('report-not-found', 'Raise the report first.');
      return [{ type: 'ReportAnswered', data: { reportId: id, answer, byPersonId: by.personId, dueAt } }];
    },
  },
  evolve: (state, event) => ({ answers: event.type === 'ReportRaised' ? 0 : state!.answers + 1 }),
});

export class InboxRow {
  @RowKey('The report') reportId!: string;
  @RowId('Its class') classId!: string;
  @RowId('Who holds it') holderId!: string;
  @RowText('What it is about') category!: string;
  @RowText('How urgent it is') severity!: string;
  @RowInstant('When an answer is due') dueAt!: Instant;
  @RowWhole('Answers so far') answers!: number;
}

export const inbox = view<DeskEvent>()(InboxRow, {
  name: 'inbox', version: 1, key: 'reportId', indexes: [['holderId', 'dueAt']],
  on: {
    ReportRaised: (_, { data: { reportId, classId, toPersonId, category, severity, dueAt } }) => ({ reportId, classId, holderId: toPersonId, category, severity, dueAt, answers: 0 }),
    ReportAnswered: (row, { data }) => row && { ...row, dueAt: data.dueAt, answers: row.answers + 1 },
  },
});

const SEALED = `v1.0198f3c2-7b1d-7f0e-9c57-37078600a001.${'Qm9yZWFsaXMgbm9jdHVybmEgcGVyIHNpbGVudGlh'.repeat(3)}`;
const PERSON = '0198f3c2-7b1d-7f0e-9c57-37078600b001';
const DUE = '2025-09-09T09:00:00.000Z';

/** The data of the n-th event of a report. */
export const stepOf = (reportId: string, n: number): DeskEvent => (n === 0
  ? { type: 'ReportRaised', data: { reportId, classId: PERSON, schoolId: PERSON, toPersonId: PERSON, category: 'RESOURCE_NEED', severity: 'normal', summary: SEALED, dueAt: DUE } }
  : { type: 'ReportAnswered', data: { reportId, answer: SEALED, byPersonId: PERSON, dueAt: DUE } });

export const META = {
  actor: { personId: PERSON, role: 'school-staff' }, correlationId: '0198f3c2-7b1d-7f0e-9c57-37078600c001', occurredAt: '2025-09-08T01:00:00.000Z', schemaVersion: 1, dataLevel: 'L2' as const,
};
