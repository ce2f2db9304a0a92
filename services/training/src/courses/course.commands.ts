import { type CourseKind, courseKinds, type Sealed, type TrainingContent, trainingContents, type Uuid } from '@homeroom/contracts';
import { Choice, Choices, Id, SealedText, Whole } from '@homeroom/platform';

/** Lay a course out. Replaces the draft before it. */
export class DraftCourse {
  @Id('Id of the course; drawn when absent', { optional: true }) courseId?: Uuid;
  @Choice(courseKinds, 'Foundation, extension or practice (基础、延展、实践)') kind!: CourseKind;
  @Whole('Hours of 45 minutes that attending all of it is worth', { min: 1, max: 200 }) creditHours!: number;
  @Choices(trainingContents, 'What it is about', { min: 1 }) contents!: TrainingContent[];
  @SealedText('Its title', { max: 100 }) title!: Sealed;
}

/** Let sessions of the course be scheduled. */
export class PublishCourse {}

/** Schedule no further session of the course. */
export class RetireCourse {}
