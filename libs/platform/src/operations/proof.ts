import type { County, Position } from '@homeroom/contracts';
import type { ViewDefinition } from '../views/view';

/** Views as they come out of the logs alone, and the logs that they came out of. */
export interface Rebuilt {
  readonly county: County;
  /** Rows of a view of the service, folded from the logs, in key order. */
  rows<Row extends object>(view: ViewDefinition<Row>): readonly Row[];
  /** Id of the event at a place of a log that was folded; `undefined` where there is none. */
  eventAt(service: string, position: Position): string | undefined;
}

/**
 * What a service promises of its own history beyond its events and views, such as that every recorded result computes again
 * to its recorded bytes. `verify` checks it over views that were folded anew, from PostgreSQL and from Kafka: nothing that
 * the running service holds is trusted.
 */
export interface Proof {
  /** What holds, as a sentence. */
  readonly name: string;
  check(rebuilt: Rebuilt): { readonly count: number; readonly violations: readonly string[] } | Promise<{ readonly count: number; readonly violations: readonly string[] }>;
}
