import type { JointWorkGroupEvent } from '@homeroom/contracts';
import { given, someone, someTime } from '@homeroom/testing';
import fc from 'fast-check';
import type { SchoolClassState } from '../school-classes/school-class.decider';
import { jointWorkGroup } from './joint-work-group.decider';

const id = 'class';
const by = someone.personId;
const of = { classId: id, schoolId: 'school', formation: 1, on: '2025-09-08', at: someTime };
const led = (lead: string | undefined, classTeacher: string | undefined) => ({ leadership: {
  appointments: [], nominations: 0,
  ...(lead && { leadClassTeacher: { appointmentId: 'l', office: 'lead-class-teacher' as const, personId: lead, from: '2025-09-01' } }),
  ...(classTeacher && { classTeacher: { appointmentId: 'c', office: 'class-teacher' as const, personId: classTeacher, from: '2025-09-01' } }),
} });
const schoolClass = { status: 'open', schoolId: 'school' } as SchoolClassState;
const facts = { schoolClass, registered: ['sue', 'mid'], ...led('lei', 'ann') };
const offices = [{ personId: 'lei', role: 'lead-class-teacher' as const }, { personId: 'ann', role: 'class-teacher' as const }];
const formed: JointWorkGroupEvent = { type: 'JointWorkGroupFormed', data: { ...of, members: [...offices, { personId: 'sue', role: 'subject-teacher' }], formedBy: by } };
const removed = (personId: string, role: string, cause: string): JointWorkGroupEvent => ({ type: 'GroupMemberRemoved', data: { ...of, personId, role, cause, removedBy: by } }) as never;
const added = (personId: string, role: string): JointWorkGroupEvent => ({ type: 'GroupMemberAdded', data: { ...of, personId, role, addedBy: by } }) as never;
const dissolved: JointWorkGroupEvent = { type: 'GroupDissolved', data: { ...of, cause: 'asked', reason: 'sealed', dissolvedBy: by } };
const group = (...events: JointWorkGroupEvent[]) => given(jointWorkGroup, formed, ...events);

describe('forming a joint work group', () => {
  const form = (members: { personId: string; role: 'subject-teacher' | 'parent-representative' }[], more = {}, ...events: JointWorkGroupEvent[]) =>
    given(jointWorkGroup, ...events).when('FormJointWorkGroup', { members }, { id, facts: { ...facts, ...more } });
  const sue = { personId: 'sue', role: 'subject-teacher' as const };
  it('takes in both offices of the class, and who is named', () => form([sue]).then(formed));
  it('needs both offices', () => {
    form([sue], led('lei', undefined)).rejected('offices-vacant');
    form([sue], led(undefined, 'ann')).rejected('offices-vacant');
  });
  it('is done once', () => {
    form([sue], {}, formed).then();
    form([{ ...sue, personId: 'mid' }], {}, formed).rejected('group-active');
  });
  it('has everybody once, and nobody unknown but parents', () => {
    form([{ ...sue, personId: 'ann' }]).rejected('member-twice');
    form([{ ...sue, personId: 'who' }]).rejected('member-not-found');
    form([{ personId: 'who', role: 'parent-representative' }]).thenTypes('JointWorkGroupFormed');
  });
  it('is for a class that goes on', () => form([sue], { schoolClass: { ...schoolClass, status: 'closed' } }).rejected('class-ended'));
  it('may happen again once a group is dissolved', () => expect(form([sue], {}, formed, dissolved).events[0]?.data).toMatchObject({ formation: 2 }));
});

describe('a joint work group', () => {
  it('adds and removes members, but not those in office', () => {
    group().when('AddGroupMember', { personId: 'mid', role: 'middle-leader' }, { id, facts }).then(added('mid', 'middle-leader'));
    group().when('AddGroupMember', { personId: 'sue', role: 'subject-teacher' }, { id, facts }).then();
    group().when('AddGroupMember', { personId: 'sue', role: 'mentor' }, { id, facts }).rejected('member-twice');
    group().when('RemoveGroupMember', { personId: 'sue' }, { id }).then(removed('sue', 'subject-teacher', 'asked'));
    group().when('RemoveGroupMember', { personId: 'who' }, { id }).then();
    group().when('RemoveGroupMember', { personId: 'ann' }, { id }).rejected('office-holder-stays');
  });
  it('follows the offices of the class', () => {
    const follow = (lead?: string, classTeacher?: string, ...events: JointWorkGroupEvent[]) => group(...events).when('FollowOffices', {}, { id, facts: led(lead, classTeacher) });
    follow('lei', 'ann').then();
    follow('lei', 'bo').then(removed('ann', 'class-teacher', 'office-ended'), added('bo', 'class-teacher'));
    follow('lei', 'sue').then(removed('ann', 'class-teacher', 'office-ended'), removed('sue', 'subject-teacher', 'other-role'), added('sue', 'class-teacher'));
    follow(undefined, 'ann').then(removed('lei', 'lead-class-teacher', 'office-ended'));
    given(jointWorkGroup).when('FollowOffices', {}, { id, facts: led('lei', 'ann') }).then();
  });
  it('agrees goals and shares outcomes while both offices are held', () => {
    group().when('AgreeGroupGoals', { goals: 'sealed' }, { id }).then({ type: 'GroupGoalsAgreed', data: { ...of, edition: 1, goals: 'sealed', recordedBy: by } });
    group().when('ShareGroupOutcome', { outcome: 'sealed' }, { id }).then({ type: 'GroupOutcomeShared', data: { ...of, outcomeId: 'class:1:1', outcome: 'sealed', sharedBy: by } });
    group(removed('lei', 'lead-class-teacher', 'office-ended')).when('AgreeGroupGoals', { goals: 'sealed' }, { id }).rejected('offices-vacant');
  });
  it('ends when asked, or with its class', () => {
    group().when('DissolveGroup', { reason: 'sealed' }, { id }).then(dissolved);
    group(dissolved).when('DissolveGroup', { reason: 'sealed' }, { id }).then();
    expect(group().when('EndGroupOfClass', {}, { id }).events[0]?.data).toMatchObject({ cause: 'class-ended' });
    group(dissolved).when('EndGroupOfClass', {}, { id }).then();
    group(dissolved).when('AddGroupMember', { personId: 'mid', role: 'mentor' }, { id, facts }).rejected('joint-work-group-not-found');
  });
  it('contains exactly whoever holds the offices, however they change hands', () => {
    const person = fc.constantFrom(undefined, 'lei', 'ann', 'sue', 'bo');
    fc.assert(fc.property(fc.array(fc.tuple(person, person).filter(([lead, classTeacher]) => lead === undefined || lead !== classTeacher)), (changes) => {
      let events: JointWorkGroupEvent[] = [formed];
      for (const [lead, classTeacher] of changes) {
        events = [...events, ...given(jointWorkGroup, ...events).when('FollowOffices', {}, { id, facts: led(lead, classTeacher) }).events];
        const state = given(jointWorkGroup, ...events).state();
        const members = state.status === 'none' ? [] : state.members;
        expect(members.filter(({ role }) => role === 'lead-class-teacher').map(({ personId }) => personId)).toEqual(lead ? [lead] : []);
        expect(members.filter(({ role }) => role === 'class-teacher').map(({ personId }) => personId)).toEqual(classTeacher ? [classTeacher] : []);
        expect(new Set(members.map(({ personId }) => personId)).size).toBe(members.length);
      }
    }));
  });
});
