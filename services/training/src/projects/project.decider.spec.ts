import type { ProjectCallEvent, ProjectEvent } from '@homeroom/contracts';
import { foldAll, given, recorded, someone, someTime } from '@homeroom/testing';
import { projectCall } from './project-call.decider';
import { projectCalls } from './project-calls.view';
import { project } from './project.decider';
import { projects } from './projects.view';

const id = 'project';
const by = someone.personId;
const applicant = { personId: 'ann', role: 'school-staff' };
const reviewer = { personId: 'rex', role: 'school-staff' };
const of = { projectId: id, callId: 'call', kind: 'micro-research' as const, schoolYear: '2025-2026', applicantId: 'ann', schoolId: 'school', at: someTime };
const called: ProjectCallEvent = { type: 'ProjectCallOpened', data: { callId: 'call', kind: 'micro-research', schoolYear: '2025-2026', title: 'sealed', closesOn: '2025-09-30', wanted: 60, openedBy: by, at: someTime } };
const closed: ProjectCallEvent = { type: 'ProjectCallClosed', data: { callId: 'call', closedBy: by, at: someTime } };
const submitted: ProjectEvent = { type: 'ProjectSubmitted', data: { ...of, title: 'sealed', plan: 'sealed', memberIds: ['bo'] } };
const reviewed: ProjectEvent = { type: 'ProjectReviewed', data: { ...of, reviewerId: 'rex', reviewerSchoolId: 'elsewhere', advice: 'approve', comment: 'sealed' } };
const approved: ProjectEvent = { type: 'ProjectApproved', data: { ...of, on: '2025-09-08', milestones: [{ milestone: 'mid-term', dueOn: '2025-09-10' }], approvedBy: by } };
const rejected: ProjectEvent = { type: 'ProjectRejected', data: { ...of, reason: 'sealed', rejectedBy: by } };
const reported = (on: string, onTime: boolean, at = someTime): ProjectEvent =>
  ({ type: 'ProjectMilestoneReported', data: { ...of, at, milestone: 'mid-term', dueOn: '2025-09-10', on, onTime, report: 'sealed', reportedBy: 'ann' } });
const outcome: ProjectEvent = { type: 'ProjectOutcomeSubmitted', data: { ...of, outcomeId: 'project:1', outcomeKind: 'paper', outcome: 'sealed', submittedBy: 'ann' } };
const concluded: ProjectEvent = { type: 'ProjectConcluded', data: { ...of, on: '2025-09-08', grade: 'excellent', memberIds: ['bo'], concludedBy: by } };
const terminated: ProjectEvent = { type: 'ProjectTerminated', data: { ...of, on: '2025-09-08', reason: 'sealed', terminatedBy: by } };

describe('a call for projects', () => {
  const open = (closesOn: string, ...events: ProjectCallEvent[]) => given(projectCall, ...events).when('OpenProjectCall', { kind: 'micro-research', title: 'sealed', closesOn, wanted: 60 }, { id: 'call' });
  it('takes proposals up to a day', () => {
    open('2025-09-30').then(called);
    open('2025-09-30', called).then();
    open('2025-10-01', called).rejected('project-call-exists');
    open('2025-09-07').rejected('closes-in-past');
  });
  it('may be closed before', () => {
    given(projectCall, called).when('CloseProjectCall', {}, { id: 'call' }).then(closed);
    given(projectCall, called, closed).when('CloseProjectCall', {}, { id: 'call' }).then();
    given(projectCall).when('CloseProjectCall', {}, { id: 'call' }).rejected('project-call-not-found');
  });
});

describe('proposing a project', () => {
  const submit = (callEvents: ProjectCallEvent[], { at = someTime, schoolId = 'school' as string | undefined, callId = 'call' } = {}, ...events: ProjectEvent[]) =>
    given(project, ...events).when('SubmitProject', { callId, title: 'sealed', plan: 'sealed', memberIds: ['bo', 'ann'] },
      { id, by: applicant, at, facts: { call: given(projectCall, ...callEvents).state(), person: { schoolId, subjects: [] } } });
  it('answers one call while that is open, to its last day in Shanghai', () => {
    submit([called]).then(submitted);
    submit([called], { at: '2025-09-30T15:59:59.999Z' }).thenTypes('ProjectSubmitted');
    submit([called], { at: '2025-09-30T16:00:00.000Z' }).rejected('project-call-closed');
    submit([called, closed]).rejected('project-call-closed');
    submit([]).rejected('project-call-not-found');
  });
  it('answers no other call', () => {
    submit([called], {}, submitted).then();
    submit([called], { callId: 'another' }, submitted).rejected('project-exists');
  });
  it('is done by who works in a school', () => {
    given(project).when('SubmitProject', { callId: 'call', title: 's', plan: 's' }, { id, by: applicant, facts: { call: given(projectCall, called).state(), person: { subjects: [] } } }).rejected('person-not-found');
  });
});

