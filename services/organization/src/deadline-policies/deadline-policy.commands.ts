import { Part, Whole } from '@homeroom/platform';

/** Longest deadline: about a school year of working minutes. */
const LONGEST_MINUTES = 120_000;

/** Deadlines on the working clock: 570 minutes are one working day. */
export class WorkingRule {
  @Whole('Working minutes until the holder has acknowledged.', { min: 1, max: LONGEST_MINUTES }) acknowledgeWithinMinutes!: number;
  @Whole('Working minutes from the acknowledgement to the first response.', { min: 1, max: LONGEST_MINUTES }) respondWithinMinutes!: number;
  @Whole('Working minutes from the raise to the resolution.', { min: 1, max: LONGEST_MINUTES }) resolveWithinMinutes!: number;
  @Whole('Working minutes until a resolution counts as confirmed.', { min: 1, max: LONGEST_MINUTES }) confirmWithinMinutes!: number;
}

/** Deadlines around the clock. A critical report is never confirmed by itself. */
export class CriticalRule {
  @Whole('Minutes until the holder has acknowledged.', { min: 1, max: LONGEST_MINUTES }) acknowledgeWithinMinutes!: number;
  @Whole('Minutes from the acknowledgement to the first response.', { min: 1, max: LONGEST_MINUTES }) respondWithinMinutes!: number;
  @Whole('Minutes from the raise to the resolution.', { min: 1, max: LONGEST_MINUTES }) resolveWithinMinutes!: number;
}

/** Set the county's deadlines. Open reports follow; time already used stays used, and nothing falls due in the past. */
export class PublishDeadlinePolicy {
  @Part(() => WorkingRule, 'Severity ROUTINE.') routine!: WorkingRule;
  @Part(() => WorkingRule, 'Severity IMPORTANT.') important!: WorkingRule;
  @Part(() => WorkingRule, 'Severity URGENT.') urgent!: WorkingRule;
  @Part(() => CriticalRule, 'Severity CRITICAL: safety, around the clock.') critical!: CriticalRule;
}
