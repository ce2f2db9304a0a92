import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { type ClassCharterRow, classCharters } from './class-charters.view';

const of = { classId: 'class', schoolId: 'school' };
const goals = (edition: number, effectiveOn?: string): OrganizationEvent =>
  ({ type: 'ClassGoalsSet', data: { ...of, schoolYear: '2025-2026', edition, goals: `goals ${edition}`, ...(effectiveOn && { effectiveOn }) } });
const covenant: OrganizationEvent = { type: 'ClassCovenantAdopted', data: { ...of, edition: 1, covenant: 'ours', adoptedOn: '2025-09-05' } };
const rows = (...events: OrganizationEvent[]) => foldAll<ClassCharterRow>(classCharters, recorded(events));

describe('the charter of a class', () => {
  it('keeps every wording of every part', () => {
    expect([...rows(goals(1), goals(2), covenant).keys()]).toEqual(['class:goals:1', 'class:goals:2', 'class:covenant:1']);
    expect(rows(goals(2, '2025-09-03')).get('class:goals:2')).toMatchObject({ schoolYear: '2025-2026', effectiveOn: '2025-09-03', text: 'goals 2', setBy: 'someone' });
    expect(rows(covenant).get('class:covenant:1')).toMatchObject({ schoolYear: null, effectiveOn: '2025-09-05', text: 'ours' });
  });
  it('takes the day of the recording where an older record says none', () => expect(rows(goals(1)).get('class:goals:1')).toMatchObject({ effectiveOn: '2025-09-08' }));
});
