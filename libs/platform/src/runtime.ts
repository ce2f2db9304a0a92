import type { County, Instant, Position } from '@homeroom/contracts';
import type { EventLog } from '@homeroom/eventsourcing';
import type { EntityManager } from 'typeorm';
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
  /** Set while the log refuses writes, e.g. because its topic is ahead of it. */
  readonly refusing?: string;
}

/** What stands behind the HTTP edge of a service: its log, its views, its readers, its clock. */
export interface Runtime {
  readonly service: string;
  readonly counties: readonly County[];
  readonly log: EventLog;
  now(): Instant;
  /** Waits until a view holds a position of a log, at most so long; never for a halted one. */
  waitFor(view: ViewDefinition, county: County, at: { readonly service: string; readonly position: Position }, timeoutMs: number): Promise<'current' | 'behind' | 'halted'>;
  /** Runs queries over this service's views in one read-only transaction that sees one county. */
  read<T>(county: County, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  health(): Promise<RuntimeHealth>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
