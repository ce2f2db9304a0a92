import type { ClassInspectionEvent, FindingSeverity, InspectionArea, LocalDate, Uuid } from '@homeroom/contracts';

/** Something that is not as it should be, and how far it is put right. */
export interface Finding {
  readonly findingId: string;
  readonly area: InspectionArea;
  readonly severity: FindingSeverity;
  readonly on: LocalDate;
  readonly status: 'recorded' | 'requested' | 'submitted' | 'confirmed' | 'withdrawn';
  readonly dueOn?: LocalDate;
  /** How often it was said to be put right. */
  readonly attempts: number;
  readonly submittedOn?: LocalDate;
  readonly submittedBy?: Uuid;
}

export interface Inspection {
  readonly status: 'planned' | 'started' | 'completed' | 'cancelled';
  readonly classId: Uuid;
  readonly schoolId: Uuid;
  readonly inspectorId: Uuid;
  readonly plannedBy: Uuid;
  readonly findings: readonly Finding[];
}

export type ClassInspectionState = { readonly status: 'none' } | Inspection;

/** How many findings of each severity count. */
export const counted = (findings: readonly Finding[]): Record<FindingSeverity, number> => {
  const counts = { LOW: 0, MEDIUM: 0, HIGH: 0 };
  for (const { severity, status } of findings) if (status !== 'withdrawn') counts[severity] += 1;
  return counts;
};

/** The inspection after this event. */
export const afterwards = (state: ClassInspectionState, { type, data }: ClassInspectionEvent): ClassInspectionState => {
  if (type === 'ClassInspectionPlanned') {
    const { classId, schoolId, inspectorId, plannedBy } = data;
    return { status: 'planned', classId, schoolId, inspectorId, plannedBy, findings: [] };
  }
  if (state.status === 'none') return state;
  const finding = (findingId: string, changes: Partial<Finding>): Inspection =>
    ({ ...state, findings: state.findings.map((each) => (each.findingId === findingId ? { ...each, ...changes } : each)) });
  switch (type) {
    case 'ClassInspectionStarted': return { ...state, status: 'started' };
    case 'InspectionFindingRecorded': {
      const { findingId, area, severity, on } = data;
      return { ...state, findings: [...state.findings, { findingId, area, severity, on, status: 'recorded', attempts: 0 }] };
    }
    case 'InspectionFindingWithdrawn': return finding(data.findingId, { status: 'withdrawn' });
    case 'ClassInspectionCompleted': return { ...state, status: 'completed' };
    case 'ClassInspectionCancelled': return { ...state, status: 'cancelled' };
    case 'RectificationRequested': return finding(data.findingId, { status: 'requested', dueOn: data.dueOn });
    case 'RectificationSubmitted': return finding(data.findingId, { status: 'submitted', attempts: data.attempt, submittedOn: data.on, submittedBy: data.submittedBy });
    case 'RectificationReturned': return finding(data.findingId, { status: 'requested', dueOn: data.dueOn });
    case 'RectificationConfirmed': return finding(data.findingId, { status: 'confirmed' });
  }
};
