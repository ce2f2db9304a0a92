import { organizationEvents, resourcesEvents } from '@homeroom/contracts';
import { service } from '@homeroom/platform';
import { classLeaders } from './people/class-leaders.view';
import { personPositions } from './people/person-positions.view';
import { requestSupportForNeeds } from './support-requests/request-support-for-needs.reaction';
import { supportRequest } from './support-requests/support-request.decider';
import { supportRequestRefusals, SupportRequestRoutes } from './support-requests/support-request.routes';
import { SupportRequestQueries, supportRequests } from './support-requests/support-requests.view';
import { SupportTimelineQueries, supportTimeline } from './support-requests/support-timeline.view';

/** What a county gives its schools and classes, asked for by people or by the needs they report. */
export const resources = service({
  name: 'resources',
  says: 'Support for schools and classes: asked for, granted, brought and confirmed',
  events: resourcesEvents,
  peers: [organizationEvents],
  streams: [supportRequest],
  routes: [SupportRequestRoutes, SupportRequestQueries, SupportTimelineQueries],
  views: [supportRequests, supportTimeline, personPositions, classLeaders],
  reactions: [requestSupportForNeeds],
  refusals: [supportRequestRefusals],
});
