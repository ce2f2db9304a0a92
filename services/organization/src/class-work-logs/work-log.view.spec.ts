import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { workLog, type WorkLogRow } from './work-log.view';

const entry = (n: number) => ({
  logId: 'log', entryId: `log:${n}`, classId: 'class', schoolId: 'school', schoolYear: '2025-2026', term: '1' as const, on: '2025-09-05', recordedBy: 'ann', at: '2025-09-08T01:00:00.000Z',
});
const activity: OrganizationEvent = { type: 'ClassActivityHeld', data: { ...entry(1), kind: 'red-story-session', topic: 'sealed', participants: 40 } };
const contact: OrganizationEvent = { type: 'HomeSchoolContactRecorded', data: { ...entry(2), kind: 'home-visit', party: 'parents', students: 2 } };
const withdrawn: OrganizationEvent = { type: 'WorkLogEntryWithdrawn', data: {
  logId: 'log', entryId: 'log:2', classId: 'class', schoolId: 'school', schoolYear: '2025-2026', term: '1', entry: 'home-school-contact', kind: 'home-visit', on: '2025-09-05',
  reason: 'why', withdrawnBy: 'lei', at: '2025-09-09T01:00:00.000Z',
} };
const rows = (...events: OrganizationEvent[]) => foldAll<WorkLogRow>(workLog, recorded(events));

describe('the work log', () => {
  it('has a row for each entry', () => {
    expect(rows(activity).get('log:1')).toEqual({
      entryId: 'log:1', classId: 'class', schoolId: 'school', schoolYear: '2025-2026', term: '1', entry: 'class-activity', kind: 'red-story-session', doneOn: '2025-09-05', party: null, pupils: 40,
      text: 'sealed', recordedBy: 'ann', enteredAt: '2025-09-08T01:00:00.000Z', withdrawnAt: null, withdrawnBy: null, withdrawalReason: null,
    });
    expect([...rows(activity, contact).keys()]).toEqual(['log:1', 'log:2']);
  });
  it('keeps what was taken back, marked', () => expect(rows(contact, withdrawn).get('log:2')).toMatchObject({ pupils: 2, text: null, withdrawnBy: 'lei', withdrawalReason: 'why' }));
  it('knows no withdrawal of what it does not hold', () => expect(rows(withdrawn).size).toBe(0));
});
