import {
  type EvaluationOwner, type LocalDate, type SatisfactionAnswer, satisfactionAnswers, type SurveyAudience, surveyAudiences, type SurveyTarget, surveyTargets, type Uuid,
} from '@homeroom/contracts';
import { Choice, Choices, Day, Flag, Id, Parts, Text, Whole } from '@homeroom/platform';
import { OWNER } from '../frameworks/framework.commands';

/** A share between 0 and 1, a decimal as text. */
const SHARE = /0(\.\d{1,4})?|1(\.0{1,4})?/;

/** Lay out a satisfaction survey. */
export class DesignSurvey {
  @Id('Id of the survey; drawn when absent', { optional: true }) surveyId?: Uuid;
  @Text('Whose it is: `county`, or the id of a school', { pattern: OWNER, example: 'county' }) owner!: EvaluationOwner;
  @Id('The cycle it is for', { optional: true }) cycleId?: Uuid;
  @Choices(surveyAudiences, 'Who is asked', { min: 1 }) audiences!: SurveyAudience[];
  @Whole('Fewer valid answers are not told; 5 where absent', { min: 5, max: 100, optional: true }) minValid?: number;
  @Text('Share of the invited that must have answered; 0.5 where absent', { pattern: SHARE, optional: true, example: '0.5' }) minResponse?: string;
  @Text('Satisfied share from which on a cell is met; 0.80 where absent', { pattern: SHARE, optional: true, example: '0.80' }) threshold?: string;
}

/** Let tokens be issued and answers be given. */
export class OpenSurvey {
  @Day('The day it is told to begin') from!: LocalDate;
}

/** Take no more answers. Every class is counted then, by itself. */
export class CloseSurvey {}

/** Make one-time tokens for one audience of a class. They are told in this answer and never again. */
export class IssueTokens {
  @Choice(surveyAudiences, 'For whom') audience!: SurveyAudience;
  @Whole('How many', { min: 1, max: 200 }) count!: number;
  @Flag('Tokens of this audience that are not used yet are void: these take their place', { optional: true }) replaceUnused?: boolean;
}

/** How satisfied one is with one of the two. */
export class SurveyAnswer {
  @Choice(surveyTargets, 'The class teacher, or the subject teachers together') target!: SurveyTarget;
  @Choice(satisfactionAnswers, '很满意, 满意, 一般, 不满意, 很不满意, or 不适用') answer!: SatisfactionAnswer;
}

/** Answer with a one-time token. */
export class SubmitSurveyResponse {
  @Text('The token, as it was handed out', { min: 22, max: 22, pattern: /[A-Za-z0-9_-]{22}/ }) token!: string;
  @Parts(() => SurveyAnswer, 'One for each of the two at most', { min: 1, max: surveyTargets.length }) answers!: SurveyAnswer[];
}

/** Count one class, and take no more answers of it. */
export class CloseSheet {}
