/** An instant of time: RFC 3339 in UTC with milliseconds, e.g. `2025-09-01T00:30:00.000Z`. Names of such fields end in `At`. */
export type Instant = string;

/** A calendar day in Asia/Shanghai: `YYYY-MM-DD`. */
export type LocalDate = string;

/** RFC 9562 UUID in lower case with dashes. */
export type Uuid = string;

/** A school year: `YYYY-YYYY`, from 1 September to 31 August, e.g. `2025-2026`. */
export type SchoolYear = string;

/**
 * Text that only the sealing service can open: `v1.<key id>.<base64url of nonce, ciphertext and tag>`, AES-256-GCM under
 * a key per person or report. Once that key is destroyed this is noise, and every hash over it still verifies.
 */
export type Sealed = string & { readonly __sealed?: true };

/** The six digits of GB/T 2260 that name a county, e.g. `370786`; the tenant. A log belongs to one service and one county. */
export type County = string;

/** 1, 2, 3, … within one log, without gaps, in commit order. 0 stands before the first. */
export type Position = number;

/** A domain event: a fact in the past tense, plain JSON. */
export interface Event<Type extends string = string, Data extends object = object> {
  readonly type: Type;
  readonly data: Data;
}

/** Who acts: the person (or `system:<reaction>` when something follows by itself), the role used, and for whom a delegate acts. */
export interface Actor {
  readonly personId: string;
  readonly role: string;
  readonly onBehalfOf?: string;
}

/** What every event carries beside its data. */
export interface Meta {
  readonly actor: Actor;
  /** One id for everything that one request set in motion. */
  readonly correlationId: Uuid;
  /** The event that a reaction answered; absent where a person asked. */
  readonly causationId?: Uuid;
  /** When it happened by the caller's word; may be earlier than `recordedAt`. */
  readonly occurredAt: Instant;
  /** Version of the event type's data; readers upcast older ones. */
  readonly schemaVersion: number;
  /** JY/T 0661-2025: L1–L3 general, L4 important, L5 core data. */
  readonly dataLevel: DataLevel;
  /** W3C trace context of the request. */
  readonly traceparent?: string;
}

export type DataLevel = 'L1' | 'L2' | 'L3' | 'L4' | 'L5';

/** Where and when an event was recorded. */
export interface Recording {
  readonly stream: string;
  /** 1..n within the stream. */
  readonly version: number;
  readonly position: Position;
  /** UUIDv7. */
  readonly eventId: Uuid;
  readonly commandId: Uuid;
  /** The service's own time; never goes back within a log. */
  readonly recordedAt: Instant;
  readonly meta: Meta;
}

/** An event as it stands in a log. Distributes over unions, so `switch (e.type)` narrows `e.data`. */
export type Recorded<E extends Event = Event> = E extends Event ? Readonly<E> & Recording : never;

/** The event of a union that has this type. */
export type EventOf<E extends Event, Type extends E['type']> = Extract<E, { type: Type }>;
