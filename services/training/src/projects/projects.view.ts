import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  type LocalDate, projectGrades, type ProjectGrade, projectKinds, type ProjectKind, projectOutcomeKinds, type ProjectOutcomeKind, reviewAdvices, type ReviewAdvice,
  type SchoolYear, type Sealed, type TrainingEvent, type Uuid,
} from '@homeroom/contracts';
import {
  anyOf, Asks, Choice, Id, InjectRows, moved, PageQuery, Reads, RowChoice, RowId, RowIds, RowJson, RowKey, type Rows, RowSealed, RowText, RowWhole, view,
} from '@homeroom/platform';
import { looksAtOwn, reviews, worksOnIt } from './project-who-may.model';

const projectStatuses = ['submitted', 'approved', 'concluded', 'rejected', 'terminated'] as const;
type ProjectStatus = (typeof projectStatuses)[number];

export class ProjectReview {
  @ApiProperty({ type: String, format: 'uuid', description: 'Who reviewed.' }) reviewerId!: Uuid;
  @ApiProperty({ enum: reviewAdvices, description: 'What they advise.' }) advice!: ReviewAdvice;
  @ApiProperty({ type: String, nullable: true, description: 'Why. Null once the key of its subject is destroyed.' }) comment!: Sealed | null;
}

export class ProjectStep {
  @ApiProperty({ type: String, description: 'The milestone.' }) milestone!: string;
  @ApiProperty({ type: String, format: 'date', description: 'The day by which it is to be reached.' }) dueOn!: LocalDate;
  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'When it was reached.' }) reachedOn!: LocalDate | null;
  @ApiProperty({ type: String, nullable: true, description: 'What was done. Null also once the key of its subject is destroyed.' }) report!: Sealed | null;
}

export class ProjectOutcome {
  @ApiProperty({ type: String, description: 'The outcome.' }) outcomeId!: string;
  @ApiProperty({ enum: projectOutcomeKinds, description: 'What it is.' }) outcomeKind!: ProjectOutcomeKind;
  @ApiProperty({ type: String, nullable: true, description: 'What it says. Null once the key of its subject is destroyed.' }) outcome!: Sealed | null;
}

/** A project of class teachers, from the proposal to what came of it. */
export class ProjectRow {
  @RowKey('The project') projectId!: Uuid;
  @RowWhole('Version of its stream: the ETag') streamVersion!: number;
  @RowChoice(projectStatuses, 'How far it has come') status!: ProjectStatus;
  @RowChoice(projectKinds, 'What kind it is') kind!: ProjectKind;
  @RowText('The school year of its call') schoolYear!: SchoolYear;
  @RowId('The call it answers') callId!: Uuid;
  @RowId('Who proposed it') applicantId!: Uuid;
  @RowIds('Who works on it beside them') memberIds!: Uuid[];
  @RowId('The school it is made in') schoolId!: Uuid;
  @RowSealed('What it is called.') title!: Sealed;
  @RowSealed('What is to be found out or made, and how.') plan!: Sealed;
  @RowJson([ProjectReview], 'What reviewers think, each with their last word') reviews!: ProjectReview[];
  @RowJson([ProjectStep], 'What it is to reach by when') milestones!: ProjectStep[];
  @RowJson([ProjectOutcome], 'What came of it') outcomes!: ProjectOutcome[];
  @RowChoice(projectGrades, 'How it was judged in the end', { optional: true }) grade!: ProjectGrade | null;
  @RowSealed('Why it was decided against or given up.', { optional: true }) reason!: Sealed | null;
}

type Submitted = Extract<TrainingEvent, { type: 'ProjectSubmitted' }>['data'];

const submitted = ({ projectId, kind, schoolYear, callId, applicantId, memberIds, schoolId, title, plan }: Submitted, streamVersion: number): ProjectRow => ({
  projectId, streamVersion, status: 'submitted', kind, schoolYear, callId, applicantId, memberIds: [...memberIds], schoolId, title, plan, reviews: [], milestones: [], outcomes: [],
  grade: null, reason: null,
});

export const projects = view<TrainingEvent>()(ProjectRow, {
  name: 'projects', version: 1, key: 'projectId', indexes: [['schoolYear', 'kind', 'status'], ['callId', 'status'], ['schoolId'], ['applicantId']],
  on: {
    ProjectSubmitted: (_, { data, version }) => submitted(data, version),
    ProjectReviewed: (row, e) => moved(row, e, (project) => {
      const { reviewerId, advice, comment } = e.data;
      return { reviews: [...project.reviews.filter((one) => one.reviewerId !== reviewerId), { reviewerId, advice, comment }] };
    }),
    ProjectApproved: (row, e) => moved(row, e, { status: 'approved', milestones: e.data.milestones.map(({ milestone, dueOn }) => ({ milestone, dueOn, reachedOn: null, report: null })) }),
    ProjectRejected: (row, e) => moved(row, e, { status: 'rejected', reason: e.data.reason }),
    ProjectMilestoneReported: (row, e) => moved(row, e, ({ milestones }) => ({
      milestones: milestones.map((one) => (one.milestone === e.data.milestone ? { ...one, reachedOn: e.data.on, report: e.data.report } : one)),
    })),
    ProjectOutcomeSubmitted: (row, e) => moved(row, e, ({ outcomes }) => {
      const { outcomeId, outcomeKind, outcome } = e.data;
      return { outcomes: [...outcomes, { outcomeId, outcomeKind, outcome }] };
    }),
    ProjectConcluded: (row, e) => moved(row, e, { status: 'concluded', grade: e.data.grade }),
    ProjectTerminated: (row, e) => moved(row, e, { status: 'terminated', reason: e.data.reason }),
  },
});

export class ProjectsQuery extends PageQuery {
  @Choice(projectStatuses, 'Only these', { optional: true }) status?: ProjectStatus;
  @Choice(projectKinds, 'Only of this kind', { optional: true }) kind?: ProjectKind;
  @Id('Only of this call', { optional: true }) callId?: Uuid;
  @Id('Only of this school', { optional: true }) schoolId?: Uuid;
  @Id('Only of this applicant', { optional: true }) applicantId?: Uuid;
}

@Controller('v1/projects')
export class ProjectQueries {
  constructor(@InjectRows(projects) private readonly rows: Rows<ProjectRow>) {}

  @Get()
  @Reads(ProjectRow, { may: looksAtOwn, summary: 'Projects by kind and how far they have come', page: true, of: [projects] })
  listProjects(@Asks() asks: Asks, @Query() query: ProjectsQuery) {
    const { status, kind, callId, schoolId, applicantId } = query;
    return this.rows.page(asks, { where: { status, kind, callId, schoolId, applicantId }, order: ['schoolYear', 'kind', 'status'], query });
  }

  @Get(':projectId')
  @Reads(ProjectRow, { may: anyOf(reviews, worksOnIt), summary: 'A project as it stands', of: [projects], etag: 'streamVersion' })
  project(@Asks() asks: Asks, @Param('projectId') projectId: string) {
    return this.rows.one(asks, projectId);
  }
}
