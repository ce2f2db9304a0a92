import {
  classActivityKinds, type ClassActivityKind, classReportKinds, type ClassReportKind, contactParties, type ContactParty, homeSchoolContactKinds, type HomeSchoolContactKind,
  type LocalDate, routineWorkKinds, type RoutineWorkKind, type Sealed,
} from '@homeroom/contracts';
import { Choice, Day, SealedText, Text, Whole } from '@homeroom/platform';

const DAY = 'The day it was about, within the term of the log and not in the future; today when absent';
/** Nobody counts more pupils than a school may have. */
const MOST_PUPILS = 5_000;

/** Sum up how the class and its contacts with the homes go. */
export class SubmitClassReport {
  @Choice(classReportKinds, 'What the report covers') kind!: ClassReportKind;
  @Day(DAY, { optional: true }) on?: LocalDate;
  @SealedText('The report', { max: 5_000 }) summary!: Sealed;
}

/** Record routine work with the class. */
export class RecordRoutineWork {
  @Choice(routineWorkKinds, 'What was done') kind!: RoutineWorkKind;
  @Day(DAY, { optional: true }) on?: LocalDate;
  @SealedText('A note', { max: 1_000, optional: true }) note?: Sealed;
}

/** Record something that the class did together. */
export class HoldClassActivity {
  @Choice(classActivityKinds, 'What it was') kind!: ClassActivityKind;
  @Day(DAY, { optional: true }) on?: LocalDate;
  @SealedText('What it was about', { max: 500 }) topic!: Sealed;
  @Whole('Pupils who took part', { min: 1, max: MOST_PUPILS, optional: true }) participants?: number;
}

/** Record a contact of the class with the homes or the community. */
export class RecordHomeSchoolContact {
  @Choice(homeSchoolContactKinds, 'What it was') kind!: HomeSchoolContactKind;
  @Choice(contactParties, 'With whom; `parents` when absent', { optional: true }) party?: ContactParty;
  @Day(DAY, { optional: true }) on?: LocalDate;
  @Whole('Pupils whose homes were reached', { min: 0, max: MOST_PUPILS }) students!: number;
  @SealedText('A note', { max: 1_000, optional: true }) note?: Sealed;
}

/** Take an entry back that was recorded wrongly. What is true is recorded as another entry. */
export class WithdrawWorkLogEntry {
  @Text('Id of the entry', { max: 100, example: '0198f3a0-0000-7000-8000-000000000101:2025-2026-1:7' }) entryId!: string;
  @SealedText('Why', { max: 500 }) reason!: Sealed;
}
