import type { Position, Recorded } from '@homeroom/contracts';
import { type Decider, type Decision, fold, Rejected, type StateOf, streamOf } from '@homeroom/eventsourcing';
import { settlePromises } from './virtual-globals';

/** A log's events by stream. */
export type Streams = ReadonlyMap<string, readonly Recorded[]>;

/** Decides on a log as it was at an earlier position, and writes nothing. */
class Hindsight implements Decision {
  private readonly states = new Map<string, unknown>();
  events = 0;

  constructor(private readonly streams: Streams, private readonly until: Position) {}

  async state<D extends Decider>(of: D, id: string): Promise<StateOf<D>> {
    return this.stateOf(of, id);
  }

  async decide(of: Decider, id: string, command: string, data: unknown): Promise<never[]> {
    const state = this.stateOf(of, id);
    const events = of.decide[command](data, { id, state, at: '', by: { personId: '', role: '' }, facts: {} }) as never[];
    this.states.set(streamOf(of, id), fold(of, events, state));
    this.events += events.length;
    return events;
  }

  private stateOf<D extends Decider>(of: D, id: string): StateOf<D> {
    const stream = streamOf(of, id);
    if (!this.states.has(stream)) this.states.set(stream, fold(of, (this.streams.get(stream) ?? []).filter(({ position }) => position <= this.until) as never[]));
    return this.states.get(stream) as StateOf<D>;
  }
}

/** What a command would have been told then: the code of its refusal, that it changes nothing, or that it changes something. */
export const toldThen = (streams: Streams, until: Position, work: (decision: Decision) => Promise<unknown>): string => {
  const then = new Hindsight(streams, until);
  let told = '';
  void work(then).then(() => { told = then.events > 0 ? 'something' : 'nothing'; }, (error: unknown) => { told = error instanceof Rejected ? error.code : String(error); });
  settlePromises();
  return told;
};
