import { Body, Controller, Post } from '@nestjs/common';
import { allOf, type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { ownerInBody, ownerOfFramework } from '../who-may.model';
import { DraftFramework, PublishFramework, RetireFramework } from './framework.commands';
import { framework } from './framework.decider';
import { frameworks, frameworkVersions } from './frameworks.view';

const waitsFor = [frameworks, frameworkVersions];

@Controller('v1/frameworks')
export class FrameworkRoutes {
  constructor(@InjectStream(framework) private readonly frameworks: EventStream<typeof framework>) {}

  @Post()
  @Handles(DraftFramework, { may: allOf(ownerInBody, ownerOfFramework), summary: 'Set down a framework, or the next version of one', creates: true, waitsFor })
  draftFramework(@NewTarget('frameworkId') target: Target, @Body() data: DraftFramework) {
    return this.frameworks.handle(target, 'DraftFramework', data);
  }

  @Post(':frameworkId/publish')
  @Handles(PublishFramework, { may: ownerOfFramework, summary: 'Put the draft in force; every fault is told at once', waitsFor })
  publishFramework(@Target('frameworkId') target: Target, @Body() data: PublishFramework) {
    return this.frameworks.handle(target, 'PublishFramework', data);
  }

  @Post(':frameworkId/retire')
  @Handles(RetireFramework, { may: ownerOfFramework, summary: 'Open no further cycles by this framework', waitsFor })
  retireFramework(@Target('frameworkId') target: Target, @Body() data: RetireFramework) {
    return this.frameworks.handle(target, 'RetireFramework', data);
  }
}

export const frameworkRefusals: Refusals = {
  'framework-not-found': '没有这个评价方案。',
  'framework-retired': '该评价方案已停用，请另拟方案。',
  'framework-of-another-owner': '该评价方案属于其他单位。',
  'framework-already-published': '该版本已发布，不可修改；请起草下一版本。',
  'no-such-draft': '没有这一版本的草案。',
  'framework-faulty': '评价方案有误：见 errors。',
  'only-county-publishes': '学校只能发布本校的基础性评价方案，其他方案由县（市）发布。',
  'framework-version-not-published': '该版本尚未发布。',
};
