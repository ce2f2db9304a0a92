import type { DirectiveDrafted, DirectiveEvent, DirectiveIssued } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import { EVERY_WEEKDAY } from '../school-calendars/working-time.model';
import { directive } from './directive.decider';
import type { DirectiveState } from './directive.model';

const id = 'directive-1';
const [leader, middle, teacher, other] = ['leader', 'middle', 'teacher', 'other'];
const facts = { schoolDays: EVERY_WEEKDAY };
const named = [leader!, middle!, teacher!, other!].map((personId) => ({ personId, schoolId: 'school' }));
const contents = { title: 'sealed', text: 'sealed', evidenceTypes: ['minutes'] as DirectiveDrafted['data']['evidenceTypes'], acknowledgeWithinWorkingMinutes: 570, reportWithinWorkingMinutes: 2850 };

const draft = (more: Partial<DirectiveDrafted['data']> = {}): DirectiveEvent =>
  ({ type: 'DirectiveDrafted', data: { directiveId: id, issuerLevel: 'school', schoolId: 'school', ...contents, answersReportIds: [], draftedBy: someone.personId, at: someTime, ...more } });
const { title, text, ...demand } = contents;
const addressed = (n: number, mandatoryRecipientIds: string[], optionalRecipientIds: string[] = []) => ({
  mandatoryRecipientIds, optionalRecipientIds, acknowledgeDueAt: '2025-09-09T01:00:00.000Z', acknowledgeDeadlineId: `${id}:${n}`,
  reportDueAt: '2025-09-15T01:00:00.000Z', reportDeadlineId: `${id}:${n + 1}`,
});
const issue = (mandatory: string[], optional: string[] = [], more: Partial<DirectiveIssued['data']> = {}): DirectiveEvent => ({ type: 'DirectiveIssued', data: {
  directiveId: id, directiveVersion: 1, issuerLevel: 'school', schoolId: 'school', ...demand, ...addressed(1, mandatory, optional), answersReportIds: [], issuedBy: someone.personId, at: someTime, ...more,
} });
const closed = (mode: 'all-verified' | 'by-hand' | 'with-parent', more = {}): DirectiveEvent => ({ type: 'DirectiveClosed', data: { directiveId: id, mode, ...more, closedBy: someone.personId, at: someTime } });
const revoked: DirectiveEvent = { type: 'DirectiveRevoked', data: { directiveId: id, reason: 'sealed', revokedBy: someone.personId, at: someTime } };
const stateOf = (...events: DirectiveEvent[]): DirectiveState => given(directive, ...events).state();

describe('a directive is drafted', () => {
  it('by a school when it names one, else by the county', () => {
    given(directive).when('DraftDirective', { ...contents, schoolId: 'school' }, { id, facts: {} }).then(draft());
    given(directive).when('DraftDirective', contents, { id, facts: {} }).then(draft({ issuerLevel: 'county', schoolId: undefined }));
  });
  it('once', () => given(directive, draft()).when('DraftDirective', contents, { id, facts: {} }).then());
  it('citing reports of its own school', () => {
    const cites = { ...contents, schoolId: 'school', answersReportIds: ['report'] };
    given(directive).when('DraftDirective', cites, { id, facts: { reports: [{ reportId: 'report', schoolId: 'school' }] } }).then(draft({ answersReportIds: ['report'] }));
    given(directive).when('DraftDirective', cites, { id, facts: { reports: [{ reportId: 'report', schoolId: 'elsewhere' }] } }).rejected('report-not-found');
    given(directive).when('DraftDirective', cites, { id, facts: {} }).rejected('report-not-found');
  });
  it('with at least as much time to report as to acknowledge', () =>
    given(directive).when('DraftDirective', { ...contents, reportWithinWorkingMinutes: 60 }, { id, facts: {} }).rejected('report-before-acknowledgement'));
  it('and written anew until it is issued', () => {
    given(directive, draft()).when('ReviseDirectiveDraft', { ...contents, evidenceTypes: [] }, { id, facts: {} }).thenTypes('DirectiveDraftRevised');
    given(directive, draft(), issue([leader!])).when('ReviseDirectiveDraft', contents, { id, facts: {} }).rejected('directive-not-draft');
    given(directive).when('ReviseDirectiveDraft', contents, { id, facts: {} }).rejected('directive-not-found');
  });
  it('or taken back', () => {
    given(directive, draft()).when('RevokeDirective', { reason: 'sealed' }, { id }).then(revoked);
    given(directive, draft(), revoked).when('IssueDirective', {}, { id, facts }).rejected('directive-not-draft');
  });
});