describe('deciding about a project', () => {
  const review = (personId: string, schoolId?: string, ...events: ProjectEvent[]) => given(project, submitted, ...events)
    .when('ReviewProject', { advice: 'approve', comment: 'sealed' }, { id, by: { ...reviewer, personId }, facts: { reviewer: { schoolId, subjects: [] } } });
  const approve = (personId: string, ...events: ProjectEvent[]) => given(project, ...events)
    .when('ApproveProject', { milestones: [{ milestone: 'mid-term', dueOn: '2025-09-10' }] }, { id, by: { ...someone, personId } });
  it('is reviewed by people of other schools or of none, without a part in it', () => {
    review('rex', 'elsewhere').then(reviewed);
    review('off').thenTypes('ProjectReviewed');
    review('ann', 'elsewhere').rejected('reviewer-has-part');
    review('bo', 'elsewhere').rejected('reviewer-has-part');
    review('rex', 'school').rejected('reviewer-of-same-school');
  });
  it('hears each reviewer once, unless they change their mind', () => {
    review('rex', 'elsewhere', reviewed).then();
    given(project, submitted, reviewed).when('ReviewProject', { advice: 'reject', comment: 'sealed' }, { id, by: reviewer, facts: { reviewer: { subjects: [] } } }).thenTypes('ProjectReviewed');
  });
  it('needs a review for, and none against', () => {
    approve(by, submitted).rejected('project-not-reviewed');
    approve(by, submitted, reviewed).then(approved);
    given(project, submitted).when('RejectProject', { reason: 'sealed' }, { id }).then(rejected);
  });
  it('is nobody\'s own business', () => {
    approve('bo', submitted, reviewed).rejected('decider-has-part');
    given(project, submitted).when('RejectProject', { reason: 'sealed' }, { id, by: applicant }).rejected('decider-has-part');
    given(project, submitted, approved, outcome).when('ConcludeProject', { grade: 'passed' }, { id, by: applicant }).rejected('decider-has-part');
  });
  it('happens once', () => {
    approve(by, submitted, reviewed, approved).then();
    approve(by, submitted, rejected).rejected('project-decided');
    review('rex', 'elsewhere', approved).rejected('project-decided');
    given(project, submitted, rejected).when('RejectProject', { reason: 'sealed' }, { id }).then();
  });
  it('names each milestone once', () => given(project, submitted, reviewed)
    .when('ApproveProject', { milestones: [{ milestone: 'a', dueOn: '2025-10-01' }, { milestone: 'a', dueOn: '2025-11-01' }] }, { id }).rejected('milestone-twice'));
});

describe('carrying a project through', () => {
  const report = (on?: string, at = someTime, ...events: ProjectEvent[]) => given(project, submitted, approved, ...events).when('ReportProjectMilestone', { milestone: 'mid-term', on, report: 'sealed' }, { id, by: applicant, at });
  it('reports milestones, on time or not, once', () => {
    report().then(reported('2025-09-08', true));
    report('2025-09-10', '2025-09-12T01:00:00.000Z').then(reported('2025-09-10', true, '2025-09-12T01:00:00.000Z'));
    report('2025-09-11', '2025-09-12T01:00:00.000Z').then(reported('2025-09-11', false, '2025-09-12T01:00:00.000Z'));
    report('2025-09-09').rejected('day-in-future');
    report(undefined, someTime, reported('2025-09-08', true)).then();
    given(project, submitted, approved).when('ReportProjectMilestone', { milestone: 'other', report: 'sealed' }, { id }).rejected('milestone-not-found');
  });
  it('is done once something came of it', () => {
    const conclude = (...events: ProjectEvent[]) => given(project, submitted, approved, ...events).when('ConcludeProject', { grade: 'excellent' }, { id });
    conclude().rejected('outcome-missing');
    given(project, submitted, approved).when('SubmitProjectOutcome', { outcomeKind: 'paper', outcome: 'sealed' }, { id, by: applicant }).then(outcome);
    conclude(outcome).then(concluded);
    conclude(outcome, concluded).then();
  });
  it('may be given up, and then goes on no more', () => {
    given(project, submitted, approved).when('TerminateProject', { reason: 'sealed' }, { id }).then(terminated);
    given(project, submitted, approved, terminated).when('TerminateProject', { reason: 'sealed' }, { id }).then();
    report(undefined, someTime, terminated).rejected('project-not-going-on');
    given(project, submitted).when('SubmitProjectOutcome', { outcomeKind: 'paper', outcome: 'sealed' }, { id }).rejected('project-not-going-on');
  });
});

describe('the views of projects', () => {
  const row = (...events: ProjectEvent[]) => [...foldAll(projects, recorded(events)).values()][0];
  it('tell a project from its proposal to its end', () => {
    expect(row(submitted, reviewed, { ...reviewed, data: { ...reviewed.data, advice: 'reject' } } as ProjectEvent)).toMatchObject({ status: 'submitted', reviews: [{ reviewerId: 'rex', advice: 'reject' }] });
    expect(row(submitted, reviewed, approved, reported('2025-09-09', true), outcome, concluded)).toMatchObject({
      status: 'concluded', streamVersion: 6, milestones: [{ milestone: 'mid-term', reachedOn: '2025-09-09', report: 'sealed' }], outcomes: [{ outcomeId: 'project:1' }], grade: 'excellent',
    });
    expect(row(submitted, approved, terminated)).toMatchObject({ status: 'terminated', reason: 'sealed' });
    expect(row(approved)).toBeUndefined();
  });
  it('tell which calls are closed', () => expect([...foldAll(projectCalls, recorded([called, closed])).values()]).toMatchObject([{ wanted: 60, closed: true }]));
});
