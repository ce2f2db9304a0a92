import type { Actor, Event, Instant } from '@homeroom/contracts';

/** What a decision may rest on, beside the command: nothing in it is looked up, drawn or read from a clock. */
export interface Deciding<State, Facts = unknown> {
  /** The id of the stream, without its category. */
  readonly id: string;
  readonly state: State;
  readonly at: Instant;
  readonly by: Actor;
  /** Plain data from other streams, read beforehand; the append is conditional on their versions. */
  readonly facts: Facts;
}

/** Command in, events out: `[]` when it is done already, {@link Rejected} when it is not allowed. */
export type Decide<State, E extends Event> = (command: any, deciding: Deciding<State, any>) => readonly E[];

/** One stream: its state, what is allowed in each state, and how a fact changes it. Pure. */
export interface Decider<State = any, E extends Event = any, Commands extends Record<string, Decide<State, E>> = any> {
  /** Stream category, e.g. `upward-report`; streams are `<name>-<id>`. */
  readonly name: string;
  readonly initial: State;
  /** One function per command, by the command's class name, in the order of the story. */
  readonly decide: Commands;
  readonly evolve: (state: State, event: E) => State;
}

export type StateOf<D extends Decider> = D extends Decider<infer State> ? State : never;
export type EventsOf<D extends Decider> = D extends Decider<any, infer E> ? E : never;
export type CommandName<D extends Decider> = keyof D['decide'] & string;
export type CommandOf<D extends Decider, K extends CommandName<D>> = Parameters<D['decide'][K]> extends [infer Command, ...unknown[]] ? Command : object;
export type FactsOf<D extends Decider, K extends CommandName<D>> = Parameters<D['decide'][K]> extends [unknown, Deciding<any, infer Facts>] ? Facts : object;

/** `decider<State, Events>()('upward-report', { initial, decide: { RaiseUpwardReport: raise, … }, evolve })`. */
export const decider = <State, E extends Event>() =>
  <Commands extends Record<string, Decide<State, E>>>(name: string, parts: Omit<Decider<State, E, Commands>, 'name'>): Decider<State, E, Commands> =>
    ({ name, ...parts });

/** An event, typed by its name: `event<UpwardReportEscalated>('UpwardReportEscalated', { … })` or by the decider's return type. */
export const event = <E extends Event>(type: E['type'], data: E['data']): E => ({ type, data }) as E;

/** The stream of a decider and an id. Ids hold no line break: the append lane joins stream names with it. */
export const streamOf = (of: Pick<Decider, 'name'>, id: string): string => `${of.name}-${id}`;

/** State after these events. */
export const fold = <State, E extends Event>(of: Decider<State, E>, events: readonly E[], from: State = of.initial): State =>
  events.reduce(of.evolve, from);
