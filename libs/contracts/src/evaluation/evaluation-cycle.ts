import { internal, published } from '../catalogue';
import type { Event, Instant, LocalDate, Position, Uuid } from '../event';
import type { EvaluationOwner } from './framework';
import type { FrameworkKind, SubjectType } from './framework-document';

/** Up to which position of each service's log was read, by service. */
export interface KnownTo { [service: string]: Position }

/** Who or what is evaluated in a cycle, as it was on the roster's day. */
export interface RosterSubject {
  /** class-teacher: the class; lead-class-teacher: the person; school: the school; studio: the studio. */
  subjectId: Uuid;
  /** Absent for a studio. */
  schoolId?: Uuid;
  /** The person behind the subject: the class teacher of the class, the lead class teacher. Absent for schools and studios. */
  personId?: Uuid;
  /** lead-class-teacher: the classes that the person leads, whose satisfaction, meetings and sessions are told of them. */
  classIds?: Uuid[];
  /** Subjects of one group are parallel: classes of one school, stage and grade (`<schoolId>:<stage>:<grade>`). */
  group?: string;
}

/** What every fact about a cycle repeats. */
interface AboutCycle { cycleId: Uuid; at: Instant; by: Uuid }

/** An evaluation is announced: by which version of which framework, of whom, over which days. Nobody is on its roster yet. */
export type CycleOpened = Event<'CycleOpened', AboutCycle & {
  kind: FrameworkKind; owner: EvaluationOwner; frameworkId: Uuid; frameworkVersion: number; subjectType: SubjectType;
  /** The days whose facts count, the last one included. */
  from: LocalDate; until: LocalDate;
  /** Working days after publication in which objections may be filed. */
  objectionWorkingDays: number;
  /** Combined cycles only: the cycles whose finalised results it combines. */
  combines?: { basicCycleIds: Uuid[]; developmentalCycleId: Uuid };
  /** The cycle before it, from which missing values may be carried. */
  previousCycleId?: Uuid;
}>;

/** Who is evaluated is settled, as organization knew it on `asOf`. Later changes there change nothing here. */
export type RosterFrozen = Event<'RosterFrozen', AboutCycle & { asOf: LocalDate; subjects: RosterSubject[]; knownTo: KnownTo }>;

/** These people rate in this cycle, nobody else. A later one takes its place; ratings that were given stay. */
export type RatersAppointed = Event<'RatersAppointed', AboutCycle & { raterIds: Uuid[] }>;

/** Ratings, quantitative measures, evidence and self-assessments are taken from now on. */
export type CollectionOpened = Event<'CollectionOpened', AboutCycle>;

/** Nothing more is taken. */
export type CollectionClosed = Event<'CollectionClosed', AboutCycle>;

/** What was collected is looked through; scores are computed and results finalised. */
export type ReviewStarted = Event<'ReviewStarted', AboutCycle>;

/** The evaluated can see their results (公示) and object until `objectionsUntil`. Everyone on the roster has one, but who is named here. */
export type ResultsPublicised = Event<'ResultsPublicised', AboutCycle & {
  objectionsUntil: Instant;
  /** Subjects without a result, such as those whose score is blocked; absent: none. */
  withoutResult?: Uuid[];
}>;

/** No objection can be filed any more, and those that were filed are decided; one of the last instant is before the cycle ends. */
export type ObjectionsClosed = Event<'ObjectionsClosed', AboutCycle>;

/** The cycle is over, and every objection in it decided. A result of it changes only through an upheld objection or an approved correction. Terminal. */
export type CycleFinalised = Event<'CycleFinalised', AboutCycle>;

export type EvaluationCycleEvent =
  | CycleOpened | RosterFrozen | RatersAppointed | CollectionOpened | CollectionClosed | ReviewStarted | ResultsPublicised | ObjectionsClosed | CycleFinalised;

export const evaluationCycleEvents = {
  CycleOpened: published('evaluation-cycle'),
  RosterFrozen: published('evaluation-cycle', { dataLevel: 'L3' }),
  RatersAppointed: internal('evaluation-cycle', { dataLevel: 'L3' }),
  CollectionOpened: published('evaluation-cycle'),
  CollectionClosed: published('evaluation-cycle'),
  ReviewStarted: published('evaluation-cycle'),
  ResultsPublicised: published('evaluation-cycle'),
  ObjectionsClosed: published('evaluation-cycle'),
  CycleFinalised: published('evaluation-cycle'),
};
