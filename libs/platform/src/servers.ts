import type { County, Log } from '@homeroom/contracts';
import type { EntityManager } from 'typeorm';
import type { RelayTopic } from './kafka/relay';
import type { ConnectLane } from './log/lane-connection';
import type { LeaseStore } from './log/lease';
import type { LogTable } from './log/own-log';
import type { TreeStore } from './notary/tree-store';
import type { RejectionStore } from './reactions/reaction-sink';
import type { LogSource } from './readers/log-source';
import type { PlaceStore } from './readers/place-store';
import type { ConnectWake } from './readers/wake';
import type { ViewStore } from './views/view-store';

/**
 * The servers that one process of a service stands on, as the process sees them. PostgreSQL and Kafka are one set of
 * them; the simulation is another, in which every step of a server, and its loss, is chosen by a seed.
 */
export interface Servers {
  table(log: Log): LogTable;
  lane(log: Log): ConnectLane;
  readonly wake: ConnectWake;
  readonly places: PlaceStore;
  readonly views: ViewStore;
  readonly leases: LeaseStore;
  readonly rejections: RejectionStore;
  /** Where the notary writes; absent where nobody signs. */
  readonly trees?: TreeStore;
  /** The own log's topic, and those of other services; absent where there is no Kafka. */
  readonly topics?: LogSource & RelayTopic;
  /** Logs of other services where there is no Kafka. */
  readonly peers: LogSource;
  start(): Promise<void>;
  /** Runs queries over the views in one read-only transaction that sees one county. */
  read<T>(county: County, work: (manager: EntityManager) => Promise<T>): Promise<T>;
  /** Once nothing uses them any more. */
  close(): Promise<void>;
}
