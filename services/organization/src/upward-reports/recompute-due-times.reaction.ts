import type { County, OrganizationEvent } from '@homeroom/contracts';
import { type Ask, follow, reaction } from '@homeroom/eventsourcing';
import { publishedFor } from './published.decider';
import { reportInbox } from './report-inbox.view';
import { upwardReport } from './upward-report.decider';

/** One command for each report whose clocks run or stand. */
const recompute = async (ask: Ask, county: County, ofSchool: { schoolId?: string } = {}) => {
  const open = await ask.rows(reportInbox, { open: true, ...ofSchool });
  const resolved = await ask.rows(reportInbox, { status: 'resolved', ...ofSchool });
  return [...open, ...resolved].map(({ reportId, schoolId }) =>
    follow(upwardReport, reportId, 'RecomputeDueTimes', { reportId }, (read) => publishedFor(read, county, schoolId)));
};

/** A published change holds for open reports too: their due times are reckoned anew, none into the past. */
export const recomputeDueTimes = reaction<OrganizationEvent>()('recompute-due-times', {
  on: {
    DeadlinePolicyPublished: ({ data }, ask) => recompute(ask, data.county),
    SchoolCalendarPublished: ({ data: { scope, calendarId, county } }, ask) => recompute(ask, county, scope === 'school' ? { schoolId: calendarId } : {}),
  },
});
