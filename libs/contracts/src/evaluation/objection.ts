import { published } from '../catalogue';
import type { Event, Instant, Sealed, Uuid } from '../event';

/** What every fact about an objection repeats. */
interface AboutObjection {
  objectionId: Uuid;
  /** `<cycleId>:<subjectId>`. */
  assessmentId: string;
  cycleId: Uuid; subjectId: Uuid; at: Instant;
}

/** The evaluated person objects to a publicised result, within the window. */
export type ObjectionFiled = Event<'ObjectionFiled', AboutObjection & {
  /** The version of the result it is against. */
  resultVersion: number;
  /** The indicators it is about; none: the whole. */
  nodeIds: string[];
  grounds: Sealed; filedBy: Uuid;
}>;

/** The objection is admissible and will be examined. */
export type ObjectionAccepted = Event<'ObjectionAccepted', AboutObjection & { acceptedBy: Uuid }>;

/** The objection is not admissible. Says nothing about whether the result is right. Terminal. */
export type ObjectionDismissed = Event<'ObjectionDismissed', AboutObjection & { reason: Sealed; dismissedBy: Uuid }>;

/** The objection is right: the result may be computed anew, once. Terminal. */
export type ObjectionUpheld = Event<'ObjectionUpheld', AboutObjection & { reason: Sealed; decidedBy: Uuid }>;

/** The objection is not right; the result stands. Terminal. */
export type ObjectionRejected = Event<'ObjectionRejected', AboutObjection & { reason: Sealed; decidedBy: Uuid }>;

export type ObjectionEvent = ObjectionFiled | ObjectionAccepted | ObjectionDismissed | ObjectionUpheld | ObjectionRejected;

const personal = { dataLevel: 'L3' } as const;

export const objectionEvents = {
  ObjectionFiled: published('objection', personal),
  ObjectionAccepted: published('objection', personal),
  ObjectionDismissed: published('objection', personal),
  ObjectionUpheld: published('objection', personal),
  ObjectionRejected: published('objection', personal),
};
