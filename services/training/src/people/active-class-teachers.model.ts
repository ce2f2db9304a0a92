import { classAsTold, type Instant, type KnownClass, type LocalDate, type Position, type Stage, stoodOn, tenureOn, type Uuid } from '@homeroom/contracts';
import type { ToldOfClass } from './class-rosters.view';

/** What was known: up to a position of organization's log, up to an instant, or all there is. */
export interface Known { readonly to?: Position; readonly asOf?: Instant }

/** A person who led a class as its class teacher on a day; of several classes the first one by id. */
export interface ActiveClassTeacher {
  readonly personId: Uuid;
  readonly classId: Uuid;
  readonly schoolId: Uuid;
  readonly stage: Stage;
  /** No earlier appointment as class teacher was known when this one was made. */
  readonly firstTime: boolean;
}

export const known = <T extends { readonly position: Position; readonly recordedAt: Instant }>(told: readonly T[], { to, asOf }: Known): readonly T[] =>
  (to === undefined && asOf === undefined ? told : told.filter(({ position, recordedAt }) => (to === undefined || position <= to) && (asOf === undefined || recordedAt <= asOf)));

const firstTime = (told: readonly ToldOfClass[], appointmentId: string): boolean =>
  told.some(({ event }) => (event.type === 'ClassTeacherAppointed' || event.type === 'ClassTeacherReplaced') && event.data.appointmentId === appointmentId && event.data.firstTime);

/** Who led a class as its class teacher on a day, as far as was known: each person once, in the order of their ids. */
export const activeClassTeachers = (classes: readonly { readonly classId: Uuid; readonly told: readonly ToldOfClass[] }[], on: LocalDate, upTo: Known = {}): ActiveClassTeacher[] => {
  const found = new Map<Uuid, ActiveClassTeacher>();
  for (const { classId, told: all } of [...classes].sort((a, b) => (a.classId < b.classId ? -1 : 1))) {
    const told = known(all, upTo);
    const one = told.reduce<KnownClass | undefined>((so, { event }) => classAsTold(so, event), undefined);
    const tenure = one && stoodOn(one, on) ? tenureOn(one.classTeachers, on) : undefined;
    if (!one || !tenure || found.has(tenure.personId)) continue;
    found.set(tenure.personId, { personId: tenure.personId, classId, schoolId: one.schoolId, stage: one.stage, firstTime: firstTime(told, tenure.appointmentId) });
  }
  return [...found.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
};
