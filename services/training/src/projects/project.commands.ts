import {
  type LocalDate, projectGrades, type ProjectGrade, projectKinds, type ProjectKind, type ProjectMilestone, projectOutcomeKinds, type ProjectOutcomeKind, reviewAdvices,
  type ReviewAdvice, type Sealed, type Uuid,
} from '@homeroom/contracts';
import { Choice, Day, Id, Ids, Parts, SealedText, Text, Whole } from '@homeroom/platform';

const CODE = { max: 60, pattern: /[a-z0-9]+(-[a-z0-9]+)*/, example: 'mid-term' };

/** Call for projects of one kind. */
export class OpenProjectCall {
  @Id('Id of the call; drawn when absent', { optional: true }) callId?: Uuid;
  @Choice(projectKinds, 'What is called for') kind!: ProjectKind;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
  @Day('The last day on which a proposal is taken') closesOn!: LocalDate;
  @Whole('How many projects the county means to carry through: a target, no limit', { min: 1, max: 10_000 }) wanted!: number;
}

/** Take no more proposals. */
export class CloseProjectCall {}

/** Propose a project of one's own. */
export class SubmitProject {
  @Id('Id of the project; drawn when absent', { optional: true }) projectId?: Uuid;
  @Id('The call it answers') callId!: Uuid;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
  @SealedText('What is to be found out or made, and how', { max: 8_000 }) plan!: Sealed;
  @Ids('Who works on it beside the applicant', { max: 20, optional: true }) memberIds?: Uuid[];
}

/** Say what one thinks of a proposal. */
export class ReviewProject {
  @Choice(reviewAdvices, 'What is advised') advice!: ReviewAdvice;
  @SealedText('Why', { max: 4_000 }) comment!: Sealed;
}

/** A step that the project is to reach by a day. */
export class ProjectMilestonePart implements ProjectMilestone {
  @Text('Its code within the project', CODE) milestone!: string;
  @Day('The day by which it is to be reached') dueOn!: LocalDate;
}

/** Have a project carried through. */
export class ApproveProject {
  @Parts(() => ProjectMilestonePart, 'What it is to reach by when', { max: 20 }) milestones!: ProjectMilestonePart[];
}

/** Decide against a project. */
export class RejectProject {
  @SealedText('Why', { max: 2_000 }) reason!: Sealed;
}

/** Say that a milestone is reached. */
export class ReportProjectMilestone {
  @Text('The milestone', CODE) milestone!: string;
  @Day('When it was reached, not in the future; today when absent', { optional: true }) on?: LocalDate;
  @SealedText('What was done', { max: 8_000 }) report!: Sealed;
}

/** Hand in something that others can use. */
export class SubmitProjectOutcome {
  @Choice(projectOutcomeKinds, 'What it is') outcomeKind!: ProjectOutcomeKind;
  @SealedText('What it says, or where it is', { max: 8_000 }) outcome!: Sealed;
}

/** Declare a project done. */
export class ConcludeProject {
  @Choice(projectGrades, 'How it is judged') grade!: ProjectGrade;
}

/** Give up an approved project. */
export class TerminateProject {
  @SealedText('Why', { max: 2_000 }) reason!: Sealed;
}
