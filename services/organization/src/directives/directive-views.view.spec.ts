import type { DirectiveEvent, DirectiveReceiptEvent, DirectiveTallyEvent } from '@homeroom/contracts';
import { foldRows, type Folding } from '@homeroom/eventsourcing';
import { type DirectiveDeadlinesRow, directiveDeadlines, elapseDirectiveDeadlines } from './directive-deadlines.view';
import { directiveList, type DirectiveRow } from './directive-list.view';
import { directiveMatrix, type DirectiveReceiptRow } from './directive-matrix.view';

type Any = DirectiveEvent | DirectiveReceiptEvent | DirectiveTallyEvent;
const directiveId = 'd';
const at = (day: number) => `2025-09-${String(day).padStart(2, '0')}T01:00:00.000Z`;
const demand = { schoolId: 's', evidenceTypes: ['minutes' as const], acknowledgeWithinWorkingMinutes: 570, reportWithinWorkingMinutes: 2850 };
const addressed = (n: number, mandatoryRecipientIds: string[], optionalRecipientIds: string[], acknowledgeDay: number, reportDay: number) => ({
  mandatoryRecipientIds, optionalRecipientIds, acknowledgeDueAt: at(acknowledgeDay), acknowledgeDeadlineId: `d:${n}`, reportDueAt: at(reportDay), reportDeadlineId: `d:${n + 1}`,
});
const about = { directiveId, recipientId: 'p' };

const drafted: Any = { type: 'DirectiveDrafted', data: { directiveId, issuerLevel: 'school', ...demand, title: 'title', text: 'text', answersReportIds: ['r'], draftedBy: 'x', at: at(1) } };
const revised: Any = { type: 'DirectiveDraftRevised', data: { directiveId, ...demand, evidenceTypes: [], title: 'better', text: 'text', answersReportIds: [], supersedesDirectiveId: 'old', revisedBy: 'y', at: at(2) } };
const issued: Any = { type: 'DirectiveIssued', data: { directiveId, directiveVersion: 1, issuerLevel: 'school', ...demand, ...addressed(1, ['p', 'q'], ['o'], 9, 15), answersReportIds: ['r', 'r2'], issuedBy: 'x', at: at(8) } };
const relayed: Any = { type: 'DirectiveRelayed', data: {
  directiveId: 'c', directiveVersion: 1, parentDirectiveId: 'd', rootDirectiveId: 'd', classId: 'k', ...demand, ...addressed(1, ['t'], [], 9, 15), note: 'note', relayedBy: 'p', at: at(8),
} };
const extended: Any = { type: 'DirectiveExtended', data: { directiveId, directiveVersion: 1, ...addressed(3, ['n'], [], 12, 19), extendedBy: 'x', at: at(10) } };
const elapsed = (deadlineId: string, stage: 'acknowledge' | 'report', day: number): Any => ({ type: 'DirectiveDeadlineElapsed', data: { directiveId, deadlineId, stage, dueAt: at(day), at: at(day) } });
const closed: Any = { type: 'DirectiveClosed', data: { directiveId, mode: 'by-hand', reason: 'enough', closedBy: 'x', at: at(20) } };
const revoked: Any = { type: 'DirectiveRevoked', data: { directiveId, reason: 'wrong', revokedBy: 'x', at: at(20) } };
const superseded: Any = { type: 'DirectiveSuperseded', data: { directiveId, successorId: 'next', supersededBy: 'x', at: at(20) } };
const delivered: Any = { type: 'DirectiveDelivered', data: { ...about, directiveVersion: 1, mandatory: true, acknowledgeDueAt: at(9), acknowledgeDeadlineId: 'd:1', reportDueAt: at(15), reportDeadlineId: 'd:2', at: at(8) } };
const acknowledged: Any = { type: 'DirectiveAcknowledged', data: { ...about, late: false, at: at(9) } };
const reported: Any = { type: 'DirectiveCompletionReported', data: { ...about, evidence: [{ evidenceType: 'minutes', evidenceId: 'e' }], summary: 'done', late: false, at: at(10) } };
const returned: Any = { type: 'DirectiveCompletionReturned', data: { ...about, reason: 'more', reportDueAt: at(13), reportDeadlineId: 'd:p:1', returnedBy: 'x', at: at(11) } };
const verified: Any = { type: 'DirectiveCompletionVerified', data: { ...about, verifiedBy: 'x', at: at(12) } };
const flagged = (deadlineId: string, stage: 'acknowledge' | 'report', day: number): Any => ({ type: 'DirectiveOverdueFlagged', data: { ...about, deadlineId, stage, dueAt: at(day), at: at(day) } });

const after = <Row extends object>(view: Folding<Row>, ...events: Any[]) => foldRows<Row>(view, new Map(), events.map((event, i) => ({ ...event, version: i + 1 })) as never);

