import { internal } from '../catalogue';
import type { Event, Uuid } from '../event';

/** The code belongs to this school, for ever: nobody else gets it, not even when it is void. */
export type SchoolCodeReserved = Event<'SchoolCodeReserved', { code: string; orgUnitId: Uuid }>;

/** The code is void, because its school closed or changed category. Void codes are never issued again. */
export type SchoolCodeVoided = Event<'SchoolCodeVoided', { code: string; orgUnitId: Uuid }>;

/** Its school was restored and bears its own old code again. */
export type SchoolCodeRevived = Event<'SchoolCodeRevived', { code: string; orgUnitId: Uuid }>;

export type SchoolCodeEvent = SchoolCodeReserved | SchoolCodeVoided | SchoolCodeRevived;

export const schoolCodeEvents = {
  SchoolCodeReserved: internal('school-code', { dataLevel: 'L1' }),
  SchoolCodeVoided: internal('school-code', { dataLevel: 'L1' }),
  SchoolCodeRevived: internal('school-code', { dataLevel: 'L1' }),
};
