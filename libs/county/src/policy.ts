import type { ReportSeverity } from '@homeroom/contracts';
import { WORKDAY } from './working-time';

/** Minutes that each step of a report may take; on the working clock, CRITICAL around the clock. */
export interface Allowed {
  readonly acknowledge: number;
  readonly respond: number;
  readonly resolve: number;
  /** Absent: only the raiser confirms. */
  readonly confirm?: number;
}

/** The deadline policy that the county publishes for the year: the table of the domain model, said by the county itself. */
export const POLICY: Readonly<Record<ReportSeverity, Allowed>> = {
  ROUTINE: { acknowledge: WORKDAY, respond: 3 * WORKDAY, resolve: 10 * WORKDAY, confirm: 5 * WORKDAY },
  IMPORTANT: { acknowledge: 240, respond: WORKDAY, resolve: 5 * WORKDAY, confirm: 3 * WORKDAY },
  URGENT: { acknowledge: 60, respond: 240, resolve: 2 * WORKDAY, confirm: 2 * WORKDAY },
  CRITICAL: { acknowledge: 30, respond: 120, resolve: 1440 },
};
