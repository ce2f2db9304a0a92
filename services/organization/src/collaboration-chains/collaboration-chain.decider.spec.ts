import type { ChainRole, CollaborationChainEvent } from '@homeroom/contracts';
import { given, someTime } from '@homeroom/testing';
import { seatsAt } from './chain.model';
import { collaborationChain, type SeatFacts } from './collaboration-chain.decider';

const classId = 'class-1';
const schoolId = 'school-1';
const at = someTime;
const later = '2025-09-09T01:00:00.000Z';

const schools: SeatFacts['schools'] = { teacher: schoolId, middle: schoolId, leader: schoolId, secretary: schoolId, newcomer: schoolId, stranger: 'school-2' };
const facts = { schools, leadership: { classTeacher: { personId: 'teacher' }, leadClassTeacher: { personId: 'leader' } }, schoolClass: { status: 'open', schoolId } };
const seat = (role: ChainRole, personId: string) => ({ role, personId });
const three = [seat('class-teacher', 'teacher'), seat('middle-leader', 'middle'), seat('lead-class-teacher', 'leader')];
const levels = (wanted: { role: ChainRole; personId: string }[]) => wanted.map((each, i) => ({ level: i + 1, ...each }));

const defined: CollaborationChainEvent = { type: 'CollaborationChainDefined', data: { classId, schoolId, version: 1, seats: levels(three), at } };
const activated: CollaborationChainEvent = { type: 'CollaborationChainActivated', data: { classId, schoolId, version: 1, at } };
const withMiddle = (personId: string | null) => levels(three).map((each) => (each.level === 2 ? { ...each, personId } : each));
const vacant: CollaborationChainEvent = { type: 'ChainVacancyDetected', data: { classId, schoolId, version: 2, level: 2, role: 'middle-leader', leftBy: 'middle', seats: withMiddle(null), at } };
const delegated: CollaborationChainEvent = { type: 'ChainDelegateSet', data: { classId, schoolId, level: 2, personId: 'middle', delegateId: 'newcomer', at } };
const chain = (...events: CollaborationChainEvent[]) => given(collaborationChain, ...events);
const define = (seats: typeof three, changed: object = {}) => chain().when('DefineCollaborationChain', { seats }, { id: classId, at, facts: { ...facts, ...changed } });

describe('CollaborationChain', () => {
  it('is defined from the class teacher upwards', () => define(three).then(defined));
  it('may have two levels', () => define([three[0]!, three[2]!]).thenTypes('CollaborationChainDefined'));
  it('has at least two levels', () => define([three[0]!]).rejected('chain-too-short'));
  it('begins with the class teacher', () => define(three.slice(1)).rejected('class-teacher-first'));
  it('rises, each level once', () => define([three[0]!, three[2]!, three[1]!]).rejected('levels-out-of-order'));
  it('has another person on each level', () => define([three[0]!, seat('middle-leader', 'leader'), three[2]!]).rejected('person-twice'));
  it('has the appointed class teacher', () => define([seat('class-teacher', 'newcomer'), three[1]!]).rejected('not-class-teacher'));
  it('has the appointed lead class teacher', () => define([...three.slice(0, 2), seat('lead-class-teacher', 'secretary')]).rejected('not-lead-class-teacher'));
  it('has people of the school', () => define([three[0]!, seat('middle-leader', 'stranger')]).rejected('not-of-this-school'));
  it('may reach the county', () => define([...three, seat('decision-body', 'secretary'), seat('county-joint-meeting', 'stranger')]).thenTypes('CollaborationChainDefined'));
  it('needs an open class', () => define(three, { schoolClass: { status: 'closed', schoolId } }).rejected('class-not-open'));
  it('is not defined twice', () => chain(defined).when('DefineCollaborationChain', { seats: three }, { id: classId, at, facts }).then());
  it('is defined anew before it is in force', () => chain(defined).when('DefineCollaborationChain', { seats: three.slice(0, 2) }, { id: classId, at, facts })
    .then({ type: 'CollaborationChainDefined', data: { classId, schoolId, version: 2, seats: levels(three.slice(0, 2)), at } }));
  it('is revised, not defined, once in force', () => chain(defined, activated).when('DefineCollaborationChain', { seats: three.slice(0, 2) }, { id: classId, at, facts }).rejected('chain-active'));

  it('is activated once', () => {
    chain(defined).when('ActivateCollaborationChain', {}, { at, facts }).then(activated);
    chain(defined, activated).when('ActivateCollaborationChain', {}, { at, facts }).then();
    chain().when('ActivateCollaborationChain', {}).rejected('collaboration-chain-not-found');
  });
  it('is activated while its people still hold their offices', () =>
    chain(defined).when('ActivateCollaborationChain', {}, { at, facts: { ...facts, leadership: {} } }).rejected('not-class-teacher'));

  it('has a new version when revised', () => {
    const seats = [...three, seat('decision-body', 'secretary')];
    const revised: CollaborationChainEvent = { type: 'CollaborationChainRevised', data: { classId, schoolId, version: 2, seats: levels(seats), at: later } };
    chain(defined, activated).when('ReviseCollaborationChain', { seats }, { at: later, facts }).then(revised);
    chain(defined, activated, revised).when('ReviseCollaborationChain', { seats }, { at: later, facts }).then();
    chain(defined).when('ReviseCollaborationChain', { seats }, { facts }).rejected('chain-not-active');
  });

  it('keeps a delegate over a revision only where the holder stays', () => {
    const revision = (seats: typeof three): CollaborationChainEvent => ({ type: 'CollaborationChainRevised', data: { classId, schoolId, version: 2, seats: levels(seats), at: later } });
    expect(chain(defined, activated, delegated, revision(three.slice(0, 2))).state().delegates).toHaveLength(1);
    expect(chain(defined, activated, delegated, revision([three[0]!, seat('middle-leader', 'secretary')])).state().delegates).toHaveLength(0);
  });
});

