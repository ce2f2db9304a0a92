import type { Instant, Position, Uuid } from '@homeroom/contracts';
import type { Append } from '@homeroom/eventsourcing';

/** An append with its events' data and metadata as the bytes that will be stored. */
export interface SerializedAppend {
  readonly append: Append;
  readonly data: readonly string[];
  readonly meta: readonly string[];
}

/** The first result of a command id, as the log keeps it. */
export interface StoredResult {
  readonly position: Position;
  readonly events: readonly (readonly [stream: string, version: number])[];
  readonly fingerprint: string | null;
}

/** What became of a batch: positions go on from `head`, over the accepted appends in their order. */
export interface LaneAnswer {
  readonly head: Position;
  /** By append: 0 accepted, 1 conflict, 2 repeated; `null` when all were accepted. */
  readonly status: readonly number[] | null;
  /** First results of the repeated ones. */
  readonly firsts: Readonly<Record<Uuid, StoredResult>> | null;
}

/**
 * A connection on which one process appends to one log. Each call is one commit, whole or not at all; one that fails with
 * something passing (see `isPassing`) may have been committed. PostgreSQL is one, the simulation another: one contract test.
 */
export interface LaneConnection {
  /** Which server this is, and which start of it: only another one can hold an earlier log, as after a restore. */
  readonly server: string;
  /** One append of one event on one stream, without a fingerprint, more cheaply. `undefined`: nothing was written, and {@link batch} tells why. */
  one(append: SerializedAppend): Promise<Position | undefined>;
  /** Command ids are different within a batch. */
  batch(appends: readonly SerializedAppend[]): Promise<LaneAnswer>;
  close(): Promise<void>;
}

/** @param ended the connection is gone: the next append needs a new one */
export type ConnectLane = (ended: () => void) => Promise<LaneConnection>;

/** The time a batch is given: its latest. */
export const latest = (batch: readonly SerializedAppend[]): Instant => batch.reduce((at, { append }) => (append.at > at ? append.at : at), '');
