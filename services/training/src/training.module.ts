import { organizationEvents, trainingEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';

/** Training and research of class teachers: three tiers, who was reached, and what came of it. */
export const training = service({
  name: 'training',
  says: 'Training and research of class teachers: plans, sessions, coverage, camps, projects, activities and competency',
  events: trainingEvents,
  peers: [organizationEvents],
  streams: [],
  routes: [],
  views: [],
  reactions: [],
  refusals: [],
});
