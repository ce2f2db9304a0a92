import type { CommonProblemEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import { commonProblem } from './common-problem.decider';

const id = 'problem';
const within = { commonProblemId: id, schoolId: 'school' };
const grade3 = { stage: 'primary' as const, grade: 3 };
const reports = [...['a', 'b', 'c'].map((reportId) => ({ reportId, schoolId: 'school', ...grade3 })), { reportId: 'd', schoolId: 'school', stage: 'primary' as const, grade: 4 }, { reportId: 'e', schoolId: 'elsewhere', ...grade3 }];
const by = { identifiedBy: someone.personId, at: someTime };

const identified: CommonProblemEvent = { type: 'CommonProblemIdentified', data: { ...within, reportIds: ['a', 'b'], summary: 'sealed', ...by } };
const ofGrade: CommonProblemEvent = { type: 'CommonProblemIdentified', data: { ...within, ...grade3, reportIds: ['a', 'b'], summary: 'sealed', ...by } };
const discussed: CommonProblemEvent = { type: 'CommonProblemDiscussed', data: { ...within, discussedOn: '2025-09-08', strategies: 'sealed', recordedBy: someone.personId, at: someTime } };
const answered: CommonProblemEvent = { type: 'CommonProblemAnswered', data: { ...within, reportIds: ['a', 'b'], directiveId: 'directive', answeredBy: someone.personId, at: someTime } };
const closed = (outcome: 'settled' | 'dropped'): CommonProblemEvent => ({ type: 'CommonProblemClosed', data: { ...within, outcome, reason: 'sealed', closedBy: someone.personId, at: someTime } });

describe('a common problem', () => {
  const identify = (data = {}, events: CommonProblemEvent[] = []) =>
    given(commonProblem, ...events).when('IdentifyCommonProblem', { schoolId: 'school', reportIds: ['a', 'b'], summary: 'sealed', ...data }, { id, facts: { reports } });

  it('is identified from reports of one school, or of one grade', () => {
    identify().then(identified);
    identify(grade3).then(ofGrade);
  });
  it('is identified once', () => identify({}, [identified]).then());
  it('shows in at least two reports', () => identify({ reportIds: ['a', 'a'] }).rejected('too-few-reports'));
  it('shows in reports that exist', () => identify({ reportIds: ['a', 'z'] }).rejected('report-not-found'));
  it('is not of two schools or two grades', () => {
    identify({ reportIds: ['a', 'e'] }).rejected('report-of-other-school');
    identify({ ...grade3, reportIds: ['a', 'd'] }).rejected('report-of-other-grade');
    identify({ reportIds: ['a', 'd'] }).thenTypes('CommonProblemIdentified');
    identify({ grade: 3 }).rejected('grade-without-stage');
  });
  it('takes in more reports, each once', () => {
    const add = (reportIds: string[], problem = identified) => given(commonProblem, problem).when('AddReportsToCommonProblem', { reportIds }, { id, facts: { reports } });
    add(['b', 'c']).then({ type: 'CommonProblemReportsAdded', data: { ...within, reportIds: ['c'], addedBy: someone.personId, at: someTime } });
    add(['a']).then();
    add(['d'], ofGrade).rejected('report-of-other-grade');
  });
  it('is discussed, again if need be, and never before it happened', () => {
    const discuss = (discussedOn: string, ...events: CommonProblemEvent[]) => given(commonProblem, identified, ...events).when('DiscussCommonProblem', { discussedOn, strategies: 'sealed' }, { id });
    discuss('2025-09-08').then(discussed);
    discuss('2025-09-08', discussed).then(discussed);
    discuss('2025-09-09').rejected('discussion-not-held');
  });
  it('is answered by a directive or by guidance, each once', () => {
    const answer = (data: object, ...events: CommonProblemEvent[]) => given(commonProblem, identified, ...events).when('AnswerCommonProblem', data, { id });
    answer({ directiveId: 'directive' }).then(answered);
    answer({ directiveId: 'directive' }, answered).then();
    answer({ guidanceId: 'guidance' }, answered).thenTypes('CommonProblemAnswered');
    answer({}).rejected('one-answer');
    answer({ directiveId: 'directive', guidanceId: 'guidance' }).rejected('one-answer');
  });
  it('is settled once something was decided, or dropped', () => {
    const close = (outcome: 'settled' | 'dropped', ...events: CommonProblemEvent[]) => given(commonProblem, identified, ...events).when('CloseCommonProblem', { outcome, reason: 'sealed' }, { id });
    close('settled').rejected('nothing-decided');
    close('dropped').then(closed('dropped'));
    close('settled', discussed).then(closed('settled'));
    close('settled', answered, discussed).then(closed('settled'));
    close('settled', closed('dropped')).then();
  });
  it('stays closed', () => given(commonProblem, identified, closed('dropped')).when('AnswerCommonProblem', { directiveId: 'directive' }, { id }).rejected('common-problem-closed'));
  it('must be known', () => given(commonProblem).when('CloseCommonProblem', { outcome: 'dropped', reason: 'sealed' }, { id }).rejected('common-problem-not-found'));
});
