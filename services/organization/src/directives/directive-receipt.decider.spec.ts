import type { DirectiveEvent, DirectiveReceiptEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import { EVERY_WEEKDAY } from '../school-calendars/working-time.model';
import { directive as directiveDecider } from './directive.decider';
import { directiveReceipt } from './directive-receipt.decider';
import { type DirectiveState, receiptIdOf } from './directive.model';

const me = 'recipient';
const id = receiptIdOf('directive-1', me);
const about = { directiveId: 'directive-1', recipientId: me };
const by = { ...someone, personId: me };
const judge = { countyStaff: false, schoolId: 'school', post: 'school-leader' as const };
const due = { acknowledgeDueAt: '2025-09-09T01:00:00.000Z', acknowledgeDeadlineId: 'directive-1:1', reportDueAt: '2025-09-15T01:00:00.000Z', reportDeadlineId: 'directive-1:2' };

const issue = (mandatoryRecipientIds: string[], optionalRecipientIds: string[] = []): DirectiveEvent => ({ type: 'DirectiveIssued', data: {
  directiveId: 'directive-1', directiveVersion: 1, issuerLevel: 'school', schoolId: 'school', evidenceTypes: ['minutes', 'photo'], acknowledgeWithinWorkingMinutes: 570,
  reportWithinWorkingMinutes: 2850, mandatoryRecipientIds, optionalRecipientIds, ...due, answersReportIds: [], issuedBy: 'issuer', at: someTime,
} });
const directive = given(directiveDecider, issue([me])).state();
const ended = given(directiveDecider, issue([me]), { type: 'DirectiveRevoked', data: { directiveId: 'directive-1', reason: '', revokedBy: '', at: someTime } }).state();

const delivered: DirectiveReceiptEvent = { type: 'DirectiveDelivered', data: { ...about, directiveVersion: 1, mandatory: true, ...due, at: someTime } };
const acknowledged: DirectiveReceiptEvent = { type: 'DirectiveAcknowledged', data: { ...about, late: false, at: someTime } };
const evidence = [{ evidenceType: 'minutes' as const, evidenceId: 'm' }, { evidenceType: 'photo' as const, evidenceId: 'p' }];
const reported: DirectiveReceiptEvent = { type: 'DirectiveCompletionReported', data: { ...about, evidence, summary: 'sealed', late: false, at: someTime } };
const returned: DirectiveReceiptEvent = { type: 'DirectiveCompletionReturned', data: { ...about, reason: 'sealed', reportDueAt: '2025-09-09T01:00:00.000Z', reportDeadlineId: `${id}:1`, returnedBy: someone.personId, at: someTime } };
const verified: DirectiveReceiptEvent = { type: 'DirectiveCompletionVerified', data: { ...about, verifiedBy: someone.personId, at: someTime } };
const overdue = (deadlineId: string, stage: 'acknowledge' | 'report', at: string): DirectiveReceiptEvent => ({ type: 'DirectiveOverdueFlagged', data: { ...about, deadlineId, stage, dueAt: at, at } });

const receipt = (...events: DirectiveReceiptEvent[]) => given(directiveReceipt, ...events);

describe('a recipient', () => {
  const acknowledge = (events: DirectiveReceiptEvent[], more = {}) => receipt(...events).when('AcknowledgeDirective', {}, { id, by, facts: { directive }, ...more });
  const report = (events: DirectiveReceiptEvent[], data = {}, more = {}) =>
    receipt(...events).when('ReportDirectiveCompletion', { evidence, summary: 'sealed', ...data }, { id, by, facts: { directive }, ...more });

  it('receives the directive once, as it was addressed', () => {
    receipt().when('DeliverDirective', {}, { id, facts: { directive } }).then(delivered);
    receipt(delivered).when('DeliverDirective', {}, { id, facts: { directive } }).then();
  });
  it('receives nothing that has ended or was addressed to others', () => {
    receipt().when('DeliverDirective', {}, { id, facts: { directive: ended } }).then();
    receipt().when('DeliverDirective', {}, { id: 'directive-1:stranger', facts: { directive } }).rejected('not-recipient');
  });
  it('acknowledges once', () => {
    acknowledge([delivered]).then(acknowledged);
    acknowledge([delivered, acknowledged]).then();
  });
  it('may be faster than the delivery', () => acknowledge([]).then(delivered, acknowledged));
  it('acknowledges late', () => acknowledge([delivered], { at: '2025-09-09T01:00:00.001Z' }).then({ ...acknowledged, data: { ...about, late: true, at: '2025-09-09T01:00:00.001Z' } } as never));
  it('is the only one to acknowledge and report', () => {
    acknowledge([delivered], { by: someone }).rejected('not-recipient');
    report([delivered, acknowledged], {}, { by: someone }).rejected('not-recipient');
  });
  it('owes nothing under a directive that has ended', () => {
    acknowledge([delivered], { facts: { directive: ended } }).rejected('directive-not-in-force');
    report([delivered, acknowledged], {}, { facts: { directive: ended } }).rejected('directive-not-in-force');
  });
  it('reports with every mandatory kind of evidence', () => {
    report([delivered, acknowledged]).then(reported);
    report([delivered, acknowledged], { evidence: evidence.slice(0, 1) }).rejected('evidence-missing');
  });
  it('reports after acknowledging, and again only after a return', () => {
    report([delivered]).rejected('not-acknowledged');
    report([delivered, acknowledged, reported]).rejected('report-under-review');
    report([delivered, acknowledged, reported, returned]).then(reported);
    report([delivered, acknowledged, reported, verified]).rejected('completion-verified');
  });
});

describe('the level that issued', () => {
  const before = [delivered, acknowledged, reported];
  const verify = (events: DirectiveReceiptEvent[], more = {}) => receipt(...events).when('VerifyDirectiveCompletion', {}, { id, facts: { directive, judge }, ...more });
  const giveBack = (events: DirectiveReceiptEvent[], more = {}) =>
    receipt(...events).when('ReturnDirectiveCompletion', { reason: 'sealed', reportWithinWorkingMinutes: 570 }, { id, facts: { directive, judge, schoolDays: EVERY_WEEKDAY }, ...more });

  it('verifies a report, once', () => {
    verify(before).then(verified);
    verify([...before, verified]).then();
    verify([delivered, acknowledged]).rejected('nothing-reported');
  });
  it('returns a report with a new due time of the recipient alone', () => {
    giveBack(before).then(returned);
    giveBack([...before, returned]).then();
    giveBack([...before, verified]).rejected('nothing-reported');
  });
  it('is a leader of the school, for its directives', () => {
    verify(before, { facts: { directive, judge: { ...judge, post: 'middle-leader' } } }).rejected('not-issuer');
    verify(before, { facts: { directive, judge: { ...judge, schoolId: 'elsewhere' } } }).rejected('not-issuer');
    giveBack(before, { facts: { directive, judge: { countyStaff: false }, schoolDays: EVERY_WEEKDAY } }).rejected('not-issuer');
  });
  it('is the county staff, for the directives of the county', () => {
    const ofCounty = { ...directive, issuerLevel: 'county' } as DirectiveState;
    verify(before, { facts: { directive: ofCounty, judge: { countyStaff: true } } }).then(verified);
    verify(before, { facts: { directive: ofCounty, judge } }).rejected('not-issuer');
  });
  it('is who conveyed it, for a relay', () => {
    const relay = { ...directive, issuerLevel: 'class', issuedBy: someone.personId } as DirectiveState;
    verify(before, { facts: { directive: relay, judge: { countyStaff: false } } }).then(verified);
    verify(before, { by: { ...someone, personId: 'another' }, facts: { directive: relay, judge } }).rejected('not-issuer');
  });
  it('never judges its own report', () => verify(before, { by, facts: { directive, judge } }).rejected('own-completion'));
});

describe('a deadline', () => {
  const flag = (events: DirectiveReceiptEvent[], deadlineId: string, at: string, facts = { directive }) => receipt(...events).when('FlagDirectiveOverdue', { deadlineId }, { id, at, facts });
  const [first, second] = [due.acknowledgeDueAt, due.reportDueAt];

  it('flags who has not acknowledged, once', () => {
    flag([delivered], 'directive-1:1', first).then(overdue('directive-1:1', 'acknowledge', first));
    flag([delivered, overdue('directive-1:1', 'acknowledge', first)], 'directive-1:1', first).then();
    flag([delivered, acknowledged], 'directive-1:1', first).then();
  });
  it('flags who has not reported', () => {
    flag([delivered], 'directive-1:2', second).then(overdue('directive-1:2', 'report', second));
    flag([delivered, acknowledged], 'directive-1:2', second).then(overdue('directive-1:2', 'report', second));
    flag([delivered, acknowledged, reported], 'directive-1:2', second).then();
  });
  it('after a return is the new one, not the old', () => {
    flag([delivered, acknowledged, reported, returned], 'directive-1:2', second).then();
    flag([delivered, acknowledged, reported, returned], `${id}:1`, first).then(overdue(`${id}:1`, 'report', first));
  });
  it('reaches even who was never delivered to', () => flag([], 'directive-1:1', first).thenTypes('DirectiveDelivered', 'DirectiveOverdueFlagged'));
  it('does not come early, and not after the end', () => {
    flag([delivered], 'directive-1:1', someTime).then();
    flag([delivered], 'directive-1:1', first, { directive: ended }).then();
  });
});
