import { Rejected } from '@homeroom/eventsourcing';
import { type Asking, anyOf, type May } from '@homeroom/platform';
import { collaborationChain } from '../collaboration-chains/collaboration-chain.decider';
import { countyStaff, leaderIn, schoolLeaderOf, schoolOfClass, type WhichId } from '../who-may.model';
import type { Report } from './report.model';
import { upwardReport } from './upward-report.decider';

/** @throws Rejected where there is no such report, in this county */
const reportOf = async (asking: Asking, which: WhichId): Promise<Report> => {
  const id = which(asking);
  const report = id === undefined ? undefined : await asking.state(upwardReport, id);
  if (!report || report.status === 'none') throw new Rejected('upward-report-not-found', 'There is no such report.');
  return report;
};

/**
 * The caller holds a level of the class's chain, or is the delegate of one.
 * @throws Rejected where there is no such class, in this county
 */
export const inChainOf = (whichClass: WhichId): May => async (asking) => {
  const classId = whichClass(asking);
  if (classId === undefined) return false;
  const { status, seats, delegates } = await asking.state(collaborationChain, classId);
  if (status === 'none') await schoolOfClass(whichClass)(asking);
  const { personId } = asking.caller;
  return seats.some((seat) => seat.personId === personId) || delegates.some(({ delegateId }) => delegateId === personId);
};

/** The caller has to do with the report: raised it, has it, stands in the chain it took along, or is a delegate now. Who of them may what, the decider says. */
export const inReport = (which: WhichId): May => async (asking) => {
  const report = await reportOf(asking, which);
  const { personId } = asking.caller;
  if (report.raisedBy === personId || report.holderId === personId || report.seats.some((seat) => seat.personId === personId)) return true;
  return inChainOf(() => report.classId)(asking);
};

const schoolOfReport = (which: WhichId) => async (asking: Asking): Promise<string> => (await reportOf(asking, which)).schoolId;

/** The caller leads the report's school. */
export const leadsSchoolOfReport = (which: WhichId): May => schoolLeaderOf(schoolOfReport(which));

/** Who may read all of a report: those who have to do with it, the leaders of its school, the bureau. */
export const mayReadReport = (which: WhichId): May => anyOf(countyStaff, inReport(which), leaderIn(schoolOfReport(which)));
