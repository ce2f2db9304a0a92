import { published } from '../catalogue';
import type { Event, Instant, Position, SchoolYear, Uuid } from '../event';
import type { ExactNumber } from './framework-document';

/** What points are given for. */
export const pointsCategories = ['TRAINING', 'PROJECT', 'RESOURCE', 'ACTIVITY', 'COLLABORATION', 'AWARD', 'MENTORING'] as const;
export type PointsCategory = (typeof pointsCategories)[number];

/** The facts that rules may give points for. */
export const pointsSources = [
  'UpwardReportConfirmed', 'SupportConfirmed', 'ClassActivityHeld', 'TrainingCreditGranted', 'CompetencyLevelPromoted', 'ProjectConcluded', 'ActivityHeld', 'CompetitionResultsAnnounced', 'CampMemberGraduated',
] as const;
export type PointsSource = (typeof pointsSources)[number];

/**
 * Who gets the points of a fact. UpwardReportConfirmed: raiser or holder; SupportConfirmed: provider; ClassActivityHeld: recorder;
 * TrainingCreditGranted: trainee; CompetencyLevelPromoted: promoted; ProjectConcluded: applicant or member; ActivityHeld: leader;
 * CompetitionResultsAnnounced: awarded; CampMemberGraduated: graduate.
 */
export const pointsRecipients = ['raiser', 'holder', 'provider', 'recorder', 'trainee', 'promoted', 'applicant', 'member', 'leader', 'awarded', 'graduate'] as const;
export type PointsRecipient = (typeof pointsRecipients)[number];

export interface PointsRule {
  /** Stable over versions, lower case with dashes. */
  ruleId: string;
  source: PointsSource; recipient: PointsRecipient; category: PointsCategory;
  /** Above 0: no rule takes points. */
  points: ExactNumber;
}

/** At most so many points of a category in a school year. */
export interface PointsCap { category: PointsCategory; cap: ExactNumber }

/** The rules by which points are given from now on. What was given by earlier ones stays. */
export type PointsRulesPublished = Event<'PointsRulesPublished', {
  rulesVersion: number;
  /** A sample that nobody has adopted; shown as 示例. */
  sample: boolean;
  rules: PointsRule[]; caps: PointsCap[]; publishedBy: Uuid; at: Instant;
}>;

/** What every fact about one person's points of one school year repeats. */
interface AboutLedger {
  /** `<personId>:<schoolYear>`. */
  ledgerId: string;
  personId: Uuid; schoolYear: SchoolYear; at: Instant;
}

/** The fact that points were given for, as it stands in its service's log. */
export interface PointsOrigin {
  service: string; position: Position; sourceEventId: Uuid; type: PointsSource;
  /** The thing it is about (report, request, entry, credit), by which a correction finds it. */
  about: string;
}

/** Points for one fact by one rule, once. */
export type PointsGranted = Event<'PointsGranted', AboutLedger & {
  /** `<sourceEventId>:<ruleId>`. */
  grantId: string;
  ruleId: string; rulesVersion: number; category: PointsCategory;
  /** What was given: the rule's points, or what the cap left of them. */
  points: ExactNumber;
  origin: PointsOrigin;
  /** The school year of the fact, where that year's ledger was closed before. */
  lateFrom?: SchoolYear;
}>;

/** The cap of a category kept back all or part of what the rule gives. Recorded once for each such fact and rule. */
export type PointsCapReached = Event<'PointsCapReached', AboutLedger & {
  grantId: string; ruleId: string; rulesVersion: number; category: PointsCategory; cap: ExactNumber; keptBack: ExactNumber; origin: PointsOrigin;
}>;

/** The fact behind a grant was taken back, and its points with it. In a closed ledger too: that closes grants, not the truth. */
export type PointsReversed = Event<'PointsReversed', AboutLedger & {
  grantId: string; category: PointsCategory; points: ExactNumber;
  because: { service: string; position: Position; eventId: Uuid; type: string };
}>;

/** The school year's account is settled. What is granted for it later goes to the next one. Terminal for grants. */
export type LedgerPeriodClosed = Event<'LedgerPeriodClosed', AboutLedger & { balance: ExactNumber; closedBy: Uuid }>;

export type PointsRuleSetEvent = PointsRulesPublished;
export type PointsLedgerEvent = PointsGranted | PointsCapReached | PointsReversed | LedgerPeriodClosed;

const personal = { dataLevel: 'L3' } as const;

export const pointsRuleSetEvents = { PointsRulesPublished: published('points-rule-set', { dataLevel: 'L1' }) };

export const pointsLedgerEvents = {
  PointsGranted: published('points-ledger', personal),
  PointsCapReached: published('points-ledger', personal),
  PointsReversed: published('points-ledger', personal),
  LedgerPeriodClosed: published('points-ledger', personal),
};
