import type { Actor, Catalogue, County, Event, Instant, Meta, Uuid } from '@homeroom/contracts';
import { LRUCache } from 'lru-cache';
import { type CommandName, type CommandOf, type Decider, type EventsOf, type FactsOf, fold, type StateOf, streamOf } from './decider';
import type { EventStore, NewEvent, Written } from './event-store';
import { CommandReused, Contended, Rejected, VersionMismatch } from './rejected';

/** Everything about a command that is not its content. */
export interface Command {
  readonly county: County;
  /** One id, one effect: a repetition is answered with the first result. */
  readonly commandId: Uuid;
  readonly by: Actor;
  readonly at: Instant;
  readonly correlationId: Uuid;
  readonly occurredAt?: Instant;
  readonly causationId?: Uuid;
  readonly traceparent?: string;
  /** Version that the target stream must have, from `If-Match`. */
  readonly ifMatch?: { readonly stream: string; readonly version: number };
  readonly fingerprint?: string;
}

/** What a command led to. `first` is absent when nothing was to be done. */
export interface Handled {
  readonly events: readonly Event[];
  readonly first?: Written;
  /** The command had been handled before; `events` is empty, `first` tells where its events are. */
  readonly repeated: boolean;
}

/** Reads streams and collects the events of one atomic append. Every stream it touches becomes a condition of that append. */
export interface Decision {
  /** The state of a stream, its own new events included. */
  state<D extends Decider>(of: D, id: string): Promise<StateOf<D>>;
  /** Decides a command on a stream and keeps the events for the append. */
  decide<D extends Decider, K extends CommandName<D>>(of: D, id: string, command: K, data: CommandOf<D, K>, facts?: FactsOf<D, K>): Promise<readonly EventsOf<D>[]>;
}

/** A service's log and what deciding on it needs. */
export interface EventLog {
  readonly store: EventStore;
  readonly catalogue: Catalogue<any>;
  readonly cache: StateCache;
  /** UUIDv7 source. */
  readonly newEventId: () => Uuid;
}

type Folded = { readonly version: number; readonly state: unknown };

/** Folded states by county and stream. May be stale: the append checks the versions, and a refusal is confirmed first. */
export type StateCache = LRUCache<string, Folded>;

/** @param max streams kept; a state is some hundred bytes, or some ten kB where it has a calendar with it: 50 MB at most. */
export const stateCache = (max = 5_000): StateCache => new LRUCache({ max });

/** Rounds of deciding again after a conflict, before the caller is told to come back. Each round some writer got through. */
export const ATTEMPTS = 50;

type Consulted = Folded & { readonly of: Decider; readonly from: 'cache' | 'log'; readonly expected: number };

class Round implements Decision {
  readonly streams = new Map<string, Consulted>();
  readonly events: { readonly stream: string; readonly event: Event }[] = [];

  constructor(private readonly log: EventLog, private readonly command: Command) {}

  async state<D extends Decider>(of: D, id: string): Promise<StateOf<D>> {
    return (await this.consult(of, streamOf(of, id))).state as StateOf<D>;
  }

  async decide<D extends Decider, K extends CommandName<D>>(of: D, id: string, name: K, data: CommandOf<D, K>, facts?: FactsOf<D, K>): Promise<readonly EventsOf<D>[]> {
    const stream = streamOf(of, id);
    const { by, at, ifMatch } = this.command;
    const before = await this.consult(of, stream);
    if (ifMatch?.stream === stream && ifMatch.version !== before.expected) throw new VersionMismatch(stream, ifMatch.version, before.expected);
    const events: readonly Event[] = of.decide[name]!(data, { id, state: before.state, at, by, facts: facts ?? {} });
    for (const event of events) this.events.push({ stream, event });
    this.streams.set(stream, { ...before, version: before.version + events.length, state: fold(of, events as never, before.state) });
    return events as readonly EventsOf<D>[];
  }

  /** A target that was read and not decided on has its version all the same: its members were decided on instead. @throws VersionMismatch */
  checkMatch(): void {
    const { ifMatch } = this.command;
    const target = ifMatch && this.streams.get(ifMatch.stream);
    if (target && ifMatch.version !== target.expected) throw new VersionMismatch(ifMatch.stream, ifMatch.version, target.expected);
  }

  /** True when every state that came from the cache was still the log's. Replaces the stale ones in the cache. */
  async confirmed(): Promise<boolean> {
    let same = true;
    for (const [stream, { of, from, expected }] of this.streams) {
      if (from === 'log') continue;
      const now = await load(this.log, this.command.county, of, stream);
      if (now.version !== expected) same = false;
    }
    return same;
  }

