import { derivedId, type ReportSeverity, type UpwardReportEvent } from '@homeroom/contracts';
import type { CommandName, CommandOf } from '@homeroom/eventsourcing';
import { given, someTime } from '@homeroom/testing';
import { DEFAULT_DEADLINE_RULES } from '../deadline-policies/deadline-policy.model';
import type { Report } from './report.model';
import { upwardReport } from './upward-report.decider';

const reportId = 'report-1';
const school = 'school-1';
/** Monday 09:00 in Shanghai. */
const monday = someTime;
const after = (hours: number, from = monday): string => new Date(Date.parse(from) + hours * 3_600_000).toISOString();
const seats = [
  { level: 1, role: 'class-teacher' as const, personId: 'teacher' },
  { level: 2, role: 'middle-leader' as const, personId: 'middle' },
  { level: 3, role: 'lead-class-teacher' as const, personId: 'leader' },
];
const chain = { status: 'active', schoolId: school, version: 1, seats, delegates: [] as object[] };
const facts = {
  chain, schoolClass: { status: 'open' }, schoolOfNewHolder: school,
  policy: { version: 0, rules: DEFAULT_DEADLINE_RULES }, countyCalendar: { version: 0, publications: [] }, schoolCalendar: { version: 0, publications: [] },
} as any;

type Name = CommandName<typeof upwardReport>;
type Step = readonly [command: Name, data: CommandOf<typeof upwardReport, Name>, by: string, at?: string, facts?: object];
const person = (personId: string) => ({ personId, role: 'school-staff' });
const report = (...events: UpwardReportEvent[]) => ({
  state: () => given(upwardReport, ...events).state() as Report,
  when: ([command, data, by, at = monday, more]: Step) => given(upwardReport, ...events).when(command, data as never, { id: reportId, by: person(by), at, facts: { ...facts, ...more } }),
});
/** The events of these steps. */
const story = (...steps: Step[]): UpwardReportEvent[] => steps.reduce<UpwardReportEvent[]>((events, step) => [...events, ...report(...events).when(step).events], []);

const asked = { classId: 'class-1', kind: 'problem-or-need' as const, category: 'CLASS_MANAGEMENT' as const, subject: 's', details: 'd' };
const raise = (more: object = {}, by = 'teacher', at = monday, facts_?: object): Step => ['RaiseUpwardReport', { ...asked, ...more }, by, at, facts_];
const raised = story(raise());
const acknowledge = (by = 'middle', at = after(1)): Step => ['AcknowledgeUpwardReport', {}, by, at];
const escalate = (by = 'middle', at = after(1)): Step => ['EscalateUpwardReport', { reason: 'r' }, by, at];
const respond = (by = 'middle', at = after(2), supportRequestIds?: string[]): Step => ['RespondToUpwardReport', { measures: 'm', supportRequestIds }, by, at];
const resolve = (by = 'middle', at = after(3), waivedSupportRequestIds?: string[]): Step => ['ResolveUpwardReport', { outcome: 'o', waivedSupportRequestIds }, by, at];
const confirm = (by = 'teacher', at = after(4)): Step => ['ConfirmUpwardReport', {}, by, at];
const reject = (by = 'teacher', at = after(4)): Step => ['RejectUpwardReportResolution', { reason: 'r' }, by, at];
const ask = (by = 'middle', at = after(1)): Step => ['RequestUpwardReportInfo', { question: 'q' }, by, at];
const answer = (by = 'teacher', at = after(2)): Step => ['SupplyUpwardReportInfo', { answer: 'a' }, by, at];
const hold = (untilAt = after(72), by = 'middle', at = after(1)): Step => ['HoldUpwardReport', { reason: 'r', untilAt }, by, at];
const resume = (at: string, by = 'middle'): Step => ['ResumeUpwardReport', {}, by, at];
const elapse = (n: number, at: string): Step => ['ElapseDeadline', { deadlineId: `${reportId}:${n}` }, 'system:clock', at];
const remind = (n: number, percent: 50 | 80, at: string): Step => ['RemindOfDeadline', { deadlineId: `${reportId}:${n}`, percent }, 'system:clock', at];
const forward = (toPersonId: string, by = 'middle', more?: object): Step => ['ForwardUpwardReport', { toPersonId, reason: 'r' }, by, after(1), more];
const reassign = (toPersonId: string, more?: object): Step => ['ReassignUpwardReport', { toPersonId, reason: 'r' }, 'principal', after(1), more];
const withdraw = (by = 'teacher', at = after(1)): Step => ['WithdrawUpwardReport', { reason: 'r' }, by, at];
const decline = (by: string, at = after(2)): Step => ['DeclineUpwardReport', { reason: 'r' }, by, at];
const reopen = (by = 'teacher', at = after(5)): Step => ['ReopenUpwardReport', { reason: 'r' }, by, at];
const dues = (events: UpwardReportEvent[]) => events.flatMap((e) => (e.type === 'UpwardReportDeadlineScheduled' ? [`${e.data.kind} ${e.data.dueAt}`] : []));