describe('a directive is issued', () => {
  it('to recipients who are frozen now, each once, due in working time', () =>
    given(directive, draft()).when('IssueDirective', { recipientIds: [leader!], optionalRecipientIds: [leader!, teacher!] }, { id, facts: { ...facts, named, audienceIds: [middle!, leader!] } })
      .then(issue([leader!, middle!], [teacher!])));
  it('once', () => given(directive, draft(), issue([leader!])).when('IssueDirective', { recipientIds: [middle!] }, { id, facts: { ...facts, named } }).then());
  it('to somebody', () => given(directive, draft()).when('IssueDirective', { audiences: ['class-teacher'] }, { id, facts: { ...facts, audienceIds: [] } }).rejected('no-recipients'));
  it('to people who work in the county', () =>
    given(directive, draft()).when('IssueDirective', { recipientIds: [leader!] }, { id, facts: { ...facts, named: [{ personId: leader! }] } }).rejected('recipient-not-found'));
  it('by a school to its own people, by the county to anyone', () => {
    const elsewhere = { ...facts, named: [{ personId: leader!, schoolId: 'elsewhere' }] };
    given(directive, draft()).when('IssueDirective', { recipientIds: [leader!] }, { id, facts: elsewhere }).rejected('recipient-of-other-school');
    given(directive, draft({ issuerLevel: 'county', schoolId: undefined })).when('IssueDirective', { recipientIds: [leader!] }, { id, facts: elsewhere }).thenTypes('DirectiveIssued');
  });
  it('to some thousand at once, and not to more than an event holds', () => {
    const crowd = (n: number) => Array.from({ length: n }, (_, i) => `person-${i}`);
    given(directive, draft()).when('IssueDirective', {}, { id, facts: { ...facts, audienceIds: crowd(5_000) } }).then(issue(crowd(5_000)));
    given(directive, draft()).when('IssueDirective', {}, { id, facts: { ...facts, audienceIds: crowd(5_001) } }).rejected('too-many-recipients');
  });
  it('answering the reports it cites and those of the common problem, a school its own', () => {
    const answering = (schoolId?: string) => given(directive, draft({ answersReportIds: ['a', 'b'], answersCommonProblemId: 'problem' })).when('IssueDirective', {}, {
      id, facts: { ...facts, audienceIds: [leader!], ...(schoolId && { problem: { status: 'identified', schoolId, reportIds: ['b', 'c'], answers: [] } }) },
    });
    answering('school').then(issue([leader!], [], { answersReportIds: ['a', 'b', 'c'], answersCommonProblemId: 'problem' }));
    answering('elsewhere').rejected('common-problem-not-found');
    answering().rejected('common-problem-not-found');
  });
  it('as the next version of the one it replaces, which must be in force and of the same issuer', () => {
    const successor = draft({ supersedesDirectiveId: 'old' });
    const when = (predecessor?: DirectiveState) => given(directive, successor).when('IssueDirective', {}, { id, facts: { ...facts, audienceIds: [leader!], predecessor } });
    when(stateOf(draft(), issue([leader!]))).then(issue([leader!], [], { directiveVersion: 2, supersedesDirectiveId: 'old' }));
    when(stateOf(draft(), issue([leader!]), revoked)).rejected('directive-not-in-force');
    when(stateOf(draft(), issue([leader!], [], { schoolId: 'elsewhere' }))).rejected('other-issuer');
    when().rejected('directive-not-found');
  });
});

