import { derivedId, type County, type Log, type Position, type Recorded } from '@homeroom/contracts';
import { type Ask, type Decider, type Decision, type EventLog, type Following, handle, type Reaction, Rejected, type StateOf, streamOf } from '@homeroom/eventsourcing';
import type { Clock } from '../clock/clock';
import type { Checkpoints } from '../readers/checkpoints';
import type { Place, Sink } from '../readers/log-reader';
import { pause } from '../readers/pause';
import type { ViewDefinition } from '../views/view';

/** A command of a reaction that the rules refused. */
export interface Rejection {
  readonly reaction: string;
  readonly log: Log;
  readonly position: Position;
  readonly target: string;
  readonly code: string;
}

/** Where rejections are kept. PostgreSQL is one, the simulation another. */
export interface RejectionStore {
  /** Durable when it resolves, and safe to repeat: one entry for each reaction, event and target. */
  record(rejection: Rejection): Promise<void>;
}

/** What a reaction stands on. */
export interface ReactionContext {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly rejections: RejectionStore;
  readonly checkpoints: Checkpoints;
  /** Rows of a view that is at least as new as the position. */
  rows(view: ViewDefinition, log: Log, position: Position, where: object): Promise<object[]>;
  head(log: Log): Promise<Position>;
  rejected(reaction: string, code: string): void;
  /** Whether this process reacts; others only watch the reaction's place move. */
  mine(county: County): Promise<boolean>;
}

/** Commands of one event, and events of one batch, that are decided at the same time: they share the lane's batches. */
const AT_ONCE = 64;
/** How often a process that does not react looks whether the one that does has got further, or is gone. */
const WATCH_MS = 250;

/**
 * Turns events into commands on the own service. Its effect is in the log, not beside its place: after a crash it handles
 * events again, and the derived command ids make that harmless.
 */
export class ReactionSink implements Sink {
  readonly name: string;

  constructor(private readonly reaction: Reaction, private readonly context: ReactionContext) {
    this.name = `reaction:${reaction.name}`;
  }

  async place(log: Log): Promise<Place> {
    return this.context.checkpoints.find(this.name, log, () => (this.reaction.from === 'start' ? Promise.resolve(0) : this.context.head(log)));
  }

  async take(log: Log, events: readonly Recorded[], to: Place): Promise<Position> {
    const relevant = events.filter((event) => this.reaction.on[event.type]);
    while (relevant.length > 0 && !await this.context.mine(log.county)) {
      const { position } = await this.context.checkpoints.find(this.name, log);
      if (position >= to.position) return position;
      await pause(WATCH_MS);
    }
    for (let first = 0; first < relevant.length; first += AT_ONCE) await this.reactTo(log, relevant.slice(first, first + AT_ONCE));
    this.context.checkpoints.moveLater({ reader: this.name, log, place: to, from: 0 });
    return to.position;
  }

  /** In the log's order; side by side where the reaction says what its events are about, and two have nothing in common. */
  private async reactTo(log: Log, events: readonly Recorded[]): Promise<void> {
    const { about } = this.reaction;
    if (!about) {
      for (const event of events) await this.command(log, event, await this.followings(log, event));
      return;
    }
    const found = await Promise.all(events.map((event) => this.followings(log, event)));
    const last = new Map<string, Promise<void>>();
    await Promise.all(events.map((event, nth) => {
      const common = [`about ${about(event)}`, ...found[nth]!.map(({ of, id }) => streamOf(of, id))];
      const done = Promise.all(common.map((one) => last.get(one))).then(() => this.command(log, event, found[nth]!));
      for (const one of common) last.set(one, done);
      return done;
    }));
  }

  private async followings(log: Log, event: Recorded): Promise<readonly Following[]> {
    const ask: Ask = {
      rows: (view, where) => this.context.rows(view as ViewDefinition, log, event.position, where) as Promise<never[]>,
      newId: (n = 0) => derivedId(this.reaction.name, event.eventId, 'new', n),
    };
    return this.reaction.on[event.type]!(event as never, ask);
  }

  private async command(log: Log, event: Recorded, followings: readonly Following[]): Promise<void> {
    for (let from = 0; from < followings.length; from += AT_ONCE) {
      await Promise.all(followings.slice(from, from + AT_ONCE).map((following, i) => this.one(log, event, following, from + i)));
    }
  }

  private async one(log: Log, event: Recorded, following: Following, n: number): Promise<void> {
    const target = streamOf(following.of, following.id);
    try {
      await handleFollowing(this.context.log, following, {
        county: log.county, commandId: derivedId(this.reaction.name, event.eventId, target, n), by: { personId: `system:${this.reaction.name}`, role: 'system' },
        at: this.context.clock.now(), correlationId: event.meta.correlationId, causationId: event.eventId, occurredAt: event.meta.occurredAt,
      });
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      this.context.rejected(this.reaction.name, error.code);
      await this.context.rejections.record({ reaction: this.reaction.name, log, position: event.position, target, code: error.code });
    }
  }
}

/** Decides a command that followed by itself; its target, where it is to be found, and its facts are read in the same decision. */
export const handleFollowing = (log: EventLog, { of, id, command, data, facts, into }: Following, about: Parameters<typeof handle>[1]): ReturnType<typeof handle> =>
  handle(log, about, async (decision: Decision) => {
    const read = <R extends Decider>(other: R, otherId: string): Promise<StateOf<R>> => decision.state(other, otherId);
    return decision.decide(of, await into?.(read) ?? id, command as never, data as never, (await facts?.(read)) as never);
  });
