import { type EvaluationOwner, type FrameworkKind, frameworkKinds, type Instant, type LocalDate, type SubjectType, subjectTypes, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Ids, Moment, Text, Whole } from '@homeroom/platform';
import { OWNER } from '../frameworks/framework.commands';

/** Announce an evaluation. */
export class OpenCycle {
  @Id('Id of the cycle; drawn when absent', { optional: true }) cycleId?: Uuid;
  @Choice(frameworkKinds, 'basic: a school by itself; developmental: the county for all schools; combined: the results of both') kind!: FrameworkKind;
  @Text('Whose it is: `county`, or the id of a school', { pattern: OWNER, example: 'county' }) owner!: EvaluationOwner;
  @Id('The framework it is scored by') frameworkId!: Uuid;
  @Whole('Its published version, pinned for the whole cycle', { min: 1, max: 10_000 }) frameworkVersion!: number;
  @Choice(subjectTypes, 'Who is evaluated') subjectType!: SubjectType;
  @Day('First day whose facts count') from!: LocalDate;
  @Day('Last day whose facts count') until!: LocalDate;
  @Whole('Working days in which objections may be filed after publication', { min: 1, max: 60 }) objectionWorkingDays!: number;
  @Ids('combined only: the finalised basic cycles, one a school', { max: 1_000, optional: true }) basicCycleIds?: Uuid[];
  @Id('combined only: the finalised developmental cycle', { optional: true }) developmentalCycleId?: Uuid;
  @Id('The cycle before it, from which missing values may be carried', { optional: true }) previousCycleId?: Uuid;
}

/** Settle who is evaluated, as organization has it on a day. */
export class FreezeRoster {
  @Day('The day as of which') asOf!: LocalDate;
  @Ids('For studios only: which; other rosters follow from organization', { max: 500, optional: true }) studioIds?: Uuid[];
}

/** Say who rates in this cycle. Replaces who was said before. */
export class AppointRaters {
  @Ids('The raters', { min: 1, max: 1_000 }) raterIds!: Uuid[];
}

/** Take ratings, quantitative measures, evidence and self-assessments from now on. */
export class OpenCollection {}

/** Take nothing more. */
export class CloseCollection {}

/** Look through what was collected, compute scores and finalise results. */
export class StartReview {}

/** Show the evaluated their results and let them object. */
export class PubliciseResults {
  @Moment('Until when objections may be filed: at least the cycle\'s objection window from now, which working days make longer') objectionsUntil!: Instant;
  @Ids('Subjects that get no result, such as those whose score is blocked: each is named, so that nobody is forgotten', { max: 1_000, optional: true }) withoutResult?: Uuid[];
}

/** Take no further objections, after their time is over and all of them are decided. */
export class CloseObjections {}

/** End the cycle, once no objection waits for a decision. */
export class FinaliseCycle {}