describe('raising', () => {
  it('goes to the next level and starts the clocks to acknowledge and to resolve', () => {
    expect(raised.map(({ type }) => type)).toEqual(['UpwardReportRaised', 'UpwardReportDeadlineScheduled', 'UpwardReportDeadlineScheduled']);
    expect(report(...raised).state()).toMatchObject({ status: 'raised', level: 2, holderId: 'middle', raisedBy: 'teacher', raiserLevel: 1 });
    expect(dues(raised)).toEqual([`acknowledge ${after(24)}`, 'resolve 2025-09-22T01:00:00.000Z']);
  });
  it('is done once', () => report(...raised).when(raise()).then());
  it('takes no id of another report', () => report(...raised).when(raise({ category: 'OTHER' })).rejected('report-id-taken'));
  it('may begin at any level below the top', () => expect(report(...story(raise({}, 'middle'))).state()).toMatchObject({ level: 3, holderId: 'leader' }));
  it('has nobody to go to from the top', () => report().when(raise({}, 'leader')).rejected('top-of-chain'));
  it('is for those who hold a level', () => report().when(raise({}, 'stranger')).rejected('not-in-chain'));
  it('needs a chain in force', () => report().when(raise({}, 'teacher', monday, { chain: { ...chain, status: 'defined' } })).rejected('chain-not-active'));
  it('needs an open class', () => report().when(raise({}, 'teacher', monday, { schoolClass: { status: 'closed' } })).rejected('class-not-open'));
  it('passes over a level that nobody holds', () => {
    const vacant = { ...chain, seats: seats.map((seat) => (seat.level === 2 ? { ...seat, personId: null } : seat)) };
    expect(report(...story(raise({}, 'teacher', monday, { chain: vacant }))).state()).toMatchObject({ level: 3, holderId: 'leader' });
  });
  it('lets a delegate raise for the class teacher', () => {
    const delegates = [{ level: 1, delegateId: 'deputy', fromAt: monday }];
    const [first] = story(raise({}, 'deputy', monday, { chain: { ...chain, delegates } }));
    expect(first!.data).toMatchObject({ raisedBy: 'deputy', onBehalfOf: 'teacher', raiserLevel: 1 });
  });
  it('asks for support by itself where a resource is needed', () => {
    const [first] = story(raise({ category: 'RESOURCE_NEED' }));
    expect(first!.data).toMatchObject({ supportRequestId: derivedId('support-request', reportId) });
    expect(report(...story(raise({ category: 'RESOURCE_NEED' }))).state().support).toEqual({ [derivedId('support-request', reportId)]: 'pending' });
  });
  it('waits for the opening when it comes at night', () => expect(dues(story(raise({}, 'teacher', '2025-09-05T14:00:00.000Z')))[0]).toBe('acknowledge 2025-09-08T09:30:00.000Z'));
});

describe('a critical report', () => {
  const critical = { category: 'SAFETY', severity: 'CRITICAL' };
  it('tells every level at once and runs around the clock', () => {
    const events = story(raise(critical, 'teacher', '2025-09-06T18:00:00.000Z'));
    expect(events[0]!.data).toMatchObject({ notifiedPersonIds: ['middle', 'leader'], level: 2 });
    expect(dues(events)).toEqual(['acknowledge 2025-09-06T18:30:00.000Z', 'resolve 2025-09-07T18:00:00.000Z']);
  });
  it('may begin at the top', () => expect(report(...story(raise({ ...critical, startAtTop: true }))).state()).toMatchObject({ level: 3, holderId: 'leader' }));
  it('alone may begin at the top', () => report().when(raise({ startAtTop: true })).rejected('only-critical-starts-at-top'));
  it('is never confirmed by itself', () => expect(dues(story(raise(critical), acknowledge(), respond(), resolve()))).toHaveLength(3));
});

