import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** The three levels of the competence ladder (三级能力提升工程). 0 stands before the first. */
export const COMPETENCY_LEVELS = 3;

/** One core competency (核心素养), and what each level asks of it. The words of a published standard, about nobody. */
export interface Competency { readonly competency: string; readonly says: string; readonly levels: readonly string[] }

/** The county's model in its n-th version; the highest is in force. Earlier assessments stay on the version they were made by. */
export type CompetencyModelPublished = Event<'CompetencyModelPublished', {
  readonly modelVersion: number; readonly competencies: readonly Competency[];
  /** A sample that nobody has adopted: 示例. */
  readonly sample: boolean;
  readonly publishedBy: Uuid; readonly at: Instant;
}>;

export type CompetencyModelEvent = CompetencyModelPublished;

export const competencyModelEvents = { CompetencyModelPublished: published('competency-model') };

export interface AssessedCompetency { readonly competency: string; readonly level: number }

/** What every event of a profile says. A person has one: its id is the person's. */
interface OfProfile { readonly personId: Uuid; readonly modelVersion: number; readonly assessmentId: string; readonly at: Instant }

/** Somebody else looked at every competency of the model. `level` is the lowest of them. `assessmentId` is `<personId>:<n>`. */
export type CompetencyLevelAssessed = Event<'CompetencyLevelAssessed', OfProfile & {
  readonly levels: readonly AssessedCompetency[]; readonly level: number; readonly note?: Sealed; readonly assessedBy: Uuid;
}>;

/** The person stands one level higher, by this assessment. */
export type CompetencyLevelPromoted = Event<'CompetencyLevelPromoted', OfProfile & { readonly fromLevel: number; readonly toLevel: number; readonly on: LocalDate; readonly promotedBy: Uuid }>;

export type CompetencyProfileEvent = CompetencyLevelAssessed | CompetencyLevelPromoted;

export const competencyProfileEvents = {
  CompetencyLevelAssessed: published('competency-profile'),
  CompetencyLevelPromoted: published('competency-profile'),
};
