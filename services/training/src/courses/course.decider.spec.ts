import type { CourseEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { course } from './course.decider';
import { courses } from './courses.view';

const id = 'course';
const by = someone.personId;
const laidOut = { kind: 'foundation' as const, creditHours: 4, contents: ['case-discussion' as const], title: 'sealed' };
const drafted: CourseEvent = { type: 'CourseDrafted', data: { courseId: id, ...laidOut, draftedBy: by, at: someTime } };
const published: CourseEvent = { type: 'CoursePublished', data: { courseId: id, kind: 'foundation', creditHours: 4, publishedBy: by, at: someTime } };
const retired: CourseEvent = { type: 'CourseRetired', data: { courseId: id, retiredBy: by, at: someTime } };
const of = (...events: CourseEvent[]) => given(course, ...events);

describe('a course', () => {
  it('is laid out, as often as it takes', () => {
    of().when('DraftCourse', laidOut, { id }).then(drafted);
    of(drafted).when('DraftCourse', { ...laidOut, creditHours: 6 }, { id }).thenTypes('CourseDrafted');
  });
  it('is published once, and stays as it is from then on', () => {
    of(drafted).when('PublishCourse', {}, { id }).then(published);
    of(drafted, published).when('PublishCourse', {}, { id }).then();
    of(drafted, published).when('DraftCourse', laidOut, { id }).rejected('course-published');
  });
  it('is retired once it was published', () => {
    of(drafted).when('RetireCourse', {}, { id }).rejected('course-not-published');
    of(drafted, published).when('RetireCourse', {}, { id }).then(retired);
    of(drafted, published, retired).when('RetireCourse', {}, { id }).then();
    of(drafted, published, retired).when('PublishCourse', {}, { id }).rejected('course-retired');
  });
  it('must be known', () => of().when('PublishCourse', {}, { id }).rejected('course-not-found'));
});

describe('the catalogue', () => {
  const rowOf = (...events: CourseEvent[]) => foldAll(courses, recorded(events)).get(id);
  it('has each course as it stands', () => {
    expect(rowOf(drafted)).toMatchObject({ status: 'drafted', creditHours: 4, publishedAt: null });
    expect(rowOf(drafted, published, retired)).toMatchObject({ status: 'retired', publishedAt: someTime, streamVersion: 3 });
  });
  it('makes no course of what follows', () => expect(rowOf(published, retired)).toBeUndefined());
});
