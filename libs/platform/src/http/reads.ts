import { applyDecorators, type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable, UseGuards } from '@nestjs/common';
import type { County } from '@homeroom/contracts';
import { type Decider, fold, Forbidden, type StateOf, streamOf } from '@homeroom/eventsourcing';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiQuery, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ViewDefinition } from '../views/view';
import type { EdgeRequest } from './command-request';
import { EDGE, type Edge } from './edge';
import { positionOf, ViewBehind, WAIT_MS } from './position';
import { ApiProblems } from './problem-document';
import { allFaults, checkParams, declaredClass } from './route-shape';
import type { Shape } from './shape';
import { queryAs } from './validation';
import { anyone, type Asking, AUDITOR, type Caller, type May } from './who-may';

export interface ReadsOptions {
  /** Who may: role and relation, in one place. Auditors always may. */
  readonly may: May;
  readonly summary: string;
  readonly description?: string;
  /** The answer is one page of rows. */
  readonly page?: boolean;
  /** The views it reads: `minPosition` waits for each. */
  readonly of: readonly ViewDefinition[];
  /** The rules may refuse a question, as a 409 with a code: parameters that exclude each other, facts that have not arrived. */
  readonly refuses?: boolean;
  /** Field of the row that holds its stream's version, where a row is one stream: the answer's ETag. */
  readonly etag?: string;
}

interface ReadRoute extends Required<Pick<ReadsOptions, 'may' | 'of'>> {
  readonly query?: Shape;
  readonly etag?: string;
}

/** Who reads, in which county, and the answer's headers. */
export interface Asks {
  readonly caller: Caller;
  readonly county: County;
  readonly params: Readonly<Record<string, string>>;
  /** Address asked for, with its query; for links to further pages. */
  readonly url: string;
  readonly etag?: string;
  readonly reply: FastifyReply;
}

const routes = new WeakMap<object, ReadRoute>();

/** What a method's `@Reads` says, where it has one. */
export const readRouteOf = (method: object): ReadRoute | undefined => routes.get(method);

/** `@Asks() asks: Asks` of a method with `@Reads`. */
export const Asks = createParamDecorator((_: unknown, context: ExecutionContext): Asks => {
  const request = context.switchToHttp().getRequest<EdgeRequest>();
  const caller = request.caller!;
  return {
    caller, county: caller.county, params: request.params as Record<string, string>, url: request.url,
    etag: routes.get(context.getHandler())?.etag, reply: context.switchToHttp().getResponse<FastifyReply>(),
  };
});

const pages = new WeakMap<Shape, Shape>();

/** `ReportInboxRow` → `ReportInboxPage`: the documented shape of a page of these rows. */
const pageOf = (row: Shape): Shape => {
  const known = pages.get(row);
  if (known) return known;
  const page = { [`${row.name.replace(/Row$/, '')}Page`]: class {} }[`${row.name.replace(/Row$/, '')}Page`]!;
  ApiProperty({ type: [row], description: 'In order.' })(page.prototype, 'rows');
  ApiProperty({ type: String, required: false, description: '`cursor` of the next page; absent on the last one.' })(page.prototype, 'next');
  pages.set(row, page);
  return page;
};

/**
 * A method that answers from views: who may, query, `minPosition`. `Row` or `[Row]` is the answer's documented shape; with
 * `page` it is a page of them.
 * @throws at the start, where the class of its `@Query()` is not there at run time
 */
export const Reads = (row: Shape | readonly [Shape], { may, summary, description, page = false, of, refuses = false, etag }: ReadsOptions): MethodDecorator =>
  (prototype, method, descriptor) => {
    const operationId = String(method);
    routes.set(descriptor.value as object, { may, of, etag, query: declaredClass(prototype, operationId, 'query') });
    const single = Array.isArray(row) ? (row as readonly [Shape])[0] : row as Shape;
    const headers = { ...(etag && { ETag: TEXT_HEADER('Version of the stream; what `If-Match` takes.') }), ...(page && { Link: TEXT_HEADER('The next page, `rel="next"`.') }) };
    applyDecorators(
      UseGuards(ReadsGuard), ApiOperation({ operationId, summary, description }), ...(may === anyone ? [] : [ApiBearerAuth(), ApiQuery(MIN_POSITION)]),
      ApiResponse({ status: 200, description: 'As the view has it now.', ...(page ? { type: pageOf(single) } : { type: Array.isArray(row) ? [single] : single }), headers }),
      ApiProblems(400, ...(may === anyone ? [] : [401, 403]), 404, ...(refuses ? [409] : []), 503),
    )(prototype, method, descriptor as never);
  };

const TEXT_HEADER = (description: string) => ({ description, schema: { type: 'string' as const } });

const MIN_POSITION = {
  name: 'minPosition', required: false, schema: { type: 'string' as const, example: 'organization/370786:1042' },
  description: '`position` of a command\'s answer: the answer holds at least that, or is a 503 when the view takes longer than two seconds.',
};

/** Lets a well-formed, permitted question through to its method. */
@Injectable()
export class ReadsGuard implements CanActivate {
  constructor(@Inject(EDGE) private readonly edge: Edge) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routes.get(context.getHandler())!;
    const request = context.switchToHttp().getRequest<EdgeRequest>();
    const caller = request.caller!;
    const { minPosition, ...own } = request.query as Record<string, unknown>;
    let at: ReturnType<typeof positionOf> | undefined;
    allFaults(
      () => checkParams(request.params as Record<string, string>, caller.county),
      () => { request.query = queryAs(route.query, own); },
      () => { at = minPosition === undefined ? undefined : positionOf(minPosition, caller); },
    );
    if (at) await this.reached(route, caller.county, at);
    if (!caller.roles.includes(AUDITOR) && !await route.may(this.asking(request, caller))) {
      throw new Forbidden('not-allowed', 'Your roles and relations do not allow this.');
    }
    return true;
  }

  private async reached({ of }: ReadRoute, county: County, at: ReturnType<typeof positionOf>): Promise<void> {
    const states = await Promise.all(of.map((view) => this.edge.runtime.waitFor(view, county, at, WAIT_MS)));
    const behind = of.filter((_, i) => states[i] !== 'current').map(({ name }) => name);
    if (behind.length > 0) throw new ViewBehind(behind);
  }

  private asking(request: EdgeRequest, caller: Caller): Asking {
    const { runtime } = this.edge;
    return {
      caller, id: '', params: request.params as Record<string, string>, query: request.query, body: undefined,
      state: (of, id) => currentState(this.edge, caller.county, of, id),
      rows: (view, where) => runtime.find(caller.county, view, where),
    };
  }
}

/** A stream's state as the log has it now: what the cache holds, and what was appended since. */
const currentState = async <D extends Decider>({ runtime }: Edge, county: County, of: D, id: string): Promise<StateOf<D>> => {
  const { store, cache } = runtime.log;
  const stream = streamOf(of, id);
  const { version, state } = cache.get(`${county}/${stream}`) ?? { version: 0, state: of.initial };
  return fold(of, await store.read(county, stream, version) as never, state) as StateOf<D>;
};
