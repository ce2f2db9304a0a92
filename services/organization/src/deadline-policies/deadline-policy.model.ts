import type { DeadlineRule, ReportSeverity } from '@homeroom/contracts';
import { WORKDAY_MINUTES } from '../school-calendars/working-time.model';

export type DeadlineRules = { readonly [severity in ReportSeverity]: DeadlineRule };

const days = (n: number): number => n * WORKDAY_MINUTES;
const hours = (n: number): number => n * 60;

/** [INF] No source states deadlines: these hold, as version 0, until a county publishes its own. */
export const DEFAULT_DEADLINE_RULES: DeadlineRules = {
  ROUTINE: { clock: 'working', acknowledgeWithinMinutes: days(1), respondWithinMinutes: days(3), resolveWithinMinutes: days(10), confirmWithinMinutes: days(5) },
  IMPORTANT: { clock: 'working', acknowledgeWithinMinutes: hours(4), respondWithinMinutes: days(1), resolveWithinMinutes: days(5), confirmWithinMinutes: days(3) },
  URGENT: { clock: 'working', acknowledgeWithinMinutes: hours(1), respondWithinMinutes: hours(4), resolveWithinMinutes: days(2), confirmWithinMinutes: days(2) },
  CRITICAL: { clock: '24x7', acknowledgeWithinMinutes: 30, respondWithinMinutes: hours(2), resolveWithinMinutes: hours(24), confirmWithinMinutes: null },
};
