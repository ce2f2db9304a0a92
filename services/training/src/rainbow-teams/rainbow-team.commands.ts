import { type Sealed, stages, type Stage, subjects, type Subject, type Uuid } from '@homeroom/contracts';
import { Choice, Id, SealedText } from '@homeroom/platform';

/** Begin to gather a growth team of the rainbow plan. */
export class FormRainbowTeam {
  @Id('Id of the team; drawn when absent', { optional: true }) teamId?: Uuid;
  @Choice(stages, 'The stage it works in') stage!: Stage;
  @Choice(subjects, 'The subject that its teachers teach') subject!: Subject;
}

/** Have somebody grow in the team. */
export class AddTeamTeacher {
  @Id('The person; teaches the team\'s subject') personId!: Uuid;
}

/** Have somebody guide the team. */
export class AddTeamMentor {
  @Id('The person; none of the team\'s teachers') personId!: Uuid;
}

/** Have another person stand in a member's place. */
export class ReplaceTeamMember {
  @Id('The member who leaves') previousPersonId!: Uuid;
  @Id('Who takes the place') personId!: Uuid;
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}

/** Let the team begin, with its five teachers and two mentors. */
export class ActivateTeam {}

/** End the team. */
export class DissolveTeam {
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}
