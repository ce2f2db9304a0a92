import type { Position } from '@homeroom/contracts';
import { Malformed } from './fault';
import type { Caller } from './who-may';

/** A view has not reached the position that the caller asked for, within the time a request waits. HTTP answers 503. */
export class ViewBehind extends Error {
  override readonly name = 'ViewBehind';
  constructor(readonly views: readonly string[]) {
    super(`${views.join(', ')} has not reached that position yet: try again.`);
  }
}

/** How long an answer waits for a view: longer than a view is ever behind in health, shorter than a person's patience. */
export const WAIT_MS = 2_000;

const TOKEN = /^([a-z][a-z0-9-]{0,40})\/(\d{6}):(0|[1-9]\d{0,14})$/;

/**
 * A position token as {@link positionToken} writes it, of any service's log of the caller's county.
 * @throws Malformed
 */
export const positionOf = (token: unknown, caller: Caller): { service: string; position: Position } => {
  const [, service, county, position] = (typeof token === 'string' && TOKEN.exec(token)) || [];
  if (!service || county !== caller.county) throw new Malformed([{ code: 'bad-position', in: 'query', name: 'minPosition' }]);
  return { service, position: Number(position) };
};
