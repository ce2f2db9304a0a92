import { published } from '../catalogue';
import type { Event, LocalDate, Uuid } from '../event';

/** Levels of the county's tree, highest first. A level is always said, never inferred from the character 市. */
export const orgLevels = ['county', 'town', 'education-group', 'school', 'campus', 'stage', 'grade', 'department'] as const;
export type OrgLevel = (typeof orgLevels)[number];

/** What kind of school it is; decides the first two digits of its code. */
export const schoolKinds = ['primary', 'junior', 'nine-year', 'senior', 'complete-secondary', 'twelve-year', 'vocational', 'special'] as const;
export type SchoolKind = (typeof schoolKinds)[number];

/** The part of schooling that a class belongs to. */
export const stages = ['primary', 'junior', 'senior', 'vocational', 'special'] as const;
export type Stage = (typeof stages)[number];

/**
 * A unit stands in the county's tree from `effectiveOn`. Its id is its identity; `code` is an attribute that may change.
 * Says nothing about classes or people in it.
 */
export type OrgUnitRegistered = Event<'OrgUnitRegistered', {
  orgUnitId: Uuid; level: Exclude<OrgLevel, 'education-group'>; name: string;
  /** Absent for the county alone. */
  parentId?: Uuid;
  /** The school it is part of: itself for a school, absent above schools. */
  schoolId?: Uuid;
  /** County: 6 digits (GB/T 2260), town: 9 digits (GB/T 10114), school: 10 digits (school code of 2011); absent elsewhere. */
  code?: string;
  schoolKind?: SchoolKind;
  stage?: Stage;
  /** For grade units: the grade within the stage, from 1. */
  grade?: number;
  effectiveOn: LocalDate;
}>;

/** The unit bears another name. Its code stays: a renamed school keeps it. */
export type OrgUnitRenamed = Event<'OrgUnitRenamed', { orgUnitId: Uuid; name: string; effectiveOn: LocalDate }>;

/** The school became another kind within the same code category, so its code stays. */
export type SchoolKindChanged = Event<'SchoolKindChanged', { orgUnitId: Uuid; fromKind: SchoolKind; toKind: SchoolKind; effectiveOn: LocalDate }>;

/** A change of key: readers who know the unit by `fromCode` must know it by `toCode` now. The old school code is void for ever. */
export type OrgCodeChanged = Event<'OrgCodeChanged', {
  orgUnitId: Uuid; level: OrgLevel; fromCode: string; toCode: string;
  /** The school's kind from now on; absent for counties and towns. */
  schoolKind?: SchoolKind;
  effectiveOn: LocalDate;
}>;

/** The unit hangs below another parent, with everything below it. */
export type OrgUnitMoved = Event<'OrgUnitMoved', { orgUnitId: Uuid; fromParentId: Uuid; toParentId: Uuid; effectiveOn: LocalDate }>;

/** Several schools work as one group, in which they keep their places in the tree. */
export type EducationGroupFormed = Event<'EducationGroupFormed', { orgUnitId: Uuid; name: string; parentId: Uuid; effectiveOn: LocalDate }>;

/** The school works in this group from `effectiveOn`. A school is in one group at a time. */
export type SchoolJoinedEducationGroup = Event<'SchoolJoinedEducationGroup', { orgUnitId: Uuid; groupId: Uuid; effectiveOn: LocalDate }>;

/** The school no longer works in this group. */
export type SchoolLeftEducationGroup = Event<'SchoolLeftEducationGroup', { orgUnitId: Uuid; groupId: Uuid; effectiveOn: LocalDate }>;

/** The unit takes no classes or sub-units any more; it had none at this moment. A school's code is void with it. */
export type OrgUnitClosed = Event<'OrgUnitClosed', { orgUnitId: Uuid; level: OrgLevel; code?: string; effectiveOn: LocalDate }>;

/** A closed unit stands in the tree again, at its old place, a school with its own old code. */
export type OrgUnitRestored = Event<'OrgUnitRestored', { orgUnitId: Uuid; level: OrgLevel; code?: string; effectiveOn: LocalDate }>;

export type OrgUnitEvent =
  | OrgUnitRegistered | OrgUnitRenamed | SchoolKindChanged | OrgCodeChanged | OrgUnitMoved
  | EducationGroupFormed | SchoolJoinedEducationGroup | SchoolLeftEducationGroup | OrgUnitClosed | OrgUnitRestored;

const open = { dataLevel: 'L1' } as const;

export const orgUnitEvents = {
  OrgUnitRegistered: published('org-unit', open),
  OrgUnitRenamed: published('org-unit', open),
  SchoolKindChanged: published('org-unit', open),
  OrgCodeChanged: published('org-unit', open),
  OrgUnitMoved: published('org-unit', open),
  EducationGroupFormed: published('org-unit', open),
  SchoolJoinedEducationGroup: published('org-unit', open),
  SchoolLeftEducationGroup: published('org-unit', open),
  OrgUnitClosed: published('org-unit', open),
  OrgUnitRestored: published('org-unit', open),
};
