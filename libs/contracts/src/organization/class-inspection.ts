import { published } from '../catalogue';
import type { Event, Instant, LocalDate, Sealed, Uuid } from '../event';

/** What an inspector looks at. [INF] */
export const inspectionAreas = ['order', 'hygiene', 'safety', 'class-culture', 'lesson-discipline', 'attendance', 'dormitory', 'documentation', 'other'] as const;
export type InspectionArea = (typeof inspectionAreas)[number];

/** How grave a finding is, rising. HIGH requires rectification. */
export const findingSeverities = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** What every event of an inspection says. */
export interface OfInspection {
  inspectionId: Uuid;
  classId: Uuid;
  schoolId: Uuid;
  at: Instant;
}

/** What every event about one finding says. `findingId` is `<inspectionId>:<n>`, from 1. */
export interface OfFinding extends OfInspection {
  findingId: string;
  severity: FindingSeverity;
}

/** Somebody shall look at the class on that day (巡检). The inspector is not its class teacher. */
export type ClassInspectionPlanned = Event<'ClassInspectionPlanned', OfInspection & {
  inspectorId: Uuid; plannedOn: LocalDate; areas: InspectionArea[]; plannedBy: Uuid;
}>;

/** The inspector is with the class. */
export type ClassInspectionStarted = Event<'ClassInspectionStarted', OfInspection & { inspectorId: Uuid; on: LocalDate }>;

/** Something is not as it should be. Nothing follows by itself; a HIGH one waits for a rectification. */
export type InspectionFindingRecorded = Event<'InspectionFindingRecorded', OfFinding & { area: InspectionArea; on: LocalDate; details: Sealed; recordedBy: Uuid }>;

/** The finding was recorded in error and does not count; what was asked because of it is off. */
export type InspectionFindingWithdrawn = Event<'InspectionFindingWithdrawn', OfFinding & {
  area: InspectionArea; on: LocalDate;
  /** How far it was put right: not asked for, asked for and not confirmed, or confirmed. */
  rectification: 'none' | 'open' | 'confirmed';
  reason: Sealed; withdrawnBy: Uuid;
}>;

/** The inspection is over. Rectifications may still be open. The counts leave out withdrawn findings. */
export type ClassInspectionCompleted = Event<'ClassInspectionCompleted', OfInspection & {
  inspectorId: Uuid; on: LocalDate; findings: { LOW: number; MEDIUM: number; HIGH: number }; conclusion?: Sealed;
}>;

/** It does not take place. Terminal; only before it started. */
export type ClassInspectionCancelled = Event<'ClassInspectionCancelled', OfInspection & { reason: Sealed; cancelledBy: Uuid }>;

/** The class teacher is to put the finding right by the end of that day. */
export type RectificationRequested = Event<'RectificationRequested', OfFinding & { area: InspectionArea; dueOn: LocalDate; instructions?: Sealed; requestedBy: Uuid }>;

/** The class teacher says that it is put right, for the n-th time. Nobody has looked yet. */
export type RectificationSubmitted = Event<'RectificationSubmitted', OfFinding & { attempt: number; on: LocalDate; dueOn: LocalDate; measures: Sealed; submittedBy: Uuid }>;

/** It is not put right yet. `dueOn` is the day that counts from now on. */
export type RectificationReturned = Event<'RectificationReturned', OfFinding & { attempt: number; dueOn: LocalDate; reason: Sealed; returnedBy: Uuid }>;

/** It is put right. Terminal for the finding. */
export type RectificationConfirmed = Event<'RectificationConfirmed', OfFinding & {
  /** The due day in force, and the day of the submission that was accepted. */
  dueOn: LocalDate; submittedOn: LocalDate;
  /** That submission came by the due day; how long the confirmation took does not matter. */
  onTime: boolean;
  confirmedBy: Uuid;
}>;

export type ClassInspectionEvent =
  | ClassInspectionPlanned | ClassInspectionStarted | InspectionFindingRecorded | InspectionFindingWithdrawn | ClassInspectionCompleted | ClassInspectionCancelled
  | RectificationRequested | RectificationSubmitted | RectificationReturned | RectificationConfirmed;

export const classInspectionEvents = {
  ClassInspectionPlanned: published('class-inspection'),
  ClassInspectionStarted: published('class-inspection'),
  InspectionFindingRecorded: published('class-inspection'),
  InspectionFindingWithdrawn: published('class-inspection'),
  ClassInspectionCompleted: published('class-inspection'),
  ClassInspectionCancelled: published('class-inspection'),
  RectificationRequested: published('class-inspection'),
  RectificationSubmitted: published('class-inspection'),
  RectificationReturned: published('class-inspection'),
  RectificationConfirmed: published('class-inspection'),
};
