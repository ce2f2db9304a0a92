import type { Event, Instant } from '../event';
import { published } from '../catalogue';

/** How much a report presses, rising. CRITICAL is for safety: it runs around the clock and every level hears of it at once. */
export const reportSeverities = ['ROUTINE', 'IMPORTANT', 'URGENT', 'CRITICAL'] as const;
export type ReportSeverity = (typeof reportSeverities)[number];

/** `working`: 08:00–17:30 in Asia/Shanghai on school days; `24x7`: every minute. */
export const reportClocks = ['working', '24x7'] as const;
export type ReportClock = (typeof reportClocks)[number];

/** How long each step of a report may take, in minutes of its clock. A working day has 570. */
export interface DeadlineRule {
  clock: ReportClock;
  acknowledgeWithinMinutes: number;
  /** From the acknowledgement to the level's first response. */
  respondWithinMinutes: number;
  /** From the raise to the resolution, whoever holds it. */
  resolveWithinMinutes: number;
  /** From the resolution until it counts as confirmed; `null`: only the raiser confirms. */
  confirmWithinMinutes: number | null;
}

/** The county's deadlines by severity. Open reports follow, one command each; time already used stays used. */
export type DeadlinePolicyPublished = Event<'DeadlinePolicyPublished', {
  county: string;
  version: number;
  rules: { [severity in ReportSeverity]: DeadlineRule };
  at: Instant;
}>;

export type DeadlinePolicyEvent = DeadlinePolicyPublished;

export const deadlinePolicyEvents = {
  DeadlinePolicyPublished: published('deadline-policy'),
};
