import type { Event, Instant } from '../event';
import { published } from '../catalogue';

/** Who may stand in a collaboration chain, from the class upwards: 行政班主任 → 中层干部 → 第一班主任 → 党政联席会/党总支 → county joint meeting. */
export const chainRoles = ['class-teacher', 'middle-leader', 'lead-class-teacher', 'decision-body', 'county-joint-meeting'] as const;
export type ChainRole = (typeof chainRoles)[number];

/** 1 is the class teacher's level; the highest level of a chain decides. */
export type ChainLevel = number;

/** One level of a chain. A body is represented by the person who convenes it. `null`: nobody holds it at present. */
export interface ChainSeat {
  level: ChainLevel;
  role: ChainRole;
  personId: string | null;
}

/** A chain was drawn up for a class. Nobody can report along it before it is activated. */
export type CollaborationChainDefined = Event<'CollaborationChainDefined', {
  classId: string; schoolId: string; version: number; seats: ChainSeat[]; at: Instant;
}>;

/** From now on reports of the class go along this version. Says nothing about reports that are open already. */
export type CollaborationChainActivated = Event<'CollaborationChainActivated', {
  classId: string; schoolId: string; version: number; at: Instant;
}>;

/** Other people or other levels: a new version, in force at once. Open reports stay with the version they were raised under. */
export type CollaborationChainRevised = Event<'CollaborationChainRevised', {
  classId: string; schoolId: string; version: number; seats: ChainSeat[]; at: Instant;
}>;

/** Somebody may act for the holder of a level for a while, or (`delegateId: null`) no longer. The holder remains the holder. */
export type ChainDelegateSet = Event<'ChainDelegateSet', {
  classId: string; schoolId: string; level: ChainLevel; personId: string | null; delegateId: string | null;
  /** Absent: from the event on. */
  fromAt?: Instant;
  /** Absent: until it is set otherwise. */
  untilAt?: Instant;
  at: Instant;
}>;

/** Nobody holds this level any more. New reports go to its delegate, else to the next level. A new version of the chain. */
export type ChainVacancyDetected = Event<'ChainVacancyDetected', {
  classId: string; schoolId: string; version: number; level: ChainLevel; role: ChainRole; leftBy: string;
  /** All levels as they are now. */
  seats: ChainSeat[]; at: Instant;
}>;

/** Somebody took a level, after a vacancy or in another's place. A new version of the chain; open reports do not move. */
export type ChainSeatFilled = Event<'ChainSeatFilled', {
  classId: string; schoolId: string; version: number; level: ChainLevel; role: ChainRole; personId: string; previousPersonId: string | null;
  /** All levels as they are now. */
  seats: ChainSeat[]; at: Instant;
}>;

export type CollaborationChainEvent =
  | CollaborationChainDefined
  | CollaborationChainActivated
  | CollaborationChainRevised
  | ChainDelegateSet
  | ChainVacancyDetected
  | ChainSeatFilled;

export const collaborationChainEvents = {
  CollaborationChainDefined: published('collaboration-chain'),
  CollaborationChainActivated: published('collaboration-chain'),
  CollaborationChainRevised: published('collaboration-chain'),
  ChainDelegateSet: published('collaboration-chain'),
  ChainVacancyDetected: published('collaboration-chain'),
  ChainSeatFilled: published('collaboration-chain'),
};