describe('a work status', () => {
  const status = story(raise({ kind: 'work-status' }));
  it('awaits an acknowledgement and nothing else', () => expect(dues(status)).toEqual([`acknowledge ${after(24)}`]));
  it('ends with it', () => expect(report(...status, ...story(raise({ kind: 'work-status' }), acknowledge()).slice(2)).state()).toMatchObject({ status: 'acknowledged' }));
  it('is acknowledged once', () => report(...story(raise({ kind: 'work-status' }), acknowledge())).when(acknowledge()).then());
  it('never escalates', () => {
    report(...status).when(escalate()).rejected('work-status-only-acknowledged');
    report(...status).when(elapse(1, after(24))).thenTypes('UpwardReportDeadlineElapsed', 'UpwardReportOverdueFlagged');
  });
  it('asks for nothing', () => {
    report().when(raise({ kind: 'work-status', category: 'RESOURCE_NEED' })).rejected('work-status-only-informs');
    report().when(raise({ kind: 'work-status', severity: 'URGENT' })).rejected('work-status-only-informs');
  });
});

describe('the holder', () => {
  const inProgress = story(raise(), acknowledge());
  it('acknowledges, and the clock to respond starts', () => {
    report(...raised).when(acknowledge()).thenTypes('UpwardReportAcknowledged', 'UpwardReportDeadlineScheduled');
    expect(dues(inProgress).at(-1)).toBe(`respond ${after(73)}`);
    expect(inProgress[3]!.data).toMatchObject({ tookMinutes: 60 });
  });
  it('acknowledges once', () => report(...inProgress).when(acknowledge()).then());
  it('alone acts', () => {
    report(...raised).when(acknowledge('leader')).rejected('not-holder');
    report(...raised).when(escalate('teacher')).rejected('not-holder');
    report(...inProgress).when(resolve('teacher')).rejected('not-holder');
  });
  it('may have a delegate', () => {
    const delegates = [{ level: 2, delegateId: 'deputy', fromAt: monday, untilAt: after(5) }];
    const as = (at: string): Step => ['AcknowledgeUpwardReport', {}, 'deputy', at, { chain: { ...chain, delegates } }];
    expect(report(...raised).when(as(after(1))).events[0]!.data).toMatchObject({ by: 'deputy', onBehalfOf: 'middle', holderId: 'middle' });
    report(...raised).when(as(after(6))).rejected('not-holder');
  });
  it('forwards within the level, and the new holder acknowledges anew', () => {
    const forwarded = story(raise(), acknowledge(), forward('colleague'));
    expect(report(...forwarded).state()).toMatchObject({ status: 'raised', level: 2, holderId: 'colleague', stay: { n: 2, began: 'forwarded' } });
    report(...forwarded).when(forward('colleague')).then();
    report(...raised).when(forward('teacher')).rejected('raiser-cannot-hold');
    report(...raised).when(forward('leader')).rejected('person-twice');
    report(...raised).when(forward('stranger', 'middle', { schoolOfNewHolder: 'school-2' })).rejected('not-of-this-school');
  });
  it('escalates one level up', () => {
    const up = story(raise(), escalate());
    expect(report(...up).state()).toMatchObject({ status: 'raised', level: 3, holderId: 'leader', stay: { n: 2, since: after(1) } });
    expect(up[3]!.data).toMatchObject({ fromLevel: 2, fromPersonId: 'middle', level: 3, passedLevels: [], heldMinutes: 60 });
    report(...up).when(escalate()).then();
    report(...up).when(escalate('leader')).rejected('top-of-chain');
  });
  it('responds after the acknowledgement, and again', () => {
    report(...raised).when(respond()).rejected('not-acknowledged');
    report(...inProgress).when(respond()).thenTypes('UpwardReportResponded');
    report(...story(raise(), acknowledge(), respond())).when(respond()).thenTypes('UpwardReportResponded');
  });
  it('resolves what was responded to', () => {
    report(...inProgress).when(resolve()).rejected('no-response-yet');
    const resolved = story(raise(), acknowledge(), respond(), resolve());
    expect(report(...resolved).state()).toMatchObject({ status: 'resolved', step: { kind: 'confirm' }, whole: undefined });
    report(...resolved).when(resolve()).then();
  });
  it('declines at the top alone', () => {
    report(...raised).when(decline('middle')).rejected('not-top-of-chain');
    const declined = story(raise(), escalate(), decline('leader'));
    expect(report(...declined).state()).toMatchObject({ status: 'declined' });
    report(...declined).when(decline('leader')).then();
  });
  it('merges it into another one of the school', () => {
    const into = { ...report(...raised).state(), reportId: 'report-2' };
    const merge = (intoReportId: string, facts_: object): Step => ['MergeUpwardReport', { intoReportId }, 'middle', after(1), facts_];
    const merged = [...raised, ...report(...raised).when(merge('report-2', { into })).events];
    expect(report(...merged).state()).toMatchObject({ status: 'merged', mergedInto: 'report-2' });
    report(...merged).when(merge('report-2', { into })).then();
    report(...raised).when(merge(reportId, { into: { ...into, reportId } })).rejected('merge-into-itself');
    report(...raised).when(merge('report-2', { into: { ...into, schoolId: 'school-2' } })).rejected('other-school');
    report(...raised).when(merge('report-2', { into: { ...into, status: 'confirmed' } })).rejected('report-not-open');
    report(...raised).when(merge('report-2', { into: { status: 'none' } })).rejected('upward-report-not-found');
  });
});

