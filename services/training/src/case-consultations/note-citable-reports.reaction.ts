import type { OrganizationEvent } from '@homeroom/contracts';
import { follow, reaction } from '@homeroom/eventsourcing';
import { citableReport } from './citable-report.decider';

/** Every report that organization has may be cited here, from the beginning of its log. */
export const noteCitableReports = reaction<OrganizationEvent>()('note-citable-reports', { from: 'start', on: {
  UpwardReportRaised: ({ data: { reportId, classId, schoolId } }) => [follow(citableReport, reportId, 'NoteCitableReport', { classId, schoolId })],
} });
