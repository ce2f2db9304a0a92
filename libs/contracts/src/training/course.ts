import { published } from '../catalogue';
import type { Event, Instant, Sealed, Uuid } from '../event';

/** 基础、延展、实践. */
export const courseKinds = ['foundation', 'extension', 'practice'] as const;
export type CourseKind = (typeof courseKinds)[number];

/** 政治理论学习、案例研讨、带班方略分享、德育方法培训、班级管理技巧研讨. */
export const trainingContents = ['political-theory', 'case-discussion', 'class-leading-strategies', 'moral-education-methods', 'class-management-skills'] as const;
export type TrainingContent = (typeof trainingContents)[number];

interface OfCourse { courseId: Uuid; at: Instant }

/** A course is laid out; a later draft takes the place of an earlier one. It cannot be held yet. */
export type CourseDrafted = Event<'CourseDrafted', OfCourse & {
  kind: CourseKind;
  /** What attending all of it is worth, in hours of 45 minutes. */
  creditHours: number;
  contents: TrainingContent[]; title: Sealed; draftedBy: Uuid;
}>;

/** Sessions of the course may be scheduled. It does not change any more. */
export type CoursePublished = Event<'CoursePublished', OfCourse & { kind: CourseKind; creditHours: number; publishedBy: Uuid }>;

/** No further session of the course is scheduled. Those that are stay. */
export type CourseRetired = Event<'CourseRetired', OfCourse & { retiredBy: Uuid }>;

export type CourseEvent = CourseDrafted | CoursePublished | CourseRetired;

export const courseEvents = {
  CourseDrafted: published('course', { dataLevel: 'L1' }),
  CoursePublished: published('course', { dataLevel: 'L1' }),
  CourseRetired: published('course', { dataLevel: 'L1' }),
};
