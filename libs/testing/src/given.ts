import type { Actor, Event, Instant } from '@homeroom/contracts';
import { type CommandName, type CommandOf, type Decider, type EventsOf, type FactsOf, fold, Rejected, type StateOf } from '@homeroom/eventsourcing';

/** What a command comes with, beside its data. */
export interface Circumstances<Facts> {
  readonly by?: Actor;
  readonly at?: Instant;
  readonly id?: string;
  readonly facts?: Facts;
}

/** The outcome of one decision; every check throws with both sides shown. */
export interface Outcome<E extends Event> {
  /** Exactly these events, in order; none means that nothing was to be done. */
  then(...expected: readonly E[]): void;
  /** Exactly these event types, in order; for rules that are not about the data. */
  thenTypes(...expected: readonly E['type'][]): void;
  rejected(code: string): void;
  /** The events themselves, for a further look or a further step. */
  readonly events: readonly E[];
}

/** Who acts when a sentence does not say. */
export const someone: Actor = { personId: '00000000-0000-7000-8000-000000000001', role: 'school-staff' };
/** When it happens when a sentence does not say: Monday 2025-09-08, 09:00 in Shanghai. */
export const someTime: Instant = '2025-09-08T01:00:00.000Z';

/** `given(upwardReport, raised).when('EscalateUpwardReport', { … }).then(escalated)`: a decider as a sentence in events. */
export const given = <D extends Decider>(of: D, ...events: readonly EventsOf<D>[]) => ({
  /** The state that these events fold to. */
  state: (): StateOf<D> => fold(of, events as never) as StateOf<D>,
  when: <K extends CommandName<D>>(command: K, data: CommandOf<D, K>, circumstances: Circumstances<FactsOf<D, K>> = {}): Outcome<EventsOf<D>> => {
    const { by = someone, at = someTime, id = 'under-test', facts = {} } = circumstances;
    const state = fold(of, events as never);
    return outcome(() => of.decide[command]!(data, { id, state, at, by, facts }) as readonly EventsOf<D>[]);
  },
});

const outcome = <E extends Event>(decide: () => readonly E[]): Outcome<E> => {
  const decided = attempt(decide);
  const events = (): readonly E[] => {
    if (decided instanceof Rejected) throw new Error(`rejected with '${decided.code}': ${decided.message}`);
    return decided;
  };
  return {
    get events() { return events(); },
    then: (...expected) => expect(events()).toEqual(expected),
    thenTypes: (...expected) => expect(events().map((e) => e.type)).toEqual(expected),
    rejected: (code) => {
      if (!(decided instanceof Rejected)) throw new Error(`expected rejection '${code}', got ${JSON.stringify(decided)}`);
      expect(decided.code).toBe(code);
    },
  };
};

const attempt = <E>(decide: () => readonly E[]): readonly E[] | Rejected => {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Rejected) return error;
    throw error;
  }
};