describe('a directive is conveyed along a class chain', () => {
  const seats = [{ level: 1, role: 'class-teacher', personId: teacher! }, { level: 2, role: 'middle-leader', personId: middle! }, { level: 3, role: 'lead-class-teacher', personId: leader! }];
  const parent = stateOf(draft(), issue([leader!, middle!]));
  const chain = { schoolId: 'school', seats };
  const conveying = { parent, acknowledged: true, chain, parentDirectiveId: id, schoolDays: EVERY_WEEKDAY };
  const relay = (by: string, more = {}, data = {}) => given(directive).when('RelayDirective', { classId: 'class', ...data }, { id: 'relay', by: { ...someone, personId: by }, facts: { ...conveying, ...more } });

  it('by the lead class teacher to the levels below, with the same demand', () => relay(leader!).then({ type: 'DirectiveRelayed', data: {
    directiveId: 'relay', directiveVersion: 1, parentDirectiveId: id, rootDirectiveId: id, classId: 'class', schoolId: 'school', ...demand, mandatoryRecipientIds: [teacher!, middle!], optionalRecipientIds: [],
    acknowledgeDueAt: '2025-09-09T01:00:00.000Z', acknowledgeDeadlineId: 'relay:1', reportDueAt: '2025-09-15T01:00:00.000Z', reportDeadlineId: 'relay:2', relayedBy: leader!, at: someTime,
  } }));
  it('onward by a middle leader', () => expect(relay(middle!).events[0]?.data).toMatchObject({ mandatoryRecipientIds: [teacher!] }));
  it('past vacant seats', () => expect(relay(leader!, { chain: { ...chain, seats: [{ ...seats[0]!, personId: null }, ...seats.slice(1)] } }).events[0]?.data).toMatchObject({ mandatoryRecipientIds: [middle!] }));
  it('never leaving more time than its own report has', () =>
    expect(relay(leader!, {}, { reportWithinWorkingMinutes: 100_000 }).events[0]?.data).toMatchObject({ reportDueAt: '2025-09-15T01:00:00.000Z' }));
  it('only by a recipient who acknowledged it', () => {
    relay(leader!, { acknowledged: false }).rejected('not-acknowledged');
    relay(other!).rejected('not-recipient');
  });
  it('only from a place in the chain that conveys', () => {
    relay(leader!, { chain: { ...chain, seats: seats.slice(0, 2) } }).rejected('not-conveying');
    relay(leader!, { chain: { ...chain, seats: seats.slice(2) } }).rejected('nobody-below');
  });
  it('only while it is in force', () => relay(leader!, { parent: stateOf(draft(), issue([leader!]), revoked) }).rejected('directive-not-in-force'));
  it('once per class', () => given(directive, ...relay(leader!).events).when('RelayDirective', { classId: 'class' }, { id: 'relay', facts: conveying }).then());
  it('and ends with what it conveyed, not with another', () => {
    given(directive, ...relay(leader!).events).when('CloseRelayedDirective', { parentDirectiveId: id }, { id }).then(closed('with-parent'));
    given(directive, ...relay(leader!).events).when('CloseRelayedDirective', { parentDirectiveId: 'another' }, { id }).then();
  });
});

describe('a directive is extended', () => {
  const inForce = [draft(), issue([leader!], [teacher!])];
  it('to later recipients, with due times and deadline ids of their own', () => given(directive, ...inForce)
    .when('ExtendDirective', { recipientIds: [leader!, middle!] }, { id, at: '2025-09-10T01:00:00.000Z', facts: { ...facts, named } })
    .then({ type: 'DirectiveExtended', data: {
      directiveId: id, directiveVersion: 1, mandatoryRecipientIds: [middle!], optionalRecipientIds: [], acknowledgeDueAt: '2025-09-11T01:00:00.000Z', acknowledgeDeadlineId: `${id}:3`,
      reportDueAt: '2025-09-17T01:00:00.000Z', reportDeadlineId: `${id}:4`, extendedBy: someone.personId, at: '2025-09-10T01:00:00.000Z',
    } }));
  it('not to who has it already', () => given(directive, ...inForce).when('ExtendDirective', { recipientIds: [leader!, teacher!] }, { id, facts: { ...facts, named } }).then());
});

