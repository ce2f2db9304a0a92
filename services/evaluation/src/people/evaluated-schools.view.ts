import type { LocalDate, OrganizationEvent, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { RowDay, RowKey, view } from '@homeroom/platform';

/** A school, and the days between which it is one. */
export class EvaluatedSchoolRow {
  @RowKey('The school') schoolId!: Uuid;
  @RowDay('Its first day') openedOn!: LocalDate;
  @RowDay('The first day on which it was closed', { optional: true }) closedOn!: LocalDate | null;
}

type OfUnit = { readonly data: { readonly orgUnitId: Uuid } };
const unit = ({ data }: OfUnit): Uuid[] => [data.orgUnitId];

export const evaluatedSchools = view<OrganizationEvent>()(EvaluatedSchoolRow, { name: 'evaluated-schools', version: 1, key: 'schoolId', on: {
  OrgUnitRegistered: each(unit, (_, { data: { level, effectiveOn } }, schoolId) => (level === 'school' ? { schoolId, openedOn: effectiveOn, closedOn: null } : undefined)),
  OrgUnitClosed: each(unit, (row, { data }) => row && { ...row, closedOn: data.effectiveOn }),
  OrgUnitRestored: each(unit, (row) => row && { ...row, closedOn: null }),
} });