describe('a pause', () => {
  it('keeps what was left while the raiser is asked: silence never escalates', () => {
    const waiting = story(raise(), acknowledge(), ask());
    expect(report(...waiting).state()).toMatchObject({ status: 'info-requested', step: undefined, whole: undefined });
    report(...waiting).when(elapse(3, after(500))).then();
    report(...waiting).when(ask()).then();
    report(...waiting).when(escalate()).rejected('report-paused');
    const goesOn = [...waiting, ...report(...waiting).when(answer('teacher', after(1 + 24 * 7))).events];
    expect(report(...goesOn).state()).toMatchObject({ status: 'in-progress', asked: false, stay: { pausedMinutes: 5 * 570 } });
    expect(dues(goesOn).slice(-2)).toEqual([`respond ${after(73 + 24 * 7)}`, '2025-09-29T01:00:00.000Z'].map((due, i) => (i ? `resolve ${due}` : due)));
    report(...goesOn).when(answer()).rejected('nothing-asked');
  });
  it('goes back to where it was asked', () => expect(report(...story(raise(), ask(), answer())).state()).toMatchObject({ status: 'raised', step: { kind: 'acknowledge' } }));
  it('may be a hold, which ends by itself', () => {
    const held = story(raise(), acknowledge(), hold(after(24 * 7)));
    expect(report(...held).state()).toMatchObject({ status: 'on-hold', step: { kind: 'hold', dueAt: after(24 * 7) } });
    report(...held).when(elapse(4, after(24 * 7))).thenTypes('UpwardReportDeadlineElapsed', 'UpwardReportResumed', 'UpwardReportDeadlineScheduled', 'UpwardReportDeadlineScheduled');
    report(...held).when(hold(after(24 * 7))).then();
    report(...raised).when(hold(after(24 * 32))).rejected('hold-too-long');
  });
  it('may be resumed, and held again', () => {
    const again = story(raise(), hold(), resume(after(2)), hold(after(80), 'middle', after(3)));
    expect(report(...again).state()).toMatchObject({ status: 'on-hold', step: { kind: 'hold', dueAt: after(80) } });
    report(...raised).when(resume(after(2))).then();
  });
  it('goes on after a hold while the raiser owes an answer, and after the answer while it is on hold', () => {
    expect(report(...story(raise(), ask(), hold(after(72), 'middle', after(2)), resume(after(3)))).state()).toMatchObject({ status: 'info-requested', step: undefined });
    const answered = story(raise(), ask(), hold(after(72), 'middle', after(2)), answer('teacher', after(3)));
    expect(report(...answered).state()).toMatchObject({ status: 'on-hold', asked: false, step: { kind: 'hold' } });
    expect(report(...answered, ...report(...answered).when(resume(after(4))).events).state()).toMatchObject({ status: 'raised', step: { kind: 'acknowledge' }, whole: { kind: 'resolve' }, stay: { pausedMinutes: 180 } });
  });
});

