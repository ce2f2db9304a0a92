import { type LocalDate, planOutcomes, type PlanOutcome, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, SealedText, Texts } from '@homeroom/platform';

/** Plan how to get better at what a finalised result showed to be weak. */
export class CreateImprovementPlan {
  @Id('Id of the plan; drawn when absent', { optional: true }) planId?: Uuid;
  @Id('The cycle of the result') cycleId!: Uuid;
  @Id('Whose result it is') subjectId!: Uuid;
  @Texts('The dimensions or indicators of the result that the plan is for', { min: 1, max: 20, pattern: /[a-z0-9-]{1,64}/ }) nodeIds!: string[];
  @SealedText('What is to be done', { max: 5_000 }) plan!: Sealed;
  @Day('The day by which it is looked at again') reviewBy!: LocalDate;
}

/** Hold a later cycle's result against the plan. */
export class ReviewImprovementPlan {
  @Id('The later cycle') cycleId!: Uuid;
  @SealedText('A word on it', { max: 2_000, optional: true }) note?: Sealed;
}

/** Be done with the plan. */
export class CloseImprovementPlan {
  @Choice(planOutcomes, 'How it ended') outcome!: PlanOutcome;
  @SealedText('A word on it', { max: 2_000, optional: true }) note?: Sealed;
}
