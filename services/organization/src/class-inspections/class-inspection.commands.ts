import { findingSeverities, type FindingSeverity, type InspectionArea, inspectionAreas, type LocalDate, type Sealed, type Uuid } from '@homeroom/contracts';
import { Choice, Choices, Day, Id, SealedText, Text } from '@homeroom/platform';

const FINDING = { max: 60, pattern: /[0-9a-f-]{36}:\d{1,4}/, example: '0198f3a0-0000-7000-8000-000000000301:1' };

/** Plan that somebody looks at a class. */
export class PlanClassInspection {
  @Id('Id of the inspection; drawn when absent', { optional: true }) inspectionId?: Uuid;
  @Id('The class') classId!: Uuid;
  @Id('Who inspects, not its class teacher; the caller when absent', { optional: true }) inspectorId?: Uuid;
  @Day('The day, today or later') plannedOn!: LocalDate;
  @Choices(inspectionAreas, 'What is looked at', { min: 1 }) areas!: InspectionArea[];
}

/** Begin: the inspector is with the class. */
export class StartClassInspection {}

/** Record something that is not as it should be. */
export class RecordInspectionFinding {
  @Choice(inspectionAreas, 'What it is about') area!: InspectionArea;
  @Choice(findingSeverities, 'How grave it is; HIGH requires a rectification') severity!: FindingSeverity;
  @SealedText('What was found', { max: 2_000 }) details!: Sealed;
}

/** Take a finding back that was recorded in error, with what was asked because of it. */
export class WithdrawInspectionFinding {
  @Text('Id of the finding', FINDING) findingId!: string;
  @SealedText('Why', { max: 500 }) reason!: Sealed;
}

/** Ask the class teacher to put a finding right. */
export class RequestRectification {
  @Text('Id of the finding', FINDING) findingId!: string;
  @Day('Last day for it, today or later') dueOn!: LocalDate;
  @SealedText('What is expected', { max: 1_000, optional: true }) instructions?: Sealed;
}

/** End the inspection. */
export class CompleteClassInspection {
  @SealedText('What it comes to', { max: 2_000, optional: true }) conclusion?: Sealed;
}

/** Call the inspection off before it has begun. */
export class CancelClassInspection {
  @SealedText('Why', { max: 500 }) reason!: Sealed;
}

/** Say that a finding is put right. */
export class SubmitRectification {
  @Text('Id of the finding', FINDING) findingId!: string;
  @SealedText('What was done', { max: 2_000 }) measures!: Sealed;
}

/** Give a rectification back: it is not enough. */
export class ReturnRectification {
  @Text('Id of the finding', FINDING) findingId!: string;
  @Day('Last day from now on; the day in force when absent', { optional: true }) dueOn?: LocalDate;
  @SealedText('What is missing', { max: 1_000 }) reason!: Sealed;
}

/** Accept a rectification. */
export class ConfirmRectification {
  @Text('Id of the finding', FINDING) findingId!: string;
}
