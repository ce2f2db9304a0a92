import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, Target } from '@homeroom/platform';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { countyStaff } from '../who-may.model';
import { GrantLoadException } from './lead-class-teacher-load.commands';
import { leadClassTeacherLoad, personOfLoad } from './lead-class-teacher-load.decider';

/** A load is named by person and school year: `<personId>:2025-2026`. */
@Controller('v1/lead-class-teacher-loads')
export class LeadClassTeacherLoadRoutes {
  constructor(@InjectStream(leadClassTeacherLoad) private readonly loads: EventStream<typeof leadClassTeacherLoad>) {}

  @Post(':load/grant-exception')
  @Handles(GrantLoadException, { may: countyStaff, summary: 'Let a person lead one more class in a school year' })
  grantLoadException(@Target('load') load: Target, @Body() data: GrantLoadException) {
    return this.loads.handle(load, 'GrantLoadException', data, async (read) =>
      ({ teacher: await read(teacher, personOfLoad(load.id)), schoolClass: await read(schoolClass, data.classId) }));
  }
}
