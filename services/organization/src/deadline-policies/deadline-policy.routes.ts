import { Body, Controller, Post } from '@nestjs/common';
import { CountyTarget, type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { deadlinePolicies } from './deadline-policies.view';
import { PublishDeadlinePolicy } from './deadline-policy.commands';
import { deadlinePolicy } from './deadline-policy.decider';

@Controller('v1/deadline-policy')
export class DeadlinePolicyRoutes {
  constructor(@InjectStream(deadlinePolicy) private readonly policies: EventStream<typeof deadlinePolicy>) {}

  @Post('publish')
  @Handles(PublishDeadlinePolicy, { may: countyStaff, summary: 'Set the county’s deadlines for upward reports', waitsFor: [deadlinePolicies] })
  publishDeadlinePolicy(@CountyTarget() county: Target, @Body() data: PublishDeadlinePolicy) {
    return this.policies.handle(county, 'PublishDeadlinePolicy', data);
  }
}

export const deadlinePolicyRefusals: Refusals = {
  'resolve-before-respond': '办结时限不得短于签收与答复时限之和。',
};
