import type { ProjectEvent, ProjectKind, ProjectMilestone, ReviewAdvice, SchoolYear, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import { dayOf } from '../days.model';
import { schoolOfMember, type StaffMemberState } from '../staff-members/staff-member.decider';
import { type ProjectCallState, takingProposals } from './project-call.decider';
import type {
  ApproveProject, ConcludeProject, RejectProject, ReportProjectMilestone, ReviewProject, SubmitProject, SubmitProjectOutcome, TerminateProject,
} from './project.commands';

/** What every event of the project repeats. */
interface OfProject { readonly projectId: Uuid; readonly callId: Uuid; readonly kind: ProjectKind; readonly schoolYear: SchoolYear; readonly applicantId: Uuid; readonly schoolId: Uuid }

export interface Project {
  readonly status: 'submitted' | 'approved' | 'rejected' | 'concluded' | 'terminated';
  readonly of: OfProject;
  readonly memberIds: readonly Uuid[];
  /** By reviewer, the last word of each. */
  readonly reviews: Readonly<Record<Uuid, ReviewAdvice>>;
  readonly milestones: readonly ProjectMilestone[];
  readonly reached: readonly string[];
  readonly outcomes: number;
}

export type ProjectState = { readonly status: 'none' } | Project;

type On<Facts = unknown> = Deciding<ProjectState, Facts>;

export const knownProject = (state: ProjectState): Project => {
  if (state.status === 'none') throw new Rejected('project-not-found', 'There is no such project.');
  return state;
};

/** Whoever proposed it or works on it. */
export const hasPart = ({ of, memberIds }: Project, personId: Uuid): boolean => of.applicantId === personId || memberIds.includes(personId);

const awaitingDecision = (state: ProjectState): Project => {
  const project = knownProject(state);
  if (project.status !== 'submitted') throw new Rejected('project-decided', 'It has been decided about the project.');
  return project;
};

const goingOn = (state: ProjectState): Project => {
  const project = knownProject(state);
  if (project.status !== 'approved') throw new Rejected('project-not-going-on', 'The project is not approved, or has ended.');
  return project;
};

const of = ({ at }: On, project: Project) => ({ ...project.of, at });

const submit = ({ callId, title, plan, memberIds = [] }: SubmitProject, on: On<{ call: ProjectCallState; person: StaffMemberState }>): ProjectEvent[] => {
  const { id: projectId, state, at, by: { personId: applicantId }, facts } = on;
  if (state.status !== 'none') {
    if (state.of.callId === callId && state.of.applicantId === applicantId) return [];
    throw new Rejected('project-exists', 'Another project has this id.');
  }
  const { kind, schoolYear } = takingProposals(facts.call, dayOf(at));
  const schoolId = schoolOfMember(facts.person, applicantId);
  return [{ type: 'ProjectSubmitted', data: { projectId, callId, kind, schoolYear, applicantId, schoolId, title, plan, memberIds: memberIds.filter((id) => id !== applicantId), at } }];
};

const review = ({ advice, comment }: ReviewProject, on: On<{ reviewer: StaffMemberState }>): ProjectEvent[] => {
  const project = awaitingDecision(on.state);
  const { by: { personId: reviewerId }, facts: { reviewer: { schoolId } } } = on;
  if (hasPart(project, reviewerId)) throw new Rejected('reviewer-has-part', 'Nobody reviews a project that they have a part in.');
  if (schoolId === project.of.schoolId) throw new Rejected('reviewer-of-same-school', 'Nobody reviews a project of their own school.');
  if (project.reviews[reviewerId] === advice) return [];
  return [{ type: 'ProjectReviewed', data: { ...of(on, project), reviewerId, ...(schoolId && { reviewerSchoolId: schoolId }), advice, comment } }];
};

const approve = ({ milestones }: ApproveProject, on: On): ProjectEvent[] => {
  if (on.state.status === 'approved') return [];
  const project = awaitingDecision(on.state);
  if (hasPart(project, on.by.personId)) throw new Rejected('decider-has-part', 'Nobody decides about a project that they have a part in.');
  if (Object.keys(project.reviews).length === 0) throw new Rejected('project-not-reviewed', 'Somebody without a part in it reviews the proposal first.');
  if (new Set(milestones.map(({ milestone }) => milestone)).size < milestones.length) throw new Rejected('milestone-twice', 'Each milestone has a code of its own.');
  const said = milestones.map(({ milestone, dueOn }) => ({ milestone, dueOn }));
  return [{ type: 'ProjectApproved', data: { ...of(on, project), on: dayOf(on.at), milestones: said, approvedBy: on.by.personId } }];
};

const reject = ({ reason }: RejectProject, on: On): ProjectEvent[] => {
  if (on.state.status === 'rejected') return [];
  const project = awaitingDecision(on.state);
  if (hasPart(project, on.by.personId)) throw new Rejected('decider-has-part', 'Nobody decides about a project that they have a part in.');
  return [{ type: 'ProjectRejected', data: { ...of(on, project), reason, rejectedBy: on.by.personId } }];
};

const reportMilestone = ({ milestone, on: day, report }: ReportProjectMilestone, on: On): ProjectEvent[] => {
  const project = goingOn(on.state);
  if (project.reached.includes(milestone)) return [];
  const due = project.milestones.find((one) => one.milestone === milestone);
  if (!due) throw new Rejected('milestone-not-found', 'The project has no such milestone.');
  const reachedOn = day ?? dayOf(on.at);
  if (reachedOn > dayOf(on.at)) throw new Rejected('day-in-future', 'A milestone is reached today or earlier.');
  return [{ type: 'ProjectMilestoneReported', data: { ...of(on, project), ...due, on: reachedOn, onTime: reachedOn <= due.dueOn, report, reportedBy: on.by.personId } }];
};

const submitOutcome = ({ outcomeKind, outcome }: SubmitProjectOutcome, on: On): ProjectEvent[] => {
  const project = goingOn(on.state);
  return [{ type: 'ProjectOutcomeSubmitted', data: { ...of(on, project), outcomeId: `${on.id}:${project.outcomes + 1}`, outcomeKind, outcome, submittedBy: on.by.personId } }];
};

const conclude = ({ grade }: ConcludeProject, on: On): ProjectEvent[] => {
  if (on.state.status === 'concluded') return [];
  const project = goingOn(on.state);
  if (hasPart(project, on.by.personId)) throw new Rejected('decider-has-part', 'Nobody decides about a project that they have a part in.');
  if (project.outcomes === 0) throw new Rejected('outcome-missing', 'A project is done once something came of it that others can use.');
  return [{ type: 'ProjectConcluded', data: { ...of(on, project), on: dayOf(on.at), grade, memberIds: project.memberIds, concludedBy: on.by.personId } }];
};

const terminate = ({ reason }: TerminateProject, on: On): ProjectEvent[] => {
  if (on.state.status === 'terminated') return [];
  return [{ type: 'ProjectTerminated', data: { ...of(on, goingOn(on.state)), on: dayOf(on.at), reason, terminatedBy: on.by.personId } }];
};

const evolve = (state: ProjectState, { type, data }: ProjectEvent): ProjectState => {
  if (type === 'ProjectSubmitted') {
    const { projectId, callId, kind, schoolYear, applicantId, schoolId, memberIds } = data;
    return { status: 'submitted', of: { projectId, callId, kind, schoolYear, applicantId, schoolId }, memberIds, reviews: {}, milestones: [], reached: [], outcomes: 0 };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'ProjectReviewed': return { ...state, reviews: { ...state.reviews, [data.reviewerId]: data.advice } };
    case 'ProjectApproved': return { ...state, status: 'approved', milestones: data.milestones };
    case 'ProjectRejected': return { ...state, status: 'rejected' };
    case 'ProjectMilestoneReported': return { ...state, reached: [...state.reached, data.milestone] };
    case 'ProjectOutcomeSubmitted': return { ...state, outcomes: state.outcomes + 1 };
    case 'ProjectConcluded': return { ...state, status: 'concluded' };
    case 'ProjectTerminated': return { ...state, status: 'terminated' };
  }
};

/** A project that class teachers carry through: proposed, reviewed, decided about, done. */
export const project = decider<ProjectState, ProjectEvent>()('project', {
  initial: { status: 'none' },
  decide: {
    SubmitProject: submit, ReviewProject: review, ApproveProject: approve, RejectProject: reject, ReportProjectMilestone: reportMilestone,
    SubmitProjectOutcome: submitOutcome, ConcludeProject: conclude, TerminateProject: terminate,
  },
  evolve,
});
