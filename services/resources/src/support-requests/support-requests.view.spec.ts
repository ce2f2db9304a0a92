import type { SupportRequestEvent } from '@homeroom/contracts';
import { foldRows } from '@homeroom/eventsourcing';
import { supportRequests, type SupportRequestRow } from './support-requests.view';
import { supportTimeline } from './support-timeline.view';

const about = { supportRequestId: 'request', schoolId: 'school' };
const at = (hour: number) => `2025-09-08T0${hour}:00:00.000Z`;
const story: SupportRequestEvent[] = [
  { type: 'SupportRequested', data: { ...about, category: 'IDEAS', requesterId: 'requester', upwardReportId: 'report', at: at(1) } },
  { type: 'SupportApproved', data: { ...about, category: 'POLICY', approvedBy: 'decider', note: 'sealed note', at: at(2) } },
  { type: 'SupportAllocated', data: { ...about, providerPersonId: 'provider', expectedOn: '2025-09-15', support: 'sealed support', allocatedBy: 'decider', at: at(3) } },
  { type: 'SupportAllocated', data: { ...about, providerPersonId: 'another', support: 'sealed support', allocatedBy: 'decider', at: at(4) } },
  { type: 'SupportDelivered', data: { ...about, deliveredBy: 'another', at: at(5) } },
  { type: 'SupportConfirmed', data: { ...about, confirmedBy: 'requester', at: at(6) } },
];
const recorded = (events: readonly SupportRequestEvent[]) => events.map((event, i) => ({ ...event, version: i + 1, meta: { actor: { personId: 'actor' } } })) as never;
const after = (...events: SupportRequestEvent[]) => foldRows<SupportRequestRow>(supportRequests, new Map(), recorded(events)).get('request');

describe('support requests', () => {
  it('begin as asked', () => expect(after(story[0]!)).toMatchObject({ status: 'requested', category: 'IDEAS', requesterId: 'requester', upwardReportId: 'report', classId: null, need: null, streamVersion: 1 }));
  it('take the category that the approval settles', () => expect(after(...story.slice(0, 2))).toMatchObject({ status: 'approved', category: 'POLICY', decidedBy: 'decider', decidedAt: at(2) }));
  it('count the lead time to the first allocation, and name the present provider', () =>
    expect(after(...story.slice(0, 4))).toMatchObject({ status: 'allocated', allocatedAt: at(3), providerPersonId: 'another', expectedOn: null }));
  it('end when they are confirmed', () => expect(after(...story)).toMatchObject({ status: 'confirmed', deliveredAt: at(5), endedAt: at(6), streamVersion: 6 }));
  it('end when they are declined or cancelled, with the reason', () => {
    expect(after(story[0]!, { type: 'SupportDeclined', data: { ...about, declinedBy: 'decider', reason: 'sealed', at: at(2) } })).toMatchObject({ status: 'declined', decidedBy: 'decider', endedAt: at(2), reason: 'sealed' });
    expect(after(story[0]!, { type: 'SupportCancelled', data: { ...about, cancelledBy: 'requester', at: at(2) } })).toMatchObject({ status: 'cancelled', endedAt: at(2), reason: null });
  });
  it('are not made by what follows', () => expect(after(...story.slice(1))).toBeUndefined());
});

describe('the timeline of a request', () => {
  it('has a row for each step, with what was said', () => {
    const rows = [...foldRows(supportTimeline, new Map(), recorded(story)).values()] as { n: number; step: string; text: string | null; by: string }[];
    expect(rows.map(({ n, step, text }) => [n, step, text])).toEqual([
      [1, 'requested', null], [2, 'approved', 'sealed note'], [3, 'allocated', 'sealed support'], [4, 'allocated', 'sealed support'], [5, 'delivered', null], [6, 'confirmed', null],
    ]);
    expect(rows[0]!.by).toBe('actor');
  });
});
