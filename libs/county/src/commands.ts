import type { Instant, Uuid } from '@homeroom/contracts';
import { TRAINING_ROUTES } from './training-routes';

/** Where each command of the year is asked: service and path. One place, so that a renamed route is a change of one line. */
export const ROUTES = {
  RegisterOrgUnit: ['organization', '/v1/org-units'],
  FormEducationGroup: ['organization', '/v1/education-groups'],
  JoinEducationGroup: ['organization', '/v1/org-units/:orgUnitId/join-education-group'],
  SetAppointmentRules: ['organization', '/v1/appointment-rules'],
  PublishCountyCalendar: ['organization', '/v1/school-calendars/county/publish'],
  PublishDeadlinePolicy: ['organization', '/v1/deadline-policy/publish'],
  RegisterTeacher: ['organization', '/v1/teachers'],
  RecordPreServiceCertificate: ['organization', '/v1/teachers/:personId/pre-service-certificate'],
  AppointChiefClassTeacher: ['organization', '/v1/teachers/:personId/appoint-chief'],
  TransferTeacher: ['organization', '/v1/teachers/:personId/transfer'],
  DeactivateTeacher: ['organization', '/v1/teachers/:personId/deactivate'],
  OpenClass: ['organization', '/v1/school-classes'],
  FlagTargetClass: ['organization', '/v1/school-classes/:classId/flag-target'],
  SetClassGoals: ['organization', '/v1/school-classes/:classId/goals'],
  AdoptClassCovenant: ['organization', '/v1/school-classes/:classId/covenant'],
  PublishDailyNorms: ['organization', '/v1/school-classes/:classId/daily-norms'],
  SetClassDevelopmentPlan: ['organization', '/v1/school-classes/:classId/development-plan'],
  AppointClassTeacher: ['organization', '/v1/class-leaderships/:classId/appoint-class-teacher'],
  ReplaceClassTeacher: ['organization', '/v1/class-leaderships/:classId/replace-class-teacher'],
  NominateLeadClassTeacher: ['organization', '/v1/class-leaderships/:classId/nominate-lead'],
  ApproveLeadClassTeacherAssignment: ['organization', '/v1/class-leaderships/:classId/approve-lead'],
  DeclineLeadClassTeacherAssignment: ['organization', '/v1/class-leaderships/:classId/decline-lead'],
  AppointLeadClassTeacher: ['organization', '/v1/class-leaderships/:classId/appoint-lead'],
  AdjustIntervention: ['organization', '/v1/class-leaderships/:classId/adjust-intervention'],
  GrantLoadException: ['organization', '/v1/lead-class-teacher-loads/:load/grant-exception'],
  DefineCollaborationChain: ['organization', '/v1/collaboration-chains/:classId/define'],
  ActivateCollaborationChain: ['organization', '/v1/collaboration-chains/:classId/activate'],
  SetChainDelegate: ['organization', '/v1/collaboration-chains/:classId/set-delegate'],
  RaiseUpwardReport: ['organization', '/v1/upward-reports'],
  AcknowledgeUpwardReport: ['organization', '/v1/upward-reports/:reportId/acknowledge'],
  RequestUpwardReportInfo: ['organization', '/v1/upward-reports/:reportId/request-info'],
  SupplyUpwardReportInfo: ['organization', '/v1/upward-reports/:reportId/supply-info'],
  ForwardUpwardReport: ['organization', '/v1/upward-reports/:reportId/forward'],
  EscalateUpwardReport: ['organization', '/v1/upward-reports/:reportId/escalate'],
  RespondToUpwardReport: ['organization', '/v1/upward-reports/:reportId/respond'],
  ResolveUpwardReport: ['organization', '/v1/upward-reports/:reportId/resolve'],
  ConfirmUpwardReport: ['organization', '/v1/upward-reports/:reportId/confirm'],
  RejectUpwardReportResolution: ['organization', '/v1/upward-reports/:reportId/reject-resolution'],
  HoldUpwardReport: ['organization', '/v1/upward-reports/:reportId/hold'],
  ResumeUpwardReport: ['organization', '/v1/upward-reports/:reportId/resume'],
  WithdrawUpwardReport: ['organization', '/v1/upward-reports/:reportId/withdraw'],
  MergeUpwardReport: ['organization', '/v1/upward-reports/:reportId/merge'],
  DeclineUpwardReport: ['organization', '/v1/upward-reports/:reportId/decline'],
  ReopenUpwardReport: ['organization', '/v1/upward-reports/:reportId/reopen'],
  ReassignUpwardReport: ['organization', '/v1/upward-reports/:reportId/reassign'],
  DraftDirective: ['organization', '/v1/directives'],
  IssueDirective: ['organization', '/v1/directives/:directiveId/issue'],
  RelayDirective: ['organization', '/v1/directives/:directiveId/relay'],
  CloseDirective: ['organization', '/v1/directives/:directiveId/close'],
  AcknowledgeDirective: ['organization', '/v1/directive-receipts/:receipt/acknowledge'],
  ReportDirectiveCompletion: ['organization', '/v1/directive-receipts/:receipt/report-completion'],
  ReturnDirectiveCompletion: ['organization', '/v1/directive-receipts/:receipt/return-completion'],
  VerifyDirectiveCompletion: ['organization', '/v1/directive-receipts/:receipt/verify-completion'],
  IdentifyCommonProblem: ['organization', '/v1/common-problems'],
  DiscussCommonProblem: ['organization', '/v1/common-problems/:commonProblemId/discuss'],
  CloseCommonProblem: ['organization', '/v1/common-problems/:commonProblemId/close'],
  SubmitClassReport: ['organization', '/v1/class-work-logs/:log/class-reports'],
  RecordRoutineWork: ['organization', '/v1/class-work-logs/:log/routine-work'],
  HoldClassActivity: ['organization', '/v1/class-work-logs/:log/activities'],
  RecordHomeSchoolContact: ['organization', '/v1/class-work-logs/:log/home-school-contacts'],
  WithdrawWorkLogEntry: ['organization', '/v1/class-work-logs/:log/withdraw-entry'],
  PlanClassInspection: ['organization', '/v1/class-inspections'],
  StartClassInspection: ['organization', '/v1/class-inspections/:inspectionId/start'],
  RecordInspectionFinding: ['organization', '/v1/class-inspections/:inspectionId/findings'],
  RequestRectification: ['organization', '/v1/class-inspections/:inspectionId/request-rectification'],
  CompleteClassInspection: ['organization', '/v1/class-inspections/:inspectionId/complete'],
  SubmitRectification: ['organization', '/v1/class-inspections/:inspectionId/submit-rectification'],
  ConfirmRectification: ['organization', '/v1/class-inspections/:inspectionId/confirm-rectification'],
  ScheduleMeeting: ['organization', '/v1/meetings'],
  RecordMinutes: ['organization', '/v1/meetings/:meetingId/minutes'],
  RequestSupport: ['resources', '/v1/support-requests'],
  ApproveSupport: ['resources', '/v1/support-requests/:supportRequestId/approve'],
  DeclineSupport: ['resources', '/v1/support-requests/:supportRequestId/decline'],
  AllocateSupport: ['resources', '/v1/support-requests/:supportRequestId/allocate'],
  DeliverSupport: ['resources', '/v1/support-requests/:supportRequestId/deliver'],
  ConfirmSupport: ['resources', '/v1/support-requests/:supportRequestId/confirm'],
  ...TRAINING_ROUTES,
  DraftFramework: ['evaluation', '/v1/frameworks'],
  PublishFramework: ['evaluation', '/v1/frameworks/:frameworkId/publish'],
  PublishPointsRules: ['evaluation', '/v1/points-rules/publish'],
  OpenCycle: ['evaluation', '/v1/evaluation-cycles'],
  FreezeRoster: ['evaluation', '/v1/evaluation-cycles/:cycleId/freeze-roster'],
  AppointRaters: ['evaluation', '/v1/evaluation-cycles/:cycleId/appoint-raters'],
  OpenCollection: ['evaluation', '/v1/evaluation-cycles/:cycleId/open-collection'],
  CloseCollection: ['evaluation', '/v1/evaluation-cycles/:cycleId/close-collection'],
  StartReview: ['evaluation', '/v1/evaluation-cycles/:cycleId/start-review'],
  PubliciseResults: ['evaluation', '/v1/evaluation-cycles/:cycleId/publicise-results'],
  CloseObjections: ['evaluation', '/v1/evaluation-cycles/:cycleId/close-objections'],
  FinaliseCycle: ['evaluation', '/v1/evaluation-cycles/:cycleId/finalise'],
  RateIndicators: ['evaluation', '/v1/evaluation-cycles/:cycleId/rate-indicators'],
  RecordQuantitativeMeasures: ['evaluation', '/v1/evaluation-cycles/:cycleId/record-quantitative-measures'],
  ComputeScores: ['evaluation', '/v1/evaluation-cycles/:cycleId/compute-scores'],
  FinaliseResults: ['evaluation', '/v1/evaluation-cycles/:cycleId/finalise-results'],
  RecomputeResult: ['evaluation', '/v1/assessments/:assessment/recompute'],
  DesignSurvey: ['evaluation', '/v1/surveys'],
  OpenSurvey: ['evaluation', '/v1/surveys/:surveyId/open'],
  CloseSurvey: ['evaluation', '/v1/surveys/:surveyId/close'],
  IssueTokens: ['evaluation', '/v1/survey-sheets/:sheet/issue-tokens'],
  SubmitSurveyResponse: ['evaluation', '/v1/counties/:county/survey-sheets/:sheet/responses'],
  FileObjection: ['evaluation', '/v1/objections'],
  AcceptObjection: ['evaluation', '/v1/objections/:objectionId/accept'],
  UpholdObjection: ['evaluation', '/v1/objections/:objectionId/uphold'],
  OpenCamp: ['training', '/v1/study-camps'],
  AdmitCampMember: ['training', '/v1/study-camps/:campId/admit-member'],
  RecordTrackingCheckpoint: ['training', '/v1/study-camps/:campId/checkpoints'],
  GraduateCampMember: ['training', '/v1/study-camps/:campId/graduate-member'],
  WithdrawCampMember: ['training', '/v1/study-camps/:campId/withdraw-member'],
  FormRainbowTeam: ['training', '/v1/rainbow-teams'],
  AddTeamTeacher: ['training', '/v1/rainbow-teams/:teamId/add-teacher'],
  AddTeamMentor: ['training', '/v1/rainbow-teams/:teamId/add-mentor'],
  ReplaceTeamMember: ['training', '/v1/rainbow-teams/:teamId/replace-member'],
  ActivateTeam: ['training', '/v1/rainbow-teams/:teamId/activate'],
  OpenProjectCall: ['training', '/v1/project-calls'],
  SubmitProject: ['training', '/v1/projects'],
  ReviewProject: ['training', '/v1/projects/:projectId/review'],
  ApproveProject: ['training', '/v1/projects/:projectId/approve'],
  RejectProject: ['training', '/v1/projects/:projectId/reject'],
  ReportProjectMilestone: ['training', '/v1/projects/:projectId/milestones'],
  SubmitProjectOutcome: ['training', '/v1/projects/:projectId/outcomes'],
  ConcludeProject: ['training', '/v1/projects/:projectId/conclude'],
  TerminateProject: ['training', '/v1/projects/:projectId/terminate'],
  CreateActivitySeries: ['training', '/v1/activity-series'],
  ScheduleActivity: ['training', '/v1/activities'],
  CascadeActivity: ['training', '/v1/activities/:activityId/cascade'],
  HoldActivity: ['training', '/v1/activities/:activityId/hold'],
  CancelActivity: ['training', '/v1/activities/:activityId/cancel'],
  LaunchCampaign: ['training', '/v1/campaigns'],
  CloseCampaign: ['training', '/v1/campaigns/:campaignId/close'],
  EnrollSchoolInCampaign: ['training', '/v1/campaign-participations/:participation/enroll'],
  SubmitCampaignEvidence: ['training', '/v1/campaign-participations/:participation/evidence'],
  AcceptCampaignResult: ['training', '/v1/campaign-participations/:participation/accept'],
  OpenCompetition: ['training', '/v1/competitions'],
  AppointJudge: ['training', '/v1/competitions/:competitionId/judges'],
  SubmitEntry: ['training', '/v1/competitions/:competitionId/entries'],
  ScoreEntry: ['training', '/v1/competitions/:competitionId/score'],
  AnnounceResults: ['training', '/v1/competitions/:competitionId/announce'],
  HoldCaseConsultation: ['training', '/v1/case-consultations'],
  RecordConsultationOpinion: ['training', '/v1/case-consultations/:consultationId/opinions'],
  PublishCompetencyModel: ['training', '/v1/competency-model/publish'],
  AssessCompetencyLevel: ['training', '/v1/competency-profiles/:personId/assess'],
  PromoteCompetencyLevel: ['training', '/v1/competency-profiles/:personId/promote'],
  OpenSelection: ['training', '/v1/workshop-selections/:selection/open'],
  SelectParticipant: ['training', '/v1/workshop-selections/:selection/participants'],
  CloseSelection: ['training', '/v1/workshop-selections/:selection/close'],
  AdvanceMaturity: ['training', '/v1/maturity/:subject/advance'],
} as const satisfies Record<string, readonly [service: string, path: string]>;

