import { Controller, Get, Param, Query } from '@nestjs/common';
import { type CourseKind, courseKinds, type Instant, type Sealed, type TrainingContent, type TrainingEvent, type Uuid } from '@homeroom/contracts';
import { Asks, Choice, InjectRows, PageQuery, Reads, RowChoice, RowIds, RowInstant, RowKey, type Rows, RowSealed, RowWhole, view } from '@homeroom/platform';
import { anyStaff } from '../who-may.model';

export const courseStatuses = ['drafted', 'published', 'retired'] as const;
export type CourseStatus = (typeof courseStatuses)[number];

/** A course as it stands. */
export class CourseRow {
  @RowKey('The course') courseId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(courseStatuses, 'Sessions are scheduled of published ones') status!: CourseStatus;
  @RowChoice(courseKinds, 'Foundation, extension or practice') kind!: CourseKind;
  @RowWhole('Hours of 45 minutes that attending all of it is worth') creditHours!: number;
  @RowIds('What it is about') contents!: TrainingContent[];
  @RowSealed('Its title.') title!: Sealed;
  @RowInstant('When it was published', { optional: true }) publishedAt!: Instant | null;
}

export const courses = view<TrainingEvent>()(CourseRow, { name: 'courses', version: 1, key: 'courseId', indexes: [['status', 'kind']], on: {
  CourseDrafted: (_, { version: streamVersion, data: { courseId, kind, creditHours, contents, title } }) =>
    ({ courseId, streamVersion, status: 'drafted' as const, kind, creditHours, contents, title, publishedAt: null }),
  CoursePublished: (row, { version: streamVersion, data }) => row && { ...row, streamVersion, status: 'published' as const, publishedAt: data.at },
  CourseRetired: (row, { version: streamVersion }) => row && { ...row, streamVersion, status: 'retired' as const },
} });

export class CoursesQuery extends PageQuery {
  @Choice(courseStatuses, 'Only courses that stand here', { optional: true }) status?: CourseStatus;
  @Choice(courseKinds, 'Only courses of this kind', { optional: true }) kind?: CourseKind;
}

@Controller('v1/courses')
export class CourseQueries {
  constructor(@InjectRows(courses) private readonly rows: Rows<CourseRow>) {}

  @Get()
  @Reads(CourseRow, { may: anyStaff, summary: 'The catalogue of courses, by kind', page: true, of: [courses] })
  listCourses(@Asks() asks: Asks, @Query() query: CoursesQuery) {
    const { status, kind } = query;
    return this.rows.page(asks, { where: { ...(status && { status }), ...(kind && { kind }) }, order: ['kind'], query });
  }

  @Get(':courseId')
  @Reads(CourseRow, { may: anyStaff, summary: 'A course as it stands', of: [courses], etag: 'streamVersion' })
  course(@Asks() asks: Asks, @Param('courseId') courseId: string) {
    return this.rows.one(asks, courseId);
  }
}
