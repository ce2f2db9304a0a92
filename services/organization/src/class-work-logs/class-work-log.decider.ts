import type { ClassWorkLogEvent, LocalDate, WorkLogEntry, WorkLogEntryType } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../school-calendars/working-time.model';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import type { HoldClassActivity, RecordHomeSchoolContact, RecordRoutineWork, SubmitClassReport, WithdrawWorkLogEntry } from './class-work-log.commands';
import { daysOfTerm, logNamed } from './term.model';

/** What can still be taken back. */
interface Entry {
  readonly entry: WorkLogEntryType;
  readonly kind: string;
  readonly on: LocalDate;
  readonly withdrawn: boolean;
}

export interface ClassWorkLogState {
  /** The n-th fact of the log; `null` where it was a withdrawal. */
  readonly facts: readonly (Entry | null)[];
}

type On<Facts = unknown> = Deciding<ClassWorkLogState, Facts>;
interface OfClass { readonly schoolClass: SchoolClassState }

const named = (id: string) => {
  const log = logNamed(id);
  if (!log) throw new Rejected('work-log-not-found', 'A work log is named by class, school year and term.');
  return log;
};

/** What every entry says. An entry is a further one each time: a retry is protected by its `Idempotency-Key`. */
const entered = (asked: LocalDate | undefined, { id: logId, state, at, by, facts: { schoolClass } }: On<OfClass>): WorkLogEntry => {
  const log = named(logId);
  if (schoolClass.status === 'none') throw new Rejected('class-not-found', 'No such class.');
  if (schoolClass.status !== 'open') throw new Rejected('class-ended', 'The class has ended: nothing about it changes any more.');
  const on = asked ?? dayOf(at);
  const { from, until } = daysOfTerm(log);
  if (on < from || on > until) throw new Rejected('outside-term', `The term goes from ${from} to ${until}.`, { from, until });
  if (on > dayOf(at)) throw new Rejected('not-happened-yet', 'A work log holds what has happened.');
  if (on < schoolClass.openedOn) throw new Rejected('before-class', `The class is there since ${schoolClass.openedOn}.`);
  return { logId, entryId: `${logId}:${state.facts.length + 1}`, classId: log.classId, schoolId: schoolClass.schoolId, schoolYear: log.schoolYear, term: log.term, on, recordedBy: by.personId, at };
};

const submitReport = ({ on, kind, summary }: SubmitClassReport, deciding: On<OfClass>): ClassWorkLogEvent[] =>
  [{ type: 'ClassReportSubmitted', data: { ...entered(on, deciding), kind, summary } }];

const recordRoutine = ({ on, kind, note }: RecordRoutineWork, deciding: On<OfClass>): ClassWorkLogEvent[] =>
  [{ type: 'RoutineWorkRecorded', data: { ...entered(on, deciding), kind, ...(note && { note }) } }];

const holdActivity = ({ on, kind, topic, participants }: HoldClassActivity, deciding: On<OfClass>): ClassWorkLogEvent[] =>
  [{ type: 'ClassActivityHeld', data: { ...entered(on, deciding), kind, topic, ...(participants !== undefined && { participants }) } }];

const recordContact = ({ on, kind, party = 'parents', students, note }: RecordHomeSchoolContact, deciding: On<OfClass>): ClassWorkLogEvent[] =>
  [{ type: 'HomeSchoolContactRecorded', data: { ...entered(on, deciding), kind, party, students, ...(note && { note }) } }];

/** Even after the class has ended: what was never true does not become so. */
const withdraw = ({ entryId, reason }: WithdrawWorkLogEntry, { id: logId, state, at, by, facts: { schoolClass } }: On<OfClass>): ClassWorkLogEvent[] => {
  const { classId, schoolYear, term } = named(logId);
  const found = state.facts.find((fact, i) => fact && entryId === `${logId}:${i + 1}`);
  if (!found || schoolClass.status === 'none') throw new Rejected('work-log-entry-not-found', 'The log has no such entry.');
  if (found.withdrawn) return [];
  const { entry, kind, on } = found;
  return [{ type: 'WorkLogEntryWithdrawn', data: { logId, entryId, classId, schoolId: schoolClass.schoolId, schoolYear, term, entry, kind, on, reason, withdrawnBy: by.personId, at } }];
};

const entryTypes = {
  ClassReportSubmitted: 'class-report', RoutineWorkRecorded: 'routine-work', ClassActivityHeld: 'class-activity', HomeSchoolContactRecorded: 'home-school-contact',
} as const satisfies Partial<Record<ClassWorkLogEvent['type'], WorkLogEntryType>>;

const evolve = ({ facts }: ClassWorkLogState, event: ClassWorkLogEvent): ClassWorkLogState => {
  if (event.type !== 'WorkLogEntryWithdrawn') return { facts: [...facts, { entry: entryTypes[event.type], kind: event.data.kind, on: event.data.on, withdrawn: false }] };
  const { logId, entryId } = event.data;
  return { facts: [...facts.map((fact, i) => (fact && entryId === `${logId}:${i + 1}` ? { ...fact, withdrawn: true } : fact)), null] };
};

/** What was done with a class in one term: entries that stay, and withdrawals. */
export const classWorkLog = decider<ClassWorkLogState, ClassWorkLogEvent>()('class-work-log', {
  initial: { facts: [] },
  decide: {
    SubmitClassReport: submitReport, RecordRoutineWork: recordRoutine, HoldClassActivity: holdActivity, RecordHomeSchoolContact: recordContact, WithdrawWorkLogEntry: withdraw,
  },
  evolve,
});
