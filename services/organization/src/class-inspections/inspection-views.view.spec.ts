import type { OrganizationEvent } from '@homeroom/contracts';
import { fold } from '@homeroom/eventsourcing';
import { foldAll, given, recorded } from '@homeroom/testing';
import fc from 'fast-check';
import { classInspection } from './class-inspection.decider';
import { type ClassInspectionRow, classInspections } from './class-inspections.view';
import { type InspectionFindingRow, inspectionFindings } from './inspection-findings.view';
import { counted } from './inspection.model';

const at = '2025-09-08T01:00:00.000Z';
const within = { inspectionId: 'i', classId: 'class', schoolId: 'school', at };
const of = { ...within, findingId: 'i:1', severity: 'HIGH' as const };
const planned: OrganizationEvent = { type: 'ClassInspectionPlanned', data: { ...within, inspectorId: 'mid', plannedOn: '2025-09-08', areas: ['order'], plannedBy: 'lei' } };
const started: OrganizationEvent = { type: 'ClassInspectionStarted', data: { ...within, inspectorId: 'mid', on: '2025-09-08' } };
const found: OrganizationEvent = { type: 'InspectionFindingRecorded', data: { ...of, area: 'order', on: '2025-09-08', details: 'sealed', recordedBy: 'mid' } };
const requested: OrganizationEvent = { type: 'RectificationRequested', data: { ...of, area: 'order', dueOn: '2025-09-12', requestedBy: 'mid' } };
const submitted: OrganizationEvent = { type: 'RectificationSubmitted', data: { ...of, attempt: 1, on: '2025-09-10', dueOn: '2025-09-12', measures: 'done', submittedBy: 'ann' } };
const returned: OrganizationEvent = { type: 'RectificationReturned', data: { ...of, attempt: 1, dueOn: '2025-09-15', reason: 'more', returnedBy: 'mid' } };
const confirmed: OrganizationEvent = { type: 'RectificationConfirmed', data: { ...of, dueOn: '2025-09-15', submittedOn: '2025-09-10', onTime: true, confirmedBy: 'mid' } };
const withdrawn = (rectification: 'none' | 'open' | 'confirmed'): OrganizationEvent =>
  ({ type: 'InspectionFindingWithdrawn', data: { ...of, area: 'order', on: '2025-09-08', rectification, reason: 'error', withdrawnBy: 'mid' } });
const completed: OrganizationEvent = { type: 'ClassInspectionCompleted', data: { ...within, inspectorId: 'mid', on: '2025-09-08', findings: { LOW: 0, MEDIUM: 0, HIGH: 1 } } };

const row = (...events: OrganizationEvent[]) => foldAll<ClassInspectionRow>(classInspections, recorded(events)).get('i');
const finding = (...events: OrganizationEvent[]) => foldAll<InspectionFindingRow>(inspectionFindings, recorded(events)).get('i:1');

describe('inspections', () => {
  it('count what counts and what is still to be put right', () => {
    expect(row(planned, started, found, requested)).toMatchObject({ status: 'started', startedOn: '2025-09-08', high: 1, low: 0, openRectifications: 1, streamVersion: 4 });
    expect(row(planned, started, found, requested, completed, submitted, returned, submitted, confirmed)).toMatchObject({ status: 'completed', openRectifications: 0, streamVersion: 9 });
    expect(row(planned, started, found, requested, withdrawn('open'))).toMatchObject({ high: 0, openRectifications: 0 });
    expect(row(planned, started, found, withdrawn('none'))).toMatchObject({ high: 0, openRectifications: 0 });
  });
  it('need their beginning', () => expect(row(started, found)).toBeUndefined());
});

describe('findings', () => {
  it('show how far they are put right', () => {
    expect(finding(found)).toMatchObject({ status: 'recorded', dueOn: null, details: 'sealed' });
    expect(finding(found, requested, submitted)).toMatchObject({ status: 'submitted', dueOn: '2025-09-12', submittedOn: '2025-09-10', measures: 'done' });
    expect(finding(found, requested, submitted, returned)).toMatchObject({ status: 'requested', dueOn: '2025-09-15', returns: 1, returnReason: 'more' });
    expect(finding(found, requested, submitted, confirmed)).toMatchObject({ status: 'confirmed', onTime: true, confirmedAt: at });
    expect(finding(found, withdrawn('none'))).toMatchObject({ status: 'withdrawn' });
  });
});

describe('whatever is done in an inspection', () => {
  const commands = ['RecordInspectionFinding', 'WithdrawInspectionFinding', 'RequestRectification', 'SubmitRectification', 'ReturnRectification', 'ConfirmRectification', 'CompleteClassInspection'] as const;
  const step = fc.record({ command: fc.constantFrom(...commands), n: fc.integer({ min: 1, max: 4 }), severity: fc.constantFrom('LOW' as const, 'MEDIUM' as const, 'HIGH' as const), by: fc.constantFrom('ann', 'mid') });

  it('is counted alike by the views and by the decider', () => fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
    let events = [planned, started] as never[];
    for (const { command, n, severity, by } of steps) {
      const data = { findingId: `i:${n}`, area: 'order', severity, details: 'sealed', measures: 'sealed', reason: 'sealed', dueOn: '2025-09-10' };
      const outcome = given(classInspection, ...events).when(command as never, data as never, { id: 'i', by: { personId: by, role: 'x' } });
      try {
        events = [...events, ...(outcome.events as never[])];
      } catch { /* Refused: nothing happened. */ }
    }
    const state = fold(classInspection, events);
    if (state.status === 'none') throw new Error('It was planned.');
    const open = state.findings.filter(({ status }) => status === 'requested' || status === 'submitted').length;
    const { LOW: low, MEDIUM: medium, HIGH: high } = counted(state.findings);
    expect(row(...events)).toMatchObject({ low, medium, high, openRectifications: open, status: state.status, streamVersion: events.length });
    const found = foldAll<InspectionFindingRow>(inspectionFindings, recorded(events as OrganizationEvent[]));
    expect([...found.values()].map(({ findingId, status, dueOn }) => [findingId, status, dueOn])).toEqual(state.findings.map(({ findingId, status, dueOn = null }) => [findingId, status, dueOn]));
  })));
});
