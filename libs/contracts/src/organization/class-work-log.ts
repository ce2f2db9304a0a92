import { published } from '../catalogue';
import type { Event, Instant, LocalDate, SchoolYear, Sealed, Uuid } from '../event';

/** The two terms of a school year: `1` from 1 September to 31 January, `2` from 1 February to 31 August. [INF] */
export const terms = ['1', '2'] as const;
export type Term = (typeof terms)[number];

/** What a class teacher reports on the class and its contacts with the homes. [INF] beyond 汇总班级管理与家校沟通情况. */
export const classReportKinds = ['weekly', 'monthly', 'term-plan', 'term-summary', 'other'] as const;
export type ClassReportKind = (typeof classReportKinds)[number];

/** 班主任常态工作. `subject-moral-education` is 学科德育: moral education inside the subjects' lessons. [INF] beyond it. */
export const routineWorkKinds = [
  'daily-check', 'class-patrol', 'pupil-talk', 'subject-moral-education', 'safety-education', 'health-and-hygiene', 'labour', 'dormitory', 'subject-teachers-talk', 'other',
] as const;
export type RoutineWorkKind = (typeof routineWorkKinds)[number];

/** 主题班会, 红色故事会, 时事微课堂 and, [INF], what else a class does together. */
export const classActivityKinds = [
  'themed-class-meeting', 'red-story-session', 'current-affairs-micro-class', 'flag-ceremony', 'labour-practice', 'volunteering', 'culture-and-sports', 'mental-health', 'safety-drill', 'other',
] as const;
export type ClassActivityKind = (typeof classActivityKinds)[number];

/** 家访, 家长会, 第一班主任有约 and, [INF], the ways in between. */
export const homeSchoolContactKinds = ['home-visit', 'parent-meeting', 'phone', 'meet-the-lead-class-teacher', 'talk-at-school', 'online', 'community', 'other'] as const;
export type HomeSchoolContactKind = (typeof homeSchoolContactKinds)[number];

/** With whom: parents, or the community around the school (沟通家长和社区的桥梁). */
export const contactParties = ['parents', 'community'] as const;
export type ContactParty = (typeof contactParties)[number];

/** What all entries of a log say. */
export interface WorkLogEntry {
  /** `<classId>:<schoolYear>-<term>`. */
  logId: string;
  /** `<logId>:<n>`: the n-th fact of the log, so n is the stream's version with this entry. */
  entryId: string;
  classId: Uuid;
  schoolId: Uuid;
  schoolYear: SchoolYear;
  term: Term;
  /** The day it was about, within the term and not after its recording. */
  on: LocalDate;
  /** The class teacher or the lead class teacher of that moment. */
  recordedBy: Uuid;
  at: Instant;
}

/** The class teacher summed up how the class and its contacts with the homes go. Asks nobody for anything: that is an upward report. */
export type ClassReportSubmitted = Event<'ClassReportSubmitted', WorkLogEntry & { kind: ClassReportKind; summary: Sealed }>;

/** Routine work with the class was done. Says nothing about its quality, and nothing about single pupils. */
export type RoutineWorkRecorded = Event<'RoutineWorkRecorded', WorkLogEntry & { kind: RoutineWorkKind; note?: Sealed }>;

/** The class did something together. A plan is no such fact. */
export type ClassActivityHeld = Event<'ClassActivityHeld', WorkLogEntry & {
  kind: ClassActivityKind; topic: Sealed;
  /** Pupils who took part, as a number. */
  participants?: number;
}>;

/** Class and homes, or class and community, were in contact. Names nobody. */
export type HomeSchoolContactRecorded = Event<'HomeSchoolContactRecorded', WorkLogEntry & {
  kind: HomeSchoolContactKind; party: ContactParty;
  /** Pupils whose homes were reached, as a number. */
  students: number;
  note?: Sealed;
}>;

/** The four entries that can be taken back. */
export const workLogEntryTypes = ['class-report', 'routine-work', 'class-activity', 'home-school-contact'] as const;
export type WorkLogEntryType = (typeof workLogEntryTypes)[number];

/** The entry does not count any more: it was recorded wrongly. It stays in the log, and what is true is recorded as another entry. */
export type WorkLogEntryWithdrawn = Event<'WorkLogEntryWithdrawn', {
  logId: string; entryId: string; classId: Uuid; schoolId: Uuid; schoolYear: SchoolYear; term: Term;
  /** What the entry was, and the day that it was about. */
  entry: WorkLogEntryType; kind: string; on: LocalDate;
  reason: Sealed; withdrawnBy: Uuid; at: Instant;
}>;

export type ClassWorkLogEvent = ClassReportSubmitted | RoutineWorkRecorded | ClassActivityHeld | HomeSchoolContactRecorded | WorkLogEntryWithdrawn;

export const classWorkLogEvents = {
  ClassReportSubmitted: published('class-work-log'),
  RoutineWorkRecorded: published('class-work-log'),
  ClassActivityHeld: published('class-work-log'),
  HomeSchoolContactRecorded: published('class-work-log'),
  WorkLogEntryWithdrawn: published('class-work-log'),
};
