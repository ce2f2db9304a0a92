import type { Measured } from './contest';
import type { Stage } from './stage';

/** One row of the table. */
export interface Work {
  /** As in the JSON. */
  readonly name: string;
  readonly says: string;
  readonly unit: string;
  /** By peer or limit: the ratio that is wanted. */
  readonly wanted: Readonly<Record<string, number>>;
  /** By peer or limit: why it is missed, where it is. */
  readonly missed?: Readonly<Record<string, string>>;
  /** @returns a sentence instead where this machine cannot do it */
  run(stage: Stage): Promise<Measured | string>;
}
