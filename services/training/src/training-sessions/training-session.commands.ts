import { type LocalDate, type Sealed, type SessionMode, sessionModes, type Stage, stages, type TrainingContent, trainingContents, type TrainingTier, trainingTiers, type Uuid } from '@homeroom/contracts';
import { Choice, Choices, Day, Flag, Id, Ids, Parts, SealedText, Text, Whole } from '@homeroom/platform';
import { REGION } from '../training-plans/training-plan.commands';

/** Most people of one command: a sheet of the largest hall. */
const MOST_PEOPLE = 500;

/** Have a session of a course held. */
export class ScheduleSession {
  @Id('Id of the session; drawn when absent', { optional: true }) sessionId?: Uuid;
  @Id('The published course') courseId!: Uuid;
  @Id('The published plan that it is held under', { optional: true }) planId?: Uuid;
  @Id('The ladder whose latest version it belongs to') ladderId!: Uuid;
  @Choice(trainingTiers, 'A tier of that ladder') tier!: TrainingTier;
  @Text('The region it is held for: a town\'s code, or a name that the county gave a part of itself', { max: 40, pattern: REGION, optional: true }) regionCode?: string;
  @Choice(stages, 'The stage it is held for', { optional: true }) stage?: Stage;
  @Id('The school that holds it; without it the county or a town does', { optional: true }) schoolId?: Uuid;
  @Choice(sessionModes, 'How it is held') mode!: SessionMode;
  @Choices(trainingContents, 'What it is about; as the course where absent', { min: 1, optional: true }) contents?: TrainingContent[];
  @Day('Its first day') from!: LocalDate;
  @Day('Its last day, on which its credit counts; the first one when absent', { optional: true }) until?: LocalDate;
  @Whole('Seats', { min: 1, max: 5_000 }) capacity!: number;
  @Flag('Somebody has to agree before a request counts; no when absent', { optional: true }) approval?: boolean;
}

/** Take requests from now on. */
export class OpenEnrollment {}

/** Ask for a seat for oneself. */
export class RequestEnrollment {}

/** Send people to a session. They need no approval: who sends them has agreed. */
export class NominateTeachers {
  @Ids('Who is to take part, in the order of the queue', { min: 1, max: MOST_PEOPLE }) personIds!: Uuid[];
}

/** Agree to a request: it has a seat, or waits for one. */
export class ApproveEnrollment {
  @Id('Whose request') personId!: Uuid;
}

/** Do not agree to a request. */
export class DeclineEnrollment {
  @Id('Whose request') personId!: Uuid;
  @SealedText('Why', { max: 500, optional: true }) reason?: Sealed;
}

/** Take no part after all. A seat goes to the first who waits. */
export class CancelEnrollment {
  @Id('Who takes no part; the caller when absent', { optional: true }) personId?: Uuid;
}

/** Set the number of seats. Further ones go to those who wait, in their order. */
export class ChangeCapacity {
  @Whole('Seats; never fewer than are booked', { min: 1, max: 5_000 }) capacity!: number;
}

export class AttendanceEntry {
  @Id('Who') personId!: Uuid;
  @Flag('Was there') attended!: boolean;
  @Flag('Had no seat and came nevertheless; no when absent', { optional: true }) walkIn?: boolean;
}

/** Put down who was there: a whole sheet, or a part of it. What stands already and says the same is no obstacle. */
export class RecordAttendance {
  @Parts(() => AttendanceEntry, 'The sheet: each person once', { min: 1, max: MOST_PEOPLE }) entries!: AttendanceEntry[];
}

/** Put right what the sheet says about a person. */
export class CorrectAttendance {
  @Id('About whom') personId!: Uuid;
  @Flag('Was there') attended!: boolean;
  @SealedText('How one knows', { max: 500 }) reason!: Sealed;
}

/** Say that the session is over and its sheet complete. */
export class CompleteSession {}

/** Do not hold the session. */
export class CancelSession {
  @SealedText('Why', { max: 500 }) reason!: Sealed;
}
