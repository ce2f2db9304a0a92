import { type Instant, type LocalDate, type MeetingKind, meetingKinds, type Sealed, type Stage, stages, type Uuid } from '@homeroom/contracts';
import { Choice, Day, Id, Ids, Moment, SealedText, Text, Whole } from '@homeroom/platform';

/** Most people of one meeting: an education group's class teachers. */
const MOST_PEOPLE = 500;

/** Arrange a meeting, or put one down that has begun or is over already. */
export class ScheduleMeeting {
  @Id('Id of the meeting; drawn when absent', { optional: true }) meetingId?: Uuid;
  @Choice(meetingKinds, '`class-work` and `joint-group` are of a class, the others of a unit') kind!: MeetingKind;
  @Id('The class, for these two kinds', { optional: true }) classId?: Uuid;
  @Id('The unit, for the others: a grade unit or a school, an education group, a school, or (`joint`) a county, town or school', { optional: true }) unitId?: Uuid;
  @Choice(stages, 'Of a grade meeting in a school without grade units: the stage; with `grade`', { optional: true }) stage?: Stage;
  @Whole('The grade within the stage; with `stage`', { min: 1, max: 9, optional: true }) grade?: number;
  @Moment('When it begins') startsAt!: Instant;
  @Id('Who leads it; the caller when absent. Class work meetings are led by the lead class teacher', { optional: true }) chairId?: Uuid;
  @Ids('Who is invited', { max: MOST_PEOPLE, optional: true }) invitedPersonIds?: Uuid[];
  @SealedText('The agenda', { max: 4_000, optional: true }) agenda?: Sealed;
}

/** Record who was there. Replaces an earlier record. */
export class RecordMeetingAttendance {
  @Ids('Who was there', { max: MOST_PEOPLE }) attendedPersonIds!: Uuid[];
  @Ids('Who had said that they would not be', { max: MOST_PEOPLE, optional: true }) excusedPersonIds?: Uuid[];
}

/** Record what was said; a further wording each time. */
export class RecordMinutes {
  @SealedText('The minutes', { max: 10_000 }) minutes!: Sealed;
  @SealedText('What was planned', { max: 4_000, optional: true }) plans?: Sealed;
  @SealedText('What was learnt', { max: 4_000, optional: true }) lessons?: Sealed;
  @SealedText('What was solved', { max: 4_000, optional: true }) solutions?: Sealed;
}

/** Record something that the meeting decided. */
export class RecordDecision {
  @SealedText('The decision', { max: 2_000 }) decision!: Sealed;
}

/** Have somebody do something by a day. */
export class RaiseActionItem {
  @Id('Who is to do it') ownerId!: Uuid;
  @Day('Last day for it, today or later') dueOn!: LocalDate;
  @SealedText('What is to be done', { max: 1_000 }) task!: Sealed;
  @Text('The decision that it carries out', { max: 60, optional: true, example: '0198f3a0-0000-7000-8000-000000000302:d1' }) decisionId?: string;
}

/** Say that it is done. */
export class CompleteActionItem {
  @Text('Id of the action item', { max: 60, example: '0198f3a0-0000-7000-8000-000000000302:a1' }) actionItemId!: string;
  @SealedText('What came of it', { max: 1_000, optional: true }) outcome?: Sealed;
}

/** Call a meeting off. */
export class CancelMeeting {
  @SealedText('Why', { max: 500 }) reason!: Sealed;
}
