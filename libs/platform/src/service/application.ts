import { type DynamicModule, Module, type Provider, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/internal';
import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { EdgeAdapter } from '../http/adapter';
import type { Authenticate } from '../http/caller';
import { EDGE, type Edge } from '../http/edge';
import { EventStream, streamToken } from '../http/event-stream';
import type { Gate } from '../http/gate';
import { commandRouteOf, HandlesGuard } from '../http/handles';
import { ProblemFilter } from '../http/problem-filter';
import { readRouteOf, ReadsGuard } from '../http/reads';
import { Rows, rowsToken } from '../http/rows';
import { asyncApi } from './asyncapi';
import { GATE, HealthController, MetricsController, SCRAPE, scrapeOf } from './health';
import { anyone } from '../http/who-may';
import { loggable, nestLogger } from './logger';
import type { Metrics } from './metrics';
import { documentOf, serveDocuments } from './openapi';
import { EvidenceRoutes } from '../notary/evidence-routes';
import type { ServiceDefinition } from './service';

/** What a service's HTTP side stands on; tests give it a runtime in memory. */
export interface ApplicationParts {
  readonly edge: Edge;
  readonly authenticate: Authenticate;
  readonly gate: Gate;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly bodyLimit: number;
  readonly providers?: readonly Provider[];
  /** Adds addresses of the local stack before the rest. */
  readonly local?: (fastify: FastifyInstance) => void;
}

@Module({})
class ServiceModule {}

/** Streams by decider, rows by view, and the routes that take them: a list, no scanning. */
const moduleOf = ({ streams, views, routes }: ServiceDefinition, { edge, gate, metrics, providers = [] }: ApplicationParts): DynamicModule => ({
  module: ServiceModule,
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [...routes, EvidenceRoutes, HealthController, MetricsController],
  providers: [
    { provide: EDGE, useValue: edge }, { provide: GATE, useValue: gate }, { provide: SCRAPE, useValue: scrapeOf(metrics, edge) },
    ...streams.map((stream) => ({ provide: streamToken(stream), useValue: new EventStream(stream) })),
    ...views.map((view) => ({ provide: rowsToken(view), useValue: new Rows(view, edge) })),
    HandlesGuard, ReadsGuard, ...providers,
  ],
});

/** The HTTP side of a service, initialised, not yet listening. */
export const application = async (definition: ServiceDefinition, parts: ApplicationParts): Promise<NestFastifyApplication> => {
  const { edge, authenticate, gate, metrics, logger, bodyLimit } = parts;
  for (const controller of definition.routes) checkController(controller);
  const problems = new ProblemFilter(Object.assign({}, ...definition.refusals), (status, code, request, error) => {
    const about = { correlationId: request.id, method: request.method, route: request.routeOptions.url, status, code };
    // An error is what nobody foresaw. Who is asked to come back (503) was not failed.
    if (status === 500) logger.error({ ...about, ...loggable(error) }, 'request failed');
    else if (status > 500) logger.warn({ ...about, ...loggable(error) }, 'request not answered');
    else logger.info(about, 'request refused');
  });
  const adapter = new EdgeAdapter({
    bodyLimit, authenticate, counties: edge.runtime.counties, open: openRoutes([...definition.routes, EvidenceRoutes]), gate, problems,
    answered: (request, route, reply) => {
      metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
      if (logger.isLevelEnabled('debug')) logger.debug({ correlationId: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request answered');
    },
  });
  const app = await NestFactory.create<NestFastifyApplication>(moduleOf(definition, parts), adapter as FastifyAdapter, { bodyParser: false, logger: nestLogger(logger), abortOnError: false });
  app.useGlobalFilters(problems);
  parts.local?.(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  serveDocuments(app, () => documentOf(app, definition), asyncApi(definition.events));
  await app.init();
  await (adapter.getInstance() as unknown as FastifyInstance).ready();
  return app;
};

/**
 * Routes for anyone, as the router names them.
 * @throws where the path does not say in which county
 */
const openRoutes = (controllers: readonly Type[]): ReadonlySet<string> => new Set(controllers.flatMap((controller) => Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
  const method = (controller.prototype as Record<string, object>)[name]!;
  const read = readRouteOf(method);
  if ((commandRouteOf(method) ?? read)?.may !== anyone) return [];
  const parts = [Reflect.getMetadata(PATH_METADATA, controller), Reflect.getMetadata(PATH_METADATA, method)].flatMap((path) => String(path).split('/')).filter(Boolean);
  if (!parts.includes(':county')) throw new Error(`${controller.name}.${name} is for anyone: its path must hold :county.`);
  return [`${read ? 'GET' : 'POST'} /${parts.join('/')}`];
})));

/**
 * Every method of a service's controllers either handles a command or reads: one without a `may` would be open to all.
 * @throws at the start
 */
const checkController = (controller: Type): void => {
  const path = String(Reflect.getMetadata(PATH_METADATA, controller) ?? '').replace(/^\//, '');
  if (!/^v1(\/|$)/.test(path)) throw new Error(`${controller.name}: its path '${path}' does not begin with v1.`);
  for (const name of Object.getOwnPropertyNames(controller.prototype)) {
    const method = (controller.prototype as Record<string, object>)[name]!;
    const verb = typeof method === 'function' ? Reflect.getMetadata(METHOD_METADATA, method) as RequestMethod | undefined : undefined;
    if (verb !== undefined && !commandRouteOf(method) && !readRouteOf(method)) throw new Error(`${controller.name}.${name} has neither @Handles nor @Reads: nobody said who may.`);
  }
};