describe('time', () => {
  it('running out takes the report one level up, and only once', () => {
    report(...raised).when(elapse(1, after(24))).thenTypes('UpwardReportDeadlineElapsed', 'UpwardReportAutoEscalated', 'UpwardReportDeadlineScheduled');
    report(...story(raise(), elapse(1, after(24)))).when(elapse(1, after(24))).then();
  });
  it('is not over before it is', () => report(...raised).when(elapse(1, after(23))).rejected('not-due-yet'));
  it('that was superseded means nothing', () => report(...story(raise(), acknowledge())).when(elapse(1, after(24))).then());
  it('running out at the top is flagged', () => {
    const atTop = story(raise(), escalate());
    report(...atTop).when(elapse(3, after(48))).thenTypes('UpwardReportDeadlineElapsed', 'UpwardReportOverdueFlagged');
  });
  it('to resolve runs from the raise and never begins again', () => {
    const up = story(raise(), escalate(), acknowledge('leader', after(2)), respond('leader', after(3)), resolve('leader', after(4)), reject('teacher', after(24 + 4)));
    expect(dues(up).filter((due) => due.startsWith('resolve'))).toEqual(['resolve 2025-09-22T01:00:00.000Z', `resolve ${after(24, '2025-09-22T01:00:00.000Z')}`]);
    const gone = story(raise(), acknowledge(), respond(), elapse(2, '2025-09-22T01:00:00.000Z'));
    expect(report(...gone).state()).toMatchObject({ level: 3, whole: undefined, elapsed: ['resolve'] });
  });
  it('half and four fifths gone is a reminder each', () => {
    report(...raised).when(remind(1, 50, after(4))).rejected('not-due-yet');
    report(...raised).when(remind(1, 50, after(4.75))).thenTypes('UpwardReportReminded');
    report(...story(raise(), remind(1, 50, after(4.75)))).when(remind(1, 50, after(5))).then();
    report(...story(raise(), remind(1, 50, after(4.75)))).when(remind(1, 80, after(7.6))).thenTypes('UpwardReportReminded');
    report(...story(raise(), acknowledge())).when(remind(1, 80, after(7.6))).then();
    expect(report(...story(raise(), escalate())).when(remind(2, 50, after(24 * 8))).events[0]!.data).toMatchObject({ kind: 'resolve', personId: 'leader' });
  });
  it('without an objection confirms a resolution', () => {
    const resolved = story(raise(), acknowledge(), respond(), resolve());
    report(...resolved).when(elapse(4, after(3 + 24 * 7))).thenTypes('UpwardReportDeadlineElapsed', 'UpwardReportConfirmed');
  });
  it('never moves into the past when a new policy comes', () => {
    const rules = { ...DEFAULT_DEADLINE_RULES, ROUTINE: { ...DEFAULT_DEADLINE_RULES.ROUTINE, acknowledgeWithinMinutes: 60, resolveWithinMinutes: 570 } };
    const recompute = (at: string, version = 1): Step => ['RecomputeDueTimes', { reportId }, 'system:r', at, { policy: { version, rules } }];
    const moved = report(...raised).when(recompute(after(0.5))).events;
    expect(dues([...moved])).toEqual([`acknowledge ${after(1)}`, `resolve ${after(24)}`]);
    report(...raised, ...moved).when(recompute(after(0.5))).then();
    expect(dues([...report(...raised).when(recompute(after(2))).events])).toEqual([`resolve ${after(24)}`]);
    report(...raised).when(recompute(after(24))).thenTypes('UpwardReportDueTimesRecomputed');
  });
  it('follows a calendar published later, from now on', () => {
    const countyCalendar = { version: 1, publications: [{ from: '2025-09-01', until: '2025-12-31', closures: [{ from: '2025-09-09', until: '2025-09-12' }], makeUpWorkdays: ['2025-09-13'] }] };
    const step: Step = ['RecomputeDueTimes', { reportId }, 'system:r', after(2), { countyCalendar }];
    expect(dues([...report(...raised).when(step).events])[0]).toBe('acknowledge 2025-09-13T01:00:00.000Z');
    expect(report(...raised, ...report(...raised).when(step).events).state().calendar).toMatchObject({ countyVersion: 1 });
  });
});

