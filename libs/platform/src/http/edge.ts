import type { Runtime } from '../runtime';
import type { Sealing } from '../sealing';

/** What seals and opens text. Only services that hold names and free text have one. */
export type SealsAndOpens = Pick<Sealing, 'sealAll' | 'openAll'>;

/** What every route of a service stands on. */
export interface Edge {
  readonly runtime: Runtime;
  readonly sealing?: SealsAndOpens;
  /** Key of the fingerprints that tell a retry from a reused `Idempotency-Key`; derived from the master key, never it. */
  readonly fingerprintKey: Buffer;
}

/** Injection token of the {@link Edge}. */
export const EDGE = Symbol('homeroom:edge');
