import type { County, Sealed } from '@homeroom/contracts';
import type { Runtime } from '../runtime';

/** What seals and opens text. Only services that hold names and free text have one. */
export interface Sealing {
  /** Each text under the key of its subject, a person or a stream's id; in the order asked. */
  sealAll(county: County, fields: readonly { readonly subject: string; readonly text: string }[]): Promise<readonly Sealed[]>;
  /** In the order asked; `null` once the key is destroyed. */
  openAll(county: County, sealed: readonly Sealed[]): Promise<readonly (string | null)[]>;
}

/** What every route of a service stands on. */
export interface Edge {
  readonly runtime: Runtime;
  readonly sealing?: Sealing;
  /** Key of the fingerprints that tell a retry from a reused `Idempotency-Key`; derived from the master key, never it. */
  readonly fingerprintKey: Buffer;
}

/** Injection token of the {@link Edge}. */
export const EDGE = Symbol('homeroom:edge');
