import { deactivationReasons, type DeactivationReason, type LocalDate, type Sealed, subjects, type Subject, teacherPosts, type TeacherPost, type Uuid } from '@homeroom/contracts';
import { Choice, Choices, Day, Flag, Id, SealedText, Text } from '@homeroom/platform';

const STAFF_NO = { min: 1, max: 20, pattern: /^[0-9A-Za-z][0-9A-Za-z-]*$/, example: 'T0042' };

/** Enter a person into the registry of a school. */
export class RegisterTeacher {
  @Id('Id of the person, everywhere; drawn when absent', { optional: true }) personId?: Uuid;
  @Id('The school') schoolId!: Uuid;
  @Text('Staff number; unique in the school', STAFF_NO) staffNo!: string;
  @Choice(teacherPosts, 'Post in the school') post!: TeacherPost;
  @SealedText('Full name', { max: 36 }) name!: Sealed;
  @SealedText('Telephone', { max: 30, optional: true }) phone?: Sealed;
  @Choices(subjects, 'Subjects the person teaches', { max: 6, optional: true }) subjects?: Subject[];
  @Flag('Was a class teacher before, so needs no pre-service certificate', { optional: true }) experienced?: boolean;
  @Day('First day in the school; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Change what the registry says of a person. What is absent stays. */
export class UpdateTeacherProfile {
  @SealedText('Full name', { max: 36, optional: true }) name?: Sealed;
  @SealedText('Telephone', { max: 30, optional: true }) phone?: Sealed;
  @Flag('Take the telephone number away', { optional: true }) withoutPhone?: boolean;
  @Choices(subjects, 'Subjects the person teaches', { max: 6, optional: true }) subjects?: Subject[];
}

/** Record the certificate of the training before a first appointment as class teacher. */
export class RecordPreServiceCertificate {
  @Text('Number of the certificate', { min: 1, max: 40, pattern: /^[0-9A-Za-z][0-9A-Za-z/-]*$/ }) certificateNo!: string;
  @Day('Day of issue') issuedOn!: LocalDate;
}

/** Give a person another post in the same school. */
export class ChangeTeacherPost {
  @Choice(teacherPosts, 'The new post') post!: TeacherPost;
  @Day('First day in it; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Make a person the school's chief class teacher (首席班主任). */
export class AppointChiefClassTeacher {
  @Day('First day; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a person work in another school of the county. Appointments in the old one end on that day. */
export class TransferTeacher {
  @Id('The other school') schoolId!: Uuid;
  @Text('Staff number there', STAFF_NO) staffNo!: string;
  @Choice(teacherPosts, 'Post there; the present one when absent', { optional: true }) post?: TeacherPost;
  @Day('First day there; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a person leave the schools of the county. Appointments end on that day. */
export class DeactivateTeacher {
  @Choice(deactivationReasons, 'Why') reason!: DeactivationReason;
  @Day('First day on which the person works there no more; today when absent', { optional: true }) effectiveOn?: LocalDate;
}

/** Let a person who left come back. */
export class ReactivateTeacher {
  @Id('The school') schoolId!: Uuid;
  @Text('Staff number there', STAFF_NO) staffNo!: string;
  @Choice(teacherPosts, 'Post there') post!: TeacherPost;
  @Day('First day there; today when absent', { optional: true }) effectiveOn?: LocalDate;
}
