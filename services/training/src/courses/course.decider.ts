import type { CourseEvent, CourseKind, TrainingContent } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { DraftCourse, PublishCourse, RetireCourse } from './course.commands';

interface Course { readonly status: 'drafted' | 'published' | 'retired'; readonly kind: CourseKind; readonly creditHours: number; readonly contents: readonly TrainingContent[] }
export type CourseState = { readonly status: 'none' } | Course;

type On = Deciding<CourseState>;

const draft = ({ kind, creditHours, contents, title }: DraftCourse, { id: courseId, state, by, at }: On): CourseEvent[] => {
  if (state.status === 'published' || state.status === 'retired') throw new Rejected('course-published', 'A published course stays as it is: draft another one.');
  return [{ type: 'CourseDrafted', data: { courseId, kind, creditHours, contents, title, draftedBy: by.personId, at } }];
};

const publish = (_: PublishCourse, { id: courseId, state, by, at }: On): CourseEvent[] => {
  const { status, kind, creditHours } = known(state);
  if (status === 'published') return [];
  if (status === 'retired') throw new Rejected('course-retired', 'The course is retired.');
  return [{ type: 'CoursePublished', data: { courseId, kind, creditHours, publishedBy: by.personId, at } }];
};

const retire = (_: RetireCourse, { id: courseId, state, by, at }: On): CourseEvent[] => {
  const { status } = known(state);
  if (status === 'drafted') throw new Rejected('course-not-published', 'The course is not published.');
  return status === 'retired' ? [] : [{ type: 'CourseRetired', data: { courseId, retiredBy: by.personId, at } }];
};

const known = (state: CourseState): Course => {
  if (state.status === 'none') throw new Rejected('course-not-found', 'There is no such course.');
  return state;
};

/** For other streams that rest on it. */
export const publishedCourse = (state: CourseState): Course => {
  const course = known(state);
  if (course.status === 'published') return course;
  throw course.status === 'drafted' ? new Rejected('course-not-published', 'The course is not published.') : new Rejected('course-retired', 'The course is retired.');
};

const evolve = (state: CourseState, { type, data }: CourseEvent): CourseState => {
  if (type === 'CourseDrafted') return { status: 'drafted', kind: data.kind, creditHours: data.creditHours, contents: data.contents };
  if (state.status === 'none') return state;
  switch (type) {
    case 'CoursePublished': return { ...state, status: 'published' };
    case 'CourseRetired': return { ...state, status: 'retired' };
  }
};

/** A course, from its draft to its retirement. */
export const course = decider<CourseState, CourseEvent>()('course', {
  initial: { status: 'none' },
  decide: { DraftCourse: draft, PublishCourse: publish, RetireCourse: retire },
  evolve,
});
