import { type OrganizationEvent, supportRequestIdOf } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { supportRequest } from './support-request.decider';

/** Who takes a report back no longer wants the support it asked for by itself. What a person asked for beside it stays. */
export const cancelSupportOfWithdrawnReports = reaction<OrganizationEvent>()('cancel-support-of-withdrawn-reports', { from: 'start', on: {
  UpwardReportWithdrawn: ({ data: { reportId } }) => [follow(supportRequest, supportRequestIdOf(reportId), 'CancelSupportOfReport', {})],
} });