describe('a delegate', () => {
  const set = (delegateId?: string, more: object = {}, before: CollaborationChainEvent[] = []) =>
    chain(defined, activated, ...before).when('SetChainDelegate', { role: 'middle-leader', delegateId, ...more }, { at, facts });

  it('acts for the holder of a level', () => set('newcomer').then(delegated));
  it('is set once', () => set('newcomer', {}, [delegated]).then());
  it('is taken back', () => set(undefined, {}, [delegated]).then({ type: 'ChainDelegateSet', data: { classId, schoolId, level: 2, personId: 'middle', delegateId: null, at } }));
  it('is nobody to take back', () => set().then());
  it('holds no level of the chain', () => set('teacher').rejected('delegate-in-chain'));
  it('works at the school', () => set('stranger').rejected('not-of-this-school'));
  it('is the delegate of one level', () => chain(defined, activated, delegated).when('SetChainDelegate', { role: 'lead-class-teacher', delegateId: 'newcomer' }, { at, facts }).rejected('delegate-twice'));
  it('has a time that does not end before it begins', () => set('newcomer', { fromAt: later, untilAt: at }).rejected('delegation-empty'));
});

describe('a vacancy', () => {
  const detect = (leftBy: string, ...more: CollaborationChainEvent[]) => chain(defined, activated, ...more).when('DetectChainVacancy', { role: 'middle-leader', leftBy }, { at, facts: {} });
  const fill = (personId: string, ...more: CollaborationChainEvent[]) => chain(defined, activated, ...more).when('FillChainSeat', { role: 'middle-leader', personId }, { at, facts });
  const filled: CollaborationChainEvent = { type: 'ChainSeatFilled', data: { classId, schoolId, version: 3, level: 2, role: 'middle-leader', personId: 'newcomer', previousPersonId: null, seats: withMiddle('newcomer'), at } };

  it('is a new version', () => detect('middle').then(vacant));
  it('is detected once', () => detect('middle', vacant).then());
  it('is none where another holds the level by now', () => detect('somebody-before').then());
  it('is filled', () => fill('newcomer', vacant).then(filled));
  it('is filled once', () => fill('newcomer', vacant, filled).then());
  it('is not filled by another level', () => fill('leader', vacant).rejected('person-twice'));
  it('is passed over by reports, or taken by the delegate', () => {
    expect(seatsAt(chain(defined, activated, vacant).state(), later)[1]).toEqual({ level: 2, role: 'middle-leader', personId: null });
    expect(seatsAt(chain(defined, activated, delegated, vacant).state(), later)[1]).toEqual({ level: 2, role: 'middle-leader', personId: 'newcomer' });
  });
});
