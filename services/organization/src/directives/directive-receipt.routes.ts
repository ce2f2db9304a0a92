import { Body, Controller, Post } from '@nestjs/common';
import type { Uuid } from '@homeroom/contracts';
import type { Decision } from '@homeroom/eventsourcing';
import { type EventStream, Handles, InjectStream, type Refusals, Target } from '@homeroom/platform';
import { directive } from './directive.decider';
import { schoolDaysOf } from './directive.routes';
import { AcknowledgeDirective, ReportDirectiveCompletion, ReturnDirectiveCompletion, VerifyDirectiveCompletion } from './directive-receipt.commands';
import { directiveReceipt } from './directive-receipt.decider';
import { directiveMatrix } from './directive-matrix.view';
import { issuerOfDirective, ownReceipt, standingOf } from './directive-who-may.model';

/** A receipt's id is `<directiveId>:<personId>`. */
const directiveIdOf = ({ id }: Target): Uuid => id.slice(0, 36);

/** The directive, and in whose name the caller judges. */
const judging = async (decision: Decision, target: Target) => ({
  directive: await decision.state(directive, directiveIdOf(target)),
  judge: await standingOf(target.request.caller, (of, id) => decision.state(of, id)),
});

const giveBack = async (decision: Decision, target: Target, data: ReturnDirectiveCompletion) => {
  const facts = await judging(decision, target);
  const schoolId = 'schoolId' in facts.directive ? facts.directive.schoolId : undefined;
  await decision.decide(directiveReceipt, target.id, 'ReturnDirectiveCompletion', data, { ...facts, schoolDays: await schoolDaysOf(decision, target.request.caller.county, schoolId) });
};

const waitsFor = [directiveMatrix];

@Controller('v1/directive-receipts')
export class DirectiveReceiptRoutes {
  constructor(@InjectStream(directiveReceipt) private readonly receipts: EventStream<typeof directiveReceipt>) {}

  @Post(':receipt/acknowledge')
  @Handles(AcknowledgeDirective, { may: ownReceipt, summary: 'Take note of a directive', waitsFor })
  acknowledgeDirective(@Target('receipt') target: Target, @Body() data: AcknowledgeDirective) {
    return this.receipts.handle(target, 'AcknowledgeDirective', data, async (read) => ({ directive: await read(directive, directiveIdOf(target)) }));
  }

  @Post(':receipt/report-completion')
  @Handles(ReportDirectiveCompletion, { may: ownReceipt, summary: 'Say that a directive is carried out, and prove it', waitsFor })
  reportDirectiveCompletion(@Target('receipt') target: Target, @Body() data: ReportDirectiveCompletion) {
    return this.receipts.handle(target, 'ReportDirectiveCompletion', data, async (read) => ({ directive: await read(directive, directiveIdOf(target)) }));
  }

  @Post(':receipt/return-completion')
  @Handles(ReturnDirectiveCompletion, { may: issuerOfDirective, summary: 'Give a report of completion back', waitsFor })
  returnDirectiveCompletion(@Target('receipt') target: Target, @Body() data: ReturnDirectiveCompletion) {
    return this.receipts.transact(target, (decision) => giveBack(decision, target, data));
  }

  @Post(':receipt/verify-completion')
  @Handles(VerifyDirectiveCompletion, { may: issuerOfDirective, summary: 'Accept a report of completion', description: 'The directive closes by itself soon after its last mandatory recipient.', waitsFor })
  verifyDirectiveCompletion(@Target('receipt') target: Target, @Body() data: VerifyDirectiveCompletion) {
    return this.receipts.transact(target, async (decision) => decision.decide(directiveReceipt, target.id, 'VerifyDirectiveCompletion', data, await judging(decision, target)));
  }
}

export const directiveReceiptRefusals: Refusals = {
  'not-recipient': '该部署并未下达给此人。',
  'not-issuer': '只有部署层级可以核验完成情况。',
  'own-completion': '不得核验自己的完成报告。',
  'not-acknowledged': '请先签收该部署。',
  'report-under-review': '您的报告正在等待核验。',
  'completion-verified': '您的报告已通过核验，无需再报。',
  'evidence-missing': '缺少部署所要求的佐证材料。',
  'nothing-reported': '没有等待核验的完成报告。',
};
