import type { DeadlineKind, UpwardReportEvent } from '@homeroom/contracts';

/** A report has two clocks at most: for the present step (or the end of a hold), and for the whole. */
export type ClockSlot = 'step' | 'whole';

export const slotOf = (kind: DeadlineKind): ClockSlot => (kind === 'resolve' ? 'whole' : 'step');

type Stopping = Exclude<UpwardReportEvent['type'],
  | 'UpwardReportRaised' | 'UpwardReportDeadlineScheduled' | 'UpwardReportReminded' | 'UpwardReportInfoSupplied' | 'UpwardReportDeadlineElapsed'
  | 'UpwardReportOverdueFlagged' | 'UpwardReportSupportOutcomeRecorded' | 'UpwardReportDueTimesRecomputed'>;

/** The clocks that a fact stops, for readers that do not fold the whole report. One that elapsed stops its own. */
export const STOPPED_BY: { readonly [Type in Stopping]: readonly ClockSlot[] } = {
  UpwardReportAcknowledged: ['step'],
  UpwardReportInfoRequested: ['step', 'whole'],
  UpwardReportForwarded: ['step'],
  UpwardReportEscalated: ['step'],
  UpwardReportAutoEscalated: ['step'],
  UpwardReportResponded: ['step'],
  UpwardReportResolved: ['step', 'whole'],
  UpwardReportConfirmed: ['step'],
  UpwardReportReopened: ['step'],
  UpwardReportHeld: ['step', 'whole'],
  UpwardReportResumed: ['step'],
  UpwardReportWithdrawn: ['step', 'whole'],
  UpwardReportMerged: ['step', 'whole'],
  UpwardReportDeclined: ['step', 'whole'],
  UpwardReportReassigned: ['step'],
};
