import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { collaborationChain } from '../collaboration-chains/collaboration-chain.decider';
import { schoolClass } from '../school-classes/school-class.decider';
import { teacher } from '../teachers/teacher.decider';
import { inBody, theTarget } from '../who-may.model';
import { publishedFor } from './published.decider';
import type { ChainFacts, NewHolderFacts } from './report-guards.decider';
import { reportInbox } from './report-inbox.view';
import { inChainOf, inReport, leadsSchoolOfReport } from './report-who-may.model';
import {
  AcknowledgeUpwardReport, ConfirmUpwardReport, DeclineUpwardReport, EscalateUpwardReport, ForwardUpwardReport, HoldUpwardReport, MergeUpwardReport, RaiseUpwardReport,
  ReassignUpwardReport, RejectUpwardReportResolution, ReopenUpwardReport, RequestUpwardReportInfo, ResolveUpwardReport, RespondToUpwardReport, ResumeUpwardReport,
  SupplyUpwardReportInfo, WithdrawUpwardReport,
} from './upward-report.commands';
import { upwardReport } from './upward-report.decider';

/** The chain of the report's class as it is now: who may act for whom. */
const chainNow = (report: Target) => async (read: ReadFacts): Promise<ChainFacts> => {
  const state = await read(upwardReport, report.id);
  return { chain: await read(collaborationChain, state.status === 'none' ? '' : state.classId) };
};

const schoolOf = async (read: ReadFacts, personId: string): Promise<NewHolderFacts> => {
  const person = await read(teacher, personId);
  return { schoolOfNewHolder: person.status === 'active' ? person.schoolId : undefined };
};

/** Those who stand in the report's chain; which of them, the decider says: the holder moves it on, the raiser agrees or not. */
const may = inReport(theTarget);
const waitsFor = [reportInbox];

@Controller('v1/upward-reports')
export class UpwardReportRoutes {
  constructor(@InjectStream(upwardReport) private readonly reports: EventStream<typeof upwardReport>) {}

  @Post()
  @Handles(RaiseUpwardReport, { may: inChainOf(inBody('classId')), summary: 'Report upwards along the chain of a class', waitsFor, creates: true })
  raiseUpwardReport(@NewTarget('reportId') report: Target, @Body() data: RaiseUpwardReport) {
    return this.reports.handle(report, 'RaiseUpwardReport', data, async (read) => {
      const chain = await read(collaborationChain, data.classId);
      const published = await publishedFor(read, report.request.caller.county, chain.status === 'none' ? undefined : chain.schoolId);
      return { ...published, chain, schoolClass: await read(schoolClass, data.classId) };
    });
  }

