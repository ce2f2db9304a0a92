import type { County } from '@homeroom/contracts';
import type { Decider, StateOf } from '@homeroom/eventsourcing';
import type { ViewDefinition } from '../views/view';

/** Who asks, by a verified token: a person, the county they act in, their staff roles. Relations to classes and schools are not in it. */
export interface Caller {
  readonly personId: string;
  readonly county: County;
  readonly roles: readonly string[];
}

/** What a rule about who may can look at. */
export interface Asking {
  readonly caller: Caller;
  /** Id of the target stream, without its category; of a GET `''`. */
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  /** Validated. */
  readonly query: any;
  /** Validated; its names and free texts may be sealed already. Of a GET `undefined`. */
  readonly body: any;
  /** Of a command: part of its decision, so the append is conditional on it. Of a GET: as the log has it now. */
  state<D extends Decider>(of: D, id: string): Promise<StateOf<D>>;
  /** Rows of a view of this service, as it stands. */
  rows<Row extends object>(view: ViewDefinition<Row>, where: Partial<Row>): Promise<Row[]>;
}

/** Whether the caller may. May throw `Rejected('…-not-found')` where there is nothing to ask about. */
export type May = (asking: Asking) => boolean | Promise<boolean>;

/** One of the rules holds; asked in this order, cheapest first. */
export const anyOf = (...rules: readonly May[]): May => async (asking) => {
  for (const rule of rules) if (await rule(asking)) return true;
  return false;
};

/** Every rule holds. */
export const allOf = (...rules: readonly May[]): May => async (asking) => {
  for (const rule of rules) if (!await rule(asking)) return false;
  return true;
};

/** The token carries one of these roles. */
export const role = (...roles: readonly string[]): May => ({ caller }) => roles.some((one) => caller.roles.includes(one));

/**
 * No token is asked for: something in the command, such as a one-time token, says who may. The caller is then {@link ANONYMOUS}
 * whatever the request carries, so no event can name a person; the county stands in the path. Limits of size and time stay.
 */
export const anyone: May = () => true;

/** Who acts on a route for {@link anyone}. */
export const ANONYMOUS = 'anonymous';

/** Reads everything and writes nothing, on every route: the edge sees to it, no rule has to mention it. */
export const AUDITOR = 'auditor';

/** Nobody else: what is answered is more than any other rule lets a person see. */
export const auditors: May = () => false;