  private async consult(of: Decider, stream: string): Promise<Consulted> {
    const known = this.streams.get(stream);
    if (known) return known;
    const cached = this.log.cache.get(cacheKey(this.command.county, stream));
    const folded = cached ?? await load(this.log, this.command.county, of, stream);
    const consulted: Consulted = { ...folded, of, from: cached ? 'cache' : 'log', expected: folded.version };
    this.streams.set(stream, consulted);
    return consulted;
  }
}

/**
 * Decides and appends: `work` reads streams and decides commands; what it decided is appended at once, if every stream it
 * consulted is unchanged, and decided again otherwise. `work` may run several times and must do nothing else.
 * A known command id is answered with its first result before anything may refuse it.
 * @throws Rejected what `work` rejected, after the versions it rested on were confirmed
 * @throws VersionMismatch `If-Match` did not hold · CommandReused other body under the same id · Contended after {@link ATTEMPTS} rounds
 */
export const handle = async (log: EventLog, command: Command, work: (decision: Decision) => Promise<unknown>): Promise<Handled> => {
  let streams: readonly string[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const round = new Round(log, command);
    const refusal = await work(round).then(() => round.checkMatch()).then(() => undefined, (error: unknown) => error ?? new Error('rejected with nothing'));
    streams = [...round.streams.keys()];
    if (refusal !== undefined && !isRefusal(refusal)) throw refusal;
    const handled = refusal === undefined && round.events.length > 0
      ? await append(log, command, round)
      : await withoutEvents(log, command, round, refusal);
    if (handled) return handled;
  }
  throw new Contended(streams);
};

const isRefusal = (error: unknown): boolean => error instanceof Rejected || error instanceof VersionMismatch;

/** `[]`, a rejection and a 412 rest on confirmed versions, and come after the question whether the command is a repetition. */
const withoutEvents = async (log: EventLog, command: Command, round: Round, refusal: unknown): Promise<Handled | undefined> => {
  const known = await log.store.result(command.county, command.commandId);
  if (known) return repeated(command, known);
  if (!await round.confirmed()) return undefined;
  if (refusal !== undefined) throw refusal;
  return { events: [], repeated: false };
};

const append = async (log: EventLog, command: Command, round: Round): Promise<Handled | undefined> => {
  const appended = await log.store.append(command.county, {
    commandId: command.commandId, at: command.at, fingerprint: command.fingerprint,
    checks: [...round.streams].map(([stream, { expected }]) => ({ stream, expected })),
    events: round.events.map(({ stream, event }): NewEvent => ({ eventId: log.newEventId(), stream, type: event.type, data: event.data, meta: metaOf(log, command, event) })),
  });
  if (appended.status === 'repeated') return repeated(command, appended);
  if (appended.status === 'conflict') {
    await Promise.all([...round.streams].map(([stream, { of }]) => load(log, command.county, of, stream)));
    return undefined;
  }
  for (const [stream, { version, state }] of round.streams) log.cache.set(cacheKey(command.county, stream), { version, state });
  return { events: round.events.map(({ event }) => event), first: appended.first, repeated: false };
};

const repeated = (command: Command, known: { first: Written; fingerprint?: string }): Handled => {
  if (command.fingerprint && known.fingerprint && command.fingerprint !== known.fingerprint) throw new CommandReused(command.commandId);
  return { events: [], first: known.first, repeated: true };
};

const metaOf = (log: EventLog, command: Command, event: Event): Meta => {
  const mark = log.catalogue.types[event.type];
  if (!mark) throw new Error(`${event.type} is not in the catalogue of ${log.catalogue.service}.`);
  const { by: actor, correlationId, causationId, traceparent } = command;
  return {
    actor, correlationId, ...(causationId && { causationId }), occurredAt: command.occurredAt ?? command.at,
    schemaVersion: mark.version, dataLevel: mark.dataLevel, ...(traceparent && { traceparent }),
  };
};

/** The stream as the log has it now, folded onto what the cache holds, and back into the cache. */
const load = async (log: EventLog, county: County, of: Decider, stream: string): Promise<Folded> => {
  const key = cacheKey(county, stream);
  const { version, state } = log.cache.get(key) ?? { version: 0, state: of.initial };
  const events = await log.store.read(county, stream, version);
  const folded: Folded = { version: version + events.length, state: fold(of, events, state) };
  log.cache.set(key, folded);
  return folded;
};

const cacheKey = (county: County, stream: string): string => `${county}/${stream}`;
