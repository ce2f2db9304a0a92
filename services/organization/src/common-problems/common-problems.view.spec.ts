import type { CommonProblemEvent } from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { type CommonProblemRow, commonProblems } from './common-problems.view';

const within = { commonProblemId: 'problem', schoolId: 'school' };
const at = '2025-09-08T01:00:00.000Z';
const identified: CommonProblemEvent = { type: 'CommonProblemIdentified', data: { ...within, stage: 'primary', grade: 3, reportIds: ['a', 'b'], summary: 'sealed', identifiedBy: 'm', at } };
const added: CommonProblemEvent = { type: 'CommonProblemReportsAdded', data: { ...within, reportIds: ['c'], addedBy: 'm', at } };
const discussed: CommonProblemEvent = { type: 'CommonProblemDiscussed', data: { ...within, discussedOn: '2025-09-08', strategies: 'sealed', recordedBy: 'm', at } };
const answered: CommonProblemEvent = { type: 'CommonProblemAnswered', data: { ...within, reportIds: ['a', 'b'], directiveId: 'd', answeredBy: 'm', at } };
const closed: CommonProblemEvent = { type: 'CommonProblemClosed', data: { ...within, outcome: 'settled', reason: 'sealed', closedBy: 'm', at } };

const row = (...events: CommonProblemEvent[]) => foldRows<CommonProblemRow>(commonProblems, new Map(), events.map((event, i) => ({ ...event, version: i + 1 })) as never).get('problem');

describe('common problems', () => {
  it('show where they were seen and by which reports', () => {
    expect(row(identified)).toMatchObject({ status: 'identified', streamVersion: 1, stage: 'primary', grade: 3, reportIds: ['a', 'b'], discussions: [], answers: [] });
    expect(row(identified, added)).toMatchObject({ reportIds: ['a', 'b', 'c'] });
  });
  it('show what was found and what answers them', () => {
    expect(row(identified, discussed)).toMatchObject({ status: 'discussed', discussions: [{ discussedOn: '2025-09-08', strategies: 'sealed', recordedBy: 'm', at }] });
    expect(row(identified, discussed, answered, discussed)).toMatchObject({ status: 'answered', answers: [{ directiveId: 'd', guidanceId: null, answeredBy: 'm', at }] });
  });
  it('show how they ended', () => expect(row(identified, discussed, closed)).toMatchObject({ status: 'closed', outcome: 'settled', closedAt: at, streamVersion: 3 }));
  it('need their beginning', () => expect(row(discussed, closed)).toBeUndefined());
});
