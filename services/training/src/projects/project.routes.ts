import { Body, Controller, Post } from '@nestjs/common';
import { type EventStream, Handles, InjectStream, NewTarget, type Refusals, Target } from '@homeroom/platform';
import { staffMember } from '../staff-members/staff-member.decider';
import { anyStaff, countyStaff } from '../who-may.model';
import { projectCall } from './project-call.decider';
import { projectCalls } from './project-calls.view';
import {
  ApproveProject, CloseProjectCall, ConcludeProject, OpenProjectCall, RejectProject, ReportProjectMilestone, ReviewProject, SubmitProject, SubmitProjectOutcome,
  TerminateProject,
} from './project.commands';
import { project } from './project.decider';
import { reviews, worksOnIt } from './project-who-may.model';
import { projects } from './projects.view';

@Controller('v1/project-calls')
export class ProjectCallRoutes {
  constructor(@InjectStream(projectCall) private readonly calls: EventStream<typeof projectCall>) {}

  @Post()
  @Handles(OpenProjectCall, { may: countyStaff, summary: 'Call for projects', creates: true, waitsFor: [projectCalls] })
  openProjectCall(@NewTarget('callId') call: Target, @Body() data: OpenProjectCall) {
    return this.calls.handle(call, 'OpenProjectCall', data);
  }

  @Post(':callId/close')
  @Handles(CloseProjectCall, { may: countyStaff, summary: 'Take no more proposals', waitsFor: [projectCalls] })
  closeProjectCall(@Target('callId') call: Target, @Body() data: CloseProjectCall) {
    return this.calls.handle(call, 'CloseProjectCall', data);
  }
}

const waitsFor = [projects];

@Controller('v1/projects')
export class ProjectRoutes {
  constructor(@InjectStream(project) private readonly projects: EventStream<typeof project>) {}

  @Post()
  @Handles(SubmitProject, { may: anyStaff, summary: 'Propose a project of one\'s own', creates: true, waitsFor })
  submitProject(@NewTarget('projectId') target: Target, @Body() data: SubmitProject) {
    return this.projects.handle(target, 'SubmitProject', data, async (read) => ({
      call: await read(projectCall, data.callId), person: await read(staffMember, target.request.caller.personId),
    }));
  }

  @Post(':projectId/review')
  @Handles(ReviewProject, { may: reviews, summary: 'Say what one thinks of a proposal', description: 'Not of one\'s own, nor of one\'s own school.', waitsFor })
  reviewProject(@Target('projectId') target: Target, @Body() data: ReviewProject) {
    return this.projects.handle(target, 'ReviewProject', data, async (read) => ({ reviewer: await read(staffMember, target.request.caller.personId) }));
  }

  @Post(':projectId/approve')
  @Handles(ApproveProject, { may: countyStaff, summary: 'Have a project carried through', waitsFor })
  approveProject(@Target('projectId') target: Target, @Body() data: ApproveProject) {
    return this.projects.handle(target, 'ApproveProject', data);
  }

  @Post(':projectId/reject')
  @Handles(RejectProject, { may: countyStaff, summary: 'Decide against a project', waitsFor })
  rejectProject(@Target('projectId') target: Target, @Body() data: RejectProject) {
    return this.projects.handle(target, 'RejectProject', data);
  }

  @Post(':projectId/milestones')
  @Handles(ReportProjectMilestone, { may: worksOnIt, summary: 'Say that a milestone is reached', waitsFor })
  reportProjectMilestone(@Target('projectId') target: Target, @Body() data: ReportProjectMilestone) {
    return this.projects.handle(target, 'ReportProjectMilestone', data);
  }

  @Post(':projectId/outcomes')
  @Handles(SubmitProjectOutcome, { may: worksOnIt, summary: 'Hand in something that others can use', waitsFor })
  submitProjectOutcome(@Target('projectId') target: Target, @Body() data: SubmitProjectOutcome) {
    return this.projects.handle(target, 'SubmitProjectOutcome', data);
  }

  @Post(':projectId/conclude')
  @Handles(ConcludeProject, { may: countyStaff, summary: 'Declare a project done', waitsFor })
  concludeProject(@Target('projectId') target: Target, @Body() data: ConcludeProject) {
    return this.projects.handle(target, 'ConcludeProject', data);
  }

  @Post(':projectId/terminate')
  @Handles(TerminateProject, { may: countyStaff, summary: 'Give up an approved project', waitsFor })
  terminateProject(@Target('projectId') target: Target, @Body() data: TerminateProject) {
    return this.projects.handle(target, 'TerminateProject', data);
  }
}

/** Why not, in Chinese: calls and projects. */
export const projectRefusals: Refusals = {
  'project-call-not-found': '没有这次征集。',
  'project-calls-not-found': '没有这次征集。',
  'project-call-exists': '该编号已属于另一次征集。',
  'project-call-closed': '征集已截止。',
  'closes-in-past': '截止日期不得早于今天。',
  'project-not-found': '没有这个项目。',
  'projects-not-found': '没有这个项目。',
  'project-exists': '该编号已属于另一个项目。',
  'project-decided': '该项目已有立项结论。',
  'project-not-going-on': '该项目未立项，或已结束。',
  'reviewer-has-part': '不得评审本人参与的项目。',
  'reviewer-of-same-school': '不得评审本校的项目。',
  'decider-has-part': '不得审批本人参与的项目。',
  'project-not-reviewed': '须先有评审意见方可立项。',
  'milestone-twice': '每个节点的代码须不同。',
  'milestone-not-found': '项目没有这个节点。',
  'day-in-future': '日期不得在将来。',
  'outcome-missing': '提交成果后方可结题。',
};
