import {
  classCloseReasons, type ClassCloseReason, type LocalDate, type SchoolYear, type Sealed, stages, type Stage, targetCriteria, type TargetCriterion, type Uuid,
} from '@homeroom/contracts';
import { Choice, Choices, Day, Id, SealedText, Text, Whole } from '@homeroom/platform';

const SCHOOL_YEAR = { min: 9, max: 9, pattern: /^\d{4}-\d{4}$/, example: '2025-2026' };
const CLASS_NO = { min: 1, max: 10, pattern: /^[0-9A-Za-z][0-9A-Za-z-]*$/, example: '2025-03' };

/** Open an administrative class in a school. */
export class OpenClass {
  @Id('Id of the class; drawn when absent', { optional: true }) classId?: Uuid;
  @Id('The school') schoolId!: Uuid;
  @Id('Campus, stage or grade unit of the school that the class stands in; the school itself when absent', { optional: true }) unitId?: Uuid;
  @Text('School year, from 1 September to 31 August', SCHOOL_YEAR) schoolYear!: SchoolYear;
  @Choice(stages, 'Stage of the class; one that the school has') stage!: Stage;
  @Whole('Grade within the stage', { min: 1, max: 9 }) grade!: number;
  @Text('The number the school gives it; unique in school and school year', CLASS_NO) classNo!: string;
  @Day('First day of the class; the first of the school year when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a class go on into the next school year, one grade up. */
export class PromoteClass {
  @Text('The school year it goes on into', SCHOOL_YEAR) schoolYear!: SchoolYear;
  @Text('Its number there; the present one when absent', { ...CLASS_NO, optional: true }) classNo?: string;
  @Day('First day in the new grade; the first of the school year when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Mark a class as one that a lead class teacher is wanted for. Named criteria take the place of earlier ones. */
export class FlagTargetClass {
  @Choices(targetCriteria, 'Why', { min: 1, max: 3 }) criteria!: TargetCriterion[];
}

/** Take the mark back. */
export class UnflagTargetClass {}

/** Set what the class wants to reach in this school year. */
export class SetClassGoals {
  @SealedText('The goals', { max: 2000 }) goals!: Sealed;
  @Day('Day from which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Record the covenant that the class gave itself. */
export class AdoptClassCovenant {
  @SealedText('The covenant', { max: 2000 }) covenant!: Sealed;
  @Day('Day on which the class adopted it; today when absent', { optional: true }) adoptedOn?: LocalDate;
}

/** Publish the daily norms of the class. */
export class PublishDailyNorms {
  @SealedText('The norms', { max: 2000 }) norms!: Sealed;
  @Day('Day from which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Set how the class shall develop in this school year: the lead class teacher's support in planning and resources. */
export class SetClassDevelopmentPlan {
  @SealedText('The plan', { max: 4000 }) plan!: Sealed;
  @Day('Day from which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** End a class that finished its stage. */
export class GraduateClass {
  @Day('First day on which it is no class any more; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** End a class before its stage is finished. */
export class CloseClass {
  @Choice(classCloseReasons, 'Why') reason!: ClassCloseReason;
  @Day('First day on which it is no class any more; today when absent', { optional: true }) effectiveOn?: LocalDate;
}
