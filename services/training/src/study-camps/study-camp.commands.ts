import type { CampCheckpoint, LocalDate, Sealed, Uuid } from '@homeroom/contracts';
import { Day, Flag, Id, Parts, SealedText, Text, Whole } from '@homeroom/platform';

const CODE = { max: 60, pattern: /[a-z0-9]+(-[a-z0-9]+)*/, example: 'observed-class-meeting' };

/** A station of the year of tracking. */
export class CampCheckpointPart implements CampCheckpoint {
  @Text('Its code within the camp', CODE) checkpoint!: string;
  @Flag('Nobody graduates without it') mandatory!: boolean;
}

/** Open a camp for young class teachers. */
export class OpenCamp {
  @Id('Id of the camp; drawn when absent', { optional: true }) campId?: Uuid;
  @SealedText('What it is called', { max: 100 }) title!: Sealed;
  @Id('Who leads it') leaderId!: Uuid;
  @Day('The first day on which somebody may join') startsOn!: LocalDate;
  @Whole('Most members at a time', { min: 1, max: 500 }) places!: number;
  @Parts(() => CampCheckpointPart, 'What the year of tracking is made of', { min: 1, max: 50 }) checkpoints!: CampCheckpointPart[];
}

/** Take somebody in who is new in the profession, or class teacher for the first time. */
export class AdmitCampMember {
  @Id('The person') personId!: Uuid;
  @Day('The first day of the year of tracking, not before the camp\'s or the person\'s own in the profession, nor in the future; today when absent', { optional: true }) from?: LocalDate;
}

/** Say that a member passed a station. */
export class RecordTrackingCheckpoint {
  @Id('The member') personId!: Uuid;
  @Text('The station', CODE) checkpoint!: string;
  @Day('When, since the admission and not in the future; today when absent', { optional: true }) on?: LocalDate;
  @SealedText('A word on it', { max: 2_000, optional: true }) note?: Sealed;
}

/** Have a member leave without graduating. */
export class WithdrawCampMember {
  @Id('The member') personId!: Uuid;
  @SealedText('Why', { max: 1_000 }) reason!: Sealed;
}

/** Say that a member's year is complete. */
export class GraduateCampMember {
  @Id('The member') personId!: Uuid;
}

/** End a camp that has no members on their way any more. */
export class CloseCamp {}
