import { internal } from '../catalogue';
import type { Event, SchoolYear, Uuid } from '../event';

/** This number means this class in this school and school year, also after the class closed: records of the year stay unambiguous. */
export type ClassNumberReserved = Event<'ClassNumberReserved', { schoolId: Uuid; schoolYear: SchoolYear; classNo: string; classId: Uuid }>;

export type ClassNumberEvent = ClassNumberReserved;

export const classNumberEvents = { ClassNumberReserved: internal('class-number') };
