import type { Event, EventOf, Recorded } from '@homeroom/contracts';
import type { CommandName, CommandOf, Decider, FactsOf } from './decider';

/** A command that follows from an event, on a stream of the own service. */
export interface Following<D extends Decider = Decider> {
  readonly of: D;
  readonly id: string;
  readonly command: string;
  readonly data: object;
  /** Other streams that the decision needs; read at the time of deciding, and conditions of the append. */
  readonly facts?: (read: <R extends Decider>(of: R, id: string) => Promise<any>) => Promise<object>;
  /** Which stream takes the command, where only the decision can tell: what it reads is a condition of the append too. The command's id is that of `id` all the same. */
  readonly into?: (read: <R extends Decider>(of: R, id: string) => Promise<any>) => Promise<string>;
}

/** `follow(supportRequest, id, 'RequestSupport', { … })`: typed by the decider. */
export const follow = <D extends Decider, K extends CommandName<D>>(
  of: D, id: string, command: K, data: CommandOf<D, K>,
  facts?: (read: <R extends Decider>(of: R, id: string) => Promise<any>) => Promise<FactsOf<D, K>>,
  into?: Following['into'],
): Following<D> => ({ of, id, command, data: data as object, facts: facts as Following['facts'], ...(into && { into }) });

/** What a reaction may look up beside its event: rows of the own service's views, at least as new as the event. */
export interface Ask {
  rows<Row extends object>(view: { readonly row: new () => Row }, where: Partial<Row>): Promise<Row[]>;
  /** The id of the n-th thing this reaction creates for this event: derived, so that a repetition creates nothing new. */
  newId(n?: number): string;
}

/**
 * Event → commands. A command's id derives from the reaction's name, the event's id, the target and its place in the list:
 * handling an event twice has one effect. The name never changes. A rejection is counted, never halts.
 * A reaction handles its events in the log's order; two reactions go at paces of their own, and what must reach a stream in
 * that order is one reaction.
 */
export interface Reaction<E extends Event = any> {
  readonly name: string;
  /** Where a new reaction begins: at the end of the log, or at its beginning. */
  readonly from: 'head' | 'start';
  /**
   * What an event is about. Events about different things that lead to no stream in common are then handled side by side; of
   * one thing, or for one stream, they keep their order. Absent: every event waits for the one before.
   */
  readonly about?: (event: Recorded<E>) => string;
  readonly on: { readonly [T in E['type']]?: (event: Recorded<EventOf<E, T>>, ask: Ask) => readonly Following[] | Promise<readonly Following[]> };
}

/** `reaction<OrganizationEvent>()('request-support-for-needs', { on: { UpwardReportRaised: (e) => [follow(…)] } })`. */
export const reaction = <E extends Event>() =>
  (name: string, { from = 'head', about, on }: { readonly from?: Reaction['from']; readonly about?: Reaction<E>['about']; readonly on: Reaction<E>['on'] }): Reaction<E> => ({ name, from, ...(about && { about }), on });
