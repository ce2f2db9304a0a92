import { type LocalDate, orgLevels, type OrgLevel, schoolKinds, type SchoolKind, stages, type Stage, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Text, Whole } from '@homeroom/platform';

/** Levels that are registered; a group is formed instead. */
export const registeredLevels = orgLevels.filter((level): level is Exclude<OrgLevel, 'education-group'> => level !== 'education-group');

/** Put a unit into the county's tree. */
export class RegisterOrgUnit {
  @Id('Id of the unit; drawn when absent', { optional: true }) orgUnitId?: Uuid;
  @Choice(registeredLevels, 'Level of the unit') level!: Exclude<OrgLevel, 'education-group'>;
  @Text('Name as the public knows it', { min: 1, max: 60, example: '奎聚街道中心小学' }) name!: string;
  @Id('The unit directly above; absent for the county alone', { optional: true }) parentId?: Uuid;
  @Text('County: 6 digits (GB/T 2260). Town: 9 digits, beginning with those of the county. School: 10 digits (category, province, sequence). Absent elsewhere',
    { min: 6, max: 10, pattern: /^(\d{6}|\d{9}|\d{10})$/, optional: true, example: '2137000001' }) code?: string;
  @Choice(schoolKinds, 'Kind of school; for schools alone, and its code category must match', { optional: true }) schoolKind?: SchoolKind;
  @Choice(stages, 'For stage units, and for grade units not below one', { optional: true }) stage?: Stage;
  @Whole('For grade units: the grade within the stage', { min: 1, max: 9, optional: true }) grade?: number;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Give a unit another name. Its code stays. */
export class RenameOrgUnit {
  @Text('The new name', { min: 1, max: 60 }) name!: string;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Make a school another kind of the same code category, e.g. a junior school a nine-year school. */
export class ChangeSchoolKind {
  @Choice(schoolKinds, 'The new kind') schoolKind!: SchoolKind;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Give a unit another code: a school when its category changes, a county or town when the division code does. The old school code is void. */
export class ChangeOrgCode {
  @Text('The new code', { min: 6, max: 10, pattern: /^(\d{6}|\d{9}|\d{10})$/ }) code!: string;
  @Choice(schoolKinds, 'The new kind; needed for schools', { optional: true }) schoolKind?: SchoolKind;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Hang a unit below another parent. A unit of a school stays within its school. */
export class MoveOrgUnit {
  @Id('The unit directly above from now on') parentId!: Uuid;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Form a group of schools, directly below the county. */
export class FormEducationGroup {
  @Id('Id of the group; drawn when absent', { optional: true }) orgUnitId?: Uuid;
  @Text('Name of the group', { min: 1, max: 60 }) name!: string;
  @Id('The county') parentId!: Uuid;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a school join a group. */
export class JoinEducationGroup {
  @Id('The group') groupId!: Uuid;
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a school leave its group. */
export class LeaveEducationGroup {
  @Day('First day on which it holds; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Close a unit that holds no open class or unit any more. */
export class CloseOrgUnit {
  @Day('First day on which it is closed; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Open a closed unit again, at its old place; a school gets its own old code back. */
export class RestoreOrgUnit {
  @Day('First day on which it is open again; today when absent', { optional: true }) effectiveOn?: LocalDate;
}
