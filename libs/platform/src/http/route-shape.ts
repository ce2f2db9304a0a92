import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import type { County } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { SHAPES } from './checks';
import { type Fault, Malformed } from './fault';
import type { Shape } from './shape';

/**
 * The class that a method declares for its `@Body()` or `@Query()`; `undefined` where it has none.
 * @throws where the class is not there at run time: imported as a type, its validation would be silently off
 */
export const declaredClass = (prototype: object, method: string, of: 'body' | 'query'): Shape | undefined => {
  const where = `${prototype.constructor.name}.${method}`;
  const args = Object.entries((Reflect.getMetadata(ROUTE_ARGS_METADATA, prototype.constructor, method) ?? {}) as Record<string, { index: number; data?: unknown }>);
  const wanted = of === 'body' ? RouteParamtypes.BODY : RouteParamtypes.QUERY;
  const found = args.filter(([key]) => key.startsWith(`${wanted}:`));
  if (found.length === 0) return undefined;
  const [, { index, data }] = found[0]!;
  if (found.length > 1 || data !== undefined) throw new Error(`${where}: take the ${of} as a whole, as one class.`);
  const types = (Reflect.getMetadata('design:paramtypes', prototype, method) ?? []) as unknown[];
  const type = types[index];
  if (typeof type !== 'function' || type === Object || type === String) {
    throw new Error(`${where}: the class of its ${of} is not there at run time. Import it as a value, not with \`import type\`.`);
  }
  return type as Shape;
};

const OTHER_ID = /^[\w:.-]{1,100}$/;

/**
 * Path parameters: `…Id` is a UUID, `county` is the caller's, everything else 1–100 letters, digits and `:._-`.
 * @throws Malformed · Rejected `county-not-found`: another county's things do not exist
 */
export const checkParams = (params: Readonly<Record<string, string>>, county: County): void => {
  const faults: Fault[] = [];
  for (const name in params) {
    // The rest of an address: its route reads it.
    if (name === '*') continue;
    const value = params[name]!;
    if (name.endsWith('Id')) {
      if (!SHAPES.uuid.test(value)) faults.push({ code: 'not-a-uuid', in: 'path', name });
    } else if (!OTHER_ID.test(value)) faults.push({ code: 'not-an-id', in: 'path', name });
    else if (name === 'county' && value !== county) throw new Rejected('county-not-found', 'There is no such county here.');
  }
  if (faults.length > 0) throw new Malformed(faults);
};

/** Runs every check and throws all their faults at once. */
export const allFaults = (...checks: readonly (() => void)[]): void => {
  const faults: Fault[] = [];
  for (const check of checks) {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      faults.push(...error.faults);
    }
  }
  if (faults.length > 0) throw new Malformed(faults);
};
