import type { StaffNumberEvent, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

export type StaffNumberState = { readonly personId?: Uuid };

interface Wanted { readonly schoolId: Uuid; readonly staffNo: string; readonly personId: Uuid }

/** The id of the stream: one for each number and school. */
export const staffNumberId = (schoolId: Uuid, staffNo: string): string => `${schoolId}:${staffNo}`;

const reserve = (wanted: Wanted, { state }: Deciding<StaffNumberState>): StaffNumberEvent[] => {
  if (state.personId === undefined) return [{ type: 'StaffNumberReserved', data: wanted }];
  if (state.personId !== wanted.personId) throw new Rejected('staff-number-taken', 'Another person of the school has, or had, this staff number.');
  return [];
};

export const staffNumber = decider<StaffNumberState, StaffNumberEvent>()('staff-number', {
  initial: {},
  decide: { ReserveStaffNumber: reserve },
  evolve: (_, event) => ({ personId: event.data.personId }),
});
