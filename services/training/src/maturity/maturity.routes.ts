import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { countyStaff } from '../who-may.model';
import { AdvanceMaturity } from './maturity.commands';
import { maturity } from './maturity.decider';
import { maturityBoard } from './maturity.view';

/** Stages are of `school:<schoolId>` or `studio:<studioId>`. */
@Controller('v1/maturity')
export class MaturityRoutes {
  constructor(@InjectStream(maturity) private readonly stages: EventStream<typeof maturity>) {}

  @Post(':subject/advance')
  @Handles(AdvanceMaturity, { may: countyStaff, summary: 'Say that a school or studio has reached the next stage', waitsFor: [maturityBoard] })
  advanceMaturity(@Target('subject') subject: Target, @Body() data: AdvanceMaturity) {
    return this.stages.handle(subject, 'AdvanceMaturity', data);
  }
}

/** Why not, in Chinese: stages of maturity. */
export const maturityRefusals: Refusals = {
  'not-a-maturity-subject': '只有学校和工作室可以评定发展阶段。',
  'stage-skipped': '发展阶段须逐级达到，不得跳级或退回。',
};
