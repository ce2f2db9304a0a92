import { applyDecorators, type CanActivate, type ExecutionContext, HttpCode, Inject, Injectable, type Type, UseGuards } from '@nestjs/common';
import { Forbidden } from '@homeroom/eventsourcing';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ViewDefinition } from '../views/view';
import { CommandAnswer } from './command-answer';
import { type CommandHeaders, commandHeaders, commandRequest, type EdgeRequest } from './command-request';
import type { CommandRoute } from './command-route';
import { EDGE, type Edge } from './edge';
import { ApiProblems } from './problem-document';
import { allFaults, checkParams, declaredClass } from './route-shape';
import { hasSealed } from './sealed-fields';
import type { Shape } from './shape';
import { targetSourceOf } from './target';
import { bodyAs, queryAs } from './validation';
import { anyone, AUDITOR, type May } from './who-may';

export interface HandlesOptions {
  /** Who may: role and relation, in one place. Auditors never write. */
  readonly may: May;
  readonly summary: string;
  readonly description?: string;
  /** The answer waits, bounded, until these views hold what the command did. */
  readonly waitsFor?: readonly ViewDefinition[];
  /** The command begins a stream: 201 rather than 200. */
  readonly creates?: boolean;
  readonly status?: number;
  /** What is answered, where that is more than a {@link CommandAnswer}. */
  readonly answer?: Shape<CommandAnswer>;
}

/** By method, so that a request costs one look-up and no reflection. */
const routes = new WeakMap<object, CommandRoute>();

/** The command route of a method; `undefined` for any other method. */
export const commandRouteOf = (method: object): CommandRoute | undefined => routes.get(method);

/** Routes of these controllers that seal text: their service needs a keys database. */
export const sealingRoutes = (controllers: readonly Type[]): string[] => controllers.flatMap(({ prototype }) =>
  Object.getOwnPropertyNames(prototype).map((name) => routes.get(prototype[name] as object)).filter((route) => route?.seals).map((route) => route!.operationId));

/**
 * A method that hands one command over: validation, who may, `Idempotency-Key`, `If-Match`, sealing, problem answers. The
 * command's class comes as a value.
 * @throws at the start, where the method's reflected types lack the class
 */
export const Handles = (command: Shape, { may, summary, description, waitsFor = [], creates = false, status = creates ? 201 : 200, answer = CommandAnswer }: HandlesOptions): MethodDecorator =>
  (prototype, method, descriptor) => {
    const operationId = String(method);
    const where = `${prototype.constructor.name}.${operationId}`;
    if (declaredClass(prototype, operationId, 'body') !== command) throw new Error(`${where} handles ${command.name} but takes no @Body() of that class.`);
    const target = targetSourceOf(prototype, operationId);
    if (!target) throw new Error(`${where} has no target: @Target, @NewTarget or @CountyTarget.`);
    routes.set(descriptor.value as object, { operationId, command, may, waitsFor, status, target, seals: hasSealed(command) });
    applyDecorators(
      UseGuards(HandlesGuard), HttpCode(status),
      ApiOperation({ operationId, summary, description: described(description, waitsFor) }),
      ...(may === anyone ? [] : [ApiBearerAuth()]), ...HEADERS.map((header) => ApiHeader(header)),
      ApiResponse({ status, type: answer, description: 'Done, or done before.', headers: ANSWER_HEADERS }),
      ...(status === 200 ? [] : [ApiResponse({ status: 200, type: answer, description: 'Nothing was to be done.' })]),
      ApiProblems(400, 401, 403, 404, 409, 412, 413, 415, 422, 503),
    )(prototype, method, descriptor as never);
  };

const described = (description: string | undefined, waitsFor: readonly ViewDefinition[]): string => [
  description,
  'A retry is protected by an `Idempotency-Key` alone; without one it is a second command.',
  waitsFor.length > 0 && `The answer waits up to two seconds for ${waitsFor.map(({ name }) => `\`${name}\``).join(', ')}; \`Homeroom-Views\` says whether they hold it.`,
].filter(Boolean).join('\n\n');

const HEADERS = [
  { name: 'Idempotency-Key', required: false, schema: { type: 'string' as const, minLength: 1, maxLength: 200 }, description: 'Same key, same command: a repetition is answered with the first result. Visible ASCII.' },
  { name: 'If-Match', required: false, schema: { type: 'string' as const, pattern: '^"\\d+"$' }, description: 'ETag that the target must still have.' },
  { name: 'Occurred-At', required: false, schema: { type: 'string' as const, format: 'date-time' }, description: 'When it happened, where that was earlier.' },
  { name: 'X-Correlation-Id', required: false, schema: { type: 'string' as const, format: 'uuid' }, description: 'One id for everything this sets in motion; made where absent.' },
];

const ANSWER_HEADERS = {
  'ETag': { description: 'Version of the target stream.', schema: { type: 'string' as const } },
  'Homeroom-Position': { description: 'As `position` in the body.', schema: { type: 'string' as const } },
  'Homeroom-Views': { description: '`<view>=current`, `behind` or `halted`, for each view waited for.', schema: { type: 'string' as const } },
};

/** Lets a well-formed command through to its method. Who may is asked in the decision itself. */
@Injectable()
export class HandlesGuard implements CanActivate {
  constructor(@Inject(EDGE) private readonly edge: Edge) {}

  canActivate(context: ExecutionContext): boolean {
    const route = routes.get(context.getHandler())!;
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const caller = request.caller!;
    let body!: object;
    let headers!: CommandHeaders;
    allFaults(
      () => checkParams(request.params as Record<string, string>, caller.county),
      () => queryAs(undefined, request.query as Record<string, unknown>),
      () => { body = bodyAs(route.command, request.body ?? {}); },
      () => { headers = commandHeaders(request.headers, this.edge.runtime.now()); },
    );
    if (caller.roles.includes(AUDITOR)) throw new Forbidden('auditors-only-read', 'An auditor reads everything and writes nothing.');
    request.body = body;
    request.command = commandRequest(this.edge, route, request, context.switchToHttp().getResponse<FastifyReply>(), body, headers);
    return true;
  }
}
