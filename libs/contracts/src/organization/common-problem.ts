import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';
import type { Stage } from './org-unit';

/** How a common problem ended: a strategy or an answer stands, or it turned out to be none. */
export const commonProblemOutcomes = ['settled', 'dropped'] as const;
export type CommonProblemOutcome = (typeof commonProblemOutcomes)[number];

/**
 * Several upward reports of one school, or of one grade of it, show the same problem (年级共性问题). Says nothing about
 * the reports themselves: each keeps its own holder, clock and end.
 */
export type CommonProblemIdentified = Event<'CommonProblemIdentified', {
  readonly commonProblemId: Uuid;
  readonly schoolId: Uuid;
  /** Both set when the problem is one grade's: every report is then of a class in it. `grade` counts within the stage, from 1. */
  readonly stage?: Stage;
  readonly grade?: number;
  /** At least two, each once. */
  readonly reportIds: readonly Uuid[];
  readonly summary: Sealed;
  readonly identifiedBy: Uuid;
  readonly at: Instant;
}>;

/** More reports show the same problem. */
export type CommonProblemReportsAdded = Event<'CommonProblemReportsAdded', {
  readonly commonProblemId: Uuid;
  readonly schoolId: Uuid;
  readonly reportIds: readonly Uuid[];
  readonly addedBy: Uuid;
  readonly at: Instant;
}>;

/** The class teachers discussed it together, as in the grade's regular meeting (年级班主任例会), and found strategies. */
export type CommonProblemDiscussed = Event<'CommonProblemDiscussed', {
  readonly commonProblemId: Uuid;
  readonly schoolId: Uuid;
  readonly discussedOn: LocalDate;
  readonly strategies: Sealed;
  readonly recordedBy: Uuid;
  readonly at: Instant;
}>;

/** A directive or a guidance document answers the problem (决策反哺). Exactly one of the two ids is set; there may be several answers. */
export type CommonProblemAnswered = Event<'CommonProblemAnswered', {
  readonly commonProblemId: Uuid;
  readonly schoolId: Uuid;
  /** The reports that showed the problem when it was answered: their timelines show the answer. */
  readonly reportIds: readonly Uuid[];
  readonly directiveId?: Uuid;
  readonly guidanceId?: Uuid;
  readonly answeredBy: Uuid;
  readonly at: Instant;
}>;

/** Nobody works on it any more. Terminal. */
export type CommonProblemClosed = Event<'CommonProblemClosed', {
  readonly commonProblemId: Uuid;
  readonly schoolId: Uuid;
  readonly outcome: CommonProblemOutcome;
  readonly reason: Sealed;
  readonly closedBy: Uuid;
  readonly at: Instant;
}>;

export type CommonProblemEvent =
  | CommonProblemIdentified | CommonProblemReportsAdded | CommonProblemDiscussed | CommonProblemAnswered | CommonProblemClosed;

export const commonProblemEvents = {
  CommonProblemIdentified: published('common-problem'),
  CommonProblemReportsAdded: published('common-problem'),
  CommonProblemDiscussed: published('common-problem'),
  CommonProblemAnswered: published('common-problem'),
  CommonProblemClosed: published('common-problem'),
};
