import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** How far a school or a studio has come: from a system of work to one of experience to one of thought (工作体系→经验体系→思想体系). */
export const maturityStages = ['work-system', 'experience-system', 'thought-system'] as const;
export type MaturityStage = (typeof maturityStages)[number];

export const maturitySubjects = ['school', 'studio'] as const;
export type MaturitySubject = (typeof maturitySubjects)[number];

/** The school or studio has reached the next stage; none is skipped. `maturityId` is `<subjectType>:<subjectId>`. */
export type MaturityAdvanced = Event<'MaturityAdvanced', {
  readonly maturityId: string; readonly subjectType: MaturitySubject; readonly subjectId: Uuid;
  /** Absent: this is the first. */
  readonly fromStage?: MaturityStage;
  readonly toStage: MaturityStage; readonly on: LocalDate; readonly evidence: Sealed; readonly advancedBy: Uuid; readonly at: Instant;
}>;

export type MaturityEvent = MaturityAdvanced;

export const maturityEvents = { MaturityAdvanced: published('maturity') };
