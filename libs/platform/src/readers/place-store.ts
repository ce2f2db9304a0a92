import type { County, Log, Position } from '@homeroom/contracts';
import type { Place } from './log-reader';

/**
 * A reader's new place in a log. `from`: moves only a place that stands there or after it; an earlier one fell back in a crash, and what
 * follows it is read again. It moves on the server on which the reader's place was found, and on no other.
 */
export interface Move {
  readonly reader: string;
  readonly log: Log;
  readonly place: Place;
  readonly from: Position;
}

/** Whether a place was found on this server. One that tells of none is its reader's own business, as the notary's is. */
export const isOf = ({ server }: Place, here: string): boolean => server === undefined || server === here;

/** Where readers' places are kept, in the database of their effects. Each call is one transaction. PostgreSQL is one, the simulation another. */
export interface PlaceStore {
  /** With its server. */
  find(reader: string, log: Log): Promise<Place | undefined>;
  /** A new reader's place; the one that is there, if another process was first. */
  begin(reader: string, log: Log, position: Position): Promise<Place>;
  /** Moves places of one county forward, never back. */
  move(county: County, moves: readonly Move[]): Promise<void>;
}
