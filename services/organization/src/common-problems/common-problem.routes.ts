import { Body, Controller, Post } from '@nestjs/common';
import type { Uuid } from '@homeroom/contracts';
import { type EventStream, Handles, InjectStream, NewTarget, type ReadFacts, type Refusals, Target } from '@homeroom/platform';
import { schoolClass } from '../school-classes/school-class.decider';
import { upwardReport } from '../upward-reports/upward-report.decider';
import { inBody, leaderIn, theTarget, type WhichSchool } from '../who-may.model';
import { AddReportsToCommonProblem, AnswerCommonProblem, CloseCommonProblem, DiscussCommonProblem, IdentifyCommonProblem } from './common-problem.commands';
import { commonProblem, type ReportOrigin } from './common-problem.decider';
import { commonProblems } from './common-problems.view';

/** Where each report comes from; what does not exist is absent. */
const originsOf = async (read: ReadFacts, reportIds: readonly Uuid[]): Promise<{ reports: ReportOrigin[] }> => {
  const origins = await Promise.all(reportIds.map(async (reportId): Promise<ReportOrigin[]> => {
    const report = await read(upwardReport, reportId);
    if (report.status === 'none') return [];
    const of = await read(schoolClass, report.classId);
    return [{ reportId, schoolId: report.schoolId, ...(of.status !== 'none' && { stage: of.stage, grade: of.grade }) }];
  }));
  return { reports: origins.flat() };
};

/** The school of the problem that a command is for. */
const itsSchool: WhichSchool = async (asking) => {
  const state = await asking.state(commonProblem, theTarget(asking)!);
  return state.status === 'none' ? undefined : state.schoolId;
};

const may = leaderIn(itsSchool);
const waitsFor = [commonProblems];

@Controller('v1/common-problems')
export class CommonProblemRoutes {
  constructor(@InjectStream(commonProblem) private readonly problems: EventStream<typeof commonProblem>) {}

  @Post()
  @Handles(IdentifyCommonProblem, { may: leaderIn(inBody('schoolId')), summary: 'See one problem behind several upward reports', creates: true, waitsFor })
  identifyCommonProblem(@NewTarget('commonProblemId') problem: Target, @Body() data: IdentifyCommonProblem) {
    return this.problems.handle(problem, 'IdentifyCommonProblem', data, (read) => originsOf(read, data.reportIds));
  }

  @Post(':commonProblemId/add-reports')
  @Handles(AddReportsToCommonProblem, { may, summary: 'More upward reports show the problem', waitsFor })
  addReportsToCommonProblem(@Target('commonProblemId') problem: Target, @Body() data: AddReportsToCommonProblem) {
    return this.problems.handle(problem, 'AddReportsToCommonProblem', data, (read) => originsOf(read, data.reportIds));
  }

  @Post(':commonProblemId/discuss')
  @Handles(DiscussCommonProblem, { may, summary: 'Record a discussion and the strategies found', waitsFor })
  discussCommonProblem(@Target('commonProblemId') problem: Target, @Body() data: DiscussCommonProblem) {
    return this.problems.handle(problem, 'DiscussCommonProblem', data);
  }

  @Post(':commonProblemId/answer')
  @Handles(AnswerCommonProblem, { may, summary: 'Say which guidance document answers the problem', waitsFor })
  answerCommonProblem(@Target('commonProblemId') problem: Target, @Body() data: AnswerCommonProblem) {
    return this.problems.handle(problem, 'AnswerCommonProblem', data);
  }

  @Post(':commonProblemId/close')
  @Handles(CloseCommonProblem, { may, summary: 'Stop working on the problem', waitsFor })
  closeCommonProblem(@Target('commonProblemId') problem: Target, @Body() data: CloseCommonProblem) {
    return this.problems.handle(problem, 'CloseCommonProblem', data);
  }
}

export const commonProblemRefusals: Refusals = {
  'common-problem-not-found': '没有这项共性问题。',
  'common-problem-closed': '该共性问题已关闭，请重新提出。',
  'grade-without-stage': '年级须同时写明学段与年级序号。',
  'too-few-reports': '共性问题至少见于两份上报。',
  'report-not-found': '没有这份上报。',
  'report-of-other-school': '共性问题限于一所学校。',
  'report-of-other-grade': '该上报所属班级不在此年级。',
  'discussion-not-held': '研讨须在当日或之后记录。',
  'one-answer': '一次回应只能是一项部署或一份指导文件。',
  'nothing-decided': '请先研讨或回应，再标记为已解决。',
};
