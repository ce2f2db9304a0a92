import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { assessment } from '../assessments/assessment.decider';
import { cycleIdOf } from '../assessments/assessment.model';
import { pinned } from '../assessments/pinned-framework.model';
import { decidesObjection, objects } from '../who-may.model';
import { AcceptObjection, DismissObjection, FileObjection, RejectObjection, UpholdObjection } from './objection.commands';
import { objection } from './objection.decider';
import { objections } from './objections.view';

const waitsFor = [objections];

const judging = (target: Target) => async (read: ReadFacts) => {
  const state = await read(objection, target.id);
  return { assessment: await read(assessment, state.status === 'none' ? '' : state.about.assessmentId) };
};

@Controller('v1/objections')
export class ObjectionRoutes {
  constructor(@InjectStream(objection) private readonly objections: EventStream<typeof objection>) {}

  @Post()
  @Handles(FileObjection, { may: objects, summary: 'Object to one\'s own publicised result', creates: true, waitsFor })
  fileObjection(@NewTarget('objectionId') target: Target, @Body() data: FileObjection) {
    return this.objections.handle(target, 'FileObjection', data, async (read) => ({
      ...await pinned(read, cycleIdOf(data.assessment)), assessment: await read(assessment, data.assessment),
    }));
  }

  @Post(':objectionId/accept')
  @Handles(AcceptObjection, { may: decidesObjection, summary: 'Take an objection up', waitsFor })
  acceptObjection(@Target('objectionId') target: Target, @Body() data: AcceptObjection) {
    return this.objections.handle(target, 'AcceptObjection', data, judging(target));
  }

  @Post(':objectionId/dismiss')
  @Handles(DismissObjection, { may: decidesObjection, summary: 'Refuse to examine an objection', waitsFor })
  dismissObjection(@Target('objectionId') target: Target, @Body() data: DismissObjection) {
    return this.objections.handle(target, 'DismissObjection', data, judging(target));
  }

  @Post(':objectionId/uphold')
  @Handles(UpholdObjection, { may: decidesObjection, summary: 'Decide that the objection is right', waitsFor })
  upholdObjection(@Target('objectionId') target: Target, @Body() data: UpholdObjection) {
    return this.objections.handle(target, 'UpholdObjection', data, judging(target));
  }

  @Post(':objectionId/reject')
  @Handles(RejectObjection, { may: decidesObjection, summary: 'Decide that the result stands', waitsFor })
  rejectObjection(@Target('objectionId') target: Target, @Body() data: RejectObjection) {
    return this.objections.handle(target, 'RejectObjection', data, judging(target));
  }
}

export const objectionRefusals: Refusals = {
  'objection-not-found': '没有这项异议。',
  'outside-objection-window': '不在公示异议期内。',
  'own-objection': '本人的异议须由他人处理。',
  'original-rater': '原评议人不得处理针对其评议的异议。',
  'objection-filed': '该异议尚未受理。',
  'objection-accepted': '该异议已受理。',
  'objection-dismissed': '该异议不予受理。',
  'objection-upheld': '该异议已认定成立。',
  'objection-rejected': '该异议已认定不成立。',
};
