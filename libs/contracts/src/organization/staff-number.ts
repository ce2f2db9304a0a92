import { internal } from '../catalogue';
import type { Event, Uuid } from '../event';

/** This staff number means this person in this school, also after the person left: old records stay unambiguous. */
export type StaffNumberReserved = Event<'StaffNumberReserved', { schoolId: Uuid; staffNo: string; personId: Uuid }>;

export type StaffNumberEvent = StaffNumberReserved;

export const staffNumberEvents = { StaffNumberReserved: internal('staff-number', { dataLevel: 'L3' }) };
