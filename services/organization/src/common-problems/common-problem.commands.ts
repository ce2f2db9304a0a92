import { type CommonProblemOutcome, commonProblemOutcomes, type LocalDate, type Sealed, type Stage, stages, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Ids, SealedText, Whole } from '@homeroom/platform';

/** See one problem behind several upward reports of a school, or of one grade of it. */
export class IdentifyCommonProblem {
  @Id('Id of the problem; drawn when absent', { optional: true }) commonProblemId?: Uuid;
  @Id('The school whose reports show it') schoolId!: Uuid;
  @Choice(stages, "The grade's stage, when it is one grade's problem; with `grade`", { optional: true }) stage?: Stage;
  @Whole('The grade within the stage, from 1; with `stage`', { min: 1, max: 12, optional: true }) grade?: number;
  @Ids('Upward reports that show it', { min: 2, max: 100 }) reportIds!: Uuid[];
  @SealedText('What the problem is', { max: 2_000 }) summary!: Sealed;
}

/** More upward reports show the same problem. */
export class AddReportsToCommonProblem {
  @Ids('Upward reports that show it too', { min: 1, max: 100 }) reportIds!: Uuid[];
}

/** Record a discussion of the problem, as in the grade's regular meeting. */
export class DiscussCommonProblem {
  @Day('The day of the meeting') discussedOn!: LocalDate;
  @SealedText('Strategies that were found', { max: 5_000 }) strategies!: Sealed;
}

/** Say which guidance document answers the problem. A directive that answers it says so itself when it is issued. */
export class AnswerCommonProblem {
  @Id('The guidance document', { optional: true }) guidanceId?: Uuid;
  directiveId?: Uuid;
}

/** Stop working on the problem. */
export class CloseCommonProblem {
  @Choice(commonProblemOutcomes, '`settled`: a strategy or an answer stands; `dropped`: it turned out to be no common problem') outcome!: CommonProblemOutcome;
  @SealedText('What came of it', { max: 1_000 }) reason!: Sealed;
}
