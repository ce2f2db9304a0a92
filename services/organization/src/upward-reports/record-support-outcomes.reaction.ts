import type { ResourcesEvent, SupportOutcome, Uuid } from '@homeroom/contracts';
import { type Following, follow, reaction } from '@homeroom/eventsourcing';
import { upwardReport } from './upward-report.decider';

const record = ({ supportRequestId, upwardReportId }: { supportRequestId: Uuid; upwardReportId?: Uuid }, outcome: SupportOutcome): Following[] =>
  (upwardReportId ? [follow(upwardReport, upwardReportId, 'RecordSupportOutcome', { supportRequestId, outcome })] : []);

/**
 * What resources decides about the support of a report becomes part of the report's own story: its timeline shows it and its
 * resolution waits for it. From the start of the log: what resources said before this service first ran counts too.
 */
export const recordSupportOutcomes = reaction<ResourcesEvent>()('record-support-outcomes', {
  from: 'start',
  on: {
    SupportRequested: ({ data }) => record(data, 'pending'),
    SupportApproved: ({ data }) => record(data, 'approved'),
    SupportDeclined: ({ data }) => record(data, 'declined'),
    SupportAllocated: ({ data }) => record(data, 'allocated'),
    SupportDelivered: ({ data }) => record(data, 'delivered'),
    SupportConfirmed: ({ data }) => record(data, 'confirmed'),
    SupportCancelled: ({ data }) => record(data, 'cancelled'),
  },
});
