import type { LocalDate, OrganizationEvent, Uuid } from '@homeroom/contracts';
import { RowDay, RowKey, view } from '@homeroom/platform';

/** A school, and the days between which it is one. */
export class EvaluatedSchoolRow {
  @RowKey('The school') schoolId!: Uuid;
  @RowDay('Its first day') openedOn!: LocalDate;
  @RowDay('The first day on which it was closed', { optional: true }) closedOn!: LocalDate | null;
}

export const evaluatedSchools = view<OrganizationEvent>()(EvaluatedSchoolRow, { name: 'evaluated-schools', version: 1, key: 'schoolId', on: {
  OrgUnitRegistered: (_, { data: { orgUnitId, level, effectiveOn } }) => (level === 'school' ? { schoolId: orgUnitId, openedOn: effectiveOn, closedOn: null } : undefined),
  OrgUnitClosed: (row, { data }) => row && { ...row, closedOn: data.effectiveOn },
  OrgUnitRestored: (row) => row && { ...row, closedOn: null },
} });