  @Post(':reportId/acknowledge')
  @Handles(AcknowledgeUpwardReport, { may, summary: 'Take note of a report', waitsFor })
  acknowledgeUpwardReport(@Target('reportId') report: Target, @Body() data: AcknowledgeUpwardReport) {
    return this.reports.handle(report, 'AcknowledgeUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/request-info')
  @Handles(RequestUpwardReportInfo, { may, summary: 'Ask the raiser; the clocks stand until the answer', waitsFor })
  requestUpwardReportInfo(@Target('reportId') report: Target, @Body() data: RequestUpwardReportInfo) {
    return this.reports.handle(report, 'RequestUpwardReportInfo', data, chainNow(report));
  }

  @Post(':reportId/supply-info')
  @Handles(SupplyUpwardReportInfo, { may, summary: 'Answer the holder’s question', waitsFor })
  supplyUpwardReportInfo(@Target('reportId') report: Target, @Body() data: SupplyUpwardReportInfo) {
    return this.reports.handle(report, 'SupplyUpwardReportInfo', data, chainNow(report));
  }

  @Post(':reportId/forward')
  @Handles(ForwardUpwardReport, { may, summary: 'Hand a report to somebody else of the same level', waitsFor })
  forwardUpwardReport(@Target('reportId') report: Target, @Body() data: ForwardUpwardReport) {
    return this.reports.handle(report, 'ForwardUpwardReport', data, async (read) => ({ ...await chainNow(report)(read), ...await schoolOf(read, data.toPersonId) }));
  }

  @Post(':reportId/escalate')
  @Handles(EscalateUpwardReport, { may, summary: 'Escalate a report one level up', waitsFor })
  escalateUpwardReport(@Target('reportId') report: Target, @Body() data: EscalateUpwardReport) {
    return this.reports.handle(report, 'EscalateUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/respond')
  @Handles(RespondToUpwardReport, { may, summary: 'Say what is done about a report', waitsFor })
  respondToUpwardReport(@Target('reportId') report: Target, @Body() data: RespondToUpwardReport) {
    return this.reports.handle(report, 'RespondToUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/resolve')
  @Handles(ResolveUpwardReport, { may, summary: 'Consider a report settled', waitsFor })
  resolveUpwardReport(@Target('reportId') report: Target, @Body() data: ResolveUpwardReport) {
    return this.reports.handle(report, 'ResolveUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/confirm')
  @Handles(ConfirmUpwardReport, { may, summary: 'Agree that a report is settled', waitsFor })
  confirmUpwardReport(@Target('reportId') report: Target, @Body() data: ConfirmUpwardReport) {
    return this.reports.handle(report, 'ConfirmUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/reject-resolution')
  @Handles(RejectUpwardReportResolution, { may, summary: 'Disagree that a report is settled', waitsFor })
  rejectUpwardReportResolution(@Target('reportId') report: Target, @Body() data: RejectUpwardReportResolution) {
    return this.reports.handle(report, 'RejectUpwardReportResolution', data, chainNow(report));
  }

  @Post(':reportId/hold')
  @Handles(HoldUpwardReport, { may, summary: 'Let the clocks stand for a while', waitsFor })
  holdUpwardReport(@Target('reportId') report: Target, @Body() data: HoldUpwardReport) {
    return this.reports.handle(report, 'HoldUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/resume')
  @Handles(ResumeUpwardReport, { may, summary: 'Let the clocks go on', waitsFor })
  resumeUpwardReport(@Target('reportId') report: Target, @Body() data: ResumeUpwardReport) {
    return this.reports.handle(report, 'ResumeUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/withdraw')
  @Handles(WithdrawUpwardReport, { may, summary: 'Take a report back', waitsFor })
  withdrawUpwardReport(@Target('reportId') report: Target, @Body() data: WithdrawUpwardReport) {
    return this.reports.handle(report, 'WithdrawUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/merge')
  @Handles(MergeUpwardReport, { may, summary: 'Handle a report within another one of the school', waitsFor })
  mergeUpwardReport(@Target('reportId') report: Target, @Body() data: MergeUpwardReport) {
    return this.reports.handle(report, 'MergeUpwardReport', data, async (read) => ({ ...await chainNow(report)(read), into: await read(upwardReport, data.intoReportId) }));
  }

  @Post(':reportId/decline')
  @Handles(DeclineUpwardReport, { may, summary: 'Refuse to act on a report, at the top of the chain', waitsFor })
  declineUpwardReport(@Target('reportId') report: Target, @Body() data: DeclineUpwardReport) {
    return this.reports.handle(report, 'DeclineUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/reopen')
  @Handles(ReopenUpwardReport, { may, summary: 'Appeal after a report was closed', waitsFor })
  reopenUpwardReport(@Target('reportId') report: Target, @Body() data: ReopenUpwardReport) {
    return this.reports.handle(report, 'ReopenUpwardReport', data, chainNow(report));
  }

  @Post(':reportId/reassign')
  @Handles(ReassignUpwardReport, { may: leadsSchoolOfReport(theTarget), summary: 'Give a report to somebody else of the same level', waitsFor })
  reassignUpwardReport(@Target('reportId') report: Target, @Body() data: ReassignUpwardReport) {
    return this.reports.handle(report, 'ReassignUpwardReport', data, (read) => schoolOf(read, data.toPersonId));
  }
}

export const upwardReportRefusals: Refusals = {
  'upward-report-not-found': '没有这份上报。',
  'report-id-taken': '该编号已用于另一份上报。',
  'not-in-chain': '只有该班协作链条中的人员可以上报。',
  'top-of-chain': '上面没有更高的一级了。',
  'work-status-only-informs': '工作情况为常规级且不提出需求：请上报问题或需求。',
  'work-status-only-acknowledged': '工作情况只需签收。',
  'only-critical-starts-at-top': '只有紧急安全上报可以直达最高一级。',
  'not-holder': '只有现任承办人或该级代理人可以这样做。',
  'not-raiser': '只有上报人或其代理人可以这样做。',
  'report-not-open': '该上报已办结或已关闭。',
  'report-paused': '该上报已挂起，或正等待上报人答复。',
  'not-acknowledged': '请先签收。',
  'nothing-asked': '承办人没有提问，或已得到答复。',
  'raiser-cannot-hold': '上报人不能承办自己的上报。',
  'not-due-yet': '时限未到。',
  'no-response-yet': '请先说明采取了什么措施，再办结。',
  'support-unknown': '只能放弃等待本上报提出的支持申请。',
  'support-pending': '本上报的支持申请尚在办理：请等待，或声明不再等待。',
  'report-not-resolved': '没有可确认或退回的办理结果。',
  'hold-too-long': '挂起须在 30 天内结束。',
  'merge-into-itself': '上报不能并入自身。',
  'other-school': '只能并入本校的上报。',
  'not-top-of-chain': '只有最高一级可以不予办理：请向上提交。',
  'report-not-closed': '只有已关闭的上报可以重新打开。',
  'reopen-too-late': '关闭 30 天后不能重新打开：请另行上报。',
  'appealed-already': '不予办理的上报只能申诉一次。',
};
