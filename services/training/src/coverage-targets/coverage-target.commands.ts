import { type CoverageScope, coverageScopes, type ExactNumber, type LocalDate, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Text } from '@homeroom/platform';

/** Set how many of the active class teachers are to be reached. */
export class DefineCoverageTarget {
  @Id('Id of the target; drawn when absent', { optional: true }) targetId?: Uuid;
  @Id('The ladder, whose present version is pinned') ladderId!: Uuid;
  @Choice(coverageScopes, 'A credit at any tier of the ladder, at every tier of it, or at one tier') scope!: CoverageScope;
  @Day('Credits count from this day') from!: LocalDate;
  @Day('To this day, of the same school year') until!: LocalDate;
  @Text('Share from which on it is met', { pattern: /0\.\d{1,4}|1(?:\.0{1,4})?/, example: '0.95' }) threshold!: ExactNumber;
}

/** Put down who is reached on a day, by the log of organization and one's own. Nobody types a number. */
export class EvaluateCoverage {
  @Day('The day; today when absent. Never before the day that was put down last', { optional: true }) on?: LocalDate;
}
