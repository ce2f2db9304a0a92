import {
  approvingBodies, type ApprovingBody, endReasons, type EndReason, interventionFocuses, type InterventionFocus, type LocalDate, type SchoolYear, type Sealed, subjects, type Subject, type Uuid,
} from '@homeroom/contracts';
import { Choice, Choices, Day, Id, SealedText, Text, Whole } from '@homeroom/platform';

/** Make a person class teacher of a class that has none. */
export class AppointClassTeacher {
  @Id('The person, of the school of the class') personId!: Uuid;
  @Choice(subjects, 'What the person teaches this class; one of the subjects in the registry. Needed unless the county waived Art. 5', { optional: true }) subject?: Subject;
  @Day('First day; today when absent, or the first day of the class if that is later', { optional: true }) from?: LocalDate;
}

/** Put another person in the class teacher's place, without a day between. */
export class ReplaceClassTeacher {
  @Id('The class teacher who goes') previousPersonId!: Uuid;
  @Id('The person who comes') personId!: Uuid;
  @Choice(subjects, 'What that person teaches this class', { optional: true }) subject?: Subject;
  @Day('First day of the one who comes; today when absent', { optional: true }) from?: LocalDate;
  @Choice(endReasons, 'Why; needed when the term of a school year was not served', { optional: true }) reason?: EndReason;
  @SealedText('More about it', { max: 500, optional: true, of: 'previousPersonId' }) note?: Sealed;
}

/** End a class teacher's appointment; the class has none afterwards. */
export class EndClassTeacher {
  @Id('The class teacher') personId!: Uuid;
  @Day('First day on which the person is it no more; today when absent', { optional: true }) until?: LocalDate;
  @Choice(endReasons, 'Why; needed when the term of a school year was not served', { optional: true }) reason?: EndReason;
  @SealedText('More about it', { max: 500, optional: true, of: 'personId' }) note?: Sealed;
}

/** Propose a leader of the school as lead class teacher. */
export class NominateLeadClassTeacher {
  @Id('The person, a school leader or middle leader of the school') personId!: Uuid;
  @Text('School year; that of the class when absent', { min: 9, max: 9, pattern: /^\d{4}-\d{4}$/, optional: true }) schoolYear?: SchoolYear;
  @SealedText('Why a middle leader; needed for middle leaders', { max: 500, optional: true, of: 'personId' }) extensionReason?: Sealed;
}

/** Record that the joint meeting decided for the nominee. */
export class ApproveLeadClassTeacherAssignment {
  @Choice(approvingBodies, 'The body that decided', { optional: true }) approvedByBody?: ApprovingBody;
  @Day('Day of the decision; today when absent', { optional: true }) resolvedOn?: LocalDate;
  @Text('Number of the minutes', { min: 1, max: 60, pattern: /^[0-9A-Za-z][0-9A-Za-z./-]*$/, optional: true }) resolutionNo?: string;
}

/** Record that the joint meeting decided against the nominee, or that the nomination was taken back. */
export class DeclineLeadClassTeacherAssignment {
  @Id('The nominee') personId!: Uuid;
  @SealedText('Why', { max: 500, of: 'personId' }) reason!: Sealed;
}

/** Appoint the approved nominee for the school year. */
export class AppointLeadClassTeacher {
  @Id('The approved nominee') personId!: Uuid;
  @Day('First day, in the school year or the August before; when absent today, or 1 September if today is none of these', { optional: true }) from?: LocalDate;
}

/** Fit what the lead class teacher does to what the class needs. */
export class AdjustIntervention {
  @Choices(interventionFocuses, 'What it is about', { min: 1, max: 5 }) focuses!: InterventionFocus[];
  @Whole('Days a month with the class', { min: 0, max: 31 }) daysPerMonth!: number;
  @SealedText('Why, and how', { max: 500, optional: true }) note?: Sealed;
  @Day('First day; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** End a lead class teacher's appointment. */
export class EndLeadClassTeacherAppointment {
  @Id('The lead class teacher') personId!: Uuid;
  @Day('First day on which the person is it no more; today when absent', { optional: true }) until?: LocalDate;
  @Choice(endReasons, 'Why; needed before the teaching of the school year ends', { optional: true }) reason?: EndReason;
  @SealedText('More about it', { max: 500, optional: true, of: 'personId' }) note?: Sealed;
}

/** Put right the days of an appointment that were recorded wrongly. Does not end it and does not revive it. */
export class CorrectAppointmentDates {
  @Text('The appointment', { min: 38, max: 45, pattern: /^[0-9a-f-]{36}:\d{1,6}$/ }) appointmentId!: string;
  @Day('Its true first day') from!: LocalDate;
  @Day('First day after its true last day; needed if, and only if, it has ended', { optional: true }) until?: LocalDate;
  @SealedText('What had gone wrong', { max: 500 }) reason!: Sealed;
}