describe('a due time of a directive', () => {
  const elapsed: DirectiveEvent = { type: 'DirectiveDeadlineElapsed', data: { directiveId: id, deadlineId: `${id}:1`, stage: 'acknowledge', dueAt: '2025-09-09T01:00:00.000Z', at: '2025-09-09T01:00:00.000Z' } };
  const due = (...events: DirectiveEvent[]) => given(directive, draft(), issue([leader!]), ...events).when('ElapseDirectiveDeadline', { deadlineId: `${id}:1` }, { id, at: '2025-09-09T01:00:00.000Z' });
  it('passes', () => due().then(elapsed));
  it('passes once', () => due(elapsed).then());
  it('means nothing after the end', () => due(revoked).then());
  it('does not pass early', () => given(directive, draft(), issue([leader!])).when('ElapseDirectiveDeadline', { deadlineId: `${id}:2` }, { id }).then());
  it('is known', () => given(directive, draft(), issue([leader!])).when('ElapseDirectiveDeadline', { deadlineId: `${id}:9` }, { id }).then());
});

describe('a directive ends', () => {
  const inForce = [draft(), issue([leader!, middle!], [teacher!])];
  const when = (settled: string[], ...more: DirectiveEvent[]) => given(directive, ...inForce, ...more).when('CloseFulfilledDirective', {}, { id, facts: { settled: new Set(settled) } });
  it('by itself when every mandatory recipient is verified, without waiting for optional ones', () => {
    when([leader!, teacher!]).then();
    when([leader!, middle!]).then(closed('all-verified'));
    when([leader!, middle!], closed('by-hand')).then();
  });
  it('waiting for those it was extended to', () => {
    const extended = given(directive, ...inForce).when('ExtendDirective', { recipientIds: [other!] }, { id, facts: { ...facts, named } }).events;
    when([leader!, middle!], ...extended).then();
    when([leader!, middle!, other!], ...extended).then(closed('all-verified'));
  });
  it('never by itself when nobody has to', () => given(directive, draft(), issue([], [teacher!])).when('CloseFulfilledDirective', {}, { id, facts: { settled: new Set([teacher!]) } }).then());
  it('by hand with a reason, once', () => {
    given(directive, ...inForce).when('CloseDirective', { reason: 'sealed' }, { id }).then(closed('by-hand', { reason: 'sealed' }));
    given(directive, ...inForce, closed('by-hand')).when('CloseDirective', { reason: 'sealed' }, { id }).then();
  });
  it('by revocation, once', () => {
    given(directive, ...inForce).when('RevokeDirective', { reason: 'sealed' }, { id }).then(revoked);
    given(directive, ...inForce, revoked).when('RevokeDirective', { reason: 'sealed' }, { id }).then();
  });
  it('by its successor, once', () => {
    const superseded: DirectiveEvent = { type: 'DirectiveSuperseded', data: { directiveId: id, successorId: 'next', supersededBy: someone.personId, at: someTime } };
    given(directive, ...inForce).when('SupersedeDirective', { successorId: 'next' }, { id }).then(superseded);
    given(directive, ...inForce, superseded).when('SupersedeDirective', { successorId: 'next' }, { id }).then();
    given(directive, ...inForce, superseded).when('SupersedeDirective', { successorId: 'another' }, { id }).rejected('directive-not-in-force');
  });
  it('and stays so', () => {
    given(directive, ...inForce, revoked).when('CloseDirective', { reason: 'sealed' }, { id }).rejected('directive-not-in-force');
    given(directive, ...inForce, closed('by-hand')).when('ExtendDirective', { recipientIds: [other!] }, { id, facts: { ...facts, named } }).rejected('directive-not-in-force');
  });
});
