import { type PlanAudience, planAudiences, type SchoolYear, type Sealed, type Stage, stages, type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { Choice, Id, SealedText, Text, Whole } from '@homeroom/platform';

/** A town's code, or a name that the county gave a part of itself. */
export const REGION = /[a-z0-9]+(?:-[a-z0-9]+)*/;

/** Begin the plan of a school year. */
export class CreateTrainingPlan {
  @Id('Id of the plan; drawn when absent', { optional: true }) planId?: Uuid;
  @Text('School year, from September to August', { pattern: /\d{4}-\d{4}/, example: '2025-2026' }) schoolYear!: SchoolYear;
  @Choice(planAudiences, 'Whom it is for') audience!: PlanAudience;
  @Id('The school whose plan it is; without it the county\'s', { optional: true }) schoolId?: Uuid;
  @Id('The plan of the same school year that it is part of', { optional: true }) parentPlanId?: Uuid;
  @SealedText('Its title', { max: 100 }) title!: Sealed;
}

/** Set how many sessions are to be held. */
export class AddPlanTarget {
  @Choice(trainingTiers, 'At this tier') tier!: TrainingTier;
  @Text('In this region: a town\'s code, or a name that the county gave a part of itself; anywhere when absent', { max: 40, pattern: REGION, optional: true }) regionCode?: string;
  @Choice(stages, 'For this stage; for any when absent', { optional: true }) stage?: Stage;
  @Whole('So many', { min: 1, max: 1_000 }) sessions!: number;
}

/** Let the plan hold. */
export class PublishTrainingPlan {}

/** Schedule nothing under the plan any more. */
export class CloseTrainingPlan {}
