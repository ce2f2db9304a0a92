import { published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';

/** Micro-projects of moral education as action research (德育微课题), and curricula of a class's own (班本课程). */
export const projectKinds = ['micro-research', 'class-curriculum'] as const;
export type ProjectKind = (typeof projectKinds)[number];

/** Proposals are taken up to and with `closesOn`. `wanted` is how many projects the county means to carry through: a target, no limit. */
export type ProjectCallOpened = Event<'ProjectCallOpened', {
  readonly callId: Uuid; readonly kind: ProjectKind; readonly schoolYear: SchoolYear; readonly title: Sealed; readonly closesOn: LocalDate; readonly wanted: number;
  readonly openedBy: Uuid; readonly at: Instant;
}>;

/** No proposal is taken any more, whatever day it is. Those made stand. */
export type ProjectCallClosed = Event<'ProjectCallClosed', { readonly callId: Uuid; readonly closedBy: Uuid; readonly at: Instant }>;

export type ProjectCallEvent = ProjectCallOpened | ProjectCallClosed;

export const projectCallEvents = {
  ProjectCallOpened: published('project-call'),
  ProjectCallClosed: published('project-call'),
};

/** What a reviewer advises. The county decides. */
export const reviewAdvices = ['approve', 'reject'] as const;
export type ReviewAdvice = (typeof reviewAdvices)[number];

export const projectOutcomeKinds = ['paper', 'case-collection', 'course', 'report', 'other'] as const;
export type ProjectOutcomeKind = (typeof projectOutcomeKinds)[number];

export const projectGrades = ['excellent', 'passed'] as const;
export type ProjectGrade = (typeof projectGrades)[number];

/** A step that the project is to reach by a day. `milestone` is its code within the project. */
export interface ProjectMilestone { readonly milestone: string; readonly dueOn: LocalDate }

/** What every event of a project says. */
interface OfProject {
  readonly projectId: Uuid; readonly callId: Uuid; readonly kind: ProjectKind; readonly schoolYear: SchoolYear;
  readonly applicantId: Uuid; readonly schoolId: Uuid; readonly at: Instant;
}

/** A proposal for one call, and for no other. */
export type ProjectSubmitted = Event<'ProjectSubmitted', OfProject & {
  readonly title: Sealed; readonly plan: Sealed;
  /** Who works on it beside the applicant. */
  readonly memberIds: readonly Uuid[];
}>;

/** Somebody who has no part in it read the proposal. Decides nothing. */
export type ProjectReviewed = Event<'ProjectReviewed', OfProject & {
  readonly reviewerId: Uuid;
  /** Where the reviewer worked then; absent for who works in no school. */
  readonly reviewerSchoolId?: Uuid;
  readonly advice: ReviewAdvice; readonly comment: Sealed;
}>;

/** The project is carried through, with these milestones. */
export type ProjectApproved = Event<'ProjectApproved', OfProject & { readonly on: LocalDate; readonly milestones: readonly ProjectMilestone[]; readonly approvedBy: Uuid }>;

/** The project is not carried through. Terminal. */
export type ProjectRejected = Event<'ProjectRejected', OfProject & { readonly reason: Sealed; readonly rejectedBy: Uuid }>;

/** A milestone was reached on `on`, perhaps late. Each is reported once. */
export type ProjectMilestoneReported = Event<'ProjectMilestoneReported', OfProject & {
  readonly milestone: string; readonly dueOn: LocalDate; readonly on: LocalDate; readonly onTime: boolean; readonly report: Sealed; readonly reportedBy: Uuid;
}>;

/** Something came of it that others can use. `outcomeId` is `<projectId>:<n>`. */
export type ProjectOutcomeSubmitted = Event<'ProjectOutcomeSubmitted', OfProject & {
  readonly outcomeId: string; readonly outcomeKind: ProjectOutcomeKind; readonly outcome: Sealed; readonly submittedBy: Uuid;
}>;

/** The project is done, with at least one outcome. Terminal. */
export type ProjectConcluded = Event<'ProjectConcluded', OfProject & { readonly on: LocalDate; readonly grade: ProjectGrade; readonly memberIds: readonly Uuid[]; readonly concludedBy: Uuid }>;

/** The project is given up, after its approval. Terminal. */
export type ProjectTerminated = Event<'ProjectTerminated', OfProject & { readonly on: LocalDate; readonly reason: Sealed; readonly terminatedBy: Uuid }>;

export type ProjectEvent =
  | ProjectSubmitted | ProjectReviewed | ProjectApproved | ProjectRejected | ProjectMilestoneReported | ProjectOutcomeSubmitted | ProjectConcluded | ProjectTerminated;

export const projectEvents = {
  ProjectSubmitted: published('project'),
  ProjectReviewed: published('project'),
  ProjectApproved: published('project'),
  ProjectRejected: published('project'),
  ProjectMilestoneReported: published('project'),
  ProjectOutcomeSubmitted: published('project'),
  ProjectConcluded: published('project'),
  ProjectTerminated: published('project'),
};
