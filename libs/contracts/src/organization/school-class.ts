import { published } from '../catalogue';
import type { Event, LocalDate, SchoolYear, Sealed, Uuid } from '../event';
import type { Stage } from './org-unit';

/** Why a class is one that a lead class teacher is wanted for: hard to manage, many challenges, promise for innovation. */
export const targetCriteria = ['hard-to-manage', 'many-challenges', 'innovation-potential'] as const;
export type TargetCriterion = (typeof targetCriteria)[number];

/** An administrative class (行政班) exists from `effectiveOn`. Says nothing about who leads it. */
export type ClassOpened = Event<'ClassOpened', {
  classId: Uuid; schoolId: Uuid;
  /** The unit it stands in directly: the school itself, or a campus, stage or grade unit of it. */
  unitId: Uuid;
  schoolYear: SchoolYear; stage: Stage;
  /** Within the stage, from 1. */
  grade: number;
  /** The number the school gave it, unique in school and school year. */
  classNo: string;
  effectiveOn: LocalDate;
}>;

/** The class goes on in the next school year, one grade up. Who leads it is decided anew. */
export type ClassPromoted = Event<'ClassPromoted', {
  classId: Uuid; schoolId: Uuid; fromSchoolYear: SchoolYear; schoolYear: SchoolYear; grade: number; classNo: string; effectiveOn: LocalDate;
}>;

/** The class is one that a lead class teacher is wanted for, by these criteria. No judgement on its class teacher. */
export type TargetClassFlagged = Event<'TargetClassFlagged', { classId: Uuid; schoolId: Uuid; schoolYear: SchoolYear; criteria: TargetCriterion[] }>;

/** The criteria hold no longer. A lead class teacher who is there stays. */
export type TargetClassUnflagged = Event<'TargetClassUnflagged', { classId: Uuid; schoolId: Uuid; schoolYear: SchoolYear }>;

/** What the class wants to reach in this school year; the n-th wording. Like the three below: `effectiveOn` is absent in older records, where the day of the recording counts. */
export type ClassGoalsSet = Event<'ClassGoalsSet', { classId: Uuid; schoolId: Uuid; schoolYear: SchoolYear; edition: number; goals: Sealed; effectiveOn?: LocalDate }>;

/** The class gave itself a covenant; the n-th wording. */
export type ClassCovenantAdopted = Event<'ClassCovenantAdopted', { classId: Uuid; schoolId: Uuid; edition: number; covenant: Sealed; adoptedOn: LocalDate }>;

/** Daily norms of the class; the n-th wording. */
export type DailyNormsPublished = Event<'DailyNormsPublished', { classId: Uuid; schoolId: Uuid; edition: number; norms: Sealed; effectiveOn?: LocalDate }>;

/** How the lead class teacher and the class teacher mean to develop the class; the n-th wording. */
export type ClassDevelopmentPlanSet = Event<'ClassDevelopmentPlanSet', { classId: Uuid; schoolId: Uuid; schoolYear: SchoolYear; edition: number; plan: Sealed; effectiveOn?: LocalDate }>;

/** The class finished its stage. Nothing about it changes any more. */
export type ClassGraduated = Event<'ClassGraduated', { classId: Uuid; schoolId: Uuid; unitId: Uuid; schoolYear: SchoolYear; effectiveOn: LocalDate }>;

/** The class ended before its stage did. Nothing about it changes any more. */
export type ClassClosed = Event<'ClassClosed', {
  classId: Uuid; schoolId: Uuid; unitId: Uuid; schoolYear: SchoolYear; reason: ClassCloseReason; effectiveOn: LocalDate;
}>;

export const classCloseReasons = ['merged', 'divided', 'school-closing', 'too-small', 'opened-in-error', 'other'] as const;
export type ClassCloseReason = (typeof classCloseReasons)[number];

export type SchoolClassEvent =
  | ClassOpened | ClassPromoted | TargetClassFlagged | TargetClassUnflagged | ClassGoalsSet | ClassCovenantAdopted
  | DailyNormsPublished | ClassDevelopmentPlanSet | ClassGraduated | ClassClosed;

export const schoolClassEvents = {
  ClassOpened: published('school-class'),
  ClassPromoted: published('school-class'),
  TargetClassFlagged: published('school-class'),
  TargetClassUnflagged: published('school-class'),
  ClassGoalsSet: published('school-class'),
  ClassCovenantAdopted: published('school-class'),
  DailyNormsPublished: published('school-class'),
  ClassDevelopmentPlanSet: published('school-class'),
  ClassGraduated: published('school-class'),
  ClassClosed: published('school-class'),
};
