import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { type ActionItemRow, actionItems } from './action-items.view';
import { type MeetingRow, meetings } from './meetings.view';

const at = '2025-09-10T09:00:00.000Z';
const of = { meetingId: 'm', kind: 'grade' as const, scope: 'unit' as const, scopeId: 'school', schoolId: 'school', stage: 'primary' as const, grade: 3, on: '2025-09-10', at };
const scheduled: OrganizationEvent = { type: 'MeetingScheduled', data: { ...of, startsAt: at, chairId: 'mid', invitedPersonIds: ['ann'], scheduledBy: 'mid' } };
const attended: OrganizationEvent = { type: 'MeetingAttendanceRecorded', data: { ...of, attendedPersonIds: ['ann'], excusedPersonIds: ['bo'], recordedBy: 'mid' } };
const minutes = (edition: number, more = {}): OrganizationEvent => ({ type: 'MeetingMinutesRecorded', data: { ...of, edition, minutes: `minutes ${edition}`, recordedBy: 'mid', ...more } });
const decided: OrganizationEvent = { type: 'DecisionRecorded', data: { ...of, decisionId: 'm:d1', decision: 'sealed', recordedBy: 'mid' } };
const raised: OrganizationEvent = { type: 'ActionItemRaised', data: { ...of, actionItemId: 'm:a1', ownerId: 'ann', dueOn: '2025-09-20', task: 'sealed', decisionId: 'm:d1', raisedBy: 'mid' } };
const completed: OrganizationEvent = { type: 'ActionItemCompleted', data: { ...of, actionItemId: 'm:a1', ownerId: 'ann', dueOn: '2025-09-20', completedOn: '2025-09-21', onTime: false, completedBy: 'ann' } };
const cancelled: OrganizationEvent = { type: 'MeetingCancelled', data: { ...of, reason: 'why', cancelledBy: 'mid' } };

const row = (...events: OrganizationEvent[]) => foldAll<MeetingRow>(meetings, recorded(events)).get('m');
const item = (...events: OrganizationEvent[]) => foldAll<ActionItemRow>(actionItems, recorded(events)).get('m:a1');

describe('meetings', () => {
  it('show who was there, the last minutes, what was decided and what is to be done', () => {
    expect(row(scheduled)).toMatchObject({ status: 'scheduled', classId: null, stage: 'primary', grade: 3, minutes: null });
    expect(row(scheduled, attended, minutes(1, { plans: 'p' }), minutes(2))).toMatchObject({ status: 'held', minutes: 'minutes 2', plans: null, attendedPersonIds: ['ann'], excusedPersonIds: ['bo'], streamVersion: 4 });
    expect(row(scheduled, decided, raised)).toMatchObject({ openActionItems: 1, decisions: [{ decisionId: 'm:d1', decision: 'sealed', at }] });
    expect(row(scheduled, raised, completed)).toMatchObject({ openActionItems: 0 });
    expect(row(scheduled, cancelled)).toMatchObject({ status: 'cancelled', cancelReason: 'why' });
  });
  it('need their beginning', () => expect(row(minutes(1))).toBeUndefined());
});

describe('action items', () => {
  it('show whose they are and whether they came in time', () => {
    expect(item(scheduled, raised)).toMatchObject({ ownerId: 'ann', raisedOn: '2025-09-10', dueOn: '2025-09-20', completedOn: null, onTime: null });
    expect(item(scheduled, raised, completed)).toMatchObject({ completedOn: '2025-09-21', onTime: false, outcome: null });
  });
});
