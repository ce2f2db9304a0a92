import type { StudyCampEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { campMembers } from './camp-members.view';
import { studyCamps } from './study-camps.view';

const of = { campId: 'camp', schoolYear: '2025-2026', at: '2025-09-08T01:00:00.000Z' };
const member = { ...of, personId: 'ann', schoolId: 'school' };
const story: StudyCampEvent[] = [
  { type: 'CampOpened', data: { ...of, title: 'sealed', leaderId: 'lee', startsOn: '2025-09-01', places: 2, checkpoints: [{ checkpoint: 'case', mandatory: true }], openedBy: 'by' } },
  { type: 'CampMemberAdmitted', data: { ...member, from: '2025-09-01', eligibility: 'new-hire', admittedBy: 'by' } },
  { type: 'TrackingCheckpointRecorded', data: { ...member, checkpoint: 'case', on: '2025-10-01', recordedBy: 'by' } },
  { type: 'CampMemberWithdrawn', data: { ...member, on: '2025-11-01', reason: 'sealed', withdrawnBy: 'by' } },
  { type: 'CampMemberAdmitted', data: { ...member, from: '2025-12-01', eligibility: 'new-hire', admittedBy: 'by' } },
  { type: 'CampMemberGraduated', data: { ...member, on: '2026-12-01', days: 365, graduatedBy: 'by' } },
  { type: 'CampClosed', data: { ...of, on: '2026-12-02', graduates: 1, closedBy: 'by' } },
];
const camps = (events: number) => [...foldAll(studyCamps, recorded(story.slice(0, events))).values()];
const members = (events: number) => [...foldAll(campMembers, recorded(story.slice(0, events))).values()];

it('counts who is where on their way', () => {
  expect(camps(3)).toMatchObject([{ status: 'open', active: 1, graduated: 0, withdrawn: 0, streamVersion: 3 }]);
  expect(camps(7)).toMatchObject([{ status: 'closed', active: 0, graduated: 1, withdrawn: 1, streamVersion: 7, closedOn: '2026-12-02' }]);
});
it('begins anew for who comes back', () => {
  expect(members(4)).toMatchObject([{ key: 'camp:ann', status: 'withdrawn', done: ['case'], endedOn: '2025-11-01', reason: 'sealed' }]);
  expect(members(5)).toMatchObject([{ status: 'active', done: [], endedOn: null, reason: null }]);
  expect(members(7)).toMatchObject([{ status: 'graduated', days: 365 }]);
});
it('leaves steps of camps it never heard of alone', () => {
  expect(foldAll(studyCamps, recorded(story.slice(1))).size).toBe(0);
  expect(foldAll(campMembers, recorded(story.slice(2, 4))).size).toBe(0);
});
