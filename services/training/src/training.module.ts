import { organizationEvents, trainingEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
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
  ],
  routes: [
    TierLadderRoutes, TierLadderQueries,
    StudyCampRoutes, StudyCampQueries, CampMemberQueries,
    RainbowTeamRoutes, RainbowTeamQueries,
    ProjectCallRoutes, ProjectCallQueries, ProjectRoutes, ProjectQueries,
  ],
  views: [
    personPositions, classRosters,
    tierLadders,
    studyCamps, campMembers,
    rainbowTeams,
    projectCalls, projects,
  ],
  reactions: [
    noteStaffMembers,
  ],
  refusals: [
    tierLadderRefusals,
    studyCampRefusals,
    rainbowTeamRefusals,
    projectRefusals,
  ],
});
