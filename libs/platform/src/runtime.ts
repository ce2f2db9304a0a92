import type { County, Instant, Log, Position } from '@homeroom/contracts';
import type { EventLog } from '@homeroom/eventsourcing';
import type { EntityManager } from 'typeorm';
import type { EvidenceBook } from './notary/evidence-book';
import type { ViewDefinition } from './views/view';

/** Where a reader of one log stands. */
export interface ReaderHealth {
  readonly reader: string;
  readonly log: string;
  readonly position: Position;
  /** `halted`: it met something it must not pass and waits for a person; `gap`: it waits for a position. */
  readonly state: 'starting' | 'following' | 'gap' | 'retrying' | 'halted';
  readonly says?: string;
}

export interface RuntimeHealth {
  /** Every view of this build has caught up once since the start. */
  readonly ready: boolean;
  readonly readers: readonly ReaderHealth[];
  /** Positions of the last records of the own logs, by log name. */
  readonly heads: Readonly<Record<string, Position>>;
  /** Set while the log refuses writes, e.g. because its topic is ahead of it. */
  readonly refusing?: string;
}

/** Told what happens, for metrics. Calls are frequent and must be cheap. */
export interface RuntimeObserver {
  /** One batch of the append lane. */
  batch(events: number, seconds: number): void;
  /** A reader stands at this position; `recordedAt` of its last record. */
  moved(reader: string, log: Log, position: Position, recordedAt?: Instant): void;
  duplicates(reader: string, log: Log, count: number): void;
  gap(reader: string, log: Log): void;
  /** A reader met something that it must not pass, and waits for a person. */
  halted(reader: string, log: Log, error: unknown): void;
  /** The relay had this position confirmed. */
  sent(log: Log, position: Position): void;
  leased(log: Log, held: boolean): void;
  /** A reaction's command was refused by the rules. */
  rejected(reaction: string, code: string): void;
  /** Something failed that is tried again by itself. */
  failed(what: string, error: unknown): void;
}

/** What stands behind the HTTP edge of a service: its log, its views, its readers, its clock. */
export interface Runtime {
  readonly service: string;
  readonly counties: readonly County[];
  readonly log: EventLog;
  now(): Instant;
  /** Waits until a view holds a position of a log, at most so long; never for a halted one. */
  waitFor(view: ViewDefinition, county: County, at: { readonly service: string; readonly position: Position }, timeoutMs: number): Promise<'current' | 'behind' | 'halted'>;
  /** Rows of a view of this service with these values, as it stands: one round trip, where {@link read} takes three and more. */
  find<Row extends object>(county: County, view: ViewDefinition<Row>, where: Partial<Row>): Promise<Row[]>;
  /** Runs queries over this service's views in one read-only transaction that sees one county. */
  read<T>(county: County, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** What the notary has signed, where there is one. */
  readonly evidence?: EvidenceBook;
  health(): Promise<RuntimeHealth>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
