import { organizationEvents, trainingEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
import { classRosters } from './people/class-rosters.view';
import { personPositions } from './people/person-positions.view';
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
  ],
  routes: [
    TierLadderRoutes, TierLadderQueries,
  ],
  views: [
    personPositions, classRosters,
    tierLadders,
  ],
  reactions: [],
  refusals: [
    tierLadderRefusals,
  ],
});
