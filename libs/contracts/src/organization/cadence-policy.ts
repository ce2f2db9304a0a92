import { published } from '../catalogue';
import type { County, Event, Instant } from '../event';

/** What is to happen again and again: entries of the work log, meetings, inspections. */
export const cadenceSubjects = ['class-report', 'routine-work', 'class-activity', 'home-school-contact', 'meeting', 'class-inspection'] as const;
export type CadenceSubject = (typeof cadenceSubjects)[number];

/** Of whom: each class, each class with a lead class teacher, each grade or each school with classes. */
export const cadenceScopes = ['class', 'led-class', 'grade', 'school'] as const;
export type CadenceScope = (typeof cadenceScopes)[number];

/** In each week, calendar month, term or school year. Weeks and months without enough school days ask for nothing. */
export const cadencePeriods = ['week', 'month', 'term', 'school-year'] as const;
export type CadencePeriod = (typeof cadencePeriods)[number];

/** So often in each such period, counted when it is over. */
export interface CadenceRule {
  subject: CadenceSubject;
  /** A kind of that subject, such as `home-visit` or `class-work`; absent: any kind counts. */
  kind?: string;
  scope: CadenceScope;
  times: number;
  period: CadencePeriod;
}

/** What the county wants to be held regularly. Takes the place of all earlier rules, for past periods too: it measures, it obliges nobody by itself. */
export type CadencePolicyPublished = Event<'CadencePolicyPublished', { county: County; version: number; rules: CadenceRule[]; at: Instant }>;

export type CadencePolicyEvent = CadencePolicyPublished;

export const cadencePolicyEvents = {
  CadencePolicyPublished: published('cadence-policy'),
};
