import type { OrganizationEvent, ResourcesEvent, UpwardReportEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elapseReportDeadlines } from './elapse-report-deadlines.reaction';
import { recordSupportOutcomes } from './record-support-outcomes.reaction';
import { reportAgeing } from './report-ageing.view';
import { type ReportDeadlineRow, reportDeadlines } from './report-deadlines.view';
import { reportInbox } from './report-inbox.view';
import { reportTimeline } from './report-timeline.view';

/** That the views say what the decider knows is in upward-report.invariants.spec.ts; here is what they add. */
const SAMPLES = join(__dirname, '../../../../libs/contracts/samples/organization');
const sample = <Type extends OrganizationEvent['type']>(type: Type, more: object = {}) =>
  ({ type, data: { ...JSON.parse(readFileSync(join(SAMPLES, `${type}.v1.json`), 'utf8')).data, ...more } }) as Extract<OrganizationEvent, { type: Type }>;
const raised = sample('UpwardReportRaised');
const { reportId, holderId } = raised.data;
const only = (view: any, ...events: OrganizationEvent[]): any[] => [...foldAll<any>(view, recorded(events)).values()];
const acknowledge = sample('UpwardReportDeadlineScheduled', { stay: 1, holderId, level: 2 });

describe('the inbox', () => {
  it('counts what happened and remembers what to notice', () => {
    const [row] = only(reportInbox, raised, acknowledge, sample('UpwardReportReminded', { stay: 1, holderId, kind: 'acknowledge', percent: 50 }));
    expect(row).toMatchObject({ reportId, awaits: 'acknowledge', awaitedId: acknowledge.data.personId, remindedPercent: 50, overdue: false, version: 3, supportRequestIds: [raised.data.supportRequestId] });
    const flagged = sample('UpwardReportOverdueFlagged', { stay: 1, holderId, kind: 'acknowledge' });
    expect(only(reportInbox, raised, acknowledge, flagged)[0]).toMatchObject({ overdue: true });
    expect(only(reportInbox, raised, acknowledge, flagged, sample('UpwardReportAcknowledged', { closed: false }))[0]).toMatchObject({ status: 'in-progress', overdue: false, dueAt: null });
    expect(only(reportInbox, raised, sample('UpwardReportDeadlineElapsed', { kind: 'resolve', stay: 1 }))[0]).toMatchObject({ resolveOverdue: true, resolveDueAt: null });
  });
  it('ignores what it has no beginning of', () => expect(only(reportInbox, acknowledge)).toEqual([]));
});

describe('what is due', () => {
  const [half, fourFifths] = acknowledge.data.reminders;
  it('is a reminder at half, another at four fifths, and then the deadline', () => {
    const reminded = (percent: number) => sample('UpwardReportReminded', { deadlineId: acknowledge.data.deadlineId, kind: acknowledge.data.kind, percent });
    expect(only(reportDeadlines, acknowledge)).toMatchObject([{ next: 'remind-50', nextAt: half!.remindAt }]);
    expect(only(reportDeadlines, acknowledge, reminded(50))).toMatchObject([{ next: 'remind-80', nextAt: fourFifths!.remindAt }]);
    expect(only(reportDeadlines, acknowledge, reminded(50), reminded(80))).toMatchObject([{ next: 'due', nextAt: acknowledge.data.dueAt }]);
  });
  it('asks for the command that follows', () => {
    const following = (next: ReportDeadlineRow['next']) => {
      const { id, command, data } = elapseReportDeadlines.elapse({ reportId, deadlineId: `${reportId}:1`, next } as ReportDeadlineRow);
      return { id, command, data };
    };
    expect(following('due')).toEqual({ id: reportId, command: 'ElapseDeadline', data: { deadlineId: `${reportId}:1` } });
    expect(following('remind-80')).toEqual({ id: reportId, command: 'RemindOfDeadline', data: { deadlineId: `${reportId}:1`, percent: 80 } });
  });
});

describe('the timeline', () => {
  it('shows what came from elsewhere: merged reports, common problems, directives that answer', () => {
    const merged = sample('UpwardReportMerged', { intoReportId: reportId, reportId: 'other' });
    const directive = sample('DirectiveIssued', { answersReportIds: [reportId] });
    const rows = only(reportTimeline, raised, merged, sample('CommonProblemIdentified', { reportIds: [reportId, 'other'] }), directive, directive).filter((row) => row.reportId === reportId);
    expect(rows.map(({ what, relatedId }) => [what, relatedId])).toEqual([
      ['UpwardReportRaised', raised.data.supportRequestId], ['UpwardReportTookIn', 'other'],
      ['CommonProblemIdentified', sample('CommonProblemIdentified').data.commonProblemId], ['DirectiveIssued', directive.data.directiveId],
    ]);
  });
  it('has a row for every kind of step', () => {
    const steps = (Object.keys(reportTimeline.on) as OrganizationEvent['type'][]).filter((type) => type.startsWith('UpwardReport')).map((type) => sample(type, { reportId }) as UpwardReportEvent);
    expect(only(reportTimeline, ...steps).filter((row) => row.reportId === reportId)).toHaveLength(steps.length);
  });
});

it('tells how long each holder had it', () => {
  const up = sample('UpwardReportAutoEscalated', { stay: 2 });
  expect(only(reportAgeing, raised, up)).toMatchObject([
    { key: `${reportId}:1`, holderId, endedBy: 'auto-escalated', endedAt: up.data.at, heldMinutes: 570 }, { key: `${reportId}:2`, holderId: up.data.holderId, endedAt: null },
  ]);
});

describe('what resources says', () => {
  const react = (type: ResourcesEvent['type'], data: object) =>
    (recordSupportOutcomes.on[type] as any)(recorded([{ type, data } as never])[0], {}).map(({ id, data: told }: { id: string; data: object }) => ({ id, ...told }));
  it('is recorded with the report that asked', () => {
    const outcomes = (['Requested', 'Approved', 'Allocated', 'Delivered', 'Confirmed', 'Declined', 'Cancelled'] as const).map((what) => react(`Support${what}`, { supportRequestId: 's', upwardReportId: reportId })[0]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['pending', 'approved', 'allocated', 'delivered', 'confirmed', 'declined', 'cancelled']);
    expect(outcomes[0]).toEqual({ id: reportId, supportRequestId: 's', outcome: 'pending' });
  });
  it('is nothing to us where no report asked', () => expect(react('SupportApproved', { supportRequestId: 's' })).toEqual([]));
});