describe('the raiser', () => {
  const resolved = story(raise(), acknowledge(), respond(), resolve());
  it('confirms once', () => {
    report(...resolved).when(confirm()).thenTypes('UpwardReportConfirmed');
    report(...story(raise(), acknowledge(), respond(), resolve(), confirm())).when(confirm()).then();
    report(...resolved).when(confirm('middle')).rejected('not-raiser');
    report(...raised).when(confirm()).rejected('report-not-resolved');
  });
  it('rejects a resolution: the same holder has it again and must respond anew', () => {
    const back = story(raise(), acknowledge(), respond(), resolve(), reject());
    expect(report(...back).state()).toMatchObject({ status: 'raised', level: 2, holderId: 'middle', responses: 0, stay: { n: 2, began: 'rejected' } });
    report(...back).when(reject()).then();
  });
  it('withdraws while it is not resolved', () => {
    report(...raised).when(withdraw()).thenTypes('UpwardReportWithdrawn');
    report(...resolved).when(withdraw()).rejected('report-not-open');
    report(...raised).when(withdraw('middle')).rejected('not-raiser');
  });
  it('appeals a decline once, within 30 days', () => {
    const declined = [raise(), escalate(), decline('leader')] as const;
    expect(report(...story(...declined, reopen())).state()).toMatchObject({ status: 'raised', level: 3, holderId: 'leader', appealed: true });
    report(...story(...declined, reopen())).when(reopen()).then();
    report(...story(...declined, reopen(), decline('leader', after(6)))).when(reopen('teacher', after(7))).rejected('appealed-already');
    report(...story(...declined)).when(reopen('teacher', after(31 * 24))).rejected('reopen-too-late');
    report(...raised).when(reopen()).rejected('report-not-closed');
  });
});

describe('the school leader', () => {
  it('gives it to somebody else of the level', () => {
    const reassigned = story(raise(), acknowledge(), hold(), reassign('colleague'));
    expect(report(...reassigned).state()).toMatchObject({ status: 'raised', holderId: 'colleague', step: { kind: 'acknowledge' }, whole: { kind: 'resolve' } });
    report(...reassigned).when(reassign('colleague')).then();
    report(...raised).when(reassign('teacher')).rejected('raiser-cannot-hold');
  });
});

describe('support', () => {
  const support = derivedId('support-request', reportId);
  const tell = (outcome: any, supportRequestId = support): Step => ['RecordSupportOutcome', { supportRequestId, outcome }, 'system:r', after(2)];
  const answered = story(raise({ category: 'RESOURCE_NEED' }), acknowledge(), respond());
  it('holds the resolution up until its outcome is known', () => {
    report(...answered).when(resolve()).rejected('support-pending');
    report(...answered, ...report(...answered).when(tell('approved')).events).when(resolve()).rejected('support-pending');
    for (const outcome of ['confirmed', 'declined', 'cancelled']) report(...answered, ...report(...answered).when(tell(outcome)).events).when(resolve()).thenTypes('UpwardReportResolved', 'UpwardReportDeadlineScheduled');
  });
  it('may be waived', () => {
    report(...answered).when(resolve('middle', after(3), [support])).thenTypes('UpwardReportResolved', 'UpwardReportDeadlineScheduled');
    report(...answered).when(resolve('middle', after(3), ['another'])).rejected('support-unknown');
  });
  it('asked for in a response is waited for too', () => report(...story(raise(), acknowledge(), respond('middle', after(2), ['support-2']))).when(resolve()).rejected('support-pending'));
  it('never goes back', () => {
    const told = [...answered, ...report(...answered).when(tell('allocated')).events];
    report(...told).when(tell('allocated')).then();
    report(...told).when(tell('approved')).then();
  });
});

it('knows the four severities', () => {
  const dueOf = (severity: ReportSeverity) => dues(story(raise({ severity })))[0];
  expect((['ROUTINE', 'IMPORTANT', 'URGENT', 'CRITICAL'] as const).map(dueOf)).toEqual([24, 4, 1, 0.5].map((hours) => `acknowledge ${after(hours)}`));
});
