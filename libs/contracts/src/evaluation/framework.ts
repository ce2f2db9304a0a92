import { published } from '../catalogue';
import type { Event, Instant, Uuid } from '../event';
import type { FrameworkDocument } from './framework-document';

/** Whose framework, cycle or survey it is: `county`, or the id of a school. */
export type EvaluationOwner = string;

/** A draft stands, in place of the draft before it. It may hold faults; nothing is evaluated by it. */
export type FrameworkDrafted = Event<'FrameworkDrafted', {
  frameworkId: Uuid;
  /** The version this draft is to become: 1, or one more than the last published one. */
  frameworkVersion: number;
  owner: EvaluationOwner; document: FrameworkDocument; draftedBy: Uuid; at: Instant;
}>;

/** This version is free of faults and in force. It is never edited; what it says is what its cycles are scored by, for ever. */
export type FrameworkPublished = Event<'FrameworkPublished', {
  frameworkId: Uuid; frameworkVersion: number; owner: EvaluationOwner;
  /** SHA-256 (hex) of the document in canonical JSON. */
  formulaHash: string;
  document: FrameworkDocument; publishedBy: Uuid; at: Instant;
}>;

/** No new cycle is opened by any version of it. Cycles that are open go on by theirs. Terminal. */
export type FrameworkRetired = Event<'FrameworkRetired', { frameworkId: Uuid; owner: EvaluationOwner; retiredBy: Uuid; at: Instant }>;

export type FrameworkEvent = FrameworkDrafted | FrameworkPublished | FrameworkRetired;

export const frameworkEvents = {
  FrameworkDrafted: published('framework', { dataLevel: 'L1' }),
  FrameworkPublished: published('framework', { dataLevel: 'L1' }),
  FrameworkRetired: published('framework', { dataLevel: 'L1' }),
};
