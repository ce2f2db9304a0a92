import { Body, Controller, Post } from '@nestjs/common';
import { CountyTarget, type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { CloseLedger, PublishPointsRules } from './points.commands';
import { pointsLedger } from './points-ledger.decider';
import { pointsLedgers } from './points-ledgers.view';
import { pointsRuleSet, RULES } from './points-rule-set.decider';
import { pointsRules } from './points-rules.view';

@Controller('v1')
export class PointsRoutes {
  constructor(@InjectStream(pointsRuleSet) private readonly ruleSets: EventStream<typeof pointsRuleSet>, @InjectStream(pointsLedger) private readonly ledgers: EventStream<typeof pointsLedger>) {}

  @Post('points-rules/publish')
  @Handles(PublishPointsRules, { may: countyStaff, summary: 'Give points by these rules from now on', waitsFor: [pointsRules] })
  publishPointsRules(@CountyTarget() { request }: Target, @Body() data: PublishPointsRules) {
    return this.ruleSets.handle({ id: RULES, request }, 'PublishPointsRules', data);
  }

  @Post('points-ledgers/:ledger/close')
  @Handles(CloseLedger, { may: countyStaff, summary: 'Settle a person\'s points of a school year', waitsFor: [pointsLedgers] })
  closeLedger(@Target('ledger') target: Target, @Body() data: CloseLedger) {
    return this.ledgers.handle(target, 'CloseLedger', data);
  }
}

export const pointsRefusals: Refusals = {
  'rule-twice': '积分规则的编号不得重复。',
  'cap-twice': '每个类别只能有一个上限。',
  'recipient-unknown': '该类事实无法确定此得分人。',
  'points-not-positive': '积分须大于 0。',
  'ledger-not-found': '没有这份积分账。',
  'school-year-not-over': '学年尚未结束。',
};
