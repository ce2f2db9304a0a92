import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { DefineTrainingTierLadder } from './tier-ladder.commands';
import { tierLadder } from './tier-ladder.decider';
import { tierLadders } from './tier-ladders.view';

@Controller('v1/training-tier-ladders')
export class TierLadderRoutes {
  constructor(@InjectStream(tierLadder) private readonly ladders: EventStream<typeof tierLadder>) {}

  @Post()
  @Handles(DefineTrainingTierLadder, { may: countyStaff, summary: 'Say in which tiers training is held', creates: true, waitsFor: [tierLadders] })
  defineTrainingTierLadder(@NewTarget('ladderId') ladder: Target, @Body() data: DefineTrainingTierLadder) {
    return this.ladders.handle(ladder, 'DefineTrainingTierLadder', data);
  }
}

/** Why not, in Chinese: tier ladders. */
export const tierLadderRefusals: Refusals = {
  'tiers-out-of-order': '培训层级须由大到小或由小到大排列。',
};
