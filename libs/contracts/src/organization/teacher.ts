import { published } from '../catalogue';
import type { Event, LocalDate, Sealed, Uuid } from '../event';

/** The post a person holds in the school. Lead class teachers come from its leaders. */
export const teacherPosts = ['teacher', 'middle-leader', 'school-leader'] as const;
export type TeacherPost = (typeof teacherPosts)[number];

export const subjects = ['chinese', 'mathematics', 'english', 'morality-and-law', 'politics', 'history', 'geography', 'physics', 'chemistry', 'biology',
  'science', 'music', 'art', 'physical-education', 'information-technology', 'labour', 'mental-health', 'vocational', 'life-skills'] as const;
export type Subject = (typeof subjects)[number];

/** The person works in this school from `effectiveOn`, with this staff number. Says nothing about classes. */
export type TeacherRegistered = Event<'TeacherRegistered', {
  personId: Uuid; schoolId: Uuid; staffNo: string; post: TeacherPost; name: Sealed; phone?: Sealed; subjects: Subject[];
  /** Was a class teacher before the registry knew of it, so needs no pre-service certificate. */
  experienced: boolean;
  effectiveOn: LocalDate;
}>;

/** What is absent did not change. `null` took a phone number away. */
export type TeacherProfileUpdated = Event<'TeacherProfileUpdated', { personId: Uuid; name?: Sealed; phone?: Sealed | null; subjects?: Subject[] }>;

/** The person completed the training before a first appointment as class teacher (regulation of 2009, Art. 6). */
export type PreServiceCertificateRecorded = Event<'PreServiceCertificateRecorded', { personId: Uuid; certificateNo: string; issuedOn: LocalDate }>;

/** A first appointment as class teacher came about; later ones need no certificate. */
export type ClassTeacherExperienceGained = Event<'ClassTeacherExperienceGained', { personId: Uuid; classId: Uuid }>;

/** The person holds another post in the same school. */
export type TeacherPostChanged = Event<'TeacherPostChanged', { personId: Uuid; schoolId: Uuid; fromPost: TeacherPost; toPost: TeacherPost; effectiveOn: LocalDate }>;

/** The person is the school's chief class teacher (首席班主任) from `effectiveOn`, an honour with duties, beside the post. */
export type ChiefClassTeacherAppointed = Event<'ChiefClassTeacherAppointed', { personId: Uuid; schoolId: Uuid; effectiveOn: LocalDate }>;

/** The person works in another school of the county from `effectiveOn`. Appointments in the old one end on that day, each by its own event. */
export type TeacherTransferred = Event<'TeacherTransferred', {
  personId: Uuid; fromSchoolId: Uuid; toSchoolId: Uuid; fromStaffNo: string; staffNo: string; post: TeacherPost; effectiveOn: LocalDate;
}>;

export const deactivationReasons = ['retired', 'resigned', 'dismissed', 'moved-away', 'deceased', 'long-leave', 'registered-in-error'] as const;
export type DeactivationReason = (typeof deactivationReasons)[number];

/** The person works in no school of the county from `effectiveOn`. Appointments end on that day, each by its own event. Erases nothing. */
export type TeacherDeactivated = Event<'TeacherDeactivated', { personId: Uuid; schoolId: Uuid; reason: DeactivationReason; effectiveOn: LocalDate }>;

/** The person came back, perhaps to another school. Ended appointments stay ended. */
export type TeacherReactivated = Event<'TeacherReactivated', { personId: Uuid; schoolId: Uuid; staffNo: string; post: TeacherPost; effectiveOn: LocalDate }>;

export type TeacherEvent =
  | TeacherRegistered | TeacherProfileUpdated | PreServiceCertificateRecorded | ClassTeacherExperienceGained | TeacherPostChanged
  | ChiefClassTeacherAppointed | TeacherTransferred | TeacherDeactivated | TeacherReactivated;

const personal = { dataLevel: 'L3' } as const;

export const teacherEvents = {
  TeacherRegistered: published('teacher', personal),
  TeacherProfileUpdated: published('teacher', personal),
  PreServiceCertificateRecorded: published('teacher', personal),
  ClassTeacherExperienceGained: published('teacher', personal),
  TeacherPostChanged: published('teacher', personal),
  ChiefClassTeacherAppointed: published('teacher', personal),
  TeacherTransferred: published('teacher', personal),
  TeacherDeactivated: published('teacher', personal),
  TeacherReactivated: published('teacher', personal),
};
