import { Flag } from '@homeroom/platform';

/** Say which rules of the regulation of 2009 the county enforces for class teachers. What is absent stays as it is. */
export class SetAppointmentRules {
  @Flag('Art. 5: a class teacher teaches the class', { optional: true }) mustTeachClass?: boolean;
  @Flag('Art. 6: who becomes a class teacher for the first time holds a pre-service certificate', { optional: true }) certificateForFirstTimers?: boolean;
}
