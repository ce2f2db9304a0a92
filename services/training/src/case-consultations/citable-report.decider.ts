import type { CitableReportEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding } from '@homeroom/eventsourcing';

/** The report, once organization has told of it. */
export interface CitableReportState { readonly schoolId?: Uuid }

interface Told { readonly classId: Uuid; readonly schoolId: Uuid }

const note = ({ classId, schoolId }: Told, { id: reportId, state }: Deciding<CitableReportState>): CitableReportEvent[] =>
  (state.schoolId ? [] : [{ type: 'CitableReportNoted', data: { reportId, classId, schoolId } }]);

/** A report that consultations may cite: by id alone, what it says stays in organization. */
export const citableReport = decider<CitableReportState, CitableReportEvent>()('citable-report', {
  initial: {},
  decide: { NoteCitableReport: note },
  evolve: (_, { data: { schoolId } }) => ({ schoolId }),
});
