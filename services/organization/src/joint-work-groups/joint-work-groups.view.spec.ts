import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { type JointWorkGroupRow, jointWorkGroups } from './joint-work-groups.view';

const of = { classId: 'class', schoolId: 'school', formation: 1, on: '2025-09-08', at: '2025-09-08T01:00:00.000Z' };
const formed: OrganizationEvent = { type: 'JointWorkGroupFormed', data: { ...of, members: [{ personId: 'lei', role: 'lead-class-teacher' }, { personId: 'ann', role: 'class-teacher' }], formedBy: 'lei' } };
const removed: OrganizationEvent = { type: 'GroupMemberRemoved', data: { ...of, personId: 'ann', role: 'class-teacher', cause: 'office-ended', removedBy: 'system' } };
const added: OrganizationEvent = { type: 'GroupMemberAdded', data: { ...of, personId: 'bo', role: 'class-teacher', addedBy: 'system' } };
const agreed: OrganizationEvent = { type: 'GroupGoalsAgreed', data: { ...of, edition: 1, goals: 'sealed', recordedBy: 'lei' } };
const shared: OrganizationEvent = { type: 'GroupOutcomeShared', data: { ...of, outcomeId: 'class:1:1', outcome: 'sealed', sharedBy: 'lei' } };
const dissolved: OrganizationEvent = { type: 'GroupDissolved', data: { ...of, cause: 'asked', reason: 'sealed', dissolvedBy: 'lei' } };
const row = (...events: OrganizationEvent[]) => foldAll<JointWorkGroupRow>(jointWorkGroups, recorded(events)).get('class');

describe('joint work groups', () => {
  it('show who works in them, what for and what came of it', () => {
    expect(row(formed, removed, added)?.members).toEqual([{ personId: 'lei', role: 'lead-class-teacher' }, { personId: 'bo', role: 'class-teacher' }]);
    expect(row(formed, agreed, shared)).toMatchObject({ status: 'active', goalsEdition: 1, goals: 'sealed', outcomes: [{ outcomeId: 'class:1:1', sharedBy: 'lei' }], streamVersion: 3 });
    expect(row(formed, dissolved)).toMatchObject({ status: 'dissolved', dissolvedOn: '2025-09-08' });
  });
  it('begin anew with another formation', () => expect(row(formed, agreed, dissolved, formed)).toMatchObject({ status: 'active', goals: null, outcomes: [], dissolvedOn: null }));
});
