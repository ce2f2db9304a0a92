import type { ChainSeat, CollaborationChainEvent, OrganizationEvent } from '@homeroom/contracts';
import type { Ask } from '@homeroom/eventsourcing';
import { foldAll, recorded } from '@homeroom/testing';
import { chainFollowsAppointments } from './chain-follows-appointments.reaction';
import { chainVersions } from './chain-versions.view';
import { type CollaborationChainRow, collaborationChains } from './collaboration-chains.view';

const about = { classId: 'class-1', schoolId: 'school-1' };
const at = (day: number): string => `2025-09-0${day}T01:00:00.000Z`;
const seats = (...people: (string | null)[]): ChainSeat[] => people.map((personId, i) => ({ level: i + 1, role: (['class-teacher', 'middle-leader', 'lead-class-teacher'] as const)[i]!, personId }));
const defined: CollaborationChainEvent = { type: 'CollaborationChainDefined', data: { ...about, version: 1, seats: seats('teacher', 'middle', 'leader'), at: at(1) } };
const activated: CollaborationChainEvent = { type: 'CollaborationChainActivated', data: { ...about, version: 1, at: at(2) } };
const delegated: CollaborationChainEvent = { type: 'ChainDelegateSet', data: { ...about, level: 2, personId: 'middle', delegateId: 'deputy', untilAt: at(9), at: at(3) } };
const vacant: CollaborationChainEvent = { type: 'ChainVacancyDetected', data: { ...about, version: 2, level: 2, role: 'middle-leader', leftBy: 'middle', seats: seats('teacher', null, 'leader'), at: at(4) } };
const filled: CollaborationChainEvent = {
  type: 'ChainSeatFilled', data: { ...about, version: 3, level: 2, role: 'middle-leader', personId: 'deputy', previousPersonId: null, seats: seats('teacher', 'deputy', 'leader'), at: at(5) },
};
const shortened: CollaborationChainEvent = { type: 'CollaborationChainRevised', data: { ...about, version: 2, seats: seats('teacher', 'middle'), at: at(4) } };

const levels = (...events: CollaborationChainEvent[]): CollaborationChainRow[] => [...foldAll(collaborationChains, recorded(events)).values()];
const versions = (...events: CollaborationChainEvent[]) => [...foldAll(chainVersions, recorded(events)).values()].map(({ version, activeFromAt, activeUntilAt }) => [version, activeFromAt, activeUntilAt]);

describe('the chain of a class', () => {
  it('has a row for each level', () => {
    expect(levels(defined)).toMatchObject([{ level: 1, personId: 'teacher', status: 'defined' }, { level: 2, personId: 'middle' }, { level: 3, personId: 'leader', role: 'lead-class-teacher' }]);
    expect(levels(defined, activated).map(({ status }) => status)).toEqual(['active', 'active', 'active']);
  });
  it('shows who may act for whom', () => expect(levels(defined, activated, delegated)[1]).toMatchObject({ personId: 'middle', delegateId: 'deputy', delegateFromAt: at(3), delegateUntilAt: at(9) }));
  it('shows a vacancy beside its delegate, who stops being one when taking the level', () => {
    expect(levels(defined, activated, delegated, vacant)[1]).toMatchObject({ personId: null, delegateId: 'deputy', version: 2 });
    expect(levels(defined, activated, delegated, vacant, filled)).toMatchObject([{ version: 3 }, { personId: 'deputy', delegateId: null, version: 3 }, { version: 3 }]);
  });
  it('loses the levels that a revision leaves out, and keeps delegates of who stays', () =>
    expect(levels(defined, activated, delegated, shortened)).toMatchObject([{ level: 1 }, { level: 2, delegateId: 'deputy', version: 2, status: 'active' }]));
});

describe('the versions of a chain', () => {
  it('follow each other without a gap', () => expect(versions(defined, activated, vacant, filled)).toEqual([[1, at(2), at(4)], [2, at(4), at(5)], [3, at(5), null]]));
  it('are in force from their activation', () => {
    const again: CollaborationChainEvent = { type: 'CollaborationChainDefined', data: { ...about, version: 2, seats: seats('teacher', 'leader'), at: at(2) } };
    expect(versions(defined, again, { type: 'CollaborationChainActivated', data: { ...about, version: 2, at: at(3) } })).toEqual([[1, null, null], [2, at(3), null]]);
  });
});

describe('a chain follows appointments', () => {
  const rows = levels(defined, activated);
  const ask = { rows: async (_: unknown, where: Partial<CollaborationChainRow>) => rows.filter((row) => Object.entries(where).every(([field, value]) => row[field as keyof CollaborationChainRow] === value)) } as never as Ask;
  const react = async (event: { type: OrganizationEvent['type']; data: object }) => {
    const followings = await chainFollowsAppointments.on[event.type as 'ClassTeacherEnded']!(recorded([event as never])[0] as never, ask);
    return followings.map(({ id, command, data }) => ({ id, command, data }));
  };

  it('gives the level of an office to who was appointed', async () =>
    expect(await react({ type: 'ClassTeacherReplaced', data: { classId: 'class-1', personId: 'newcomer' } }))
      .toEqual([{ id: 'class-1', command: 'FillChainSeat', data: { role: 'class-teacher', personId: 'newcomer' } }]));
  it('finds a level vacant when the office ends', async () =>
    expect(await react({ type: 'LeadClassTeacherAppointmentEnded', data: { classId: 'class-1', personId: 'leader' } }))
      .toEqual([{ id: 'class-1', command: 'DetectChainVacancy', data: { role: 'lead-class-teacher', leftBy: 'leader' } }]));
  it('finds every level vacant that somebody held who leaves the school', async () => {
    expect(await react({ type: 'TeacherTransferred', data: { personId: 'middle', fromSchoolId: 'school-1' } })).toEqual([{ id: 'class-1', command: 'DetectChainVacancy', data: { role: 'middle-leader', leftBy: 'middle' } }]);
    expect(await react({ type: 'TeacherDeactivated', data: { personId: 'middle', schoolId: 'school-2' } })).toEqual([]);
  });
  it('has nothing to do where there is no chain', async () => expect(await react({ type: 'ClassTeacherAppointed', data: { classId: 'class-2', personId: 'newcomer' } })).toEqual([]));
});
