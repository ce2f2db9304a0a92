import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '@homeroom/contracts';
import { Rejected } from '@homeroom/eventsourcing';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticate } from './caller';
import { SHAPES } from './checks';
import type { EdgeRequest } from './command-request';
import { Closed, type Gate } from './gate';
import { PROBLEM_JSON, problemOf } from './problem';
import type { ProblemFilter } from './problem-filter';
import { ANONYMOUS, type Caller } from './who-may';

export interface AdapterOptions {
  /** Bytes of a body. */
  readonly bodyLimit: number;
  readonly authenticate: Authenticate;
  readonly counties: readonly string[];
  /** Routes for anyone, as `POST /v1/…/:county/…`. */
  readonly open: ReadonlySet<string>;
  readonly gate: Gate;
  readonly problems: ProblemFilter;
  /** Told of every answer, with the route's pattern. */
  readonly answered: (request: FastifyRequest, route: string, reply: FastifyReply) => void;
}

/** A request must have arrived whole within this time. */
const REQUEST_MS = 30_000;
/** Longer than the idle time of usual proxies, so that they close first. */
const KEEP_ALIVE_MS = 72_000;
/** Longest part of a path that is a parameter. */
const PARAM_MAX = 200;

/** Asked by machines that have no token; everything else needs one, addresses that do not exist included. */
const OPEN = /^\/(health\/(live|ready|startup)|metrics|docs|docs\/.*|docs-json|openapi\.json|asyncapi\.json|local\/.*)$/;

/** Nest on Fastify, with what every request shares done once, before Nest: correlation id, gate, caller, JSON. */
export class EdgeAdapter extends FastifyAdapter {
  constructor(private readonly edge: AdapterOptions) {
    super({
      logger: false, bodyLimit: edge.bodyLimit, requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS, forceCloseConnections: 'idle', return503OnClosing: false, skipMiddie: true,
      genReqId: ({ headers }: { headers: Record<string, unknown> }) => correlationId(headers['x-correlation-id']), requestIdHeader: false,
      routerOptions: { maxParamLength: PARAM_MAX, ignoreTrailingSlash: false },
      frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => edge.problems.answer(error, request, reply),
      clientErrorHandler: refuseConnection,
    } as never);
    const fastify = this.getInstance() as unknown as FastifyInstance;
    fastify.server.prependListener('request', endAfterUpgrade);
    fastify.decorateRequest('caller', null);
    fastify.decorateRequest('command', null);
    fastify.removeAllContentTypeParsers();
    readJson(fastify, edge.bodyLimit);
    fastify.addHook('onRequest', (request, reply, done) => this.admit(request as EdgeRequest, reply, done));
    fastify.addHook('onResponse', (request, reply, done) => {
      edge.answered(request, request.routeOptions.url ?? 'none', reply);
      done();
    });
  }

  /** Fastify's own errors reach the problem filter as they are. */
  override mapException(error: unknown): unknown {
    return error;
  }

  private admit(request: EdgeRequest, reply: FastifyReply, done: (error?: Error) => void): void {
    reply.header('X-Correlation-Id', request.id).header('X-Content-Type-Options', 'nosniff');
    if (this.edge.gate.leaving) reply.header('Connection', 'close');
    if (OPEN.test(request.routeOptions.url ?? '')) return done();
    reply.header('Cache-Control', 'no-store');
    if (!this.edge.gate.admits) return done(new Closed());
    try {
      if (this.edge.open.has(`${request.method} ${request.routeOptions.url}`)) return this.enter(request, anonymous(request), done);
      const caller = this.edge.authenticate(request.headers.authorization);
      if (caller instanceof Promise) caller.then((found) => this.enter(request, found, done), done);
      else this.enter(request, caller, done);
    } catch (error) {
      done(error as Error);
    }
  }

  private enter(request: EdgeRequest, caller: Caller, done: (error?: Error) => void): void {
    if (!this.edge.counties.includes(caller.county)) return done(new Rejected('county-not-found', 'There is no such county here.'));
    request.caller = caller;
    done();
  }
}

/** Whoever it is: nothing the request says about its sender goes any further, a trace included. */
const anonymous = (request: EdgeRequest): Caller => {
  delete request.headers.traceparent;
  delete request.headers.authorization;
  return { personId: ANONYMOUS, county: (request.params as Record<string, string>)['county']!, roles: [] };
};

const correlationId = (header: unknown): string => (typeof header === 'string' && SHAPES.uuid.test(header) ? header : newId());

/** JSON in UTF-8 and nothing else; an empty body is no body. Keys that would reach an object's prototype are refused. */
const readJson = (fastify: FastifyInstance, bodyLimit: number): void => {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (request, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined);
    if (!isUtf8(body)) return done(Object.assign(new Error('The body is not UTF-8.'), { code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 }));
    return void parse(request, body.toString(), done);
  });
};

/**
 * Nothing is upgraded to. Node's parser keeps the wish for it until it has read the headers of the next request of the
 * connection, and tells of no fault in them: who sends such a one would wait for ever. So there is no next one.
 */
const endAfterUpgrade = ({ headers }: IncomingMessage, answer: ServerResponse): void => {
  if (headers.upgrade !== undefined) answer.shouldKeepAlive = false;
};

/** What Node's parser cannot read never becomes a request: the problem is written to the connection by hand. */
const refuseConnection = (error: Error & { code?: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const body = JSON.stringify(problemOf(Object.assign(error, { statusCode: status }), 'en', {}).problem);
  socket.end(`HTTP/1.1 ${status} Error\r\nContent-Type: ${PROBLEM_JSON}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`);
};
