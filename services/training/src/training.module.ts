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
import { competition } from './competitions/competition.decider';
import { competitionRefusals, CompetitionRoutes } from './competitions/competition.routes';
import { competitionEntries, CompetitionEntryQueries } from './competitions/competition-entries.view';
import { CompetitionQueries, competitions } from './competitions/competitions.view';
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

/** Training and research of class teachers: three tiers, who was reached, and what came of it. */
export const training = service({
  name: 'training',
  says: 'Training and research of class teachers: plans, sessions, coverage, camps, projects, activities and competency',
  events: trainingEvents,
  peers: [organizationEvents],
  streams: [
    tierLadder,
    staffMember, studyCamp, campPlace,
    rainbowTeam,
    projectCall, project,
    activity, showcaseMonth, activitySeries,
    campaign, campaignParticipation,
    competition,
  ],
  routes: [
    TierLadderRoutes, TierLadderQueries,
    StudyCampRoutes, StudyCampQueries, CampMemberQueries,
    RainbowTeamRoutes, RainbowTeamQueries,
    ProjectCallRoutes, ProjectCallQueries, ProjectRoutes, ProjectQueries,
    ActivityRoutes, ActivityQueries, ActivitySeriesRoutes, ActivitySeriesQueries,
    CampaignRoutes, CampaignQueries, CampaignParticipationRoutes, CampaignParticipationQueries,
    CompetitionRoutes, CompetitionQueries, CompetitionEntryQueries,
  ],
  views: [
    personPositions, classRosters,
    tierLadders,
    studyCamps, campMembers,
    rainbowTeams,
    projectCalls, projects,
    activities, activitySeriesList,
    campaigns, campaignParticipations,
    competitions, competitionEntries,
  ],
  reactions: [
    noteStaffMembers,
    scheduleCascadedActivities,
  ],
  refusals: [
    tierLadderRefusals,
    studyCampRefusals,
    rainbowTeamRefusals,
    projectRefusals,
    activityRefusals,
    campaignRefusals,
    competitionRefusals,
  ],
});
