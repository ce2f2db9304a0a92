import type { ClassNumberEvent, SchoolYear, Uuid } from '@homeroom/contracts';
import { decider, type Deciding, Rejected } from '@homeroom/eventsourcing';

export type ClassNumberState = { readonly classId?: Uuid };

interface Wanted { readonly schoolId: Uuid; readonly schoolYear: SchoolYear; readonly classNo: string; readonly classId: Uuid }

/** The id of the stream: one for each number, school and school year. */
export const classNumberId = ({ schoolId, schoolYear, classNo }: Omit<Wanted, 'classId'>): string => `${schoolId}:${schoolYear}:${classNo}`;

const reserve = (wanted: Wanted, { state }: Deciding<ClassNumberState>): ClassNumberEvent[] => {
  if (state.classId === undefined) return [{ type: 'ClassNumberReserved', data: wanted }];
  if (state.classId !== wanted.classId) throw new Rejected('class-number-taken', `Another class of the school has number ${wanted.classNo} in ${wanted.schoolYear}.`);
  return [];
};

export const classNumber = decider<ClassNumberState, ClassNumberEvent>()('class-number', {
  initial: {},
  decide: { ReserveClassNumber: reserve },
  evolve: (_, event) => ({ classId: event.data.classId }),
});
