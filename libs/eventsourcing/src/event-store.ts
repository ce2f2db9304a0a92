import type { County, Instant, Meta, Position, Recorded, Uuid } from '@homeroom/contracts';

/** An event on its way into the log; its version and position are the log's to give. */
export interface NewEvent {
  readonly eventId: Uuid;
  readonly stream: string;
  readonly type: string;
  readonly data: object;
  readonly meta: Meta;
}

/** All of it or nothing, and only if every checked stream is still at its expected version. */
export interface Append {
  readonly commandId: Uuid;
  /** The writer's clock. The log records this instant, or its last one if that is later: time never goes back in a log. */
  readonly at: Instant;
  /** Every stream consulted, written or not, each once. 0: the stream must not exist yet. */
  readonly checks: readonly { readonly stream: string; readonly expected: number }[];
  /** At most {@link MAX_EVENTS}; every stream written is also checked. */
  readonly events: readonly NewEvent[];
  /** Keyed hash of the request body, kept beside the log for 30 days to tell a retry from a reused key. */
  readonly fingerprint?: string;
}

/** Most events of one append: more is a batch job, which appends one command per target. */
export const MAX_EVENTS = 1_000;

/** Where an append's events went, in its order. */
export interface Written {
  /** Of its last event. */
  readonly position: Position;
  readonly events: readonly { readonly stream: string; readonly version: number }[];
}

export type Appended =
  | { readonly status: 'written'; readonly first: Written }
  /** A checked stream has moved: nothing was written. */
  | { readonly status: 'conflict' }
  /** The command id was seen before: nothing was written, this was its first result. */
  | { readonly status: 'repeated'; readonly first: Written; readonly fingerprint?: string };

/** The port between deciding and the log. One contract test runs against every implementation. */
export interface EventStore {
  /** Events of a stream after a version, oldest first, upcast to this build's versions. */
  read(county: County, stream: string, after: number): Promise<readonly Recorded[]>;
  append(county: County, append: Append): Promise<Appended>;
  /** The first result of a command id that had events; `undefined` for an unknown one. */
  result(county: County, commandId: Uuid): Promise<Extract<Appended, { status: 'repeated' }> | undefined>;
}
