import { published } from '../catalogue';
import type { Event, Instant, SchoolYear, Uuid } from '../event';

/** What every event of a selection says. A district selects once a school year: `selectionId` is `<districtId>:<schoolYear>`. */
interface OfSelection { readonly selectionId: string; readonly districtId: Uuid; readonly schoolYear: SchoolYear; readonly at: Instant }

/** The district looks for class teachers for its workshop of excellent ones (优秀班主任工作坊). */
export type SelectionOpened = Event<'SelectionOpened', OfSelection & { readonly places: number; readonly openedBy: Uuid }>;

/** The person has a place. */
export type ParticipantSelected = Event<'ParticipantSelected', OfSelection & { readonly personId: Uuid; readonly schoolId: Uuid; readonly selectedBy: Uuid }>;

/** Who is selected is settled for this school year. */
export type SelectionClosed = Event<'SelectionClosed', OfSelection & { readonly participantIds: readonly Uuid[]; readonly closedBy: Uuid }>;

export type WorkshopSelectionEvent = SelectionOpened | ParticipantSelected | SelectionClosed;

export const workshopSelectionEvents = {
  SelectionOpened: published('workshop-selection'),
  ParticipantSelected: published('workshop-selection'),
  SelectionClosed: published('workshop-selection'),
};
