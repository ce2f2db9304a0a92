import { type OrganizationEvent, supportRequestIdOf } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { supportRequest } from './support-request.decider';

/**
 * A report of category `RESOURCE_NEED` asks for support by itself, under the id that organization has expected since the raise.
 * The report does not say which of the four supports it is: it counts as the school's own until the approval settles it.
 * From the start of the log: a need raised before resources first ran waits for its request too.
 *
 * Who takes the report back no longer wants it; what a person asked for beside it stays. One reaction for both, because two go
 * at paces of their own: after a halt the withdrawal could come to a request that is not yet made, and the request would stand.
 */
export const requestSupportForNeeds = reaction<OrganizationEvent>()('request-support-for-needs', { from: 'start', on: {
  UpwardReportRaised: ({ data: { category, reportId: upwardReportId, schoolId, classId, raisedBy: requesterId } }) =>
    (category === 'RESOURCE_NEED'
      ? [follow(supportRequest, supportRequestIdOf(upwardReportId), 'RequestSupport', { category: 'SCHOOL_ORGANIZATION', schoolId, classId, upwardReportId, requesterId })]
      : []),
  UpwardReportWithdrawn: ({ data: { reportId } }) => [follow(supportRequest, supportRequestIdOf(reportId), 'CancelSupportOfReport', {})],
} });
