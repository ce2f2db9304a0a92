import {
  type EvaluationEvent, pointsCategories, type PointsCategory, type PointsOrigin, type PointsRecipient, pointsRecipients, type PointsSource, pointsSources, type SchoolYear,
} from '@homeroom/contracts';
import { Choice, Flag, Parts, Text } from '@homeroom/platform';

/** Above 0, at most two decimals: no rule takes points. */
const POINTS = /(0|[1-9]\d{0,4})(\.\d{1,2})?/;

/** What one fact gives to one person. */
export class PointsRulePart {
  @Text('Stable over versions', { max: 60, pattern: /[a-z0-9]+(-[a-z0-9]+)*/, example: 'activity-held' }) ruleId!: string;
  @Choice(pointsSources, 'The fact') source!: PointsSource;
  @Choice(pointsRecipients, 'Who gets them; each fact knows its own') recipient!: PointsRecipient;
  @Choice(pointsCategories, 'The category they count in') category!: PointsCategory;
  @Text('How many, a decimal as text', { pattern: POINTS, example: '1.5' }) points!: string;
}

/** The most that a category gives in a school year. */
export class PointsCapPart {
  @Choice(pointsCategories, 'The category') category!: PointsCategory;
  @Text('How many, a decimal as text', { pattern: POINTS, example: '10' }) cap!: string;
}

/** Give points by these rules from now on. */
export class PublishPointsRules {
  @Flag('A sample that nobody has adopted', { optional: true }) sample?: boolean;
  @Parts(() => PointsRulePart, 'The rules', { min: 1, max: 100 }) rules!: PointsRulePart[];
  @Parts(() => PointsCapPart, 'The caps; a category without one has none', { max: 10 }) caps!: PointsCapPart[];
}

/** Give points for a fact by every rule that names it. Asked by the reaction alone. */
export class GrantPoints {
  recipient!: PointsRecipient;
  origin!: PointsOrigin;
  /** The school year of the fact; where its ledger is closed, a later one is asked. */
  schoolYear!: SchoolYear;
}

/** Take back every grant for a fact that was taken back. Asked by the reaction alone. */
export class ReversePoints {
  about!: string;
  because!: Extract<EvaluationEvent, { type: 'PointsReversed' }>['data']['because'];
}

/** Settle the account of a school year. */
export class CloseLedger {}

