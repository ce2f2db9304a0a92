import { Body, Controller, Post } from '@nestjs/common';
import { CountyTarget, type EventStream, Handles, InjectStream, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { SetAppointmentRules } from './appointment-rules.commands';
import { appointmentRules } from './appointment-rules.decider';

@Controller('v1/appointment-rules')
export class AppointmentRulesRoutes {
  constructor(@InjectStream(appointmentRules) private readonly rules: EventStream<typeof appointmentRules>) {}

  @Post()
  @Handles(SetAppointmentRules, { may: countyStaff, summary: 'Say which rules for class teachers the county enforces' })
  setAppointmentRules(@CountyTarget() county: Target, @Body() data: SetAppointmentRules) {
    return this.rules.handle(county, 'SetAppointmentRules', data);
  }
}
