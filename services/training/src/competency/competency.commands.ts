import { type AssessedCompetency, type Competency, COMPETENCY_LEVELS, type Sealed } from '@homeroom/contracts';
import { Flag, Parts, SealedText, Text, Texts, Whole } from '@homeroom/platform';

const CODE = { max: 60, pattern: /[a-z0-9]+(-[a-z0-9]+)*/, example: 'class-building' };

/** One core competency, and what each level asks of it. */
export class CompetencyPart implements Competency {
  @Text('Stable over versions', CODE) competency!: string;
  @Text('What it is, about nobody', { max: 200 }) says!: string;
  @Texts('What each level asks, the first one first', { min: COMPETENCY_LEVELS, max: COMPETENCY_LEVELS, length: 200 }) levels!: string[];
}

/** Put a version of the county's competency model in force. */
export class PublishCompetencyModel {
  @Parts(() => CompetencyPart, 'The competencies', { min: 1, max: 30 }) competencies!: CompetencyPart[];
  @Flag('A sample that nobody has adopted', { optional: true }) sample?: boolean;
}

/** Where somebody stands in one competency. */
export class AssessedCompetencyPart implements AssessedCompetency {
  @Text('The competency', CODE) competency!: string;
  @Whole('The level; 0: not the first one yet', { min: 0, max: COMPETENCY_LEVELS }) level!: number;
}

/** Say where somebody stands in every competency of the model in force. */
export class AssessCompetencyLevel {
  @Parts(() => AssessedCompetencyPart, 'Every competency of the model, once', { min: 1, max: 30 }) levels!: AssessedCompetencyPart[];
  @SealedText('By what one sees it', { max: 4_000, optional: true }) note?: Sealed;
}

/** Have somebody stand one level higher, by their last assessment. */
export class PromoteCompetencyLevel {
  @Whole('The level', { min: 1, max: COMPETENCY_LEVELS }) toLevel!: number;
}
