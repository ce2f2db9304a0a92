import type { OrganizationEvent, ResourcesEvent, SchoolYear, Uuid } from '@homeroom/contracts';
import { RowId, RowKey, RowText, view } from '@homeroom/platform';
import { schoolYearOfDay } from './school-year.model';

/** Whom a fact is to the credit of, where a later fact names only the thing: reports, support, entries of a work log. */
export class PointsSourceRow {
  @RowKey('The report, request or entry') about!: string;
  @RowId('Who raised it, brings it, recorded it', { optional: true }) personId!: Uuid | null;
  @RowText('The school year of an entry', { optional: true }) schoolYear!: SchoolYear | null;
}

export const pointsSources = view<OrganizationEvent | ResourcesEvent>()(PointsSourceRow, { name: 'points-sources', version: 1, key: 'about', on: {
  UpwardReportRaised: (_, { data: { reportId, raisedBy } }) => ({ about: reportId, personId: raisedBy, schoolYear: null }),
  ClassActivityHeld: (_, { data: { entryId, recordedBy, on } }) => ({ about: entryId, personId: recordedBy, schoolYear: schoolYearOfDay(on) }),
  SupportAllocated: (_, { data: { supportRequestId, providerPersonId } }) => ({ about: supportRequestId, personId: providerPersonId, schoolYear: null }),
} });
