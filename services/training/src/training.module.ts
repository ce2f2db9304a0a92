import { organizationEvents, trainingEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
import { activities, ActivityQueries } from './activities/activities.view';
import { activity } from './activities/activity.decider';
import { activityRefusals, ActivityRoutes, ActivitySeriesRoutes } from './activities/activity.routes';
import { activitySeries } from './activities/activity-series.decider';
import { activitySeriesList, ActivitySeriesQueries } from './activities/activity-series.view';
import { scheduleCascadedActivities } from './activities/schedule-cascaded-activities.reaction';
import { showcaseMonth } from './activities/showcase-month.decider';
import { campaign } from './campaigns/campaign.decider';
import { campaignRefusals, CampaignParticipationRoutes, CampaignRoutes } from './campaigns/campaign.routes';
import { campaignParticipation } from './campaigns/campaign-participation.decider';
import { CampaignParticipationQueries, campaignParticipations } from './campaigns/campaign-participations.view';
import { CampaignQueries, campaigns } from './campaigns/campaigns.view';
import { caseConsultation } from './case-consultations/case-consultation.decider';
import { caseConsultationRefusals, CaseConsultationRoutes } from './case-consultations/case-consultation.routes';
import { CaseConsultationQueries, caseConsultations } from './case-consultations/case-consultations.view';
import { citableReport } from './case-consultations/citable-report.decider';
import { noteCitableReports } from './case-consultations/note-citable-reports.reaction';
import { competencyRefusals, CompetencyModelRoutes, CompetencyProfileRoutes } from './competency/competency.routes';
import { competencyModel } from './competency/competency-model.decider';
import { CompetencyModelQueries, competencyModels } from './competency/competency-models.view';
import { competencyProfile } from './competency/competency-profile.decider';
import { CompetencyProfileQueries, competencyProfiles } from './competency/competency-profiles.view';
import { competition } from './competitions/competition.decider';
import { competitionRefusals, CompetitionRoutes } from './competitions/competition.routes';
import { competitionEntries, CompetitionEntryQueries } from './competitions/competition-entries.view';
import { CompetitionQueries, competitions } from './competitions/competitions.view';
import { course } from './courses/course.decider';
import { courseRefusals, CourseRoutes } from './courses/course.routes';
import { CourseQueries, courses } from './courses/courses.view';
import { coverageRecomputes } from './coverage-targets/coverage-recomputes.proof';
import { coverageTarget } from './coverage-targets/coverage-target.decider';
import { coverageTargetRefusals, CoverageTargetRoutes } from './coverage-targets/coverage-target.routes';
import { coverageComputations, CoverageTargetQueries, coverageTargets } from './coverage-targets/coverage-targets.view';
import { CoverageQueries } from './coverage-targets/coverage.view';
import { reckonCoverageAnew } from './coverage-targets/reckon-coverage-anew.reaction';
import { growthTimeline, GrowthTimelineQueries } from './growth-timelines/growth-timeline.view';
import { maturity } from './maturity/maturity.decider';
import { maturityRefusals, MaturityRoutes } from './maturity/maturity.routes';
import { maturityBoard, MaturityQueries } from './maturity/maturity.view';
import { classRosters } from './people/class-rosters.view';
import { personPositions } from './people/person-positions.view';
import { projectCall } from './projects/project-call.decider';
import { ProjectCallQueries, projectCalls } from './projects/project-calls.view';
import { project } from './projects/project.decider';
import { ProjectCallRoutes, projectRefusals, ProjectRoutes } from './projects/project.routes';
import { ProjectQueries, projects } from './projects/projects.view';
import { rainbowTeam } from './rainbow-teams/rainbow-team.decider';
import { rainbowTeamRefusals, RainbowTeamRoutes } from './rainbow-teams/rainbow-team.routes';
import { RainbowTeamQueries, rainbowTeams } from './rainbow-teams/rainbow-teams.view';
import { noteStaffMembers } from './staff-members/note-staff-members.reaction';
import { staffMember } from './staff-members/staff-member.decider';
import { CampMemberQueries, campMembers } from './study-camps/camp-members.view';
import { campPlace } from './study-camps/camp-place.decider';
import { studyCamp } from './study-camps/study-camp.decider';
import { studyCampRefusals, StudyCampRoutes } from './study-camps/study-camp.routes';
import { StudyCampQueries, studyCamps } from './study-camps/study-camps.view';
import { tierLadder } from './tier-ladders/tier-ladder.decider';
import { tierLadderRefusals, TierLadderRoutes } from './tier-ladders/tier-ladder.routes';
import { TierLadderQueries, tierLadders } from './tier-ladders/tier-ladders.view';
import { SessionMatrixQueries } from './training-plans/session-matrix.view';
import { trainingPlan } from './training-plans/training-plan.decider';
import { trainingPlanRefusals, TrainingPlanRoutes } from './training-plans/training-plan.routes';
import { TrainingPlanQueries, trainingPlans } from './training-plans/training-plans.view';
import { EnrollmentQueries, enrollments } from './training-sessions/enrollments.view';
import { TrainingCreditQueries, trainingCredits } from './training-sessions/training-credits.view';
import { trainingSession } from './training-sessions/training-session.decider';
import { trainingSessionRefusals, TrainingSessionRoutes } from './training-sessions/training-session.routes';
import { TrainingSessionQueries, trainingSessions } from './training-sessions/training-sessions.view';
import { workshopSelection } from './workshop-selections/workshop-selection.decider';
import { workshopSelectionRefusals, WorkshopSelectionRoutes } from './workshop-selections/workshop-selection.routes';
import { WorkshopSelectionQueries, workshopSelections } from './workshop-selections/workshop-selections.view';

/** Training and research of class teachers: three tiers, who was reached, and what came of it. */
export const training = service({
  name: 'training',
  says: 'Training and research of class teachers: plans, sessions, coverage, camps, projects, activities and competency',
  events: trainingEvents,
  peers: [organizationEvents],
  streams: [
    tierLadder, trainingPlan, course, trainingSession, coverageTarget,
    staffMember, studyCamp, campPlace,
    rainbowTeam,
    projectCall, project,
    activity, showcaseMonth, activitySeries,
    campaign, campaignParticipation,
    competition,
    caseConsultation, citableReport,
    competencyModel, competencyProfile, workshopSelection, maturity,
  ],
  routes: [
    TierLadderRoutes, TierLadderQueries,
    TrainingPlanRoutes, TrainingPlanQueries, SessionMatrixQueries,
    CourseRoutes, CourseQueries,
    TrainingSessionRoutes, TrainingSessionQueries, EnrollmentQueries, TrainingCreditQueries,
    CoverageTargetRoutes, CoverageTargetQueries, CoverageQueries,
    GrowthTimelineQueries,
    StudyCampRoutes, StudyCampQueries, CampMemberQueries,
    RainbowTeamRoutes, RainbowTeamQueries,
    ProjectCallRoutes, ProjectCallQueries, ProjectRoutes, ProjectQueries,
    ActivityRoutes, ActivityQueries, ActivitySeriesRoutes, ActivitySeriesQueries,
    CampaignRoutes, CampaignQueries, CampaignParticipationRoutes, CampaignParticipationQueries,
    CompetitionRoutes, CompetitionQueries, CompetitionEntryQueries,
    CaseConsultationRoutes, CaseConsultationQueries,
    CompetencyModelRoutes, CompetencyModelQueries, CompetencyProfileRoutes, CompetencyProfileQueries,
    WorkshopSelectionRoutes, WorkshopSelectionQueries,
    MaturityRoutes, MaturityQueries,
  ],
  views: [
    personPositions, classRosters,
    tierLadders, trainingPlans, courses, trainingSessions, enrollments, trainingCredits, coverageTargets, coverageComputations,
    growthTimeline,
    studyCamps, campMembers,
    rainbowTeams,
    projectCalls, projects,
    activities, activitySeriesList,
    campaigns, campaignParticipations,
    competitions, competitionEntries,
    caseConsultations,
    competencyModels, competencyProfiles, workshopSelections, maturityBoard,
  ],
  reactions: [
    reckonCoverageAnew,
    noteStaffMembers, noteCitableReports,
    scheduleCascadedActivities,
  ],
  proofs: [coverageRecomputes],
  refusals: [
    tierLadderRefusals, trainingPlanRefusals, courseRefusals, trainingSessionRefusals, coverageTargetRefusals,
    studyCampRefusals,
    rainbowTeamRefusals,
    projectRefusals,
    activityRefusals,
    campaignRefusals,
    competitionRefusals,
    caseConsultationRefusals,
    competencyRefusals, workshopSelectionRefusals, maturityRefusals,
  ],
});
