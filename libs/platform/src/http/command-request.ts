import { createHmac } from 'node:crypto';
import { derivedId, type Instant, newId, type Uuid } from '@homeroom/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isInstant } from './checks';
import type { CommandRoute } from './command-route';
import type { Edge } from './edge';
import { type Fault, Malformed } from './fault';
import type { Caller } from './who-may';

/** The stream a command is for, and the request it came with. */
export interface CommandTarget {
  /** Id of the stream, without its category. */
  readonly id: string;
  readonly request: CommandRequest;
}

/** A command on its way from its route to its stream: everything but what the decider says. */
export interface CommandRequest {
  readonly edge: Edge;
  readonly route: CommandRoute;
  readonly caller: Caller;
  readonly target: CommandTarget;
  readonly params: Readonly<Record<string, string>>;
  readonly body: object;
  readonly reply: FastifyReply;
  readonly commandId: Uuid;
  readonly correlationId: Uuid;
  readonly at: Instant;
  readonly occurredAt?: Instant;
  readonly traceparent?: string;
  readonly ifMatch?: number;
  readonly fingerprint?: string;
  /** One request is one command: a route that handles twice is told so. */
  begun: boolean;
}

/** A request as the edge knows it; the fields are declared on Fastify once, so that all requests keep one shape. */
export interface EdgeRequest extends FastifyRequest {
  caller: Caller | null;
  command: CommandRequest | null;
}

/** The command of a request that a `@Handles` guard has let through. */
export const commandOf = (request: EdgeRequest): CommandRequest => {
  if (!request.command) throw new Error('A target is only there in a method with @Handles.');
  return request.command;
};

const VISIBLE = /^[\x21-\x7e]{1,200}$/;
const VERSION = /^"(0|[1-9]\d{0,9})"$/;
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** A caller's clock may be ahead of ours by so much. */
const AHEAD_MS = 60_000;

type Headers = FastifyRequest['headers'];

const one = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(',') : value;
};

/** What the headers say about a command. */
export interface CommandHeaders extends Pick<CommandRequest, 'at' | 'occurredAt' | 'traceparent' | 'ifMatch'> {
  readonly key?: string;
}

/**
 * Reads the headers of a command. A malformed traceparent is dropped, as W3C Trace Context wants it.
 * @throws Malformed
 */
export const commandHeaders = (headers: Headers, at: Instant): CommandHeaders => {
  const faults: Fault[] = [];
  const bad = (name: string, shape: string): undefined => void faults.push({ code: 'bad-header', in: 'header', name, limits: [shape] });
  const key = one(headers, 'idempotency-key');
  if (key !== undefined && !VISIBLE.test(key)) bad('Idempotency-Key', '1–200 visible ASCII characters');
  const ifMatch = one(headers, 'if-match');
  if (ifMatch !== undefined && !VERSION.test(ifMatch)) bad('If-Match', '"<version>"');
  const occurredAt = one(headers, 'occurred-at');
  if (occurredAt !== undefined && isInstant(occurredAt, '').length > 0) bad('Occurred-At', '2025-09-01T00:30:00.000Z');
  else if (occurredAt !== undefined && Date.parse(occurredAt) > Date.parse(at) + AHEAD_MS) faults.push({ code: 'in-the-future', in: 'header', name: 'Occurred-At' });
  const traceparent = one(headers, 'traceparent');
  if (faults.length > 0) throw new Malformed(faults);
  return { key, at, occurredAt, ifMatch: ifMatch === undefined ? undefined : Number(ifMatch.slice(1, -1)), traceparent: traceparent && TRACEPARENT.test(traceparent) ? traceparent : undefined };
};

/** The target's id as the caller gave it; `''` where it is to derive from the command id. */
const namedTarget = ({ target }: CommandRoute, caller: Caller, params: Readonly<Record<string, string>>, body: Record<string, unknown>): string => {
  if (target.from === 'county') return caller.county;
  const id = params[target.name] ?? (target.from === 'body' ? body[target.name] : undefined);
  return typeof id === 'string' ? id : '';
};

/** JSON with the keys of every object in order: the same content gives the same text. */
const canonical = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (
  typeof part === 'object' && part !== null && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part));

/**
 * Everything a command carries beside its content. With an `Idempotency-Key` the command id derives from it, so that a
 * retry is the same command; without one it is new each time.
 */
export const commandRequest = (edge: Edge, route: CommandRoute, request: EdgeRequest, reply: FastifyReply, body: object, { key, ...said }: CommandHeaders): CommandRequest => {
  const caller = request.caller!;
  const params = request.params as Record<string, string>;
  const named = namedTarget(route, caller, params, body as Record<string, unknown>);
  const commandId = key === undefined ? newId() : derivedId(caller.county, caller.personId, route.operationId, named, key);
  const fingerprint = key === undefined ? undefined : createHmac('sha256', edge.fingerprintKey).update(canonical(body)).digest('hex');
  const id = named || derivedId(commandId, 'target');
  // The decider is told the id that was made, as if the caller had sent it; the fingerprint is of what was sent.
  if (named === '' && route.target.from === 'body') Object.assign(body, { [route.target.name]: id });
  const command = { edge, route, caller, params, body, reply, commandId, correlationId: request.id, ...said, fingerprint, begun: false } as Omit<CommandRequest, 'target'>;
  return Object.assign(command, { target: { id, request: command as CommandRequest } });
};