export type Operation = keyof typeof ROUTES;

/** Somebody asks for something at a time. */
export interface PlannedCommand {
  /** Asked by nobody, with the n-th of the one-time tokens that an earlier command of its lane was told. */
  readonly token?: number;
  /** What tells it from others of its operation, target and time. */
  readonly apart?: string;
  /** What the replay clock shows when it is asked. */
  readonly at: Instant;
  readonly operation: Operation;
  /** What stands in the path, in its order. */
  readonly ids: readonly string[];
  readonly by: Uuid;
  readonly body: Readonly<Record<string, unknown>>;
  /** Commands of one hour that share a lane are asked one after the other, in the plan's order; others side by side. */
  readonly lane: string;
  /** What it is about, where that is not its lane: a matter that goes on in another service waits until that service has heard of it. */
  readonly matter?: string;
}

/** The path with its ids. */
export const pathOf = ({ operation, ids }: Pick<PlannedCommand, 'operation' | 'ids'>): string => {
  let n = 0;
  return ROUTES[operation][1].replace(/:\w+/g, () => encodeURIComponent(ids[n++]!));
};

/** The same in every load of a seed: a load that was interrupted asks again and is told the first result. What begins a stream says its id first. */
export const idempotencyKeyOf = ({ at, operation, ids, body, lane, apart }: PlannedCommand): string => {
  const [first] = Object.values(body);
  return `year/${operation}/${ids.join('/') || (typeof first === 'string' ? first : lane)}/${at}${apart === undefined ? '' : `/${apart}`}`;
};