describe('the list of directives', () => {
  const row = (...events: Any[]) => after<DirectiveRow>(directiveList, ...events).get('d');
  it('begins with a draft and what it says', () => {
    expect(row(drafted)).toMatchObject({ status: 'drafted', streamVersion: 1, title: 'title', issuerLevel: 'school', schoolId: 's', rootDirectiveId: 'd', mandatory: 0, issuedAt: null });
    expect(row(drafted, revised)).toMatchObject({ title: 'better', evidenceTypes: [], answersReportIds: [], supersedesDirectiveId: 'old', givenBy: 'y', streamVersion: 2 });
  });
  it('counts recipients from the issue on', () => {
    expect(row(drafted, issued)).toMatchObject({ status: 'in-force', mandatory: 2, optional: 1, outstanding: 2, acknowledgeDueAt: at(9), reportDueAt: at(15), answersReportIds: ['r', 'r2'], issuedAt: at(8) });
    const settled: Any = { type: 'DirectiveRecipientSettled', data: { directiveId, recipientId: 'p', outstanding: 1, at: at(12) } };
    expect(row(drafted, issued, settled, extended)).toMatchObject({ mandatory: 3, outstanding: 2 });
  });
  it('knows each relay under its parent', () =>
    expect(after<DirectiveRow>(directiveList, relayed).get('c')).toMatchObject({ status: 'in-force', issuerLevel: 'class', parentDirectiveId: 'd', rootDirectiveId: 'd', classId: 'k', givenBy: 'p', note: 'note', title: null }));
  it('says how a directive ended', () => {
    expect(row(drafted, issued, closed)).toMatchObject({ status: 'closed', closing: 'by-hand', reason: 'enough', endedAt: at(20) });
    expect(row(drafted, issued, revoked)).toMatchObject({ status: 'revoked', reason: 'wrong', closing: null });
    expect(row(drafted, issued, superseded)).toMatchObject({ status: 'superseded', successorId: 'next' });
  });
});

describe('the directive matrix', () => {
  const row = (...events: Any[]) => after<DirectiveReceiptRow>(directiveMatrix, ...events).get('d:p')!;
  it('has a row for each recipient from the issue on', () => {
    expect([...after<DirectiveReceiptRow>(directiveMatrix, issued, extended).values()].map((each) => [each!.recipientId, each!.mandatory, each!.status, each!.reportDueAt])).toEqual([
      ['p', true, 'addressed', at(15)], ['q', true, 'addressed', at(15)], ['o', false, 'addressed', at(15)], ['n', true, 'addressed', at(19)],
    ]);
  });
  it('follows each recipient to the end', () => {
    expect(row(issued, delivered, acknowledged)).toMatchObject({ status: 'acknowledged', deliveredAt: at(8), acknowledgedAt: at(9) });
    expect(row(issued, delivered, acknowledged, reported)).toMatchObject({ status: 'reported', summary: 'done', evidence: [{ evidenceType: 'minutes', evidenceId: 'e' }] });
    expect(row(issued, delivered, acknowledged, reported, returned)).toMatchObject({ status: 'returned', returns: 1, returnReason: 'more', reportDueAt: at(13), reportDeadlineId: 'd:p:1', judgedBy: 'x' });
    expect(row(issued, delivered, acknowledged, reported, returned, reported, verified)).toMatchObject({ status: 'verified', verifiedAt: at(12), returns: 1 });
  });
  it('shows who was late, and with what', () => {
    expect(row(issued, delivered, flagged('d:1', 'acknowledge', 9))).toMatchObject({ status: 'delivered', acknowledgeOverdueAt: at(9), reportOverdueAt: null });
    expect(row(issued, delivered, acknowledged, flagged('d:2', 'report', 15))).toMatchObject({ status: 'acknowledged', acknowledgeOverdueAt: null, reportOverdueAt: at(15) });
  });
});

describe('the deadlines of a directive', () => {
  const row = (...events: Any[]) => after<DirectiveDeadlinesRow>(directiveDeadlines, ...events).get('d');
  const due = (...events: Any[]) => row(...events)?.awaited.map(({ deadlineId }) => deadlineId);
  it('are two for each group that was addressed, the earliest first', () => {
    expect(row(issued)).toMatchObject({ dueAt: at(9) });
    expect(due(issued, extended)).toEqual(['d:1', 'd:3', 'd:2', 'd:4']);
  });
  it('pass one by one, until none is left', () => {
    expect(row(issued, elapsed('d:1', 'acknowledge', 9))).toMatchObject({ dueAt: at(15) });
    expect(row(issued, elapsed('d:1', 'acknowledge', 9), elapsed('d:2', 'report', 15))).toBeNull();
  });
  it('gain one for a returned report until the next report, or until it has passed', () => {
    expect(due(issued, delivered, acknowledged, reported, returned)).toEqual(['d:1', 'd:p:1', 'd:2']);
    expect(due(issued, delivered, acknowledged, reported, returned, reported)).toEqual(['d:1', 'd:2']);
    expect(due(issued, returned, flagged('d:p:1', 'report', 13))).toEqual(['d:1', 'd:2']);
    expect(due(issued, elapsed('d:1', 'acknowledge', 9), elapsed('d:2', 'report', 15), returned)).toEqual(['d:p:1']);
  });
  it('end with the directive', () => expect([closed, revoked, superseded].map((end) => row(issued, returned, end))).toEqual([null, null, null]));
  it('lead to the directive, or to the one recipient', () => {
    expect(elapseDirectiveDeadlines.elapse(row(issued)!)).toMatchObject({ id: 'd', command: 'ElapseDirectiveDeadline', data: { deadlineId: 'd:1' } });
    expect(elapseDirectiveDeadlines.elapse(row(issued, elapsed('d:1', 'acknowledge', 9), returned)!)).toMatchObject({ id: 'd:p', command: 'FlagDirectiveOverdue', data: { deadlineId: 'd:p:1' } });
  });
});
