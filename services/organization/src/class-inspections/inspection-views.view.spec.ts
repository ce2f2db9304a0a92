import type { OrganizationEvent } from '@homeroom/contracts';
import { foldAll, recorded } from '@homeroom/testing';
import { type ClassInspectionRow, classInspections } from './class-inspections.view';
import { type InspectionFindingRow, inspectionFindings } from './inspection-findings.view';

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
