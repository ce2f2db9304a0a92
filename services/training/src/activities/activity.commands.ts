import {
  activityFacets, type ActivityFacet, activityKinds, type ActivityKind, activityModes, type ActivityMode, type LocalDate, type Sealed, stages, type Stage, subjects, type Subject,
  type Uuid,
} from '@homeroom/contracts';
import { Choice, Choices, Day, Id, Ids, SealedText, Whole } from '@homeroom/platform';

/** Begin a series of activities under one name. */
export class CreateActivitySeries {
  @Id('Id of the series; drawn when absent', { optional: true }) seriesId?: Uuid;
  @Choice(activityKinds, 'What its activities are') kind!: ActivityKind;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
}

/** Plan an activity of the county or of a school. */
export class ScheduleActivity {
  @Id('Id of the activity; drawn when absent', { optional: true }) activityId?: Uuid;
  @Choice(activityKinds, 'What it is') kind!: ActivityKind;
  @Choice(activityModes, 'Where people meet') mode!: ActivityMode;
  @SealedText('What it is called', { max: 200 }) title!: Sealed;
  @Day('The day it is meant for, not in the past') on!: LocalDate;
  @Id('The school that holds it; without it the county does', { optional: true }) schoolId?: Uuid;
  @Choice(stages, 'The stage it is for; a showcase needs one', { optional: true }) stage?: Stage;
  @Choice(subjects, 'The subject it is about', { optional: true }) subject?: Subject;
  @Choices(activityFacets, 'What it serves', { optional: true }) facets?: ActivityFacet[];
  @Id('The series it continues', { optional: true }) seriesId?: Uuid;
}

/** Have the county's activity go on in schools, each with one of its own. */
export class CascadeActivity {
  @Ids('The schools', { min: 1, max: 500 }) schoolIds!: Uuid[];
  @Day('The last day for it in the schools') heldUntil!: LocalDate;
}

/** Plan the activity that carries the county's on in a school. Asked by the reaction alone. */
export class ScheduleCascadedActivity {
  parentActivityId!: Uuid;
  schoolId!: Uuid;
  on!: LocalDate;
}

/** Say that an activity took place. */
export class HoldActivity {
  @Day('When, not in the future; the planned day when absent', { optional: true }) heldOn?: LocalDate;
  @Whole('How many took part', { min: 1, max: 100_000 }) participants!: number;
  @Ids('Who showed or taught something', { max: 100, optional: true }) leaderIds?: Uuid[];
  @SealedText('How it was', { max: 4_000, optional: true }) summary?: Sealed;
}

/** Call an activity off. */
export class CancelActivity {
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}
