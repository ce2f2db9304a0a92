import { Inject } from '@nestjs/common';
import { type Position, positionToken } from '@homeroom/contracts';
import {
  type CommandName, type CommandOf, type Decider, type Decision, type FactsOf, Forbidden, handle, type Handled, type StateOf, streamOf,
} from '@homeroom/eventsourcing';
import { CommandAnswer } from './command-answer';
import type { CommandRequest } from './command-request';
import { WAIT_MS } from './position';
import { sealCommand } from './sealed-fields';
import type { Target } from './target';
import type { Asking } from './who-may';

/** Reads another stream for a decision; the append is conditional on its version. */
export type ReadFacts = <R extends Decider>(of: R, id: string) => Promise<StateOf<R>>;

/** Injection token of the streams of a decider. */
export const streamToken = (of: Pick<Decider, 'name'>): string => `stream:${of.name}`;

/** `@InjectStream(upwardReport) reports: EventStream<typeof upwardReport>`: a generic type is erased at run time, the decider is not. */
export const InjectStream = (of: Pick<Decider, 'name'>): ParameterDecorator => Inject(streamToken(of));

/** The streams of one decider, as a route sees them: hands a command over and answers with what came of it. */
export class EventStream<D extends Decider> {
  constructor(private readonly of: D) {}

  /**
   * Decides one command on the target stream. Who may and the facts are read in the same decision: the append is
   * conditional on every stream they looked at.
   * @throws Rejected, VersionMismatch, CommandReused, Contended as {@link handle} does
   */
  handle<K extends CommandName<D>>(target: Target, command: K, data: CommandOf<D, K>, facts?: (read: ReadFacts) => Promise<FactsOf<D, K>>): Promise<CommandAnswer> {
    return this.transact(target, async (decision) => decision.decide(this.of, target.id, command, data, await facts?.((of, id) => decision.state(of, id))));
  }

  /** Decides on several streams, all of it or nothing. `work` may run several times: it reads and decides, and does nothing else. */
  async transact(target: Target, work: (decision: Decision) => Promise<unknown>): Promise<CommandAnswer> {
    const { request } = target;
    if (request.begun) throw new Error(`${request.route.operationId} hands over two commands in one request: use transact.`);
    request.begun = true;
    const stream = streamOf(this.of, target.id);
    const { edge, caller, commandId, at, correlationId, occurredAt, traceparent, ifMatch, fingerprint } = request;
    const by = { personId: caller.personId, role: caller.roles[0] ?? 'none' };
    if (request.route.target.from === 'body') this.expectNew(request, stream);
    let sealing: Promise<void> | undefined;
    const handled = await handle(edge.runtime.log, {
      county: caller.county, commandId, by, at, correlationId, occurredAt, traceparent, fingerprint,
      ...(ifMatch !== undefined && { ifMatch: { stream, version: ifMatch } }),
    }, async (decision) => {
      await permitted(request, decision);
      await (sealing ??= sealed(request));
      await work(decision);
      // A command may decide on members of its target alone: the target's version counts all the same.
      if (ifMatch !== undefined) await decision.state(this.of, target.id);
    });
    return answer(request, stream, handled);
  }

  /**
   * A stream that a command is to begin is taken to be empty without a look at the log: the append is conditional on that,
   * and where it was wrong the command is decided again on what is there. Saves a query on every creation.
   */
  private expectNew({ edge, caller }: CommandRequest, stream: string): void {
    const { cache } = edge.runtime.log;
    const key = `${caller.county}/${stream}`;
    if (!cache.has(key)) cache.set(key, { version: 0, state: this.of.initial });
  }
}

const NOT_ALLOWED = 'Your roles and relations do not allow this.';

const permitted = async (request: CommandRequest, decision: Decision): Promise<void> => {
  const { edge, route, caller, target, params, body } = request;
  const asking: Asking = {
    caller, id: target.id, params, query: {}, body,
    state: (of, id) => decision.state(of, id),
    rows: (view, where) => edge.runtime.find(caller.county, view, where),
  };
  if (!await route.may(asking)) throw new Forbidden('not-allowed', NOT_ALLOWED);
};

const sealed = async ({ edge, route, caller, body, target }: CommandRequest): Promise<void> => {
  if (edge.sealing && route.seals) await sealCommand(edge.sealing, caller.county, route.command, body, target.id);
};

const answer = async (request: CommandRequest, stream: string, { first, repeated }: Handled): Promise<CommandAnswer> => {
  const { reply, edge, caller, route, target } = request;
  if (!first) {
    reply.code(200);
    return { id: target.id, position: null, streams: [], repeated };
  }
  const versions = new Map(first.events.map((event) => [event.stream, event.version]));
  const position = positionToken({ service: edge.runtime.service, county: caller.county }, first.position);
  const own = versions.get(stream);
  if (own !== undefined) reply.header('ETag', `"${own}"`);
  reply.header('Homeroom-Position', position);
  if (route.waitsFor.length > 0) reply.header('Homeroom-Views', await awaited(request, first.position));
  return { id: target.id, position, streams: [...versions].map(([name, version]) => ({ stream: name, version })), repeated };
};

/** The command stands, whatever the views do: a wait that fails is told as `behind`, never as an error. */
const awaited = async ({ route, edge, caller }: CommandRequest, position: Position): Promise<string> => {
  const { runtime } = edge;
  const states = await Promise.all(route.waitsFor.map((view) => (
    runtime.waitFor(view, caller.county, { service: runtime.service, position }, WAIT_MS).catch(() => 'behind'))));
  return route.waitsFor.map((view, i) => `${view.name}=${states[i]}`).join(', ');
};
