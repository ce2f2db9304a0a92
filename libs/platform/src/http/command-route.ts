import type { ViewDefinition } from '../views/view';
import type { Shape } from './shape';
import type { May } from './who-may';

/** Where a route's target comes from. */
export interface TargetSource {
  readonly from: 'param' | 'body' | 'county';
  readonly name: string;
}

/** What a method with `@Handles` declares, put together once when its class is loaded. */
export interface CommandRoute {
  readonly operationId: string;
  readonly command: Shape;
  readonly may: May;
  readonly waitsFor: readonly ViewDefinition[];
  readonly status: number;
  readonly target: TargetSource;
  /** Whether its command has names or free text. */
  readonly seals: boolean;
}
