import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { DraftCourse, PublishCourse, RetireCourse } from './course.commands';
import { course } from './course.decider';
import { courses } from './courses.view';

const waitsFor = [courses];

@Controller('v1/courses')
export class CourseRoutes {
  constructor(@InjectStream(course) private readonly all: EventStream<typeof course>) {}

  @Post()
  @Handles(DraftCourse, { may: countyStaff, summary: 'Lay a course out', creates: true, waitsFor })
  draftCourse(@NewTarget('courseId') target: Target, @Body() data: DraftCourse) {
    return this.all.handle(target, 'DraftCourse', data);
  }

  @Post(':courseId/publish')
  @Handles(PublishCourse, { may: countyStaff, summary: 'Let sessions of a course be scheduled', waitsFor })
  publishCourse(@Target('courseId') target: Target, @Body() data: PublishCourse) {
    return this.all.handle(target, 'PublishCourse', data);
  }

  @Post(':courseId/retire')
  @Handles(RetireCourse, { may: countyStaff, summary: 'Schedule no further session of a course', waitsFor })
  retireCourse(@Target('courseId') target: Target, @Body() data: RetireCourse) {
    return this.all.handle(target, 'RetireCourse', data);
  }
}

/** Why not, in Chinese: courses. */
export const courseRefusals: Refusals = {
  'course-not-found': '没有这门课程。',
  'course-published': '课程已发布，不能再改；请另拟一门。',
  'course-not-published': '课程尚未发布。',
  'course-retired': '课程已停开。',
};
