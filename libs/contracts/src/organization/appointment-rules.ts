import { published } from '../catalogue';
import type { County, Event } from '../event';

/** Which rules of the regulation of 2009 this county enforces from now on. Appointments made before stand. */
export type AppointmentRulesSet = Event<'AppointmentRulesSet', {
  county: County;
  /** Art. 5: a class teacher teaches the class. */
  mustTeachClass: boolean;
  /** Art. 6: who becomes a class teacher for the first time was trained before. */
  certificateForFirstTimers: boolean;
}>;

export type AppointmentRulesEvent = AppointmentRulesSet;

export const appointmentRulesEvents = { AppointmentRulesSet: published('appointment-rules', { dataLevel: 'L1' }) };
