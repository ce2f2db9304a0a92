import type { County } from '@homeroom/contracts';
import { county } from '@homeroom/local';
import { JourneyStack } from '@homeroom/testing';
import { root } from '../root';

/** Where everything is played, and its neighbour that must not notice. */
export const COUNTIES: readonly [home: County, other: County] = [county, '370785'];

/** Every service of the checkout, serving both. Nothing is killed here: PostgreSQL need not be safe from that. */
export const startTwoCounties = (): Promise<JourneyStack> =>
  JourneyStack.start({ root, counties: COUNTIES, postgres: { fsync: false, settings: { max_connections: '300' } } });
