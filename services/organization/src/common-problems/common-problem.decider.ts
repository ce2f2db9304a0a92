import type { CommonProblemEvent, Stage, Uuid } from '@homeroom/contracts';
import { dayOf } from '../school-calendars/working-time.model';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';
import type { AddReportsToCommonProblem, AnswerCommonProblem, CloseCommonProblem, DiscussCommonProblem, IdentifyCommonProblem } from './common-problem.commands';

interface Problem {
  readonly status: 'identified' | 'discussed' | 'answered' | 'closed';
  readonly schoolId: Uuid;
  readonly stage?: Stage;
  readonly grade?: number;
  readonly reportIds: readonly Uuid[];
  /** Directives and guidance documents. */
  readonly answers: readonly Uuid[];
}

export type CommonProblemState = { readonly status: 'none' } | Problem;

/** Where a report comes from: its school, and the grade in which its class is. */
export interface ReportOrigin { readonly reportId: Uuid; readonly schoolId: Uuid; readonly stage?: Stage; readonly grade?: number }
interface Seen { readonly reports: readonly ReportOrigin[] }

const identify = (data: IdentifyCommonProblem, { id, state, by, at, facts }: Deciding<CommonProblemState, Seen>): CommonProblemEvent[] => {
  if (state.status !== 'none') return [];
  const { schoolId, stage, grade, summary } = data;
  if ((stage === undefined) !== (grade === undefined)) throw new Rejected('grade-without-stage', 'A grade is a stage and a number in it.');
  const reportIds = [...new Set(data.reportIds)];
  if (reportIds.length < 2) throw new Rejected('too-few-reports', 'A common problem shows in at least two reports.');
  const within = { schoolId, ...(stage && grade && { stage, grade }) };
  sameOrigin(reportIds, within, facts);
  return [{ type: 'CommonProblemIdentified', data: { commonProblemId: id, ...within, reportIds, summary, identifiedBy: by.personId, at } }];
};

const addReports = (data: AddReportsToCommonProblem, { id, state, by, at, facts }: Deciding<CommonProblemState, Seen>): CommonProblemEvent[] => {
  const problem = open(state);
  const reportIds = [...new Set(data.reportIds)].filter((reportId) => !problem.reportIds.includes(reportId));
  if (reportIds.length === 0) return [];
  sameOrigin(reportIds, problem, facts);
  return [{ type: 'CommonProblemReportsAdded', data: { commonProblemId: id, schoolId: problem.schoolId, reportIds, addedBy: by.personId, at } }];
};

/** There may be several discussions: a strategy that did not work is discussed again. */
const discuss = ({ discussedOn, strategies }: DiscussCommonProblem, { id, state, by, at }: Deciding<CommonProblemState>): CommonProblemEvent[] => {
  const { schoolId } = open(state);
  if (discussedOn > dayOf(at)) throw new Rejected('discussion-not-held', 'A discussion is recorded on its day or later.');
  return [{ type: 'CommonProblemDiscussed', data: { commonProblemId: id, schoolId, discussedOn, strategies, recordedBy: by.personId, at } }];
};

const answer = ({ directiveId, guidanceId }: AnswerCommonProblem, { id, state, by, at }: Deciding<CommonProblemState>): CommonProblemEvent[] => {
  const { schoolId, reportIds, answers } = open(state);
  if (Boolean(directiveId) === Boolean(guidanceId)) throw new Rejected('one-answer', 'An answer is one directive or one guidance document.');
  if (answers.includes((directiveId ?? guidanceId)!)) return [];
  return [{ type: 'CommonProblemAnswered', data: {
    commonProblemId: id, schoolId, reportIds, ...(directiveId && { directiveId }), ...(guidanceId && { guidanceId }), answeredBy: by.personId, at,
  } }];
};

const close = ({ outcome, reason }: CloseCommonProblem, { id, state, by, at }: Deciding<CommonProblemState>): CommonProblemEvent[] => {
  if (state.status === 'closed') return [];
  const { status, schoolId } = open(state);
  if (outcome === 'settled' && status === 'identified') throw new Rejected('nothing-decided', 'Discuss or answer the problem before you call it settled.');
  return [{ type: 'CommonProblemClosed', data: { commonProblemId: id, schoolId, outcome, reason, closedBy: by.personId, at } }];
};

const open = (state: CommonProblemState): Problem => {
  if (state.status === 'none') throw new Rejected('common-problem-not-found', 'There is no such common problem.');
  if (state.status === 'closed') throw new Rejected('common-problem-closed', 'Nobody works on this problem any more: identify it anew.');
  return state;
};

/** Every report exists and comes from this school and, where one is named, from this grade. */
const sameOrigin = (reportIds: readonly Uuid[], { schoolId, stage, grade }: Pick<Problem, 'schoolId' | 'stage' | 'grade'>, { reports }: Seen): void => {
  for (const reportId of reportIds) {
    const report = reports.find((each) => each.reportId === reportId);
    if (!report) throw new Rejected('report-not-found', 'There is no such upward report.', { reportId });
    if (report.schoolId !== schoolId) throw new Rejected('report-of-other-school', 'A common problem is of one school.', { reportId });
    if (grade !== undefined && (report.stage !== stage || report.grade !== grade)) throw new Rejected('report-of-other-grade', 'The class of this report is in another grade.', { reportId });
  }
};

const evolve = (state: CommonProblemState, { type, data }: CommonProblemEvent): CommonProblemState => {
  if (type === 'CommonProblemIdentified') {
    const { schoolId, stage, grade, reportIds } = data;
    return { status: 'identified', schoolId, stage, grade, reportIds, answers: [] };
  }
  if (state.status === 'none') return state;
  switch (type) {
    case 'CommonProblemReportsAdded': return { ...state, reportIds: [...state.reportIds, ...data.reportIds] };
    case 'CommonProblemDiscussed': return { ...state, status: state.status === 'answered' ? 'answered' : 'discussed' };
    case 'CommonProblemAnswered': return { ...state, status: 'answered', answers: [...state.answers, (data.directiveId ?? data.guidanceId)!] };
    case 'CommonProblemClosed': return { ...state, status: 'closed' };
  }
};

/** A problem that several upward reports share: identified, discussed, answered, closed. */
export const commonProblem = decider<CommonProblemState, CommonProblemEvent>()('common-problem', {
  initial: { status: 'none' },
  decide: {
    IdentifyCommonProblem: identify, AddReportsToCommonProblem: addReports, DiscussCommonProblem: discuss, AnswerCommonProblem: answer, CloseCommonProblem: close,
  },
  evolve,
});
