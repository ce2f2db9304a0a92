import { Body, Controller, Post } from '@nestjs/common';
import { CountyTarget, type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { countyStaff, schoolLeaderOf } from '../who-may.model';
import { PublishSchoolCalendar } from './school-calendar.commands';
import { schoolCalendar } from './school-calendar.decider';
import { schoolCalendars } from './school-calendars.view';

@Controller('v1/school-calendars')
export class SchoolCalendarRoutes {
  constructor(@InjectStream(schoolCalendar) private readonly calendars: EventStream<typeof schoolCalendar>) {}

  @Post('county/publish')
  @Handles(PublishSchoolCalendar, { may: countyStaff, summary: 'Publish the school days of the county', waitsFor: [schoolCalendars] })
  publishCountyCalendar(@CountyTarget() county: Target, @Body() data: PublishSchoolCalendar) {
    return this.calendars.handle(county, 'PublishSchoolCalendar', data, async () => ({ county: county.id }));
  }

  @Post(':schoolId/publish')
  @Handles(PublishSchoolCalendar, { may: schoolLeaderOf(({ id }) => id), summary: 'Publish the school days of a school that keeps its own', waitsFor: [schoolCalendars] })
  publishSchoolCalendar(@Target('schoolId') school: Target, @Body() data: PublishSchoolCalendar) {
    return this.calendars.handle(school, 'PublishSchoolCalendar', data, async () => ({ county: school.request.caller.county }));
  }
}

export const schoolCalendarRefusals: Refusals = {
  'school-year-unknown': '学年须为相连的两个年份，例如 2025-2026。',
  'calendar-empty': '校历的末日不得早于首日。',
  'calendar-too-long': '一份校历最多覆盖 400 天，请按学年发布。',
  'closure-outside': '放假日期须在校历覆盖的范围内。',
  'make-up-outside': '调休上班日须在校历覆盖的范围内。',
  'make-up-on-weekday': '调休上班日须为星期六或星期日。',
  'make-up-in-closure': '同一天不能既放假又调休上班。',
};
