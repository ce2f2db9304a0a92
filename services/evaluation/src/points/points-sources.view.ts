import type { OrganizationEvent, ResourcesEvent, SchoolYear, Uuid } from '@homeroom/contracts';
import { each } from '@homeroom/eventsourcing';
import { RowId, RowKey, RowText, view } from '@homeroom/platform';
import { schoolYearOfDay } from './school-year.model';

/** Whom a fact is to the credit of, where a later fact names only the thing: reports, support, entries of a work log. */
export class PointsSourceRow {
  @RowKey('The report, request or entry') about!: string;
  @RowId('Who raised it, brings it, recorded it', { optional: true }) personId!: Uuid | null;
  @RowText('The school year of an entry', { optional: true }) schoolYear!: SchoolYear | null;
}

export const pointsSources = view<OrganizationEvent | ResourcesEvent>()(PointsSourceRow, { name: 'points-sources', version: 1, key: 'about', on: {
  UpwardReportRaised: each(({ data }) => [data.reportId], (_, { data }, about) => ({ about, personId: data.raisedBy, schoolYear: null })),
  ClassActivityHeld: each(({ data }) => [data.entryId], (_, { data }, about) => ({ about, personId: data.recordedBy, schoolYear: schoolYearOfDay(data.on) })),
  SupportAllocated: each(({ data }) => [data.supportRequestId], (_, { data }, about) => ({ about, personId: data.providerPersonId, schoolYear: null })),
} });
