import { follow } from '@homeroom/eventsourcing';
import { deadline } from '@homeroom/platform';
import { reportDeadlines } from './report-deadlines.view';
import { upwardReport } from './upward-report.decider';

/** When its moment comes a clock reminds, and at last elapses. Names the deadline: one that was superseded meanwhile is ignored. */
export const elapseReportDeadlines = deadline(reportDeadlines, {
  name: 'elapse-report-deadlines', dueAt: 'nextAt',
  elapse: ({ reportId, deadlineId, next }) => (next === 'due'
    ? follow(upwardReport, reportId, 'ElapseDeadline', { deadlineId })
    : follow(upwardReport, reportId, 'RemindOfDeadline', { deadlineId, percent: next === 'remind-50' ? 50 : 80 })),
});
