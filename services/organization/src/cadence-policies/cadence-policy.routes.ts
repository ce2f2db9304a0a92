import { Body, Controller, Post } from '@nestjs/common';
import { CountyTarget, type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { cadencePolicies } from './cadence-policies.view';
import { PublishCadencePolicy } from './cadence-policy.commands';
import { cadencePolicy } from './cadence-policy.decider';

@Controller('v1/cadence-policy')
export class CadencePolicyRoutes {
  constructor(@InjectStream(cadencePolicy) private readonly policies: EventStream<typeof cadencePolicy>) {}

  @Post('publish')
  @Handles(PublishCadencePolicy, { may: countyStaff, summary: 'Set what the county wants to be held regularly', waitsFor: [cadencePolicies] })
  publishCadencePolicy(@CountyTarget() county: Target, @Body() data: PublishCadencePolicy) {
    return this.policies.handle(county, 'PublishCadencePolicy', data);
  }
}

/** Why not, in Chinese: cadences. */
export const cadencePolicyRefusals: Refusals = {
  'unknown-kind': '没有这一类别。',
  'scope-without-subject': '该事项不按此范围统计。',
  'class-or-school': '请指明班级或学校；全县请看汇总。',
  'rule-twice': '有两条规则内容相同。',
};
